"""Two sets of sales that others published, against a query over the raw files."""

import os
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from voucher_service.feeds.read_feed import FeedReading
from voucher_service.model.frames import DealerRow, SaleRow

SHARED = Path(__file__).parents[3] / "shared" / "data"
MANHEIM = SHARED / "manheim_vehicle_sales_sample" / "car_prices_sample.csv.gz"
KAGGLE = SHARED / "kaggle_car_sales_2022_2023" / "car_data.csv.gz"


def _content(path: Path) -> bytes:
    if not path.exists():
        said = f"{path.name} is not beside the repository (../shared/data)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(said)
    return path.read_bytes()


def _raw(path: Path, sql: str):
    raw = f"read_csv('{path}', all_varchar = true, header = true)"
    with duckdb.connect() as connection:
        return connection.execute(sql.format(raw=raw)).fetchall()


def _read(read, path, profile_text, name) -> FeedReading:
    return read(_content(path), profile=profile_text(name), today=date(2024, 1, 1))


# Two cars stand there twice, on one day with one seller at unlike prices (27,500 and
# 3,300 for one of them): nobody can tell which is right, so a person must.
CLEAR = """(select *, count(*) over (partition by vin, seller, saledate[5:15]) as times
            from {raw}) where times = 1"""


def test_every_row_of_the_auctions_is_accounted_for(read, profile_text):
    reading = _read(read, MANHEIM, profile_text, "manheim")
    sales = SaleRow.validate(reading.accepted)

    assert (reading.format, reading.encoding) == ("csv.gz", "utf-8-sig")
    assert (reading.rows, sales.height, reading.refused.height) == (9_999, 9_995, 4)
    raw = _raw(
        MANHEIM,
        f"""select count(*), count(distinct upper(vin)),
                  sum(cast(sellingprice as decimal(18, 2)) * 100)::bigint,
                  count(distinct regexp_replace(lower(seller), '[\\s()]', '', 'g'))
           from {CLEAR}""",
    )
    assert raw == [
        (
            sales.height,
            sales["vin"].n_unique(),
            sales["bare_price_fen"].sum(),
            reading.new_dealers.height,
        )
    ]
    assert sales["condition"].unique().to_list() == ["used"]
    DealerRow.validate(reading.new_dealers)


def test_no_genuine_vin_is_refused_and_the_contradictions_are_for_a_person(
    read, profile_text
):
    refused = _read(read, MANHEIM, profile_text, "manheim").refused

    raw = _raw(
        MANHEIM,
        """select vin from (select vin, count(*) over (partition by vin, seller,
           saledate[5:15]) as times from {raw}) where times > 1 order by vin""",
    )
    shown = refused.select(pl.col("cells").str.json_path_match("$.vin")).to_series()
    assert [(vin,) for vin in sorted(shown)] == raw
    assert refused["outcome"].unique().to_list() == ["review"]
    assert refused["reasons"].explode().unique().to_list() == ["identity_conflict"]


def test_the_auctions_fall_on_the_days_they_were_held(read, profile_text):
    sales = _read(read, MANHEIM, profile_text, "manheim").accepted

    raw = _raw(
        MANHEIM,
        f"""select strptime(saledate[5:15], '%b %d %Y')::date as day, count(*)
           from {CLEAR} group by day order by day""",
    )
    assert sales.group_by("sold_on").len().sort("sold_on").rows() == raw


def test_the_same_auctions_are_counted_in_shanghai_days_if_asked(read, profile_text):
    there = profile_text("manheim").replace("America/Los_Angeles", "Asia/Shanghai")
    sales = read(_content(MANHEIM), profile=there, today=date(2024, 1, 1)).accepted

    raw = _raw(
        MANHEIM,
        f"""select (strptime(saledate[5:33], '%b %d %Y %H:%M:%S GMT%z')
                   at time zone 'UTC' + interval 8 hour)::date as day, count(*)
           from {CLEAR} group by day order by day""",
    )
    assert sales.group_by("sold_on").len().sort("sold_on").rows() == raw


def test_every_row_of_the_dealer_sales_lands_without_a_vin(read, profile_text):
    reading = _read(read, KAGGLE, profile_text, "kaggle")
    sales = SaleRow.validate(reading.accepted)

    assert (reading.rows, sales.height, reading.refused.height) == (23_906, 23_906, 0)
    raw = _raw(
        KAGGLE,
        """select count(*), count(distinct Car_id),
                  sum(cast("Price ($)" as decimal(18, 2)) * 100)::bigint,
                  count(distinct Dealer_Name), count(distinct Dealer_Region)
           from {raw}""",
    )
    assert raw == [
        (
            sales.height,
            sales["record_no"].n_unique(),
            sales["bare_price_fen"].sum(),
            reading.new_dealers.height,
            sales["district"].n_unique(),
        )
    ]
    assert sales["vin"].null_count() == sales.height


def test_the_dealer_sales_of_each_month_are_those_of_the_raw_file(read, profile_text):
    sales = _read(read, KAGGLE, profile_text, "kaggle").accepted

    raw = _raw(
        KAGGLE,
        """select strftime(strptime(Date, '%m/%d/%Y'), '%Y-%m') as month, count(*),
                  sum(cast("Price ($)" as bigint) * 100)::bigint
           from {raw} group by month order by month""",
    )
    found = sales.group_by(month=sales["sold_on"].dt.to_string("%Y-%m")).agg(
        n=pl.len(),
        fen=pl.col("bare_price_fen").sum(),
    )
    assert found.sort("month").rows() == raw
