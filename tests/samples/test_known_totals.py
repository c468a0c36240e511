"""A plain reader, sharing no code with the service, comes to the reported totals."""

import csv
import io
import re
from collections import Counter
from datetime import date
from decimal import Decimal, InvalidOperation

import fastexcel
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from voucher_service.samples.generate import sample_files, sample_sales

HEADERS = {
    "day": "开票日期 发票日期 开票时间 开票日",
    "dealer": "经销商名称 销货单位名称 4S店 企业名称 销售单位 销售方名称 门店 "
    "汽车销售企业 公司名称 店名",
    "code": "统一社会信用代码 纳税人识别号 销方税号",
    "vin": "车架号 车辆识别代号/车架号码 车架号码 VIN码 车辆识别代号 底盘号 VIN",
    "number": "发票号码 发票号 机打号码 数电票号码 票号 数电号码",
    "record": "单据编号",
    "bare": "裸车价 裸车价格 裸车价(元) 成交价 车价(元) 单车售价 实际成交价 车身价 "
    "裸车价(万元) 裸车价(万)",
    "total": "价税合计 开票金额 价税合计(万元) 价税合计(小写)",
    "net": "不含税价",
    "tax": "增值税税额",
    "person": "身份证号 购买方身份证号码/组织机构代码 证件号码 身份证号码",
    "condition": "新旧",
    "paper": "发票代码 机打代码",
    "status": "销售状态",
}
FIELD = {header: field for field, line in HEADERS.items() for header in line.split()}
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
VIN_VALUES = dict(
    zip(
        "0123456789ABCDEFGHJKLMNPRSTUVWXYZ",
        map(int, "012345678912345678123457923456789"),
        strict=True,
    )
)


def table_of(path: str, content: bytes) -> list[list[str]]:
    if path.endswith(".xlsx"):
        sheet = fastexcel.read_excel(content).load_sheet(
            0, header_row=None, dtypes="string"
        )
        rows = [
            ["" if cell is None else cell for cell in row]
            for row in sheet.to_polars().rows()
        ]
        start = next(at for at, row in enumerate(rows) if "数据性质" in row)
        return rows[start:-1]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return list(csv.reader(io.StringIO(text, newline="")))


def day_of(text: str) -> date | None:
    parts = re.findall(r"\d+", text.split(" ", maxsplit=1)[0])
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    try:
        return date(*map(int, parts)) if len(parts) == 3 else None
    except ValueError:
        return None


def amount_of(text: str, header: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(",", "").replace("￥", ""))
    except InvalidOperation:
        return None
    return amount * 10_000 if "万" in header else amount


def vin_holds(vin: str) -> bool:
    if len(vin) != 17 or not set(vin) <= set(VIN_VALUES):
        return False
    total = sum(VIN_VALUES[c] * w for c, w in zip(vin, VIN_WEIGHTS, strict=True))
    return "0123456789X"[total % 11] == vin[8]


def person_holds(number: str) -> bool:
    return mod_11_2.is_valid(number) and day_of(number[6:14]) is not None


def row_holds(row: dict[str, str], names: set[str]) -> bool:
    """Say whether a row is whole; ``row`` holds texts by field."""
    return all(
        (
            row["dealer"] in names,
            uscc.is_valid(row.get("code") or "91430802MA0000015L"),
            row["vin"] or row["number"] or row.get("record"),
            not row["vin"] or vin_holds(row["vin"]),
            re.fullmatch(r"(\d{8}|\d{20})?", row["number"]),
            person_holds(row["person"]),
            re.fullmatch(r"(\d{12})?", row.get("paper") or ""),
            row.get("status", "正常") == "正常",
        )
    )


def sales_in(path: str, content: bytes, names: set[str]) -> list[dict[str, object]]:
    header, *rows = table_of(path, content)
    known = {FIELD[name]: at for at, name in enumerate(header) if name in FIELD}
    texts = [{field: row[at] for field, at in known.items()} for row in rows]
    held = Counter(text["number"] for text in texts if text["number"])
    return [
        sale
        for text, row in zip(texts, rows, strict=True)
        if len(row) == len(header)
        and held[text["number"]] < 2
        and row_holds(text, names)
        and (sale := sale_of(text, {field: header[at] for field, at in known.items()}))
    ]


def sale_of(text: dict[str, str], header: dict[str, str]) -> dict[str, object] | None:
    day = day_of(text["day"])
    prices = {
        field: amount_of(text[field], header[field])
        for field in ("bare", "total", "net", "tax")
        if text.get(field)
    }
    if day is None or day.year > 2023 or not prices:
        return None
    if any(price is None or price <= 0 for price in prices.values()):
        return None
    if "net" in prices and prices["net"] + prices["tax"] != prices["total"]:
        return None
    return {
        "dealer": text["dealer"],
        "day": day,
        "vin": text["vin"],
        "number": text["number"],
        "bare": prices.get("bare"),
        "used": text.get("condition") == "二手车",
    }


def eligible(sales: list[dict[str, object]]) -> dict[object, dict[str, object]]:
    """The first sale of each vehicle that meets the terms as of 2023-01-10."""
    first: dict[object, dict[str, object]] = {}
    for sale in sorted(sales, key=lambda sale: (sale["day"], sale["number"])):
        meets = (
            sale["vin"]
            and sale["bare"] is not None
            and sale["bare"] >= 30_000
            and not sale["used"]
            and date(2022, 12, 16) <= sale["day"] <= date(2023, 1, 10)
        )
        if meets:
            first.setdefault(sale["vin"], sale)
    return first


def test_the_files_come_to_460_cars_and_68_750_000_yuan():
    files = {file.path: file.content for file in sample_files()}
    register = files.pop("dealers.csv").decode("utf-8-sig")
    names = {
        row["经销商名称"]
        for row in csv.DictReader(io.StringIO(register))
        if row["经营状态"] == "在营"
    }
    files.pop("README.md")
    sales = [
        sale
        for path, content in files.items()
        for sale in sales_in(path, content, names)
    ]
    counted = eligible(sales)
    assert len(counted) == 460
    assert sum(sale["bare"] for sale in counted.values()) == Decimal("68750000.00")
    assert len({sale["dealer"] for sale in counted.values()}) == 20


def test_the_structured_rows_come_to_460_cars_and_68_750_000_yuan():
    counted = [sale for sale in sample_sales() if sale.counted]
    assert len({sale.vin for sale in counted}) == len(counted) == 460
    assert sum(sale.bare_price_fen for sale in counted) == 6_875_000_000


def test_the_plain_reader_checks_vins_as_published():
    assert vin_holds("1M8GDM9AXKP042788")
    assert not vin_holds("1M8GDM9A1KP042788")
