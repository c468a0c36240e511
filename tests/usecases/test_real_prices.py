"""Real prices published by others are decided, and an independent query agrees.

The files hold no dealers, cars or buyers, so every car is a sale without a VIN; its
list price stands for the price. Nothing of them is kept here.
"""

from datetime import date

import duckdb
import polars as pl
import pytest

from voucher_service.analytics.what_if import floor_points
from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.charts.caption import Caption
from voucher_service.charts.what_if_floor import draw
from voucher_service.eligibility.decide import decide
from voucher_service.eligibility.judging import NOTHING_ELSE
from voucher_service.eligibility.stages import conflicts
from voucher_service.model.days import parse_instant
from voucher_service.model.frames import KnownSale
from voucher_service.model.text import Language
from voucher_service.usecases.floor_curve import floor_curve
from voucher_service.usecases.render_figure import figure_page
from voucher_service.usecases.sales_at_hand import SalesAtHand, made_small
from voucher_service.usecases.set_terms import set_terms

pytestmark = pytest.mark.slow
SEED = "zhangjiajie-2022-new-year"
FLOOR_FEN = 3_000_000
FACE_FEN = 150_000
CITIES = "china_city_car_sales_2010_2015"
UNITS = "beijing_unit_sales_2010_2011/beijing_units.parquet"
PER_CAR = "SELECT MSRP::BIGINT * 100 AS fen, sales::BIGINT AS cars FROM '{file}'"
PER_ROW = """
SELECT floor(MSRP * 100000)::BIGINT AS fen, 1 AS cars FROM '{file}'
"""
CASES = {
    # the cars that the file's provenance names, and those of them below 30,000 yuan
    "beijing": (f"{CITIES}/beijing.parquet", PER_CAR, 2_649_391, 85),
    "shijiazhuang": (f"{CITIES}/shijiazhuang.parquet", PER_CAR, 1_034_127, 266),
    "units": (UNITS, PER_ROW, 246_699, 22),
}
YEARS = {"sales_from": "2010-01-01", "sales_to": "2015-12-31"}


def campaign():
    """Give the seed's campaign over the files' years, for cars without a VIN."""
    seed = parse_campaign(shipped_campaigns()[SEED], SEED)
    return set_terms(seed, {**YEARS, "requires": None, "per_vehicle": None})


def one_row_a_car(file, raw: str) -> pl.DataFrame:
    """Lay out a file as known sales, one row a car, on the first of its month."""
    table = pl.read_parquet(file)
    fen = pl.col("MSRP").cast(pl.Int64) * 100
    if raw is PER_ROW:
        fen = (pl.col("MSRP") * 100_000).floor().cast(pl.Int64)
        table = table.with_columns(sales=pl.lit(1))
    counted = table.select(
        sold_on=pl.date("year", "month", 1),
        bare_price_fen=fen,
        cars=pl.col("sales").cast(pl.Int64),
    )
    places = pl.int_range(counted.height, eager=True)
    cars = counted[places.repeat_by(counted["cars"]).explode().drop_nulls()]
    schema = KnownSale.create_empty().schema
    told = {
        "sale_id": pl.int_range(pl.len()).cast(pl.String).str.zfill(8),
        "condition": pl.lit("new"),
        "submitted_at": pl.col("sold_on").cast(pl.Datetime("us")),
        "sold_on": pl.col("sold_on"),
        "bare_price_fen": pl.col("bare_price_fen"),
        "dealer_id": pl.lit("D1"),
        "row_hash": pl.lit("h"),
        "version": pl.lit(1),
    }
    flags = {"synthetic", "cancelled", "set_aside"}
    return cars.select(
        told.get(name, pl.lit(False if name in flags else None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )


def independent(file, raw: str, floor_fen: int) -> tuple[int, int]:
    """Ask DuckDB for the cars at or above a floor and what they cost, in fen."""
    [row] = duckdb.sql(
        "SELECT sum(cars)::BIGINT, sum(cars * fen)::BIGINT"
        f" FROM ({raw.format(file=file)}) WHERE fen >= {floor_fen}"
    ).fetchall()
    return int(row[0] or 0), int(row[1] or 0)


@pytest.mark.parametrize("name", CASES)
def test_eligible_cars_and_yuan_equal_an_independent_query(shared_data, name):
    file, raw, cars, below = CASES[name]
    sales = one_row_a_car(shared_data / file, raw)
    assert sales.height == cars
    decisions = decide(sales, campaign().current)
    eligible = decisions.filter("eligible")
    counted = (eligible.height, int(eligible["price_fen"].sum()))
    assert counted == independent(shared_data / file, raw, FLOOR_FEN)
    assert int(eligible["amount_fen"].sum()) == FACE_FEN * eligible.height
    reasons = decisions["reasons"].list.first().value_counts()
    refused = dict(reasons.drop_nulls().rows())
    assert refused.get("price_below_floor", 0) == below
    unpriced = sales["bare_price_fen"].null_count()
    assert refused.get("value_missing", 0) == unpriced
    assert eligible.height == cars - below - unpriced


@pytest.mark.parametrize("name", ["shijiazhuang", "units"])
def test_the_curve_of_cost_against_the_floor_is_that_of_the_file(
    shared_data, tmp_path, name
):
    file, raw, _, _ = CASES[name]
    ours = campaign()
    sales = one_row_a_car(shared_data / file, raw).sort("sold_on", "sale_id")
    hand = SalesAtHand(
        sales=made_small(sales),
        context=NOTHING_ELSE,
        conflicting=conflicts().judge(sales.with_row_index("row"), None),
        names={},
        synthetic=False,
    )
    curve = floor_curve(hand, ours, sales.height, {FLOOR_FEN})
    assert curve.height > 10
    for floor, cars, cost in curve.iter_rows():
        assert cars == independent(shared_data / file, raw, floor)[0]
        assert cost == cars * FACE_FEN
    figure = draw(floor_points(curve), caption(ours))
    drawn = dict(zip(figure.data[0].x, figure.data[0].y, strict=True))
    assert drawn[30_000.0] == independent(shared_data / file, raw, FLOOR_FEN)[0]
    assert list(figure.data[1].y) == [
        fen / 1_000_000 for fen in curve["vouchers_fen"].to_list()
    ]
    page = tmp_path / "curve.html"
    page.write_bytes(figure_page(figure, name, "zh"))
    assert page.stat().st_size > 1_000_000


def caption(ours) -> Caption:
    terms = ours.current
    return Caption(
        campaign=ours.name,
        as_of=date(2015, 12, 31),
        known_at=parse_instant("2016-01-01T00:00:00+08:00"),
        price_basis=terms.price_basis,
        price_floor_fen=terms.price_floor_fen,
        sales_from=terms.sales_window.start,
        sales_to=terms.sales_window.end,
        synthetic=False,
        language=Language.ZH,
    )
