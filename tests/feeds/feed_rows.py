"""A right row, a register, and how rows become text."""

import csv
import io
from collections.abc import Mapping
from datetime import date

import polars as pl

TODAY = date(2023, 1, 10)

# One right row. VIN, credit code and ID have right check digits; area 430800 was
# never issued to a person.
SALE = {
    "序号": "1",
    "经销商名称": "张家界合成甲汽车销售有限公司",
    "统一社会信用代码": "91430800MA4L1A2B3K",
    "客户姓名": "张合成",
    "身份证号": "430800199001010011",
    "联系电话": "13812345678",
    "车架号": "LSVAA4182E2184847",
    "品牌": "合成牌",
    "车型": "A1",
    "能源类型": "汽油",
    "裸车价": "113000.00",
    "不含税价": "100000.00",
    "税额": "13000.00",
    "价税合计": "113000.00",
    "发票代码": "143002220001",
    "发票号码": "00446874",
    "开票日期": "2023-01-05",
    "区县": "永定区",
    "单据编号": "DD-1",
    "数据性质": "合成",
}
DEALERS = pl.DataFrame(
    {
        "dealer_id": ["D01", "D02"],
        "name": ["张家界合成甲汽车销售有限公司", "张家界合成乙（慈利）汽车有限公司"],
        "uscc": ["91430800MA4L1A2B3K", "91430811MA4Q5R6T7R"],
        "district": ["永定区", "慈利县"],
    }
)


def csv_of(*rows: Mapping[str, str], titles: str = "") -> str:
    out = io.StringIO()
    header = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return titles + out.getvalue()
