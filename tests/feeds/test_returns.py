"""Returns, red-letter invoices and reissues, each where it belongs."""

import json
from datetime import date

import pytest

from tests.feeds.corpus import text
from tests.feeds.corpus_returns import RED, return_list
from tests.feeds.feed_rows import SALE
from voucher_service.model.frames import CancellationRow, SaleRow

FIFTH, SIXTH = date(2023, 1, 5), date(2023, 1, 6)
GONE = {"裸车价": "", "不含税价": "", "税额": "", "价税合计": ""}
OWN = "00000001"


def told(reading):
    """What a single row became: its place, the day and the reason."""
    if reading.cancellations.height:
        row = reading.cancellations.row(0, named=True)
        return ("back", row["cancelled_on"], row["cancel_reason"])
    if reading.accepted.height:
        row = reading.accepted.row(0, named=True)
        place = "cancelled" if row["cancelled"] else "sale"
        return (place, row["cancelled_on"], row["cancel_reason"])
    return ("refused", reading.refused["reasons"].to_list()[0])


# (cells of the row, what it becomes)
ROWS = [
    ({}, ("sale", None, None)),
    (RED, ("back", FIFTH, "unstated")),
    (RED | {"裸车价": ""}, ("back", FIFTH, "unstated")),
    (RED | {"红冲日期": "2023-01-06"}, ("back", SIXTH, "unstated")),
    (RED | {"红冲日期": "2023-01-06", "开票日期": ""}, ("back", SIXTH, "unstated")),
    (RED | {"开票日期": ""}, ("refused", ["date_missing"])),
    (RED | {"发票状态": "正常"}, ("back", FIFTH, "unstated")),
    (RED | {"红冲原因": "销货退回"}, ("back", FIFTH, "returned")),
    (RED | {"红冲原因": "开票有误"}, ("back", FIFTH, "invoice_error")),
    (RED | {"红冲原因": "销售折让"}, ("back", FIFTH, "allowance")),
    (RED | {"红冲原因": "说来话长"}, ("back", FIFTH, "unstated")),
    ({"单据状态": "正常"}, ("sale", None, None)),
    ({"单据状态": "已交车"}, ("sale", None, None)),
    ({"单据状态": "待上牌"}, ("sale", None, None)),
    ({"单据状态": "已退车"}, ("cancelled", None, "returned")),
    ({"单据状态": "作废"}, ("cancelled", None, "voided")),
    ({"单据状态": "已红冲"}, ("cancelled", None, "unstated")),
    ({"是否退车": "是"}, ("cancelled", None, "returned")),
    ({"是否退车": "否"}, ("sale", None, None)),
    ({"是否退车": "也许"}, ("refused", ["sale_status_unclear"])),
    ({"是否作废": "是"}, ("cancelled", None, "voided")),
    ({"是否红冲": "是"}, ("cancelled", None, "unstated")),
    ({"退车日期": "2023-01-06"}, ("cancelled", SIXTH, "returned")),
    ({"退车日期": "-"}, ("sale", None, None)),
    ({"退车原因": "质量问题"}, ("cancelled", None, "returned")),
    ({"退车原因": "无"}, ("sale", None, None)),
    ({"发票状态": "正常", "是否退车": "是"}, ("cancelled", None, "returned")),
    ({"是否退车": "是"} | GONE, ("back", FIFTH, "returned")),
    ({"发票状态": "作废"} | dict.fromkeys(GONE, "0"), ("back", FIFTH, "voided")),
    (dict.fromkeys(GONE, "0"), ("refused", ["price_not_positive"])),
    ({"蓝红标志": "红字", "原发票号码": "9"}, ("back", FIFTH, "unstated")),
    ({"蓝红标志": "红字", "原发票号码": "1"}, ("cancelled", None, "unstated")),
    ({"蓝红标志": "蓝字", "原发票号码": ""}, ("sale", None, None)),
]


@pytest.mark.parametrize(("cells", "becomes"), ROWS)
def test_a_row_is_a_sale_or_a_return_or_both_at_once(read, cells, becomes):
    reading = read(text(cells))

    assert told(reading) == becomes
    SaleRow.validate(reading.accepted)
    CancellationRow.validate(reading.cancellations)


def test_a_red_invoice_has_its_amounts_without_the_sign_and_names_its_original(read):
    reading = read(
        text({"原发票号码": ""}, RED | {"原发票号码": "143002220001-00446874"})
    )

    assert reading.accepted["row_no"].to_list() == [2]
    row = reading.cancellations.row(0, named=True)
    cells = json.loads(row.pop("cells"))
    assert row == {
        "sheet": "",
        "row_no": 3,
        "dealer_id": "D01",
        "record_no": "DD-2",
        "vin": SALE["车架号"],
        "invoice_code": "143002220001",
        "invoice_number": "00000002",
        "original_invoice": "14300222000100446874",
        "cancelled_on": FIFTH,
        "cancel_reason": "unstated",
        "bare_price_fen": 11_300_000,
        "invoice_total_fen": 11_300_000,
        "invoice_net_fen": 10_000_000,
    }
    assert cells["价税合计"] == "（113,000.00）"
    assert cells["客户姓名"] == "张*"
    assert cells["身份证号"] == "4308********0011"


# (original invoice, what the new invoice replaces)
REISSUES = [
    ("9", "00000009"),
    ("14300222000100000009", "14300222000100000009"),
    ("23432000000000000001", "23432000000000000001"),
    ("1", None),
    ("143002220001 00000001", None),
    ("无", None),
]


@pytest.mark.parametrize(("original", "replaced"), REISSUES)
def test_a_new_invoice_replaces_the_one_it_names_but_not_itself(
    read, original, replaced
):
    reading = read(text({"原发票号码": original}))

    assert reading.accepted["replaces_invoice"].to_list() == [replaced]
    assert reading.accepted["cancelled"].to_list() == [False]


def test_a_red_and_a_blue_row_of_one_number_do_not_contradict_each_other(read):
    reading = read(text({"发票号码": OWN}, RED | {"发票号码": OWN}))

    assert reading.refused.is_empty()
    assert reading.accepted["row_no"].to_list() == [2]
    assert reading.cancellations["row_no"].to_list() == [3]


def test_in_a_list_of_returns_the_day_of_sale_is_not_the_day_of_return(read):
    header = "经销商,车架号,开票日期,退车日期"
    row = (SALE["经销商名称"], SALE["车架号"], "2023-01-05")
    whole = read(return_list((*row, "2023-01-06"), header=header))
    dayless = read(return_list((*row, ""), header=header))

    assert told(whole) == ("back", SIXTH, "returned")
    assert told(dayless) == ("refused", ["date_missing"])
    findings = json.loads(dayless.refused["findings"][0])
    assert [finding["header"] for finding in findings] == ["退车日期"]


def test_a_return_that_is_otherwise_at_fault_is_refused(read):
    reading = read(text(RED | {"车架号": "LSVAA4183E2184847"}))

    assert told(reading) == ("refused", ["vin_check_digit"])
    assert reading.cancellations.is_empty()


def test_what_any_status_column_says_holds(read):
    reading = read(
        text(
            {"发票状态": "正常", "退车状态": "未退车"},
            {"发票状态": "已作废", "退车状态": ""},
            {"发票状态": "正常", "退车状态": "已退车"},
        )
    )

    assert reading.accepted["cancelled"].to_list() == [False, True, True]
    assert reading.accepted["cancel_reason"].to_list() == [None, "voided", "returned"]
