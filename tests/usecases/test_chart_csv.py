"""Each chart of the sample says in CSV what a query of the tables says without us."""

import csv
import io
from datetime import date

import pytest

from tests.conftest import SEED_CAMPAIGN
from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.slices import WHOLE, Slice
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart
from voucher_service.usecases.render_figure import ChartFormat

AS_OF = date(2023, 1, 10)
SOLD = f"""
WITH s AS (
    SELECT s.*, coalesce(s.district, d.district) AS place, d.name AS dealer, x.eligible,
           x.outcome, x.price_fen, x.amount_fen, x.reasons
    FROM (FROM sale_versions QUALIFY row_number() OVER (
              PARTITION BY sale_id ORDER BY version DESC) = 1) AS s
    JOIN (FROM decision_versions WHERE campaign_id = '{SEED_CAMPAIGN}'
          QUALIFY row_number() OVER (
              PARTITION BY sale_id ORDER BY decision_no DESC) = 1) AS x USING (sale_id)
    LEFT JOIN dealers AS d ON d.dealer_id = s.dealer_id
), c AS (
    FROM s WHERE eligible AND sold_on BETWEEN DATE '2022-12-16' AND DATE '{AS_OF}'
)
"""
KIND = """
    CASE WHEN energy IN ('bev', 'phev', 'erev', 'hev', 'ice') THEN energy
         ELSE 'unknown' END"""
QUERIES = {
    "daily-sales": "SELECT day::DATE AS day, count(c.sale_id) AS cars_sold,"
    " coalesce(sum(price_fen), 0)::BIGINT AS sales_fen,"
    " coalesce(sum(amount_fen), 0)::BIGINT AS vouchers_fen FROM generate_series("
    f"DATE '2022-12-16', DATE '{AS_OF}', INTERVAL 1 DAY) AS g(day)"
    " LEFT JOIN c ON c.sold_on = g.day::DATE GROUP BY day ORDER BY day",
    "calendar-heat-map": "SELECT day::DATE AS day, isodow(day) AS weekday,"
    f" CASE WHEN day <= DATE '{AS_OF}' THEN count(c.sale_id) END AS cars_sold"
    " FROM generate_series(DATE '2022-12-16', DATE '2023-01-31', INTERVAL 1 DAY)"
    " AS g(day) LEFT JOIN c ON c.sold_on = g.day::DATE GROUP BY day ORDER BY day",
    "by-district": "SELECT coalesce(place, '未注明') AS district,"
    " count(*) AS cars_sold,"
    " sum(price_fen)::BIGINT AS sales_fen FROM c GROUP BY place"
    " ORDER BY place IS NULL, cars_sold DESC, place",
    "by-dealer": "SELECT dealer_id, max(dealer) AS dealer_name, count(*) AS cars_sold,"
    " sum(price_fen)::BIGINT AS sales_fen FROM c GROUP BY dealer_id"
    " ORDER BY cars_sold DESC, dealer_id",
    "by-brand": "SELECT coalesce(brand, '未注明') AS brand, count(*) AS cars_sold,"
    " sum(price_fen)::BIGINT AS sales_fen FROM c GROUP BY c.brand"
    " ORDER BY c.brand IS NULL, cars_sold DESC, c.brand",
    "energy-share": "SELECT period_from, kind AS energy, cars_sold FROM (SELECT"
    " greatest(date_trunc('week', sold_on)::DATE, DATE '2022-12-16') AS period_from,"
    f" {KIND} AS kind, count(*) AS cars_sold FROM c GROUP BY ALL)"
    " ORDER BY period_from, list_position("
    "['bev', 'phev', 'erev', 'hev', 'ice', 'unknown'], kind)",
    "price-distribution": "SELECT sum(eligible::INT)::BIGINT AS eligible_cars,"
    " count(*) FILTER (outcome = 'ineligible') AS ineligible_cars FROM s"
    f" WHERE sold_on BETWEEN DATE '2022-12-16' AND DATE '{AS_OF}'"
    " AND price_fen IS NOT NULL AND NOT list_has_any(reasons, ['not_new', 'not_used'])",
    "voucher-funnel": "SELECT * FROM (SELECT 'eligible' AS stage, count(*) AS number,"
    " sum(amount_fen)::BIGINT AS amount_fen FROM c UNION ALL"
    " SELECT unnest(['issued', 'in_part', 'in_full', 'voided']), 0, 0)",
    "budget-states": "SELECT 'held' AS state, sum(amount_fen)::BIGINT AS amount_fen"
    " FROM s WHERE eligible",
}


def rows_of(desk, chart: str, part: Slice = WHOLE) -> list[dict[str, str]]:
    query = ChartQuery(SEED_CAMPAIGN, chart, AS_OF, format=ChartFormat.CSV, part=part)
    text = draw_chart(desk.service, query).body.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def asked(desk, query: str) -> list[dict[str, str]]:
    with desk.service.store.read() as connection:
        cursor = connection.execute(SOLD + query)
        names = [column[0] for column in cursor.description]
        return [
            {n: "" if v is None else str(v) for n, v in zip(names, row, strict=True)}
            for row in cursor.fetchall()
        ]


def cut(rows: list[dict[str, str]], names) -> list[dict[str, str]]:
    return [{name: row[name] for name in names} for row in rows]


@pytest.mark.parametrize("chart", sorted(set(QUERIES) - {"price-distribution"}))
def test_a_chart_of_the_sample_says_what_the_tables_say(sample_desk, chart):
    theirs, ours = asked(sample_desk, QUERIES[chart]), rows_of(sample_desk, chart)
    names = list(theirs[0])
    if chart == "energy-share":
        ours = [row for row in ours if row["cars_sold"] != "0"]
    if chart == "budget-states":
        ours = [row for row in ours if row["state"] == "held"]
    assert cut(ours, names) == theirs


def test_the_bands_of_prices_add_up_to_what_the_tables_say(sample_desk):
    [theirs] = asked(sample_desk, QUERIES["price-distribution"])
    ours = rows_of(sample_desk, "price-distribution")
    assert theirs == {name: str(sum(int(r[name]) for r in ours)) for name in theirs}


@pytest.mark.parametrize(
    ("part", "condition"),
    [
        (Slice(district="永定区"), "place = '永定区'"),
        (Slice(brand="比亚迪"), "brand = '比亚迪'"),
        (Slice(energy="unknown"), "energy IS NULL"),
        (
            Slice(dealer="ZJJ-001", energy="bev"),
            "dealer_id = 'ZJJ-001' AND energy = 'bev'",
        ),
    ],
)
def test_the_parts_of_a_chart_are_the_same_parts_of_the_tables(
    sample_desk, part, condition
):
    [theirs] = asked(sample_desk, f"SELECT count(*) AS cars FROM c WHERE {condition}")
    for chart in ("daily-sales", "by-brand", "by-dealer", "calendar-heat-map"):
        ours = rows_of(sample_desk, chart, part)
        assert sum(int(row["cars_sold"] or 0) for row in ours) == int(theirs["cars"])
    funnel = rows_of(sample_desk, "voucher-funnel", part)
    assert funnel[0]["number"] == theirs["cars"]


def test_each_chart_that_is_filtered_can_be_asked_of_a_part(sample_desk):
    for chart in [chart for chart in CHARTS.values() if chart.sliced]:
        assert rows_of(sample_desk, chart.name, Slice(brand="比亚迪")) is not None
