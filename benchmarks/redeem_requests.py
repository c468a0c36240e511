"""The redemptions that all rivals are asked for, as the bytes that go over the wire."""

import random
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

import orjson

PATH = "/v1/redemptions"
SHANGHAI = timezone(timedelta(hours=8))
_FEN = (100, 5_000)


class Asked(NamedTuple):
    """One redemption: which voucher pays how much under which number of the bank's."""

    code: str
    out_request_no: str
    amount_fen: int


def drawn(codes: Sequence[str], count: int, rounds: int) -> Iterator[list[Asked]]:
    """Give each round's redemptions: small parts of vouchers drawn at random."""
    draw = random.Random(2022)
    day = datetime.now(UTC).strftime("%Y%m%d")
    for number in range(rounds):
        yield [
            Asked(code, f"{day}{number:03}{place:09}", draw.randrange(*_FEN))
            for place, code in enumerate(draw.choices(codes, k=count))
        ]


def body_of(asked: Asked, redeemed_at: datetime) -> bytes:
    """Give the body as a bank's till sends it."""
    return orjson.dumps(
        {
            "voucher_code": asked.code,
            "amount": {"total": asked.amount_fen, "currency": "CNY"},
            "out_request_no": asked.out_request_no,
            "mode": "capture",
            "redeemed_at": redeemed_at.isoformat(timespec="seconds"),
            "station": "ZJJ-017",
            "terminal": "POS-3",
        }
    )


def requests_of(
    many: Iterable[Asked], token: str, redeemed_at: datetime
) -> list[bytes]:
    """Give the whole requests, each with an idempotency key of its own."""
    return [_request(body_of(asked, redeemed_at), token) for asked in many]


def _request(body: bytes, token: str) -> bytes:
    lines = (
        f"POST {PATH} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {token}",
        f"Idempotency-Key: {secrets.token_hex(16)}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*lines, "", "")).encode("ascii") + body
