"""What is exported opens in a spreadsheet with its Chinese, and nothing in it runs."""

import csv
import io
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import feed, sale_row
from voucher_service.model.text import Language
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart
from voucher_service.usecases.render_figure import ChartFormat
from voucher_service.usecases.write_csv import spreadsheet_csv

HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    "-",
]
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
HARMLESS = ["永定区", "-12.50", "+7", "a=1", "'=1", "", "2023-01-05"]


def cells(body):
    assert body.startswith(b"\xef\xbb\xbf")
    text = io.StringIO(body.decode("utf-8-sig"), newline="")
    return list(csv.reader(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_spreadsheet_would_run_is_text(text):
    assert cells(spreadsheet_csv(pl.DataFrame({"a": [text], "b": [1]})))[1:] == [
        [f"'{text}", "1"]
    ]


@pytest.mark.parametrize("text", HARMLESS)
def test_anything_else_stays_as_it_is(text):
    assert cells(spreadsheet_csv(pl.DataFrame({"a": [text], "b": [-1]})))[1:] == [
        [text, "-1"]
    ]


def test_a_header_is_made_harmless_too():
    assert cells(spreadsheet_csv(pl.DataFrame({"=a": [1.5]})))[0] == ["'=a"]


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_no_cell_begins_as_a_formula_does_and_none_is_lost(texts):
    table = pl.DataFrame({"n": range(len(texts)), "text": texts})
    rows = cells(spreadsheet_csv(table))[1:]
    assert [row[1].removeprefix("'") for row in rows] == [
        text.removeprefix("'") for text in texts
    ]
    begun = [
        row[1][:1] for row in rows if not row[1].lstrip("+-").replace(".", "").isdigit()
    ]
    assert not set(begun).intersection("=+-@\t\r")


def test_hostile_names_in_a_chart_s_csv_are_text(desk):
    evil = "=HYPERLINK(1)"
    desk.ingest(
        f"经销商编号,经销商名称,区县,数据性质\nT-01,@甲汽车（合成）,{evil},合成数据\n"
    )
    desk.ingest(feed(sale_row(1).replace("示例", "=品牌")))
    query = ChartQuery(
        SEED_CAMPAIGN, "by-district", language=Language.ZH, format=ChartFormat.CSV
    )
    rows = cells(draw_chart(desk.service, query).body)
    said = {cell for row in rows for cell in row}
    assert f"'{evil}" in said
    assert not [cell for cell in said if cell.startswith(("=", "+", "-", "@"))]
    assert any("合成" in cell for cell in rows[1])
