"""Each reason against a row, in pairs just on and just over the edge."""

import json

import pytest

from voucher_service.model.frames import RefusedRow, SaleRow
from voucher_service.model.reasons import FEED_REASONS, FeedReason, Severity

R = FeedReason
BY_LANDING = {
    R.ORIGINAL_SALE_UNKNOWN,
    R.ORIGINAL_SALE_AMBIGUOUS,
    R.RED_AMOUNT_DIFFERS,
    R.INVOICE_REPLACED,
    R.ORIGINAL_REPLACED,
    R.VEHICLE_DIFFERS,
}
"""What only the sales already known can tell."""

# (reason, cells of a row just right, cells of a row just wrong)
EDGES = [
    (R.IDENTITY_MISSING,
     {"车架号": "", "发票号码": "", "单据编号": "D1"},
     {"车架号": "", "发票号码": "", "单据编号": ""}),
    (R.IDENTITY_MISSING,
     {"车架号": "LSVAA4182E2184847", "发票号码": "", "单据编号": ""},
     {"车架号": "无", "发票号码": "-", "单据编号": " "}),
    (R.VIN_MALFORMED, {"车架号": "lsvaa 4182e2184847"}, {"车架号": "LSVAA4182E218484"}),
    (R.VIN_MALFORMED, {"车架号": "LSVAA4182E2184847"}, {"车架号": "LSVAA4182E218484O"}),
    (R.VIN_MALFORMED, {"车架号": "11111112131411111"}, {"车架号": "11111112131111111"}),
    (R.VIN_MALFORMED, {"车架号": "WA1AA1AAA2A1AA1A1"}, {"车架号": "1A1AA1AAAAA1AA1A1"}),
    (R.VIN_CHECK_DIGIT,
     {"车架号": "LSVAA4182E2184847"}, {"车架号": "LSVAA4183E2184847"}),
    (R.VIN_CHECK_DIGIT,
     {"车架号": "WVWZZZ1KZAW000001"}, {"车架号": "LVWZZZ1KZAW000001"}),
    (R.INVOICE_NUMBER_MALFORMED, {"发票号码": "00446874"}, {"发票号码": "004468741"}),
    (R.INVOICE_NUMBER_MALFORMED, {"发票号码": "446874"}, {"发票号码": "44687A"}),
    (R.INVOICE_NUMBER_MALFORMED,
     {"发票号码": "23432000000000000001"}, {"发票号码": "2343200000000000001"}),
    (R.INVOICE_NUMBER_MALFORMED, {"发票号码": "446874.0"}, {"发票号码": "2.3432E+19"}),
    (R.DATE_MISSING, {"开票日期": "2023-01-05"}, {"开票日期": " "}),
    (R.DATE_UNREADABLE, {"开票日期": "2020-02-29"}, {"开票日期": "2022-02-29"}),
    (R.DATE_UNREADABLE, {"开票日期": "2022年12月31日"}, {"开票日期": "2022年13月1日"}),
    (R.DATE_IN_FUTURE, {"开票日期": "2023-01-10"}, {"开票日期": "2023-01-11"}),
    (R.PRICE_MISSING,
     {"裸车价": "", "不含税价": "", "价税合计": "1000"},
     {"裸车价": "", "不含税价": "-", "价税合计": ""}),
    (R.PRICE_UNREADABLE, {"裸车价": "113,000.00元"}, {"裸车价": "11,3000.00"}),
    (R.PRICE_UNREADABLE, {"税额": "13000"}, {"税额": "百分之13"}),
    (R.PRICE_NOT_POSITIVE, {"裸车价": "0.005元"}, {"裸车价": "0.004元"}),
    (R.PRICE_NOT_POSITIVE, {"价税合计": "113000", "税额": ""},
     {"价税合计": "(113,000)", "税额": ""}),
    (R.PRICE_NOT_POSITIVE,
     {"税额": "0", "价税合计": "100000"}, {"税额": "-0.01", "价税合计": "100000"}),
    (R.AMOUNTS_DISAGREE, {"价税合计": "113000.01"}, {"价税合计": "113000.02"}),
    (R.AMOUNTS_DISAGREE, {"价税合计": "112999.99"}, {"价税合计": "112999.98"}),
    (R.AMOUNTS_DISAGREE,
     {"价税合计": "9999", "税额": ""}, {"价税合计": "9999", "税额": "13000"}),
    (R.DEALER_MISSING,
     {"经销商名称": "张家界合成甲汽车销售有限公司", "统一社会信用代码": ""},
     {"经销商名称": "", "统一社会信用代码": ""}),
    (R.DEALER_UNKNOWN,
     {"经销商名称": "张家界合成乙(慈利)汽车 有限公司", "统一社会信用代码": ""},
     {"经销商名称": "张家界合成丁汽车有限公司", "统一社会信用代码": ""}),
    (R.USCC_INVALID,
     {"统一社会信用代码": "91430800ma4l1a2b3k"},
     {"统一社会信用代码": "91430800MA4L1A2B3L"}),
    (R.BUYER_ID_DAMAGED,
     {"身份证号": "430800199101010000"}, {"身份证号": "430800199001010000"}),
    (R.BUYER_ID_DAMAGED, {"身份证号": "E12345678"}, {"身份证号": "4.30802E+17"}),
    (R.BUYER_ID_DAMAGED,
     {"身份证号": "430800199001010011"}, {"身份证号": "430800199001010011.0"}),
    (R.BUYER_ID_INVALID,
     {"身份证号": "43080019850715232x"}, {"身份证号": "430800198507152321"}),
    (R.BUYER_ID_INVALID,
     {"身份证号": "430800199001010011"}, {"身份证号": "430800199002300010"}),
    (R.BUYER_ID_INVALID,
     {"身份证号": "914308001234500007"}, {"身份证号": "914308001234500008"}),
    (R.BUYER_ID_INVALID,
     {"身份证号": "91430800MA4L1A2B3K"}, {"身份证号": "91430800MA4L1A2B3L"}),
    (R.INVOICE_CODE_MALFORMED,
     {"发票代码": "143002220001.0"}, {"发票代码": "1430022200012"}),
    (R.INVOICE_CODE_MALFORMED, {"发票代码": "数电票"}, {"发票代码": "1.43002E+11"}),
    (R.INVOICE_CODE_MALFORMED, {"发票代码": "1430022200"}, {"发票代码": "14300222"}),
    (R.DATE_OUTSIDE_WINDOW, {"开票日期": "1990-01-01"}, {"开票日期": "1989-12-31"}),
    (R.PRICE_IMPLAUSIBLE, {"裸车价": "1000"}, {"裸车价": "999.99"}),
    (R.PRICE_IMPLAUSIBLE, {"裸车价": "11.3万"}, {"裸车价": "11.3"}),
    (R.PRICE_IMPLAUSIBLE, {"裸车价": "11.3元"}, {"裸车价": "11.3"}),
    (R.PRICE_IMPLAUSIBLE,
     {"裸车价": None, "裸车价(元)": "11.3"}, {"裸车价": None, "车价": "11.3"}),
    (R.PRICE_IMPLAUSIBLE,
     {"裸车价": "11.3", "新旧": "二手车"}, {"裸车价": "11.3", "新旧": "新车"}),
    (R.PRICE_IMPLAUSIBLE,
     {"裸车价": "5000万元"}, {"裸车价": "50,000,000.01元"}),
    (R.PRICE_IMPLAUSIBLE,
     {"税额": "13", "不含税价": "", "价税合计": ""},
     {"税额": "13", "不含税价": "", "价税合计": "113"}),
    (R.SALE_STATUS_UNCLEAR, {"单据状态": "已退车"}, {"单据状态": "部分退款"}),
    (R.CANCELLED_BEFORE_SOLD,
     {"退车日期": "2023-01-05"}, {"退车日期": "2023-01-04"}),
]  # fmt: skip


def _codes(reading):
    return {code for row in reading.refused["reasons"] for code in row}


@pytest.mark.parametrize(("reason", "right", "wrong"), EDGES)
def test_a_reason_holds_just_over_its_edge_and_not_on_it(
    read, sale, reason, right, wrong
):
    on, over = read(sale(**right)), read(sale(**wrong))

    assert on.refused["findings"].to_list() == []
    SaleRow.validate(on.accepted)
    assert _codes(over) == {reason.value}
    RefusedRow.validate(over.refused)


WINDOW = "sold_from: 2022-12-16\nsold_to: 2023-01-08\n"


@pytest.mark.parametrize(
    ("day", "reasons"),
    [
        ("2022-12-15", {"date_outside_window"}),
        ("2022-12-16", set()),
        ("2023-01-08", set()),
        ("2023-01-09", {"date_outside_window"}),
    ],
)
def test_a_profile_may_say_which_days_are_reported(read, sale, day, reasons):
    reading = read(sale(开票日期=day, 退车日期="2023-01-10"), profile=WINDOW)

    assert _codes(reading) == reasons


def test_a_cell_beyond_the_header_is_a_reason_and_a_blank_one_is_none(read, sale):
    header, row = [",".join(part) for part in (sale().keys(), sale().values())]

    assert read(f"{header}\n{row},, \n").accepted.height == 1
    assert _codes(read(f"{header}\n{row},,x\n")) == {R.CELLS_BEYOND_HEADER.value}


CONFLICTS = [
    ("invoice_number", {}, {"裸车价": "113000.01"}),
    ("record_no", {"发票号码": ""}, {"发票号码": "", "裸车价": "113000.01"}),
    (
        "vin",
        {"发票号码": "", "单据编号": ""},
        {"发票号码": "", "单据编号": "", "裸车价": "113000.01"},
    ),
]


@pytest.mark.parametrize(("field", "one", "other"), CONFLICTS)
def test_rows_of_one_identity_conflict_only_where_their_facts_differ(
    read, sale, field, one, other
):
    same = read(sale(**one), sale(**one))
    unlike = read(sale(**one), sale(**other), sale(**one))

    assert same.accepted.height == 2
    assert unlike.refused["outcome"].to_list() == ["review"] * 3
    assert _codes(unlike) == {R.IDENTITY_CONFLICT.value}
    findings = json.loads(unlike.refused["findings"][0])
    assert [finding["field"] for finding in findings] == [field]


def test_a_refused_row_claims_no_identity(read, sale):
    reading = read(sale(), sale(车架号="LSVAA4183E2184847"))

    assert reading.accepted["row_no"].to_list() == [2]
    assert _codes(reading) == {R.VIN_CHECK_DIGIT.value}


def test_all_reasons_of_a_row_are_kept_in_the_reasons_order(read, sale):
    reading = read(
        sale(车架号="X", 发票号码="1A", 开票日期="?", 裸车价="?", 身份证号="4E+17")
    )

    assert reading.refused["reasons"].to_list() == [
        [
            "vin_malformed",
            "invoice_number_malformed",
            "date_unreadable",
            "price_unreadable",
            "buyer_id_damaged",
        ]
    ]


def test_a_finding_names_field_header_and_what_was_found(read, sale):
    reading = read(sale(开票日期="2023年1月32日"))

    assert json.loads(reading.refused["findings"][0]) == [
        {
            "code": "date_unreadable",
            "field": "sold_on",
            "header": "开票日期",
            "found": "2023年1月32日",
        }
    ]
    cells = json.loads(reading.refused["cells"][0])
    assert cells["开票日期"] == "2023年1月32日"
    assert list(cells) == list(sale())


def test_refusal_outweighs_review(read, sale):
    reading = read(sale(), sale(裸车价="99999"), sale(税额="面议"))

    outcomes = dict(reading.refused.select("row_no", "outcome").iter_rows())
    assert outcomes == {2: "review", 3: "review", 4: "refused"}


def test_every_reason_has_its_pair_here():
    paired = {reason for reason, *_ in EDGES}
    elsewhere = {
        R.CELLS_BEYOND_HEADER,
        R.IDENTITY_CONFLICT,
        *(R.DEALER_INACTIVE, R.DEALER_NOT_SENDER, R.DEALER_STATUS_UNKNOWN),
    }

    noted = {r for r in R if FEED_REASONS[r].severity is Severity.NOTE}  # test_notes

    assert paired | elsewhere | noted == set(FeedReason) - BY_LANDING
    reviews = {r for r in R if FEED_REASONS[r].severity is Severity.REVIEW}
    assert reviews - BY_LANDING == {
        R.IDENTITY_CONFLICT,
        R.PRICE_IMPLAUSIBLE,
        R.SALE_STATUS_UNCLEAR,
    }
