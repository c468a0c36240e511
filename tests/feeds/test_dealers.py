"""Which dealer a row means, and what becomes of one nobody knows."""

import hashlib

import polars as pl
import pytest

from tests.feeds.feed_rows import DEALERS, TODAY, csv_of
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import read_delivery
from voucher_service.feeds.sales import Reader
from voucher_service.model.frames import DealerRow, RefusedRow

REGISTER = Profile(unknown_dealers="register")
STRANGER = {"经销商名称": "张家界合成丁（桑植） 汽车有限公司", "统一社会信用代码": ""}


@pytest.mark.parametrize(
    ("cells", "dealer"),
    [
        ({"经销商编号": "D02"}, "D02"),
        ({"经销商编号": "D09"}, "D01"),
        ({"经销商编号": "91430811MA4Q5R6T7R", "统一社会信用代码": ""}, "D02"),
        ({"统一社会信用代码": "91430811MA4Q5R6T7R"}, "D02"),
        ({"统一社会信用代码": "", "经销商名称": "张家界合成乙(慈利) 汽车有限公司"},
         "D02"),
        ({"统一社会信用代码": "", "经销商名称": "【张家界合成乙】慈利汽车有限公司"},
         "D02"),
    ],
)  # fmt: skip
def test_a_dealer_is_found_by_number_then_credit_code_then_name(
    read, sale, cells, dealer
):
    assert read(sale(**cells)).accepted["dealer_id"].to_list() == [dealer]


def test_a_name_that_two_dealers_share_finds_neither(read, sale):
    two = pl.DataFrame(
        {
            "dealer_id": ["D1", "D2"],
            "name": [STRANGER["经销商名称"]] * 2,
            "uscc": [None, None],
            "district": [None, None],
        },
        schema=dict.fromkeys(("dealer_id", "name", "uscc", "district"), pl.String),
    )

    reading = read(sale(**STRANGER), dealers=two)
    assert reading.refused["reasons"].to_list() == [["dealer_unknown"]]


def test_an_empty_register_knows_nobody_and_registers_whom_it_is_told_to(read, sale):
    nobody = pl.DataFrame(
        schema=dict.fromkeys(("dealer_id", "name", "uscc", "district"), pl.String)
    )

    assert read(sale(), dealers=nobody).accepted.is_empty()
    landed = read(sale(), dealers=nobody, profile=REGISTER)
    assert landed.accepted["dealer_id"].to_list() == ["91430800MA4L1A2B3K"]


def test_a_new_dealer_is_registered_once_under_its_credit_code_or_name(read, sale):
    other = sale(发票号码="1", 统一社会信用代码="N1430800MA4L1A2B36", 经销商名称="戊")
    again = sale(
        发票号码="2", **STRANGER | {"经销商名称": "张家界合成丁(桑植)汽车有限公司"}
    )

    reading = read(sale(**STRANGER), other, again, sale(发票号码="3"), profile=REGISTER)
    new = DealerRow.validate(reading.new_dealers)
    folded = "张家界合成丁桑植汽车有限公司"
    digest = hashlib.sha256(folded.encode()).hexdigest()[:10]
    assert new.select("row_no", "dealer_id", "uscc").rows() == [
        (2, f"new-{digest}", None),
        (3, "N1430800MA4L1A2B36", "N1430800MA4L1A2B36"),
    ]
    assert reading.accepted["dealer_id"].to_list()[2:] == [f"new-{digest}", "D01"]


def test_a_dealer_named_only_by_refused_rows_is_not_registered(read, sale):
    reading = read(sale(**STRANGER, 税额="面议"), profile=REGISTER)

    assert reading.new_dealers.is_empty()
    assert reading.accepted.is_empty()


def test_a_register_is_a_feed_of_dealers(read):
    reading = read(
        "张家界市经销商名录（合成数据）\n"
        "序号,经销商编号,企业名称,统一社会信用代码,区县\n"
        "1,D01,甲,91430800MA4L1A2B3K,永定区\n"
        "2,,乙,91430811MA4Q5R6T7R,慈利县\n"
        "3,,丙,,桑植县\n"
        "4,,,N1430800MA4L1A2B36,\n"
        "5,,丁,91430800MA4L1A2B3L,\n"
        "6,,,,永定区\n"
        "合计,6\n"
    )

    assert reading.kind == "dealers"
    assert reading.rows == 6
    dealers = DealerRow.validate(reading.accepted)
    assert dealers["synthetic"].all()
    assert dealers.select("row_no", "dealer_id", "name").rows() == [
        (3, "D01", "甲"),
        (4, "91430811MA4Q5R6T7R", "乙"),
        (5, f"new-{hashlib.sha256('丙'.encode()).hexdigest()[:10]}", "丙"),
        (6, "N1430800MA4L1A2B36", "N1430800MA4L1A2B36"),
    ]
    refused = RefusedRow.validate(reading.refused)
    assert refused.select("row_no", "reasons").rows() == [
        (7, ["uscc_invalid"]),
        (8, ["dealer_missing"]),
    ]


def test_one_dealer_told_twice_lands_and_told_differently_is_for_a_person(read):
    header = "经销商名称,统一社会信用代码,区县\n"
    row = "甲,91430800MA4L1A2B3K,永定区\n"

    assert read(header + row + row).accepted.height == 2
    unlike = read(header + row + row.replace("永定", "桑植"))
    assert unlike.refused["outcome"].to_list() == ["review", "review"]
    assert unlike.refused["reasons"].to_list() == [["identity_conflict"]] * 2


OPEN_AND_CLOSED = DEALERS.with_columns(active=pl.Series([True, False]))
SECOND = {"经销商名称": "张家界合成乙（慈利）汽车有限公司", "统一社会信用代码": ""}
NOBODY = {"经销商名称": "", "统一社会信用代码": ""}


def test_a_closed_dealer_sells_nothing_more(read, sale):
    reading = read(sale(), sale(**SECOND), dealers=OPEN_AND_CLOSED)

    assert reading.accepted["dealer_id"].to_list() == ["D01"]
    assert reading.refused["reasons"].to_list() == [["dealer_inactive"]]


# (what the row says of its dealer, the dealer it lands under, or why it does not)
SENT_BY_THE_FIRST = [
    ({}, "D01"),
    (NOBODY, "D01"),
    (SECOND, ["dealer_not_sender"]),
    (STRANGER, ["dealer_unknown"]),
]


@pytest.mark.parametrize(("cells", "becomes"), SENT_BY_THE_FIRST)
@pytest.mark.parametrize("profile", [Profile(), REGISTER])
def test_a_dealer_reports_its_own_sales_only(seal, sale, cells, becomes, profile):
    reader = Reader(DEALERS, seal, TODAY, only_dealer="D01")
    content = csv_of(sale(**cells)).encode()
    reading = read_delivery(content, name="f.csv", profile=profile, reader=reader)

    landed = reading.accepted["dealer_id"].to_list()
    refused = [list(reasons) for reasons in reading.refused["reasons"]]
    assert (landed or refused) == [becomes]
    assert reading.new_dealers.is_empty()


@pytest.mark.parametrize("header", ["经营状态", "状态", "是否在营"])
def test_a_register_tells_which_dealers_are_open(read, header):
    text = f"经销商名称,统一社会信用代码,{header}\n"
    words = {"在营": True, "停业": False, "": True, "已注销": False, "忙": None}
    names = [f"张家界合成{word or '无'}汽车有限公司,,{word}" for word in words]
    reading = read(text + "\n".join(names))

    open_ones = [is_open for is_open in words.values() if is_open is not None]
    assert DealerRow.validate(reading.accepted)["active"].to_list() == open_ones
    assert reading.refused["reasons"].to_list() == [["dealer_status_unknown"]]


def test_a_register_without_a_status_has_open_dealers_only(read):
    rows = "经销商名称,统一社会信用代码,区县\n张家界合成戊汽车有限公司,,430821\n"
    dealers = read(rows).accepted

    assert dealers.select("active", "district").rows() == [(True, "慈利县")]
