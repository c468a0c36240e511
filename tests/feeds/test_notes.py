"""What was decided in reading is noted, and keeps no row from landing."""

import pytest

from tests.feeds.corpus import lines, sales, table, text
from tests.feeds.corpus_books import PRICE, TWO, xlsx
from tests.feeds.xls_file import XlsSheet, xls_bytes
from voucher_service.feeds.notes import NOTE
from voucher_service.model.frames import SaleRow
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


R = FeedReason
FOREIGN = "WVWZZZ1KZAW000001"
# (the note, cells of a row that has none, cells of a row that has it)
NOTED = [
    (R.VIN_CHECK_DIGIT_FOREIGN, {"车架号": "1M8GDM9AXKP042788"}, {"车架号": FOREIGN}),
    (R.INVOICE_CODE_USED_CAR,
     {"发票代码": "043001900117", "新旧": "二手车"},
     {"发票代码": "043001900117", "新旧": "新车"}),
    (R.INVOICE_CODE_USED_CAR,
     {"发票代码": "143001900117"}, {"发票代码": "43001900117"}),
    (R.BUYER_ID_UNKNOWN_KIND, {"身份证号": "E12345678"}, {"身份证号": "E12345"}),
    (R.BUYER_ID_UNKNOWN_KIND, {"身份证号": "H1234567890"}, {"身份证号": "0011"}),
    (R.BUYER_ID_UNKNOWN_KIND,
     {"身份证号": "南字第01234567号"}, {"身份证号": "4308********0011"}),
    (R.BUYER_ID_UNKNOWN_KIND,
     {"身份证号": "430800900101001"}, {"身份证号": "43080090010100"}),
    (R.PHONE_DAMAGED, {"联系电话": "1.3812345678E+10"}, {"联系电话": "1.38E+10"}),
    (R.PHONE_MALFORMED, {"联系电话": "+86 13812345678"}, {"联系电话": "1381234567"}),
    (R.PHONE_MALFORMED, {"联系电话": "0744-8222222"}, {"联系电话": "82222"}),
    (R.PHONE_MALFORMED, {"联系电话": ""}, {"联系电话": "12812345678"}),
    (R.DISTRICT_UNKNOWN, {"区县": "430802001000"}, {"区县": "430102"}),
    (R.DISTRICT_UNKNOWN, {"区县": "张家界市慈利县"}, {"区县": "长沙县"}),
    (R.ENERGY_UNKNOWN, {"能源类型": "甲醇"}, {"能源类型": "氢能"}),
    (R.ENERGY_UNKNOWN, {"能源类型": ""}, {"能源类型": "新能源"}),
    (R.CONDITION_UNKNOWN, {"新旧": "展车"}, {"新旧": "试驾车"}),
    (R.DATE_NOT_USED, {"上牌日期": "2023-01-10"}, {"上牌日期": "2023-01-11"}),
    (R.BUYER_KIND_UNKNOWN, {"客户类型": "个人"}, {"客户类型": "甲类"}),
    (R.BUYER_KIND_UNKNOWN, {"客户类型": "老客户"}, {"客户类型": "内部"}),
    (R.BUYER_KIND_CONTRADICTED, {"客户类型": "个人"}, {"客户类型": "单位"}),
    (R.VEHICLE_USE_UNKNOWN, {"使用性质": "租赁"}, {"使用性质": "其他"}),
    (R.SEATS_UNREADABLE, {"限乘人数": "99"}, {"限乘人数": "100"}),
    (R.EMISSION_STAGE_UNKNOWN, {"排放标准": "国六"}, {"排放标准": "国七"}),
    (R.DISPLACEMENT_UNREADABLE, {"排量": "20"}, {"排量": "21"}),
    (R.PLATE_MALFORMED, {"车牌": "湘G12345"}, {"车牌": "12345"}),
    (R.OLD_DISPOSAL_UNKNOWN, {"是否报废": "是"}, {"是否以旧换新": "是"}),
    (R.OLD_FUEL_UNKNOWN, {"旧车燃料": "柴油"}, {"旧车燃料": "燃油"}),
    (R.TEXT_BECAME_DATE, {"车型": "9-5"}, {"车型": "5-Sep"}),
    (R.TEXT_BECAME_DATE, {"车型": "5-Series"}, {"车型": "Jul-08"}),
    (R.TEXT_BECAME_DATE, {"品牌": "2008款"}, {"品牌": "7月8日"}),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "right", "odd"), NOTED)
def test_what_is_odd_but_decides_nothing_lands_with_a_note(read, reason, right, odd):
    on, over = read(text(right)), read(text(odd))

    assert on.notes.is_empty()
    assert over.notes["code"].to_list() == [reason.value]
    assert (on.accepted.height, over.accepted.height) == (1, 1)
    SaleRow.validate(over.accepted)


@pytest.mark.parametrize(("allowed", "late"), [(5, False), (4, True), (36_500, False)])
def test_a_profile_may_say_after_how_many_days_a_sale_is_late(read, allowed, late):
    reading = read(text({}), profile=f"reported_late_after_days: {allowed}")

    assert reading.notes["code"].to_list() == ["reported_late"] * late
    assert read(text({})).notes.is_empty()


def test_what_is_damaged_or_masked_stands_for_nobody(read):
    reading = read(text({"联系电话": "1.38E+10", "身份证号": "4308********0011"}))

    row = reading.accepted.row(0, named=True)
    stand_ins = [row[key] for key in ("phone_key", "phone_masked", "buyer_key")]
    assert stand_ins == [None, None, None]
    assert "1.38E+10" not in reading.notes.write_json()


@pytest.mark.parametrize(
    ("cell", "district"),
    [
        ("永定区", "永定区"),
        ("永定", "永定区"),
        ("430802", "永定区"),
        ("430811", "武陵源区"),
        ("430821000000", "慈利县"),
        ("湖南省张家界市桑植县", "桑植县"),
        ("经开区", "永定区"),
        ("吉首市", "吉首市"),
        ("4308021", "4308021"),
    ],
)
def test_a_district_is_known_by_its_name_and_its_code(read, cell, district):
    assert read(text({"区县": cell})).accepted["district"].to_list() == [district]


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
    reading = read(text({}, {"裸车价": "11.3万", "税额": "面议"}))

    assert reading.refused["reasons"].to_list() == [["price_unreadable"]]
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


def test_rows_hidden_by_a_filter_are_read_and_noted(read):
    def hide(book):
        book.worksheets()[0].set_row(2, None, None, {"hidden": True})

    modern = read(xlsx(("a", TWO), more=hide))
    old = read(xls_bytes(XlsSheet("a", TWO, hidden_rows=[2])))

    for reading in (modern, old):
        assert reading.accepted.height == 2
        assert reading.notes.rows() == [("a", 3, "hidden_in_file", None, None, None)]


def test_a_hidden_column_without_a_header_is_not_worth_a_note(read):
    def hide(book):
        book.worksheets()[0].set_column(40, 16_383, 8, None, {"hidden": True})

    assert read(xlsx(("a", TWO), more=hide)).notes.is_empty()


def test_notes_are_only_notes():
    codes = {
        FeedReason.AMOUNT_UNIT_MIXED,
        FeedReason.DATE_YEAR_INFERRED,
        FeedReason.HIDDEN_IN_FILE,
        FeedReason.REPORTED_LATE,
        *(reason for reason, *_ in NOTED),
    }

    notes = {r for r in FeedReason if FEED_REASONS[r].severity is Severity.NOTE}
    assert notes == codes
