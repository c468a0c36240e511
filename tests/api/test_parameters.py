"""Text of a query string becomes a value, or a fault that says why not."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from voucher_service.api.parameters import one_of, read_day, read_instant
from voucher_service.model.days import instant_text
from voucher_service.model.kinds import Breakdown

EPOCH = datetime.fromtimestamp(0, UTC).replace(tzinfo=None)
TEN = datetime(2023, 1, 10, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-01-10", date(2023, 1, 10)),
        ("2024-02-29", date(2024, 2, 29)),
        ("0001-01-01", date.min),
        ("9999-12-31", date.max),
    ],
)
def test_a_day_is_read(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023-02-29",
        "2023-13-01",
        "0000-01-01",
        "20230110",
        "1673308800",
        "2023-1-10",
        "2023-01-10T00:00:00",
        " 2023-01-10",
        "2023-01-10\n",
        "２０２３-01-10",
        "yesterday",
        "null",
        20230110,
        0,
        True,
    ],
)
def test_nothing_but_a_plain_day_is_one(text):
    with pytest.raises(PydanticCustomError, match="2023-01-10"):
        read_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "2023-01-10T18:00:00+08:00",
        "2023-01-10T18:00:00 08:00",
        "2023-01-10T10:00:00Z",
        "2023-01-10T10:00:00.000000Z",
        "2023-01-10T18:00:00",
        "2023-01-10 18:00:00",
    ],
)
def test_an_instant_is_read_however_it_is_written(text):
    assert read_instant(text) == TEN


@pytest.mark.parametrize(
    "text",
    [
        *("", "now", "2023-01-10T25:00:00", "0001-01-01T00:00:00+08:00", "1e99"),
        *("2023-W02-2T18:00:00+08:00", "20230110T180000Z", "2023-010T18:00:00Z"),
        *(1, 1.5),
    ],
)
def test_what_is_no_instant_is_told_with_an_example(text):
    with pytest.raises(PydanticCustomError, match=r"2023-01-10T18:00:00\+08:00"):
        read_instant(text)


@given(st.datetimes(min_value=EPOCH, timezones=st.just(UTC)))
def test_an_instant_we_wrote_is_read_back(instant):
    assert read_instant(instant_text(instant)) == instant


def told_or_read(read, text):
    try:
        return read(text)
    except PydanticCustomError as fault:
        return fault


@given(st.text(max_size=40))
def test_any_text_is_a_day_and_an_instant_or_a_told_fault(text):
    day, instant = told_or_read(read_day, text), told_or_read(read_instant, text)
    assert isinstance(day, date | PydanticCustomError)
    assert isinstance(instant, datetime | PydanticCustomError)


@pytest.mark.parametrize("kind", Breakdown)
def test_a_listed_choice_is_taken(kind):
    assert one_of(Breakdown)(kind.value) == kind


@pytest.mark.parametrize("text", ["", "DAY", "day ", "month", "null"])
def test_another_choice_is_refused_with_all_that_are_valid(text):
    with pytest.raises(PydanticCustomError) as told:
        one_of(Breakdown)(text)
    assert told.value.context["choices"] == tuple(Breakdown)
