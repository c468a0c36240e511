"""A business day begins at midnight in Shanghai, an instant is written in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voucher_service.model.days import business_day, instant_text, parse_instant


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2023-01-09T15:59:59.999999+00:00", date(2023, 1, 9)),
        ("2023-01-09T16:00:00+00:00", date(2023, 1, 10)),
        ("2023-01-09T23:59:59+08:00", date(2023, 1, 9)),
        ("2023-01-10T00:00:00+08:00", date(2023, 1, 10)),
    ],
)
def test_an_instant_falls_on_its_shanghai_day(instant, day) -> None:
    assert business_day(datetime.fromisoformat(instant)) == day


@pytest.mark.parametrize(
    "text",
    [
        "2023-01-11T00:00:00+08:00",
        "2023-01-11T00:00:00 08:00",
        "2023-01-11T00:00:00 0800",
        "2023-01-11T00:00:00",
        "2023-01-11 00:00:00",
        "2023-01-11",
        "2023-01-10T16:00:00Z",
        " 2023-01-10T16:00:00.000000Z ",
    ],
)
def test_an_instant_is_read_in_each_of_its_forms(text) -> None:
    assert parse_instant(text) == datetime(2023, 1, 10, 16, tzinfo=UTC)
    assert parse_instant(text).tzinfo is UTC


@pytest.mark.parametrize("text", ["", "yesterday", "2023-02-30", "2023-01-11T25:00"])
def test_what_is_no_instant_is_refused(text) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_instant(text)


_instants = st.integers(0, 3 * 10**15).map(
    lambda later: datetime(2000, 1, 2, tzinfo=UTC) + timedelta(microseconds=later)
)


@given(_instants, st.integers(-14, 14))
def test_an_instant_comes_back_from_its_text_whatever_its_zone(instant, hours) -> None:
    elsewhere = instant.astimezone(timezone(timedelta(hours=hours)))
    assert parse_instant(instant_text(elsewhere)) == instant
    assert instant_text(elsewhere) == instant_text(instant)


@given(_instants, _instants)
def test_texts_of_instants_sort_as_the_instants_do(one, other) -> None:
    assert (one < other) is (instant_text(one) < instant_text(other))
