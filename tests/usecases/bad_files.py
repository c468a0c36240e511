"""Files with every kind of refusal, and the right row behind each bad one."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

import openpyxl
import xlsxwriter

from tests.feed_texts import vin
from tests.feeds.feed_rows import SALE

Row = dict[str, str]

REGISTER = """经销商名称,统一社会信用代码,区县,数据性质
张家界合成甲汽车销售有限公司,91430800MA4L1A2B3K,永定区,合成
张家界合成乙（慈利）汽车有限公司,91430811MA4Q5R6T7R,慈利县,合成
"""

FAULTS: list[tuple[str, dict[str, str]]] = [
    ("identity_missing", {"车架号": "", "发票号码": "", "单据编号": "无"}),
    ("vin_malformed", {"车架号": "LSVAA4182E21848O7"}),
    ("vin_check_digit", {"车架号": "LSVAA4183E2184847"}),
    ("invoice_number_malformed", {"发票号码": "4468741234"}),
    ("date_missing", {"开票日期": ""}),
    ("date_unreadable", {"开票日期": "一月五号"}),
    ("date_in_future", {"开票日期": "2023-12-31"}),
    (
        "price_missing",
        {"裸车价": "", "不含税价": "", "税额": "", "价税合计": ""},
    ),
    ("price_unreadable", {"裸车价": "面议"}),
    ("price_not_positive", {"裸车价": "0"}),
    ("amounts_disagree", {"税额": "12000.00"}),
    ("dealer_missing", {"经销商名称": "", "统一社会信用代码": ""}),
    ("dealer_unknown", {"经销商名称": "无此店（合成）", "统一社会信用代码": ""}),
    ("uscc_invalid", {"统一社会信用代码": "91430800MA4L1A2B3J"}),
    ("buyer_id_damaged", {"身份证号": "4.30800199001010E+17"}),
    ("buyer_id_invalid", {"身份证号": "430800199001010012"}),
]
"""A reason, and how a right row is spoiled so that it is refused for it."""

HOSTILE = {"品牌": "=cmd|' /C calc'!A0", "车型": "@SUM(A1)", "序号": "+1"}


@dataclass(frozen=True)
class BadFile:
    """A file as a dealer sends it: row n of ``truth`` is what row n ought to say."""

    name: str
    content: bytes
    truth: dict[int, Row]
    codes: frozenset[str]


def right_rows(count: int, first: int = 1) -> list[Row]:
    """Give right rows of cars of their own."""
    return [
        SALE
        | {
            "序号": str(number),
            "单据编号": f"DD-{number}",
            "车架号": vin(number),
            "发票号码": f"{number:08}",
        }
        for number in range(first, first + count)
    ]


def bad_file(
    name: str, write: Callable[[list[Row]], bytes], header_row: int, first: int
) -> BadFile:
    """Write a file of every fault, a conflict and one right row; its header is at
    ``header_row``."""
    truth = right_rows(len(FAULTS) + 3, first)
    rows = [
        row | fault for row, (_, fault) in zip(truth, FAULTS, strict=False)
    ] + truth[len(FAULTS) :]
    # Two rows claim one invoice: the second ought to have its own.
    rows[-2] = rows[-2] | {key: rows[-3][key] for key in ("发票代码", "发票号码")}
    rows[0] |= HOSTILE
    truth[0] |= HOSTILE
    return BadFile(
        name,
        write(rows),
        {header_row + at: row for at, row in enumerate(truth, start=1)},
        frozenset(code for code, _ in FAULTS) | {"identity_conflict"},
    )


def as_csv(rows: list[Row], titles: str = "") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return titles + out.getvalue()


def gb18030(rows: list[Row]) -> bytes:
    """A CSV under a title, in the encoding of old systems."""
    return as_csv(rows, "汽车销售明细（合成数据）\r\n").encode("gb18030")


def html_xls(rows: list[Row]) -> bytes:
    """A web page under the name of .xls."""

    def line(cells: list[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(c)}</{tag}>" for c in cells) + "</tr>"

    body = "".join(line(list(row.values()), "td") for row in rows)
    table = f"<table>{line(list(rows[0]), 'th')}{body}</table>"
    return f"<html><meta charset='utf-8'><body>{table}</body></html>".encode()


GROUPS = {
    "经销商信息": ("经销商名称", "统一社会信用代码"),
    "购车人": ("客户姓名", "身份证号", "联系电话"),
    "开票金额（万元）": ("不含税价", "税额", "价税合计"),
    "发票": ("发票代码", "发票号码", "开票日期"),
}
LEAVES = {"客户姓名": "姓名", "身份证号": "证件号码", "联系电话": "电话"}
IN_WAN = ("裸车价", "不含税价", "税额", "价税合计")


def in_wan(row: Mapping[str, str]) -> Row:
    """Give a row's amounts in ten thousands, as the grouped workbook has them."""

    def moved(cell: str) -> str:
        try:
            return f"{float(cell) / 10_000:.4f}"
        except ValueError:
            return cell

    return {key: moved(c) if key in IN_WAN else c for key, c in row.items()}


def grouped_xlsx(rows: list[Row]) -> bytes:
    """A workbook under two titles, with a header of two rows and merged groups."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("2023年1月")
        headers = [
            "裸车价（万元）" if key == "裸车价" else LEAVES.get(key, key)
            for key in rows[0]
        ]
        last = len(headers) - 1
        page.merge_range(0, 0, 0, last, "张家界市新能源汽车销售明细表（合成数据）")
        page.write_string(1, 0, "填报日期：2023年2月1日")
        keys = list(rows[0])
        grouped = {key: group for group, keys in GROUPS.items() for key in keys}
        for group, members in GROUPS.items():
            places = [keys.index(key) for key in members]
            page.merge_range(2, min(places), 2, max(places), group)
        for at, (key, header) in enumerate(zip(keys, headers, strict=True)):
            if key in grouped:
                page.write_string(3, at, header)
            else:
                page.merge_range(2, at, 3, at, header)
        for at, row in enumerate(map(in_wan, rows), start=4):
            for column, cell in enumerate(row.values()):
                page.write_string(at, column, cell)
    return out.getvalue()


def mended(book: bytes, truth: Mapping[int, Row]) -> tuple[bytes, int]:
    """Write what ought to stand there into each coloured cell, and into no other.

    Gives the workbook and how many cells were coloured.
    """
    loaded = openpyxl.load_workbook(io.BytesIO(book))
    count = 0
    for page in loaded.worksheets:
        titles = [[cell.value for cell in row] for row in page.iter_rows()]
        top = next(at for at, row in enumerate(titles) if "原文件行号" in row)
        deep = 1 + any(row[0] is None for row in titles[top + 1 : top + 2])
        number = titles[top].index("原文件行号")
        for row in page.iter_rows(min_row=top + deep + 1):
            right = list(truth[int(row[number].value)].values())
            for at, cell in enumerate(row[:number]):
                if cell.fill.fill_type == "solid":
                    count += 1
                    cell.value = right[at] if at < len(right) else None
    out = io.BytesIO()
    loaded.save(out)
    return out.getvalue(), count
