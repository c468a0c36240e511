"""The algorithms that sign, and the memory of what was used."""

import hashlib
import hmac

import pytest

from voucher_service.model.access_errors import FrequencyLimited, SignError
from voucher_service.usecases.signatures import (
    ALGORITHMS,
    WINDOW_SECONDS,
    Nonces,
    mac_of_request,
    signature_of_answer,
)

KEY = b"sk_0123456789"
NOW = 1_700_000_000


def hmac_by_definition(digest, key: bytes, message: bytes) -> str:
    """HMAC as RFC 2104 defines it, of any hash with a block of 64 bytes."""
    block = key.ljust(64, b"\0")
    inner = digest(bytes(b ^ 0x36 for b in block) + message)
    return digest(bytes(b ^ 0x5C for b in block) + inner).hex()


def sm3(message: bytes) -> bytes:
    hashes = pytest.importorskip("cryptography.hazmat.primitives.hashes")
    digest = hashes.Hash(hashes.SM3())
    digest.update(message)
    return digest.finalize()


def test_sm3_is_the_hash_of_the_standard() -> None:
    assert sm3(b"abc").hex() == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )


@pytest.mark.parametrize(
    ("name", "digest"),
    [("hmac-sha256", lambda data: hashlib.sha256(data).digest()), ("hmac-sm3", sm3)],
)
def test_an_algorithm_is_hmac_over_its_hash(name, digest) -> None:
    mac = ALGORITHMS[name](KEY)
    for piece in (b"one ", b"", b"two"):
        mac.update(piece)
    assert mac.hexdigest() == hmac_by_definition(digest, KEY, b"one two")


def test_every_algorithm_is_tested_here() -> None:
    assert set(ALGORITHMS) == {"hmac-sha256", "hmac-sm3"}


def test_a_request_signs_five_parts_each_ended_by_a_line_feed() -> None:
    mac = ALGORITHMS["hmac-sha256"](KEY)
    mac_of_request(mac, "POST", b"/v1/redemptions?a=1", str(NOW), "nonce-01")
    mac.update(b"{}\n")
    message = b"POST\n/v1/redemptions?a=1\n1700000000\nnonce-01\n{}\n"
    assert mac.hexdigest() == hmac.new(KEY, message, "sha256").hexdigest()


def test_an_answer_signs_three_parts() -> None:
    said = signature_of_answer(ALGORITHMS["hmac-sha256"](KEY), "17", "nonce-01", b"{}")
    message = b"17\nnonce-01\n{}\n"
    assert said == hmac.new(KEY, message, "sha256").hexdigest()


@pytest.mark.parametrize(
    ("later", "taken"),
    [(0, False), (WINDOW_SECONDS, False), (WINDOW_SECONDS + 1, True)],
)
def test_a_nonce_is_remembered_while_its_timestamp_is_taken(later, taken) -> None:
    nonces = Nonces()
    nonces.use("key_1", "nonce-01", NOW, NOW)
    if taken:
        nonces.use("key_1", "nonce-01", NOW + later, NOW + later)
    else:
        with pytest.raises(SignError):
            nonces.use("key_1", "nonce-01", NOW, NOW + later)


def test_a_nonce_of_the_future_is_remembered_longer() -> None:
    nonces = Nonces()
    nonces.use("key_1", "nonce-01", NOW + WINDOW_SECONDS, NOW)
    with pytest.raises(SignError):
        nonces.use("key_1", "nonce-01", NOW, NOW + 2 * WINDOW_SECONDS)


def test_two_keys_may_use_one_nonce() -> None:
    nonces = Nonces()
    nonces.use("key_1", "nonce-01", NOW, NOW)
    nonces.use("key_2", "nonce-01", NOW, NOW)
    with pytest.raises(SignError):
        nonces.use("key_2", "nonce-01", NOW, NOW)


def test_the_memory_is_bounded_and_frees_itself() -> None:
    nonces = Nonces(most=2)
    for number in range(2):
        nonces.use("key_1", f"nonce-{number}", NOW, NOW)
    with pytest.raises(FrequencyLimited) as limited:
        nonces.use("key_1", "nonce-2", NOW, NOW)
    assert limited.value.retry_after > 0
    later = NOW + WINDOW_SECONDS + 1
    nonces.use("key_1", "nonce-2", later, later)
