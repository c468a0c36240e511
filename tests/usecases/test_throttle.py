"""A caller may ask so often and guess so often, and time makes it good again."""

from datetime import UTC, datetime, timedelta

import pytest

from voucher_service.model.access_errors import FrequencyLimited
from voucher_service.model.kinds import Role
from voucher_service.model.reports import Principal
from voucher_service.usecases.throttle import Guesses, Rates

NOW = datetime(2023, 1, 11, 2, tzinfo=UTC)
BANK = Principal(name="a", role=Role.BANK, bank="ccb-zjj", token_id="tok_1")
OTHER = BANK.model_copy(update={"token_id": "tok_2"})
WINDOW = timedelta(minutes=10)


def granted(rates: Rates, now: float, times: int, caller: str = "tok_1") -> int:
    count = 0
    for _ in range(times):
        try:
            rates.take(caller, now)
        except FrequencyLimited:
            continue
        count += 1
    return count


@pytest.mark.parametrize(
    ("rest", "more"),
    [(0.0, 0), (0.0625, 0), (0.125, 1), (0.5, 4), (1.0, 8), (100.0, 16)],
)
def test_a_burst_is_spent_and_time_fills_it_again(rest, more) -> None:
    rates = Rates(per_second=8, burst=16)
    assert granted(rates, 5.0, 50) == 16
    assert granted(rates, 5.0 + rest, 50) == more


def test_each_caller_has_a_bucket_of_its_own() -> None:
    rates = Rates(per_second=10, burst=20)
    assert granted(rates, 5.0, 50) == granted(rates, 5.0, 50, "tok_2") == 20


def test_a_refusal_says_when_to_come_back() -> None:
    rates = Rates(per_second=0.1, burst=1)
    rates.take("tok_1", 5.0)
    with pytest.raises(FrequencyLimited) as limited:
        rates.take("tok_1", 5.0)
    assert limited.value.retry_after == 10
    assert granted(rates, 15.0, 1) == 1


def test_a_clock_that_went_back_gives_nothing() -> None:
    rates = Rates(per_second=8, burst=2)
    assert granted(rates, 5.0, 5) == 2
    assert granted(rates, 4.0, 5) == 0
    assert granted(rates, 5.0, 5) == 0


def blocked(guesses: Guesses, now: datetime, who: Principal = BANK) -> bool:
    try:
        guesses.check(who, now)
    except FrequencyLimited:
        return True
    return False


@pytest.mark.parametrize(("noted", "stops"), [(0, False), (19, False), (20, True)])
def test_the_twentieth_unknown_code_stops_who_named_it(noted, stops) -> None:
    guesses = Guesses(20, WINDOW)
    for _ in range(noted):
        guesses.note(BANK, NOW)
    assert blocked(guesses, NOW) is stops
    assert not blocked(guesses, NOW, OTHER)


@pytest.mark.parametrize(
    ("later", "stops"),
    [(WINDOW - timedelta(microseconds=1), True), (WINDOW, False)],
)
def test_who_was_stopped_goes_on_when_the_window_has_passed(later, stops) -> None:
    guesses = Guesses(20, WINDOW)
    for _ in range(25):
        guesses.note(BANK, NOW)
    assert blocked(guesses, NOW + later) is stops


def test_a_refusal_says_when_the_oldest_guess_is_forgotten() -> None:
    guesses = Guesses(2, WINDOW)
    guesses.note(BANK, NOW)
    guesses.note(BANK, NOW + timedelta(minutes=4))
    with pytest.raises(FrequencyLimited) as limited:
        guesses.check(BANK, NOW + timedelta(minutes=5))
    assert limited.value.retry_after == 300


def test_who_has_no_token_is_known_by_role_and_name() -> None:
    guesses = Guesses(1, WINDOW)
    li = Principal(name="li", role=Role.BUREAU)
    guesses.note(li, NOW)
    assert blocked(guesses, NOW, li)
    assert not blocked(guesses, NOW, Principal(name="wang", role=Role.BUREAU))
