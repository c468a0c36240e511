"""What was decided in reading is noted, and keeps no row from landing."""

import pytest

from tests.feeds.corpus import lines, sales, table, text
from tests.feeds.corpus_books import PRICE, TWO, xlsx
from tests.feeds.xls_file import XlsSheet, xls_bytes
from voucher_service.feeds.notes import NOTE
from voucher_service.model.reasons import FEED_REASONS, FeedReason, Severity

WAN = {"裸车价": None, "不含税价": None, "税额": None, "价税合计": None}


def test_a_note_tells_where_it_lies_and_what_stood_there(read):
    reading = read(text({}, {"裸车价": "11.3 万元"}, above="台账\n"))

    assert dict(reading.notes.schema) == NOTE
    assert reading.notes.rows(named=True) == [
        {
            "sheet": "",
            "row_no": 4,
            "code": "amount_unit_mixed",
            "field": "bare_price",
            "header": "裸车价",
            "found": "11.3 万元",
        }
    ]
    assert reading.accepted["bare_price_fen"].to_list() == [11_300_000] * 2


# (header, cells of the column, the rows that are noted)
UNITS = [
    ("裸车价", ["113000", "113000元"], []),
    ("裸车价", ["113000", "11.3万"], [3]),
    ("裸车价", ["11.3万", "11.4万元"], []),
    ("裸车价", ["11.3万", "113000元"], [2]),
    ("裸车价", ["11.3万", "壹拾壹万叁仟圆整"], [2]),
    ("裸车价(万元)", ["11.3", "11.3万"], []),
    ("裸车价(万元)", ["11.3", "113000元"], [3]),
    ("裸车价(万元)", ["113000元", "113001元"], [2, 3]),
    ("裸车价(元)", ["11.3万", "11.4万"], [2, 3]),
    ("裸车价(元)", ["113000", "面议"], []),
    ("裸车价", ["113000", "壹拾壹万叁仟圆整"], []),
]


@pytest.mark.parametrize(("header", "cells", "noted"), UNITS)
def test_a_cell_with_a_unit_of_its_own_is_noted_where_its_column_has_another(
    read, header, cells, noted
):
    rows = sales(*({**WAN, header: cell} for cell in cells))
    reading = read(lines(*table(rows)))

    assert reading.notes["row_no"].to_list() == noted
    assert set(reading.notes["code"]) <= {"amount_unit_mixed"}


def test_a_row_that_is_refused_keeps_its_notes_apart_from_its_reasons(read):
    reading = read(text({}, {"裸车价": "11.3万", "能源类型": "核能"}))

    assert reading.refused["reasons"].to_list() == [["energy_unknown"]]
    assert "amount_unit_mixed" not in reading.refused["findings"].item()
    assert reading.notes["row_no"].to_list() == [3]


def test_a_year_that_was_put_in_is_noted(read):
    reading = read(text({"开票日期": "1月5日"}, {}, above="2023年1月台账\n"))

    assert reading.notes.select("row_no", "code", "field", "found").rows() == [
        (3, "date_year_inferred", "sold_on", "1月5日")
    ]


def test_hidden_columns_and_sheets_are_read_and_noted_at_their_header(read):
    sheet = XlsSheet("旧", [["台账"], *TWO], hidden_columns=[PRICE], hidden=True)
    reading = read(xls_bytes(XlsSheet("新", TWO), sheet))

    assert reading.accepted["sheet"].to_list() == ["新", "新", "旧", "旧"]
    assert reading.notes.rows() == [
        ("旧", 2, "hidden_in_file", None, None, None),
        ("旧", 2, "hidden_in_file", "bare_price", "裸车价", None),
    ]


def test_a_hidden_column_without_a_header_is_not_worth_a_note(read):
    def hide(book):
        book.worksheets()[0].set_column(40, 16_383, 8, None, {"hidden": True})

    assert read(xlsx(("a", TWO), more=hide)).notes.is_empty()


def test_notes_are_only_notes():
    codes = {
        FeedReason.AMOUNT_UNIT_MIXED,
        FeedReason.DATE_YEAR_INFERRED,
        FeedReason.HIDDEN_IN_FILE,
    }

    notes = {r for r in FeedReason if FEED_REASONS[r].severity is Severity.NOTE}
    assert notes == codes
