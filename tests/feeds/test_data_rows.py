"""Totals and signatures below a table are no rows of it, wherever their words stand."""

from datetime import date

import polars as pl
import pytest

from tests.feed_texts import vin
from voucher_service.feeds.profile import shipped_profiles
from voucher_service.feeds.read_feed import read_feed
from voucher_service.feeds.sealing import BuyerSeal

DEALERS = pl.DataFrame(
    {"dealer_id": ["T-01"], "name": ["测试一号"], "uscc": [None], "active": [True]},
    schema_overrides={"uscc": pl.String},
)
SALE = f"2023-01-05,T-01,143002220001,00000001,{vin(1)},150000"


def rows_read(ending: str, *, labelled: bool) -> int:
    header = "开票日期,经销商编号,发票代码,发票号码,车架号,裸车价"
    lines = [header, SALE]
    if labelled and not ending.startswith("2,"):
        first, rest = ending.split(",", 1)
        ending = f"{first},,{rest}"
    if labelled:
        lines = [f"序号,{header}", f"1,{SALE}"]
    text = "\n".join([*lines, ending]) + "\n"
    reading = read_feed(
        text.encode(),
        name="a.csv",
        profile=shipped_profiles()["standard"],
        dealers=DEALERS,
        seal=BuyerSeal(b"k" * 32),
        today=date(2023, 2, 1),
    )
    assert reading.accepted.height == 1
    return reading.rows


@pytest.mark.parametrize("labelled", [True, False])
@pytest.mark.parametrize(
    "ending",
    [
        "合计,,,,,150000",
        "小计,,,,,150000",
        "合计：1台,,,,,150000",
        "合计,2台,,,,200000",
        "本月累计,,,,,150000",
        "以上共3台,,,,,",
        ",,合计,,,150000",
        "填报单位（盖章）：,日期：2023-01-05,,,,",
    ],
)
def test_a_closing_row_is_no_data(ending, labelled):
    assert rows_read(ending, labelled=labelled) == 1


@pytest.mark.parametrize("labelled", [True, False])
def test_a_row_with_a_day_and_an_amount_is_data_whatever_else_it_says(labelled):
    ending = "2,2023-01-06,合计" if labelled else "2023-01-06,合计"
    assert rows_read(f"{ending},,,,150000", labelled=labelled) == 2
