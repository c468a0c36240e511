"""Genuine damage by spreadsheets: each cell of it is told with its row and column.

The retail sales of a Chinese city, by model and month, that a contest published
(yancheng_retail_2012_2017). They are no single sales: each line gets a number of its
own as a record number, and the first day of its month; its cells stay as they are.
"""

import csv
import gzip
import json
import sys
from datetime import date

import pytest

FOLDER = "yancheng_retail_2012_2017/yancheng_train_20171226.csv.gz"
PROFILE = """
headers:
  record_no: [line]
  sold_on: [sale_date]
  dealer_name: [brand_id]
  {field}: [{column}]
price_unit: wan_yuan
unknown_dealers: register
"""
NUMBER = set("0123456789.")
KINDS = {
    "price": ("bare_price", {"-": "price_missing"}),
    "power": ("bare_price", {"81/70": "price_unreadable"}),
    "engine_torque": (
        "bare_price",
        {"-": "price_missing", "155/140": "price_unreadable"},
    ),
    "rated_passenger": (
        "model",
        dict.fromkeys(
            ("8-Jul", "7-Jun", "8-Jun", "5-Apr", "8-May", "7-May"), "text_became_date"
        ),
    ),
}
"""A column, the field it is read as, and its damaged cells with what is said."""


@pytest.fixture(scope="module")
def lines(shared_data) -> list[str]:
    text = gzip.decompress((shared_data / FOLDER).read_bytes()).decode("utf-8-sig")
    header, *rows = text.splitlines()
    dated = [f"{row[:6]}01{row[6:]}" for row in rows]
    return [f"line,{header}", *(f"{no},{row}" for no, row in enumerate(dated, 1))]


def told(reading) -> list[tuple[int, str | None, str, str]]:
    """Give what a reading says of cells: row, column, code, and the cell found."""
    notes = reading.notes.select("row_no", "header", "code", "found").rows()
    refused = [
        (row_no, finding["header"], finding["code"], finding["found"])
        for row_no, findings in reading.refused.select("row_no", "findings").rows()
        for finding in json.loads(findings)
    ]
    return notes + refused


@pytest.mark.parametrize("column", KINDS)
def test_every_damaged_cell_is_told_with_its_row_and_column(
    read, lines, capsys, column
):
    field, codes = KINDS[column]
    cells = [row[column] for row in csv.DictReader(lines)]
    damaged = {
        (row_no, column, codes[cell])
        for row_no, cell in enumerate(cells, 2)
        if not set(cell) <= NUMBER
    }
    reading = read(
        "\n".join(lines),
        profile=PROFILE.format(field=field, column=column),
        today=date(2026, 1, 1),
        name="yancheng.csv",
    )

    said = told(reading)
    found = {
        (row_no, header or column, code)
        for row_no, header, code, _ in said
        if code in codes.values() and header in {column, None}
    }
    with capsys.disabled():
        sys.stdout.write(
            f"\n{column}: {len(cells)} rows, {len(damaged)} damaged cells, "
            f"{len(found & damaged)} told with row and column\n"
        )
    assert damaged
    assert found == damaged
    assert reading.rows == len(cells)
