"""One sheet is one table, and its rows have the numbers a spreadsheet shows."""

import csv
import io

import pytest

from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import is_register
from voucher_service.feeds.source import HeldBytes
from voucher_service.model.errors import UnreadableInput
from voucher_service.model.frames import FeedColumn, SaleRow


def _lines(*rows, separator=","):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    return out.getvalue()


def test_rows_keep_their_numbers_below_titles_blanks_and_quoted_line_feeds(read, sale):
    row = sale()
    text = _lines(
        ["2022年12月业务台账"],
        [],
        ["填报单位：合成\n（盖章）"],
        [*row, "备注"],
        [*row.values(), "一\n\n二"],
        [],
        ["", " ", ""],
        [*row.values(), "三"],
        [],
        [],
    )

    assert read(text).accepted["row_no"].to_list() == [5, 8]
    assert read(text.replace("\n", "\r\n")).accepted["row_no"].to_list() == [5, 8]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_separator_and_encoding_change_nothing(read, sale, separator, encoding):
    row = sale(裸车价="113,000.00")
    text = _lines(row, row.values(), separator=separator)

    reading = read(text.encode(encoding))
    assert reading.accepted.equals(read(row).accepted)
    assert reading.encoding == encoding


@pytest.mark.parametrize(
    "last",
    [
        ["合计", "", "1"],
        ["", "合 计", "1"],
        ["小计：1台"],
        ["总计"],
        ["制表人：张合成", "", "审核人："],
        ["审核人"],
        ["备注：以上为合成数据"],
        ["Total", "", "1"],
        ["", ""],
    ],
)
def test_totals_signatures_and_blank_rows_are_no_rows(read, sale, last):
    row = sale()

    reading = read(_lines(row, row.values(), last))
    assert (reading.rows, reading.accepted.height) == (1, 1)


@pytest.mark.parametrize(
    "cells",
    [
        {"序号": "合计", "开票日期": ""},
        {"序号": "", "经销商名称": "Total Motors", "开票日期": ""},
        {"车架号": "", "发票号码": "", "单据编号": "", "开票日期": ""},
    ],
)
def test_a_row_that_identifies_a_sale_or_says_more_is_never_left_out(read, sale, cells):
    assert read(sale(**cells)).rows == 1


def test_the_fifteenth_row_may_be_the_header_and_the_sixteenth_may_not(read, sale):
    row = sale()
    table = _lines(row, row.values())

    assert read("标题\n" * 14 + table).accepted["row_no"].to_list() == [16]
    with pytest.raises(UnreadableInput, match="none of the first 15 rows"):
        read("标题\n" * 15 + table)


def test_of_several_rows_that_could_be_the_header_the_fullest_is(read, sale):
    row = sale()
    above = ["经销商名称", "合成甲", "联系电话", "13812345678", "统一社会信用代码", "x"]

    assert read(_lines(above, row, row.values())).accepted["row_no"].to_list() == [3]


def test_an_unknown_header_is_told_what_was_seen_and_what_is_missing(read):
    with pytest.raises(UnreadableInput) as caught:
        read("甲列,乙列,13812345678\n1,2,3\n", name="谁的.csv")

    said = str(caught.value.message)
    assert "谁的.csv" in said
    assert "甲列、乙列" in said
    assert "13812345678" not in said
    assert "开票日期" in said
    assert "invoice date" in said
    assert "headers" in caught.value.remedy.zh


def test_a_file_of_data_alone_shows_none_of_its_people(read, sale):
    with pytest.raises(UnreadableInput) as caught:
        read(",".join(sale().values()) + "\n")

    for clear in ("430800199001010011", "13812345678"):
        assert clear not in str(caught.value.message)


@pytest.mark.parametrize(
    ("left_out", "missing"), [("开票日期", "invoice date"), ("价", "bare price")]
)
def test_a_header_without_date_or_price_is_refused_as_a_whole(
    read, sale, left_out, missing
):
    row = {key: cell for key, cell in sale().items() if left_out not in key}

    with pytest.raises(UnreadableInput, match=f"needed: {missing}"):
        read({key: cell for key, cell in row.items() if left_out not in key})


def test_columns_are_listed_as_sent_with_the_field_they_became(read, sale):
    columns = read(sale(备注="x")).columns

    FeedColumn.validate(columns)
    fields = dict(columns.select("header", "field").iter_rows())
    assert fields["车架号"] == "vin"
    assert fields["备注"] is None
    assert columns["column_no"].to_list() == list(range(1, len(fields) + 1))


@pytest.mark.parametrize(
    ("header", "fen"),
    [
        ("裸车价", 100_000),
        (" 裸 车 价 ", 100_000),
        ("裸车价(元)", 100_000),
        ("*裸车价（人民币）", 100_000),
        ("裸车价(万元)", 1_000_000_000),
        ("裸车价【万元】", 1_000_000_000),
        ("裸车价（万）", 1_000_000_000),
        ("成交价", 100_000),
    ],
)
def test_a_header_is_known_whatever_its_width_blanks_and_unit(read, sale, header, fen):
    row = sale(裸车价=None) | {header: "1000"}

    assert read(row).accepted["bare_price_fen"].to_list() == [fen]


def test_the_unit_comes_from_cell_then_header_then_title_then_profile(read, sale):
    row = sale(税额="", 不含税价="", 价税合计="") | {"裸车价": "1000"}
    in_wan = Profile(price_unit="wan_yuan")

    def fen(text, profile=None):
        return read(text, profile=profile).accepted["bare_price_fen"].item()

    plain = _lines(row, row.values())
    assert fen(plain) == 100_000
    assert fen(plain, in_wan) == 1_000_000_000
    assert fen("单位：万元\n" + plain) == 1_000_000_000
    assert fen("单位：元\n" + plain, in_wan) == 100_000
    assert fen("单位：万元\n" + plain.replace("裸车价", "裸车价(元)")) == 100_000
    with_own = row | {"裸车价": "1000元"}
    assert fen(_lines(with_own, with_own.values()), in_wan) == 100_000


def test_an_exact_header_wins_over_a_loose_one_wherever_it_stands(read, sale):
    row = {"成交价": "7", "销售日期": "2022-12-31"} | sale()

    accepted = read(row).accepted
    assert accepted["bare_price_fen"].item() == 11_300_000
    assert accepted["sold_on"].item().isoformat() == "2023-01-05"


def test_two_equal_columns_must_agree_where_money_hangs_on_them(read, sale):
    assert read(sale(裸车售价="113000.00")).accepted.height == 1
    with pytest.raises(UnreadableInput) as caught:
        read(sale(裸车售价="113000.01"))
    assert "裸车价" in caught.value.message.zh
    assert "裸车售价" in caught.value.message.en
    assert read(sale(车辆型号="别的")).accepted["model"].item() == "A1"


def test_one_price_in_two_units_is_no_contradiction(read, sale):
    both = {"裸车价": None, "裸车价(元)": "113000.00", "裸车价(万元)": "11.30"}

    assert read(sale(**both)).accepted["bare_price_fen"].item() == 11_300_000
    with pytest.raises(UnreadableInput):
        read(sale(**both | {"裸车价(万元)": "11.31"}))


def test_a_profiles_header_wins_over_every_synonym(read, sale):
    row = sale(到手价="9999")
    profile = Profile(headers={"bare_price": ("到手价",), "condition": ()})

    accepted = read(row | {"新旧": "二手车"}, profile=profile).accepted
    assert accepted["bare_price_fen"].item() == 999_900
    assert accepted["condition"].item() == "new"


@pytest.mark.parametrize(
    ("cell", "condition"),
    [
        ("新车", "new"),
        ("二手车", "used"),
        ("", "new"),
        ("展车", "new"),
        ("试驾车", None),
    ],
)
def test_condition_is_assumed_only_where_nothing_is_said(read, sale, cell, condition):
    assert read(sale(新旧=cell)).accepted["condition"].item() == condition


@pytest.mark.parametrize(
    ("cell", "energy"),
    [
        ("汽油", "ice"),
        ("柴油", "ice"),
        ("油电混动", "hev"),
        ("插电式混合动力", "phev"),
        ("增程式", "erev"),
        ("纯电动", "bev"),
        ("ＢＥＶ", "bev"),
        ("Plug-in Hybrid", "phev"),
        ("—", None),
    ],
)
def test_the_kind_of_energy_is_canonical(read, sale, cell, energy):
    assert read(sale(能源类型=cell)).accepted["energy"].item() == energy


@pytest.mark.parametrize(
    ("titles", "cell", "synthetic"),
    [("", "合成", True), ("", "Synthetic", True), ("", "真实", False), ("", "", False),
     ("合成数据\n", "", True), ("SYNTHETIC data\n", "真实", True)],
)  # fmt: skip
def test_made_up_rows_say_so(read, sale, titles, cell, synthetic):
    row = sale(数据性质=cell)

    reading = read(titles + _lines(row, row.values()))
    assert reading.accepted["synthetic"].to_list() == [synthetic]


@pytest.mark.parametrize(
    ("cells", "identity"),
    [
        ({}, "invoice:14300222000100446874@D01"),
        ({"发票代码": ""}, "invoice:00446874@D01"),
        ({"发票号码": ""}, "record:DD-1@D01"),
        ({"发票号码": "", "单据编号": ""}, "vin:LSVAA4182E2184847/2023-01-05@D01"),
    ],
)
def test_a_sale_is_known_by_invoice_then_record_then_vehicle_and_day(
    read, sale, cells, identity
):
    assert read(sale(**cells)).accepted["identity"].to_list() == [identity]


def test_a_row_too_long_and_a_quote_inside_a_cell_do_not_lose_the_rest(read, sale):
    row = sale(备注='说"好"')
    header, values = ",".join(row), ",".join(row.values())

    assert read(f"{header}\n{values}\n{values}\n").accepted.height == 2
    longer = f"{header}\n{values}{',' * 40}多余\n{values}\n"
    assert read(longer).refused["row_no"].to_list() == [2]


@pytest.mark.parametrize("tail", ['"张', '"张"合,1'])
def test_a_quote_that_does_not_close_names_its_line(read, sale, tail):
    row = sale()
    text = _lines(row, row.values()) + tail

    with pytest.raises(UnreadableInput, match=r"near line \d"):
        read(text)


def test_a_header_with_no_rows_is_a_feed_of_no_rows(read, sale):
    for end in ("", "\n", "\n\n"):
        reading = read(",".join(sale()) + end)
        assert reading.rows == 0
        SaleRow.validate(reading.accepted)


def test_only_a_register_is_a_register(sale):
    sales = _lines(sale(), sale().values()).encode()
    register = "经销商名称,统一社会信用代码\n甲,91430800MA4L1A2B3K\n".encode("gb18030")

    def ask(content):
        return is_register(HeldBytes(content), name="f", profile=Profile())

    assert ask(register)
    assert not ask(sales)
    assert not ask(b"%PDF")
    assert ask(register + "乙,\n".encode("gb18030") * 100_000)
