"""Until which day all is reported: what nobody told of is no day without a sale."""

from datetime import date, timedelta

import pytest

from tests.analytics.decided_sales import decided, refused, sale
from voucher_service.analytics.whole_days import whole_until

START = date(2022, 5, 2)
LONG_AFTER = date(2030, 1, 1)
DEALERS = tuple(f"D{n:02}" for n in range(20))


def day(number: int) -> date:
    return START + timedelta(days=number)


def sold(first: int, last: int, dealers: tuple[str, ...] = DEALERS) -> list:
    return [
        sale(sold_on=day(n), dealer_id=dealer)
        for n in range(first, last + 1)
        for dealer in dealers
    ]


def until(rows, as_of: date, known_on: date = LONG_AFTER) -> date | None:
    return whole_until(decided(*rows), as_of, known_on)


def test_where_everybody_has_reported_it_is_the_day_itself():
    assert until(sold(0, 39), day(39)) == day(39)
    assert until(sold(0, 39), day(30)) == day(30)


@pytest.mark.parametrize("dealers", [(), DEALERS[:2]])
def test_files_of_two_dealers_after_a_hole_do_not_make_it_known(dealers):
    rows = sold(0, 39) + sold(60, 70, dealers)
    assert until(rows, day(59)) == day(39)
    assert until(rows, day(69)) == day(39)


@pytest.mark.parametrize("reporting", [1, 9])
def test_last_days_of_which_most_dealers_say_nothing_are_not_whole(reporting):
    rows = sold(0, 39) + sold(40, 44, DEALERS[:reporting])
    assert until(rows, day(44)) == day(39)


def test_with_few_dealers_nothing_is_whole_after_the_last_sale():
    assert until(sold(0, 9, ("D01",)), day(12)) == day(9)


def test_a_lull_of_which_the_same_dealers_have_told_later_is_true():
    rows = sold(0, 39) + sold(43, 50)
    assert until(rows, day(42)) == day(42)
    assert until(sold(0, 9, ("D01",)) + sold(12, 12, ("D01",)), day(11)) == day(11)


def test_sales_that_do_not_count_are_reports_too():
    rows = [*sold(0, 9), refused("not_new", sold_on=day(10))]
    assert until(rows, day(10)) == day(10)


def test_the_day_of_the_knowledge_is_not_whole():
    assert until(sold(0, 39), day(39), known_on=day(39)) == day(38)
    assert until(sold(0, 39), day(39), known_on=day(40)) == day(39)
    assert until(sold(0, 0), day(0), known_on=day(0)) is None


def test_without_a_sale_until_then_no_day_is_whole():
    assert until([], day(0)) is None
    assert until(sold(5, 9), day(4)) is None
