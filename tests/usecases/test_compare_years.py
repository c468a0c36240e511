"""The three views on the sample; an independent query counts the same cars."""

import csv
import io
from datetime import date

import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import feed, sale_row
from voucher_service.model.comparison_reports import (
    EventKind,
    RefusalCode,
    View,
)
from voucher_service.model.errors import NotFound
from voucher_service.model.slices import WHOLE, Slice
from voucher_service.usecases.compare_years import ComparisonQuery, compare_years
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart
from voucher_service.usecases.render_figure import ChartFormat
from voucher_service.usecases.report_totals import TotalsQuery, report_totals

AS_OF = date(2023, 1, 10)
INDEPENDENT = """
SELECT count(*), sum(fen)::BIGINT, count(DISTINCT dealer_id)
FROM (SELECT DISTINCT ON (vin) bare_price_fen AS fen, dealer_id
      FROM sales
      WHERE sold_on BETWEEN ? AND ? AND bare_price_fen >= 3000000 AND vin IS NOT NULL
        AND NOT cancelled AND condition IS DISTINCT FROM 'used'
        AND {part}
      ORDER BY vin, sold_on)
"""


@pytest.fixture(scope="module")
def comparison(sample_desk):
    return compare_years(sample_desk.service, ComparisonQuery(SEED_CAMPAIGN, AS_OF))


def counted(desk, start: str, end: str, part: str = "true") -> tuple[int, int]:
    with desk.service.store.read() as connection:
        query = INDEPENDENT.format(part=part)
        row = connection.execute(query, [start, end]).fetchone()
    return row[0], row[1]


def view(comparison, name: View):
    return next(each for each in comparison.views if each.view is name)


def test_the_window_is_that_of_the_totals(sample_desk, comparison):
    totals = report_totals(sample_desk.service, TotalsQuery(SEED_CAMPAIGN, AS_OF))
    for each in comparison.views:
        assert each.current.cars == totals.cars_sold == 460
        assert each.current.sales_fen == totals.sales_fen == 6_875_000_000
        assert (each.current.start_offset, each.current.end_offset) == (-37, -12)
    assert comparison.synthetic
    assert comparison.uncounted_cars == 0
    assert comparison.first_sale_on == date(2021, 10, 1)


@pytest.mark.parametrize(
    ("name", "start", "end", "cars", "working", "percent"),
    [
        (View.GREGORIAN, "2021-12-16", "2022-01-10", 315, 17, "46.0"),
        (View.FESTIVAL, "2021-12-26", "2022-01-20", 344, 18, "33.7"),
    ],
)
def test_a_known_base_is_what_an_independent_query_counts(
    sample_desk, comparison, name, start, end, cars, working, percent
):
    found = view(comparison, name)
    base = found.base
    assert (str(base.start), str(base.end)) == (start, end)
    assert (base.cars, base.sales_fen) == counted(sample_desk, start, end)
    assert base.cars == cars
    assert base.working_days == working
    assert str(found.changes[0].percent) == percent
    assert found.like_for_like is None  # the same twenty dealers


def test_the_year_with_the_nearest_festival_is_refused(comparison):
    found = view(comparison, View.NEAREST)
    assert found.base_window.start == date(2019, 12, 19)
    assert found.base_window.festival == date(2020, 1, 25)
    assert found.refusal.code is RefusalCode.NO_DATA
    assert found.changes == ()
    assert not any("2020" in each.zh for each in found.warnings)  # ends before it


def test_holidays_policies_and_the_campaign_itself_stand_in_the_window(comparison):
    events = view(comparison, View.GREGORIAN).current.events
    kinds = {each.kind for each in events}
    assert kinds == {
        EventKind.POLICY,
        EventKind.CAMPAIGN,
        EventKind.DISTURBANCE,
        EventKind.HOLIDAY,
    }
    ends = [each.name.zh for each in events if str(each.end) == "2022-12-31"]
    assert any("购置税" in name for name in ends)
    assert any("新能源" in name for name in ends)
    [reopened] = [each for each in events if "口岸" in each.name.zh]
    assert str(reopened.start) == "2023-01-08"


def test_a_doubt_is_told_once_and_of_days_within_the_windows(sample_desk):
    query = ComparisonQuery(SEED_CAMPAIGN, date(2023, 1, 20))
    for found in compare_years(sample_desk.service, query).views:
        said = [each.zh for each in found.warnings]
        assert len(said) == len(set(said))
        assert not any("2022-03-28" in each for each in said)


def test_a_part_is_compared_with_the_same_part(sample_desk):
    part = Slice(energy="bev")
    query = ComparisonQuery(SEED_CAMPAIGN, AS_OF, view=View.GREGORIAN, part=part)
    comparison = compare_years(sample_desk.service, query)
    [found] = comparison.views
    for window in (found.current, found.base):
        asked = (str(window.start), str(window.end), "energy = 'bev'")
        assert window.cars == counted(sample_desk, *asked)[0]
    assert comparison.filters == {"energy": "bev"}


@pytest.mark.parametrize("as_of", [date(2023, 1, 31), date(2023, 6, 30)])
@pytest.mark.parametrize("part", [WHOLE, Slice(energy="bev")])
def test_a_window_that_is_not_reported_has_no_growth(sample_desk, as_of, part):
    query = ComparisonQuery(SEED_CAMPAIGN, as_of, part=part)
    found = compare_years(sample_desk.service, query)
    assert found.whole_until == AS_OF
    for each in found.views:
        assert each.refusal.code is RefusalCode.NOW_NOT_COVERED
        said = each.refusal.sentence.zh
        assert "本期 2022-12-16…2023-01-31 的" in said  # no later than the campaign
        assert "请以 2023-01-10 为数据截至日" in said
        assert (each.changes, each.base, each.current) == ((), None, None)


@pytest.mark.parametrize(
    ("chart", "column"),
    [
        ("year-comparison", "day"),
        ("cumulative-sales", "day"),
        ("daily-sales", "day"),
        ("energy-share", "period_to"),
    ],
)
def test_lines_end_where_the_reports_do(sample_desk, chart, column):
    later = date(2023, 1, 31)
    query = ChartQuery(SEED_CAMPAIGN, chart, later, format=ChartFormat.CSV)
    text = draw_chart(sample_desk.service, query).body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert max(row[column] for row in rows) == "2023-01-10"


def test_before_the_campaign_nothing_is_compared(sample_desk):
    query = ComparisonQuery(SEED_CAMPAIGN, date(2022, 12, 15))
    for found in compare_years(sample_desk.service, query).views:
        assert found.refusal.code is RefusalCode.NOT_BEGUN


def test_an_empty_home_refuses_every_view(desk):
    for found in compare_years(desk.service, ComparisonQuery(SEED_CAMPAIGN)).views:
        assert found.refusal.code is RefusalCode.NO_DATA
        assert found.current.cars == 0


def test_a_sale_recorded_later_alters_no_earlier_answer(desk):
    desk.ingest(feed(sale_row(1, "2022-12-20")))
    before = compare_years(desk.service, ComparisonQuery(SEED_CAMPAIGN))
    desk.ingest(feed(sale_row(2, "2021-12-20")))
    again = ComparisonQuery(SEED_CAMPAIGN, before.as_of, before.known_at)
    assert compare_years(desk.service, again) == before
    now = compare_years(desk.service, ComparisonQuery(SEED_CAMPAIGN))
    assert now.first_sale_on != before.first_sale_on or now.known_at > before.known_at


def test_an_unknown_campaign_is_not_found(desk):
    with pytest.raises(NotFound):
        compare_years(desk.service, ComparisonQuery("nosuch"))
