"""A number is opened: its SQL, run on the home, gives it, and its rows add up to it."""

from datetime import date

import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row
from tests.teller import Teller, issued, told
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.figures import FIGURES, FigureName, Unit
from voucher_service.model.kinds import Role
from voucher_service.model.slices import WHOLE, Slice
from voucher_service.usecases.compare_years import ComparisonQuery, compare_years
from voucher_service.usecases.define_figure import OpenFigure, define_figure
from voucher_service.usecases.report_headline import DeskQuery, report_headline

PARTS = [
    WHOLE,
    Slice(district="永定区", energy="bev"),
    Slice(dealer="ZJJ-001"),
    Slice(brand="unknown"),
    Slice(brand="it's'; DROP TABLE sales"),
]


def run(desk, sql: str) -> list[tuple]:
    with desk.service.store.read() as connection:
        return connection.execute(sql).fetchall()


def opened(desk, figure: str, desk_query: DeskQuery | None = None, **more):
    asked = desk_query or DeskQuery(SEED_CAMPAIGN)
    return define_figure(desk.service, OpenFigure(asked, figure, **more))


@pytest.mark.parametrize(
    ("part", "day"),
    [*((part, 10) for part in PARTS), (WHOLE, 1), (PARTS[1], 1)],
)
def test_the_sql_of_every_figure_gives_the_number_on_the_page(sample_desk, part, day):
    query = DeskQuery(SEED_CAMPAIGN, date(2023, 1, day), part=part)
    page = report_headline(sample_desk.service, query)
    for figure in page.figures:
        found = opened(sample_desk, figure.figure, query)
        assert run(sample_desk, found.sql) == [(figure.value,)], figure.figure
        assert found.value == figure.value
        assert len(run(sample_desk, found.rows_sql)) == found.row_count


def test_the_rows_add_up_to_the_number_page_by_page(sample_desk):
    query = DeskQuery(SEED_CAMPAIGN, date(2023, 1, 10), part=Slice(district="桑植县"))
    rows, cursor = [], None
    while True:
        page = opened(sample_desk, "sales", query, cursor=cursor, limit=7)
        assert len(page.rows) <= 7
        rows += page.rows
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(rows) == len({row.sale_id for row in rows}) == page.row_count > 14
    assert sum(row.price_fen for row in rows) == page.value
    assert {row.district for row in rows} == {"桑植县"}
    assert [row.day for row in rows] == sorted((row.day for row in rows), reverse=True)


def test_the_sql_of_vouchers_gives_their_number_too(desk):
    codes = issued(desk, 4)
    teller = Teller(desk)
    teller.redeem(codes[0], 50_000)
    teller.redeem(codes[0], 30_000)
    teller.lock(codes[1], 10_000)
    gone = teller.redeem(codes[2], 20_000)
    teller.reverse(told(gone)["id"])
    for part in (WHOLE, Slice(dealer="T-02")):
        page = report_headline(desk.service, DeskQuery(SEED_CAMPAIGN, part=part))
        for figure in page.figures[5:]:
            query = DeskQuery(SEED_CAMPAIGN, figure.as_of, figure.known_at, part)
            found = opened(desk, figure.figure, query)
            assert run(desk, found.sql) == [(figure.value,)], figure.figure
            assert len(run(desk, found.rows_sql)) == found.row_count
            if found.unit is Unit.FEN:
                assert sum(row.amount_fen for row in found.rows) == figure.value
    assert opened(desk, "vouchers-redeemed", query).value == 0
    assert opened(desk, "vouchers-redeemed-amount").as_of == date(2023, 1, 5)


def test_those_that_wait_for_a_person_can_be_opened(desk):
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed(sale_row(1)), "one.csv")
    other = sale_row(1).replace("T-01", "T-02").replace("00000001,L", "00000009,L")
    desk.ingest(feed(other), "two.csv")
    found = opened(desk, "needs-review")
    assert (found.value, found.row_count) == (2, 2)
    assert {row.dealer_id for row in found.rows} == {"T-01", "T-02"}
    assert opened(desk, "waitlisted").value == 0
    assert run(desk, found.sql) == [(2,)]


@pytest.mark.parametrize("role", list(Role))
def test_single_rows_are_for_those_who_may_see_single_sales(sample_desk, role):
    found = opened(sample_desk, "cars-sold", role=role, limit=3)
    may = role in {Role.BUREAU, Role.OPERATOR}
    assert (found.rows is not None, found.next_cursor is not None) == (may, may)
    assert found.value == found.row_count == 460
    assert found.sql
    assert found.definition


@pytest.mark.parametrize("part", PARTS[:3])
def test_the_numbers_of_compared_windows_can_be_opened(sample_desk, part):
    query = ComparisonQuery(SEED_CAMPAIGN, date(2023, 1, 10), part=part)
    told = compare_years(sample_desk.service, query)
    windows = [w for view in told.views for w in (view.current, view.base) if w]
    assert len(windows) >= 3
    for window in windows:
        at = DeskQuery(SEED_CAMPAIGN, window.end, told.known_at, part)
        for figure, number in (
            ("compared-cars", window.cars),
            ("compared-sales", window.sales_fen),
        ):
            found = opened(sample_desk, figure, at, since=window.start)
            assert found.value == number
            assert run(sample_desk, found.sql) == [(number,)]
            assert len(run(sample_desk, found.rows_sql)) == window.cars


def test_only_a_figure_of_a_window_has_a_first_day(sample_desk):
    assert opened(sample_desk, "compared-cars").since == date(2022, 12, 16)
    assert opened(sample_desk, "cars-sold").since is None
    with pytest.raises(BadParameter, match="no from"):
        opened(sample_desk, "cars-sold", since=date(2022, 12, 16))


def test_nobody_is_named_in_the_rows(sample_desk):
    told_of = opened(sample_desk, "cars-sold").rows[0].model_dump()
    assert set(told_of) == {
        *("row_id", "day", "sale_id", "sold_on", "dealer_id", "dealer_name"),
        *("district", "brand", "energy", "price_fen", "amount_fen"),
    }


def test_the_price_basis_stands_in_what_a_figure_means(sample_desk):
    found = opened(sample_desk, "mean-price")
    assert found.name.zh == "平均裸车价"
    assert "裸车价之和除以台数" in found.definition.zh
    assert "{" not in str(found.definition)


@pytest.mark.parametrize("figure", list(FigureName))
def test_every_figure_has_a_meaning_of_its_own(figure):
    assert FIGURES[figure].definition.zh.endswith("。")
    assert FIGURES[figure].definition.en.endswith(".")
    others = [FIGURES[each].definition.zh for each in FigureName if each is not figure]
    assert FIGURES[figure].definition.zh not in others


@pytest.mark.parametrize(
    "more",
    [
        {"cursor": "nonsense"},
        {"cursor": "2023-02-30.sal_1"},
        {"cursor": "2023-02-20"},
        {"limit": 0},
        {"limit": 501},
    ],
)
def test_a_page_that_cannot_be_is_refused(sample_desk, more):
    with pytest.raises(BadParameter):
        opened(sample_desk, "cars-sold", **more)


@pytest.mark.parametrize(
    ("campaign", "figure"), [("nosuch", "cars-sold"), (SEED_CAMPAIGN, "nosuch")]
)
def test_what_is_not_there_is_not_found(sample_desk, campaign, figure):
    with pytest.raises(NotFound):
        opened(sample_desk, figure, DeskQuery(campaign))
