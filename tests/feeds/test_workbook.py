"""Workbooks: every sheet, every cell as the text a person sees."""

import io
from datetime import date, datetime

import pytest
import xlsxwriter

from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import is_register
from voucher_service.feeds.source import HeldBytes
from voucher_service.model.errors import UnreadableInput


def _book(**sheets):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(sheet, number, column, cell)
    return out.getvalue()


def _write(sheet, row, column, cell):
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write(row, column, cell)


def test_a_workbook_reads_as_the_csv_does(read, sale):
    row = sale()
    book = _book(台账=[["十二月台账"], [], list(row), list(row.values()), ["合计"]])

    reading = read(book)
    assert (reading.format, reading.encoding) == ("xlsx", None)
    assert reading.accepted["sheet"].to_list() == ["台账"]
    assert reading.accepted["row_no"].to_list() == [4]
    places = ["sheet", "row_no"]
    assert reading.accepted.drop(places).equals(read(row).accepted.drop(places))


def test_numbers_and_dates_stored_as_such_are_read(read, sale):
    row = sale() | {
        "发票号码": 446874,
        "裸车价": 113000.1,
        "不含税价": 100000,
        "开票日期": datetime.fromisoformat("2023-01-05T13:30"),
        "联系电话": 13812345678,
    }

    accepted = read(_book(a=[list(row), list(row.values())])).accepted
    assert accepted["invoice_number"].item() == "00446874"
    assert accepted["bare_price_fen"].item() == 11_300_010
    assert accepted["invoice_net_fen"].item() == 10_000_000
    assert accepted["sold_on"].item() == date(2023, 1, 5)
    assert accepted["phone_masked"].item() == "138****5678"


@pytest.mark.parametrize("cell", [44931, "44931", "2023年1月5日"])
def test_a_date_may_be_a_bare_serial_number(read, sale, cell):
    row = sale() | {"开票日期": cell}

    accepted = read(_book(a=[list(row), list(row.values())])).accepted
    assert accepted["sold_on"].item() == date(2023, 1, 5)


@pytest.mark.parametrize(
    ("header", "cell", "reason"),
    [
        ("身份证号", 430800199001010011, "buyer_id_damaged"),
        ("发票号码", 23432000000000000001, "invoice_number_malformed"),
    ],
)
def test_long_numbers_stored_as_numbers_are_known_to_be_damaged(
    read, sale, header, cell, reason
):
    right = sale() | {header: str(cell)}
    wrong = sale() | {header: cell}

    rows = [list(right), list(right.values()), list(wrong.values())]
    reading = read(_book(a=rows))
    assert reading.accepted["row_no"].to_list() == [2]
    assert reading.refused["reasons"].to_list() == [[reason]]


def test_every_sheet_with_a_known_header_is_read_and_the_others_are_named(read, sale):
    january, december = sale(), sale(发票号码="00000001")
    book = _book(
        说明=[["填报说明"]],
        十二月=[list(december), list(december.values())],
        空=[],
        一月=[["一月"], list(january), list(january.values())],
    )

    reading = read(book)
    assert reading.accepted.select("sheet", "row_no").rows() == [
        ("十二月", 2),
        ("一月", 3),
    ]
    assert reading.skipped_sheets == ("说明", "空")
    assert reading.columns["sheet"].unique(maintain_order=True).to_list() == [
        "十二月",
        "一月",
    ]


def test_one_sale_on_two_sheets_told_differently_is_a_conflict(read, sale):
    one, other = sale(), sale(裸车价="99999")
    book = _book(
        a=[list(one), list(one.values())], b=[list(other), list(other.values())]
    )

    assert read(book).refused.select("sheet", "outcome").rows() == [
        ("a", "review"),
        ("b", "review"),
    ]


def test_the_table_may_begin_in_another_column(read, sale):
    row = sale()
    book = _book(a=[[], [None, None, *row], [None, None, *row.values()]])

    reading = read(book)
    assert reading.accepted["row_no"].to_list() == [3]
    assert reading.columns["column_no"].to_list()[:2] == [3, 4]


def test_cells_beyond_the_header_are_seen(read, sale):
    row = sale()
    book = _book(a=[list(row), [*row.values(), None, "x"], list(row.values())])

    reading = read(book)
    assert reading.refused["reasons"].to_list() == [["cells_beyond_header"]]
    assert reading.accepted["row_no"].to_list() == [3]


def test_sales_and_register_in_one_workbook_are_refused(read, sale):
    register = [["经销商名称", "统一社会信用代码"], ["甲", "91430800MA4L1A2B3K"]]
    row = sale()

    with pytest.raises(UnreadableInput, match="both sales and a dealer register"):
        read(_book(a=[list(row), list(row.values())], b=register))
    assert is_register(HeldBytes(_book(a=register)), name="f", profile=Profile())


@pytest.mark.parametrize("rows", [[], [["a", "b"], ["1", "2"]]])
def test_a_workbook_without_a_known_header_is_refused(read, rows):
    with pytest.raises(UnreadableInput, match="known header"):
        read(_book(a=rows))
