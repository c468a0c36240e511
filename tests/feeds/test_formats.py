"""The same rows in any format are the same sales, under the numbers of their file."""

import gzip
import json

import pytest

from tests.feeds.corpus import lines, sales, table, text
from tests.feeds.corpus_books import TWO, xlsx
from tests.feeds.corpus_packed import packed
from tests.feeds.corpus_records import html, parquet
from tests.feeds.feed_rows import SALE
from tests.feeds.xls_file import XlsSheet, xls_bytes
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import is_register
from voucher_service.feeds.source import HeldBytes

ROWS = sales({}, {})
CSV = text({}, {}).encode()
TOLD = [json.dumps(row, ensure_ascii=False) for row in ROWS]
REGISTER = [["经销商名称", "统一社会信用代码"], ["甲", "91430800MA4L1A2B3K"]]

# (content, format, encoding, sheet, row numbers)
SAME = [
    (CSV, "csv", "utf-8", "", [2, 3]),
    (lines(*TWO, separator="\t").encode("utf-16"), "tsv", "utf-16-le", "", [2, 3]),
    (lines(*TWO, separator=";").encode(), "csv", "utf-8", "", [2, 3]),
    (xlsx(("一月", TWO)), "xlsx", None, "一月", [2, 3]),
    (xls_bytes(XlsSheet("一月", TWO)), "xls", None, "一月", [2, 3]),
    (html(TWO).encode("gb18030"), "html", "gb18030", "", [2, 3]),
    (f"[{','.join(TOLD)}]".encode(), "json", "utf-8", "", [1, 2]),
    ("\n\n".join(TOLD).encode("gb18030"), "ndjson", "gb18030", "", [1, 3]),
    (parquet(), "parquet", None, "", [1, 2]),
    (packed(("一月/a.csv", CSV)), "zip", None, "一月/a.csv", [2, 3]),
    (packed(("a.xlsx", xlsx(("一月", TWO)))), "zip", None, "a.xlsx/一月", [2, 3]),
    (gzip.compress(html(TWO).encode()), "html.gz", "utf-8", "", [2, 3]),
    (gzip.compress("\n".join(TOLD).encode()), "ndjson.gz", "utf-8", "", [1, 2]),
]


@pytest.mark.parametrize(
    ("content", "kind", "encoding", "sheet", "numbers"),
    [
        pytest.param(*case, id=f"{case[1]}-{case[2]}-{at}")
        for at, case in enumerate(SAME)
    ],
)
def test_a_format_changes_nothing_but_where_a_row_lies(
    read, content, kind, encoding, sheet, numbers
):
    reading = read(content)

    assert (reading.format, reading.encoding) == (kind, encoding)
    assert reading.accepted["sheet"].unique().to_list() == [sheet]
    assert reading.accepted["row_no"].to_list() == numbers
    places = ["sheet", "row_no"]
    plain = read(CSV).accepted.drop(places)
    assert reading.accepted.drop(places).equals(plain)


@pytest.mark.parametrize(
    "content",
    [
        lines(*REGISTER).encode(),
        lines(*REGISTER, separator="\t").encode("utf-16"),
        xlsx(("a", REGISTER)),
        xls_bytes(XlsSheet("a", REGISTER)),
        html(REGISTER).encode(),
        json.dumps([dict(zip(*REGISTER, strict=True))]).encode(),
        packed(("a.csv", lines(*REGISTER).encode())),
    ],
    ids=["csv", "tsv", "xlsx", "xls", "html", "json", "zip"],
)
def test_a_register_is_known_in_any_format(content):
    assert is_register(HeldBytes(content), name="f", profile=Profile())
    assert not is_register(HeldBytes(CSV), name="f", profile=Profile())


def test_the_members_of_a_zip_conflict_as_sheets_do(read, sale):
    one, other = (text({"发票号码": "1", "裸车价": price}) for price in ("8", "9"))
    reading = read(packed(("a.csv", one.encode()), ("b.csv", other.encode())))

    assert reading.refused.select("sheet", "outcome").rows() == [
        ("a.csv", "review"),
        ("b.csv", "review"),
    ]


def test_a_sheet_in_a_zip_without_a_header_is_named_with_its_member(read):
    book = xlsx(("说明", [["填报说明"]]), ("一月", TWO))

    assert read(packed(("a.xlsx", book))).skipped_sheets == ("a.xlsx/说明",)


def test_keys_within_keys_are_columns_under_a_group(read):
    nested = {
        "经销商": {"名称": SALE["经销商名称"], "联系电话": "13800000000"},
        "购车人": {"姓名": SALE["客户姓名"], "电话": SALE["联系电话"]},
        **{key: SALE[key] for key in ("车架号", "开票日期", "裸车价", "发票号码")},
    }
    reading = read(json.dumps([nested]))

    columns = dict(reading.columns.select("header", "field").iter_rows())
    assert columns["名称"] == "dealer_name"
    assert columns["电话"] == "phone"
    assert columns["联系电话"] is None
    assert reading.accepted["phone_masked"].to_list() == ["138****5678"]


def test_an_old_cars_number_is_never_taken_for_the_sold_ones(read):
    old = {"车架号": "LSVAA4183E2184847", "品牌": "旧牌"}
    rows = [
        ["旧车信息", "", "新车信息", *[""] * (len(SALE) - 1)],
        [*old, *SALE],
        [*old.values(), *SALE.values()],
    ]
    reading = read(lines(*rows))

    assert reading.accepted["vin"].to_list() == [SALE["车架号"]]
    assert reading.accepted["brand"].to_list() == [SALE["品牌"]]


def test_the_unit_of_a_group_is_that_of_the_amounts_below_it_alone(read):
    keys = ["经销商名称", "车架号", "开票日期", "裸车价", "价税合计", "不含税价"]
    row = [SALE["经销商名称"], SALE["车架号"], "2023-01-05", "11.3", "11.4", "100000"]
    rows = [["台账信息", "", "", "价格(万元)", "", "发票(元)"], keys, row]

    accepted = read(lines(*rows)).accepted
    assert accepted["bare_price_fen"].item() == 11_300_000
    assert accepted["invoice_total_fen"].item() == 11_400_000
    assert accepted["invoice_net_fen"].item() == 10_000_000


def test_merged_amounts_are_counted_once(read):
    prices = ["裸车价", "不含税价", "税额", "价税合计"]
    rows = table(sales(*[dict.fromkeys(prices, "")] * 2))
    at = rows[0].index("裸车价")

    def merge(book):
        book.worksheets()[0].merge_range(1, at, 2, at, 113000)
        book.worksheets()[0].merge_range(1, 1, 2, 1, SALE["经销商名称"])

    reading = read(xlsx(("a", rows), more=merge))
    assert reading.accepted["bare_price_fen"].to_list() == [11_300_000]
    assert reading.refused["reasons"].to_list() == [["price_missing"]]
