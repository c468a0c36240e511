"""A sheet that could not be read is named in the report, and not passed over."""

import io

import pytest
import xlsxwriter

from tests.feed_texts import HEADER, REGISTER, sale_row


def workbook(sheets):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as file:
        for name, rows in sheets.items():
            sheet = file.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return book.getvalue()


@pytest.mark.parametrize(
    ("second", "skipped"),
    [
        ([["说明"], ["请勿修改"]], ("说明页",)),
        ([HEADER.split(","), sale_row(2).split(",")], ()),
    ],
)
def test_a_sheet_without_a_known_header_is_named(desk, second, skipped):
    desk.ingest(REGISTER)
    first = [HEADER.split(","), sale_row(1).split(",")]
    report = desk.ingest(workbook({"一月": first, "说明页": second}), "book.xlsx")
    assert report.skipped_sheets == skipped
    assert report.accepted == report.rows == 2 - len(skipped)
