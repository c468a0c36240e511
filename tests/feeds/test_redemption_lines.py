"""Lines of a bank's file are read to the fen, or told what is wrong with them."""

import json

import pytest

from voucher_service.feeds.redemption_lines import read_lines
from voucher_service.model.voucher_errors import ParamError

CODE = "7KQ2MZ9XH4TBWC3N"
WHOLE = {
    "voucher_code": CODE,
    "amount": {"total": 1, "currency": "CNY"},
    "out_request_no": "A1",
}


def csv_lines(text: str):
    return list(read_lines(text.encode(), "csv"))


def json_lines(*lines: object):
    text = "\n".join(map(json.dumps, lines))
    return list(read_lines(text.encode(), "ndjson"))


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("0.01", 1),
        ("1", 100),
        ("1.5", 150),
        ("1500.00", 150_000),
        ("9999999999.99", 999_999_999_999),
        ("0", None),
        ("0.00", None),
        ("0.001", None),
        ("-1", None),
        ("1,000", None),
        ("1e3", None),
        ("１", None),
        ("10000000000.01", None),
        ("", None),
    ],
)
def test_yuan_are_read_to_the_fen_or_not_at_all(cell, fen):
    (line,) = csv_lines(f'券码,金额(元),流水号\n{CODE},"{cell}",A1\n')
    assert line.amount_fen == fen
    assert (line.body is None) == (fen is None)
    if fen is None:
        assert (line.fault.field, line.fault.column) == ("amount", "金额(元)")


@pytest.mark.parametrize(
    ("cell", "fen"), [("1", 1), ("1000000000000", 10**12), ("1.0", None), ("0", None)]
)
def test_fen_are_whole(cell, fen):
    (line,) = csv_lines(f"voucher_code,amount_fen,out_request_no\n{CODE},{cell},A1\n")
    assert line.amount_fen == fen


@pytest.mark.parametrize(
    ("cell", "hour"),
    [
        ("2023-01-10 18:00:00", 10),
        ("2023/1/10 18:00", 10),
        ("20230110180000", 10),
        ("2023-01-10T18:00:00+08:00", 10),
        ("2023-01-10T18:00:00Z", 18),
        ("2023-01-10", None),
        ("2023-02-30 18:00:00", None),
        ("18:00", None),
    ],
)
def test_a_time_without_an_offset_is_shanghais(cell, hour):
    header = "voucher_code,amount_fen,out_request_no,redeemed_at\n"
    (line,) = csv_lines(f"{header}{CODE},1,A1,{cell}\n")
    if hour is None:
        assert line.fault.field == "redeemed_at"
    else:
        assert line.body.redeemed_at.hour == hour


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"mode": "authorize", "ttl_seconds": 900}, None),
        ({"ttl_seconds": 900}, "ttl_seconds"),
        ({"mode": "authorize", "ttl_seconds": 901}, "ttl_seconds"),
        ({"amount": {"total": 1.5, "currency": "CNY"}}, "amount"),
        ({"amount": {"total": 1, "currency": "USD"}}, "amount"),
        ({"out_request_no": "流水"}, "out_request_no"),
        ({"voucher_code": ""}, "voucher_code"),
        ({"mode": "steal"}, "mode"),
        ({"note": 1}, "note"),
    ],
)
def test_an_object_names_its_field_at_fault(changes, field):
    (line,) = json_lines(WHOLE | changes)
    assert (line.fault.field if line.fault else None) == field


def test_lines_are_counted_without_those_that_hold_nothing():
    text = f"\n{json.dumps(WHOLE)}\n\n  \n[]\n{{\n{json.dumps(WHOLE)}"
    lines = list(read_lines(text.encode(), "ndjson"))
    assert [(line.number, line.body is None) for line in lines] == [
        (1, False),
        (2, True),
        (3, True),
        (4, False),
    ]


def test_a_row_wider_than_the_header_is_refused_by_itself():
    header = "voucher_code,amount_fen,out_request_no\n"
    wide, empty = csv_lines(f"{header}{CODE},1,A1,x\n{CODE},1,A2,,\n")
    assert wide.fault.message.en == "the row has more cells than the header"
    assert empty.fault is None


@pytest.mark.parametrize(
    "header",
    [
        "voucher_code,out_request_no",
        "amount_fen,out_request_no",
        "voucher_code,amount_fen",
        "voucher_code,券码,amount_fen,out_request_no",
        "voucher_code,amount_fen,amount_yuan,out_request_no",
        "voucher_code,amount_fen,out_request_no,remark",
    ],
)
def test_a_header_that_lacks_repeats_or_adds_a_column_is_refused(header):
    with pytest.raises(ParamError):
        csv_lines(f"{header}\nA,1,1,1\n")


def test_a_file_of_blank_cells_lacks_its_header():
    with pytest.raises(ParamError) as refused:
        csv_lines(",,,\n")
    assert refused.value.field == "file"


@pytest.mark.parametrize("header", ["券码;金额(分);流水号", "券码\t金额（分）\t流水号"])
def test_semicolons_and_tabs_separate_too(header):
    separator = header[2]
    row = separator.join((CODE, "7", "A1"))
    (line,) = csv_lines(f"{header}\r\n{row}\r\n")
    assert line.amount_fen == 7
