"""The example client retries what may be retried, and nothing twice."""

import re
from contextlib import closing
from datetime import UTC, datetime
from itertools import count

import pytest

from tests.conftest import Clock
from tests.kit.conftest import MORNING, module, served
from tests.kit.lossy_line import Loss
from voucher_service.model.kinds import Role
from voucher_service.usecases.manage_keys import NewKeyRequest, create_key
from voucher_service.usecases.sandbox_codes import MAGIC, SLOW, SUCCESS

REDEEM = "POST /v1/redemptions"
ASK = "GET /v1/redemptions?out_request_no="
_numbers = count(1)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory):
    clock = Clock(MORNING)
    home = tmp_path_factory.mktemp("kit") / "home"
    serving = served(home, clock, sandbox=True)
    yield next(serving), clock
    next(serving, None)


@pytest.fixture
def bank(connect, sandbox):
    return connect(*sandbox)


@pytest.fixture
def number():
    return f"N-{next(_numbers)}"


def passed(bank):
    """What reached the server, without the number asked for."""
    return [re.sub("=N-[0-9]+$", "=", line) for line in bank.line.passed]


@pytest.mark.parametrize(
    ("losses", "expected"),
    [
        ([], [REDEEM]),
        ([Loss.REQUEST], [ASK, REDEEM]),
        ([Loss.ANSWER], [REDEEM, ASK]),
        ([Loss.HALF_THE_ANSWER], [REDEEM, ASK]),
        ([Loss.ANSWER, Loss.ANSWER], [REDEEM, ASK, ASK]),
        ([Loss.ANSWER, Loss.REQUEST], [REDEEM, ASK]),
        ([Loss.REQUEST, Loss.REQUEST, Loss.ANSWER], [ASK, ASK, REDEEM]),
    ],
)
def test_what_was_lost_is_asked_for_first_and_sent_again_once(
    bank, number, losses, expected
):
    bank.line.losses.extend(losses)
    made = bank.client.redeem(SUCCESS, 50_000, number)
    assert (made["status"], made["out_request_no"]) == ("captured", number)
    assert passed(bank) == expected
    assert bank.client.query(number)["id"] == made["id"]


@pytest.mark.parametrize(
    "magic",
    [each for each in MAGIC.values() if each.passing],
    ids=lambda magic: magic.problem,
)
def test_what_may_be_sent_again_is_sent_again_after_a_while(bank, number, magic):
    made = bank.client.redeem(magic.code, 50_000, number)
    assert made["status"] == "captured"
    assert passed(bank) == [REDEEM] * 3
    first, *later = bank.waits
    assert first == 0
    assert all(0.25 <= wait <= 5 for wait in later)


@pytest.mark.parametrize(
    "magic",
    [each for each in MAGIC.values() if each.problem and not each.passing],
    ids=lambda magic: magic.problem,
)
def test_what_is_final_is_raised_at_once(bank, kit, number, magic):
    with pytest.raises(kit.Refused) as refused:
        bank.client.redeem(magic.code, 50_000, number)
    assert (refused.value.code, refused.value.retryable) == (magic.problem, False)
    assert passed(bank) == [REDEEM]


def test_a_late_answer_is_not_waited_for_and_found_by_the_number(
    connect, sandbox, number
):
    bank = connect(*sandbox, timeout=0.5)
    bank.running.service.sandbox.late_seconds = 1.0
    made = bank.client.redeem(SLOW, 50_000, number)
    assert made["status"] == "captured"
    assert passed(bank) == [REDEEM, ASK]


def test_where_no_answer_comes_nobody_guesses(bank, kit, number):
    bank.line.losses.extend([Loss.REQUEST] * 6)
    with pytest.raises(kit.OutcomeUnknown, match=f"{number}$"):
        bank.client.redeem(SUCCESS, 50_000, number)
    assert len(bank.waits) == 6
    assert bank.waits == sorted(bank.waits)
    assert bank.client.redeem(SUCCESS, 50_000, number)["status"] == "captured"


def test_a_refused_number_is_judged_anew_by_a_new_attempt(bank, kit, number):
    for attempt in (1, 1, 2):
        with pytest.raises(kit.Refused, match="VOUCHER_SUSPENDED"):
            bank.client.redeem("TESTSUSPENDED222", 50_000, number, attempt=attempt)
    assert bank.client.redeem(SUCCESS, 50_000, number, attempt=3)["id"]


def test_an_authorization_is_captured_or_cancelled_and_what_was_taken_reversed(
    bank, number
):
    held = bank.client.authorize(SUCCESS, 50_000, number, ttl_seconds=60)
    bank.line.losses.append(Loss.ANSWER)
    assert bank.client.capture(held["id"])["status"] == "captured"
    bank.line.losses.append(Loss.ANSWER)
    back = bank.client.reverse(held["id"], number + "-2", "wrong_amount")
    assert back["reversal"]["out_request_no"] == number + "-2"
    other = bank.client.authorize(SUCCESS, 50_000, number + "-3")
    assert bank.client.cancel(other["id"])["status"] == "cancelled"
    assert bank.client.validate(SUCCESS, 150_001)["valid"] is False


def test_each_sending_is_signed_anew_and_a_wrong_key_is_refused(bank, kit, number):
    bank.clock.instant = datetime.now(UTC)  # the client signs by the machine's clock
    made = create_key(bank.running.service, NewKeyRequest(bank="ccb-zjj"))
    signing, token = module("signing_key"), bank.running.tokens[Role.BANK]

    def signed(secret):
        key = signing.SigningKey(made.id, secret)
        return kit.VoucherClient(
            bank.line.base_url, token, signing_key=key, sleep=bank.waits.append
        )

    bank.line.losses.append(Loss.ANSWER)
    with closing(signed(made.secret)) as client:
        assert client.redeem(SUCCESS, 50_000, number)["status"] == "captured"
    with (
        closing(signed("sk_of_somebody_else")) as client,
        pytest.raises(kit.Refused, match="SIGN_ERROR"),
    ):
        client.redeem(SUCCESS, 50_000, number + "-2")
