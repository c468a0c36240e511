"""Each dealer sends its files in a fashion of its own, and keeps to it.

A layout's columns are written ``field=header`` in the order in which they stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from voucher_service.model.kinds import Energy

DateStyle = Literal[
    "dash", "slash", "short_slash", "dot", "chinese", "short_chinese", "compact", "true"
]
PriceStyle = Literal["plain", "grouped", "sign", "wan"]

_DATE_FORMATS = {
    "dash": "{0:%Y}-{0:%m}-{0:%d}",
    "slash": "{0:%Y}/{0:%m}/{0:%d}",
    "short_slash": "{0.year}/{0.month}/{0.day}",
    "dot": "{0:%Y}.{0:%m}.{0:%d}",
    "chinese": "{0:%Y}年{0:%m}月{0:%d}日",
    "short_chinese": "{0.year}年{0.month}月{0.day}日",
    "compact": "{0:%Y}{0:%m}{0:%d}",
}
PLAIN_ENERGY = {
    Energy.ICE: "汽油",
    Energy.HEV: "油电混动",
    Energy.PHEV: "插电混动",
    Energy.EREV: "增程",
    Energy.BEV: "纯电动",
}
LONG_ENERGY = {
    Energy.ICE: "汽油",
    Energy.HEV: "油电混合动力",
    Energy.PHEV: "插电式混合动力",
    Energy.EREV: "增程式",
    Energy.BEV: "纯电动",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a dealer writes its files.

    ``header_row`` is the row of the headers as a spreadsheet program counts; rows
    above it hold the title, ``hidden`` are fields whose columns the workbook hides.
    ``encoding`` is empty for a workbook.
    """

    encoding: Literal["utf-8", "utf-8-sig", "gb18030", ""]
    columns: tuple[tuple[str, str], ...]
    dates: DateStyle = "dash"
    prices: PriceStyle = "plain"
    long_energy: bool = False
    header_row: int = 1
    hidden: tuple[str, ...] = ()
    one_campaign_file: bool = False

    @property
    def is_workbook(self) -> bool:
        """Say whether the files are XLSX, and else CSV."""
        return not self.encoding

    @property
    def suffix(self) -> str:
        """Give the end of the file's name."""
        return "xlsx" if self.is_workbook else "csv"

    @property
    def in_wan(self) -> bool:
        """Say whether prices stand in units of 10,000 yuan."""
        return self.prices == "wan"

    @property
    def fields(self) -> tuple[str, ...]:
        """Name the fields in the order of their columns."""
        return tuple(field for field, _ in self.columns)

    def date_text(self, day: date) -> str:
        """Write a day as this dealer does."""
        return _DATE_FORMATS[self.dates].format(day)

    def energy_text(self, energy: Energy) -> str:
        """Name a kind of energy as this dealer does."""
        return (LONG_ENERGY if self.long_energy else PLAIN_ENERGY)[energy]


def _columns(written: str) -> tuple[tuple[str, str], ...]:
    return tuple(_split(written))


def _split(written: str) -> Iterator[tuple[str, str]]:
    for part in written.split():
        field, _, header = part.partition("=")
        yield field, header


LAYOUTS: dict[str, Layout] = {
    "ZJJ-001": Layout(
        "utf-8-sig",
        _columns(
            "sold_on=开票日期 dealer_name=经销商名称 dealer_uscc=统一社会信用代码 "
            "buyer_name=客户姓名 buyer_id=身份证号 phone=联系电话 brand=品牌 "
            "model=车型 energy=能源类型 vin=车架号 invoice_code=发票代码 "
            "invoice_number=发票号码 bare_price=裸车价 nature=数据性质"
        ),
        long_energy=True,
    ),
    "ZJJ-002": Layout(
        "gb18030",
        _columns(
            "row_no=序号 sold_on=发票日期 dealer_name=销货单位名称 "
            "dealer_uscc=纳税人识别号 buyer_name=购买方名称 "
            "buyer_id=购买方身份证号码/组织机构代码 phone=手机号 brand=品牌 model=车型 "
            "energy=燃料种类 vin=车辆识别代号/车架号码 invoice_code=发票代码 "
            "invoice_number=发票号码 bare_price=裸车价格 invoice_total=价税合计 "
            "nature=数据性质"
        ),
        dates="short_slash",
    ),
    "ZJJ-003": Layout(
        "",
        _columns(
            "row_no=序号 sold_on=开票日期 dealer_name=4S店 buyer_name=车主姓名 "
            "buyer_id=证件号码 phone=联系方式 brand=品牌 model=车型 energy=动力类型 "
            "vin=车架号码 invoice_number=发票号 bare_price=裸车价(元) nature=数据性质"
        ),
        dates="true",
        header_row=2,
    ),
    "ZJJ-004": Layout(
        "utf-8",
        _columns(
            "vin=VIN码 invoice_number=发票号码 sold_on=开票时间 brand=品牌 model=车型 "
            "energy=能源类型 bare_price=成交价 dealer_name=企业名称 district=区县 "
            "buyer_name=姓名 buyer_id=身份证号码 phone=手机号码 nature=数据性质"
        ),
        dates="dot",
    ),
    "ZJJ-005": Layout(
        "",
        _columns(
            "row_no=序号 sold_on=开票日期 invoice_code=发票代码 "
            "invoice_number=发票号码 dealer_name=销售单位 dealer_uscc=销方税号 "
            "buyer_name=购方名称 buyer_id=身份证号 brand=品牌 model=车型 "
            "energy=能源类型 vin=车辆识别代号 bare_price=裸车价 invoice_net=不含税价 "
            "invoice_tax=增值税税额 invoice_total=价税合计 nature=数据性质"
        ),
        dates="chinese",
        header_row=3,
    ),
    "ZJJ-006": Layout(
        "gb18030",
        _columns(
            "dealer_name=销售方名称 sold_on=开票日期 invoice_code=机打代码 "
            "invoice_number=机打号码 vin=底盘号 brand=品牌 model=车款 "
            "energy=燃料种类 buyer_name=购车人 buyer_id=身份证号 phone=电话 "
            "bare_price=车价(元) nature=数据性质"
        ),
        dates="compact",
    ),
    "ZJJ-007": Layout(
        "utf-8-sig",
        _columns(
            "sold_on=开票日 vin=VIN invoice_number=数电票号码 brand=品牌 model=车型 "
            "energy=能源类型 bare_price=裸车价(元) invoice_total=开票金额 "
            "dealer_name=门店 buyer_name=客户名称 buyer_id=身份证号 "
            "phone=移动电话 nature=数据性质"
        ),
        dates="slash",
    ),
    "ZJJ-008": Layout(
        "utf-8",
        _columns(
            "row_no=序号 dealer_name=经销商名称 district=所属区县 sold_on=开票日期 "
            "brand=品牌 model=车型 energy=能源类型 vin=车架号 invoice_number=发票号码 "
            "bare_price=裸车价(万元) invoice_total=价税合计(万元) buyer_name=客户姓名 "
            "buyer_id=身份证号 nature=数据性质"
        ),
        prices="wan",
    ),
    "ZJJ-009": Layout(
        "",
        _columns(
            "row_no=序号 dealer_name=经销商名称 sold_on=开票日期 brand=品牌 model=车型 "
            "energy=动力类型 vin=车架号 invoice_number=发票号码 bare_price=裸车价(万) "
            "buyer_name=客户姓名 buyer_id=身份证号 phone=联系电话 nature=数据性质"
        ),
        dates="dash",
        prices="wan",
        header_row=2,
    ),
    "ZJJ-010": Layout(
        "gb18030",
        _columns(
            "sold_on=开票日期 dealer_name=汽车销售企业 district=县区 "
            "buyer_name=消费者姓名 buyer_id=证件号码 phone=手机号 brand=品牌 "
            "model=车型 energy=燃料种类 vin=车架号 invoice_code=发票代码 "
            "invoice_number=发票号码 bare_price=单车售价 nature=数据性质"
        ),
        dates="chinese",
        prices="grouped",
    ),
    "ZJJ-011": Layout(
        "utf-8",
        _columns(
            "record_no=单据编号 sold_on=开票日期 dealer_name=公司名称 district=区县 "
            "brand=品牌 model=车型 energy=能源类型 vin=车架号 invoice_number=发票号码 "
            "bare_price=裸车价 buyer_name=姓名 buyer_id=身份证号 phone=手机号 "
            "nature=数据性质"
        ),
    ),
    "ZJJ-012": Layout(
        "gb18030",
        _columns(
            "row_no=序号 sold_on=开票日期 dealer_name=经销商名称 "
            "dealer_uscc=统一社会信用代码 district=辖区县 vin=车架号 "
            "invoice_number=票号 brand=品牌 model=车型 energy=能源类型 "
            "bare_price=实际成交价 buyer_name=客户 buyer_id=身份证号 nature=数据性质"
        ),
        one_campaign_file=True,
    ),
    "ZJJ-013": Layout(
        "utf-8-sig",
        _columns(
            "dealer_name=经销商名称 sold_on=开票日期 invoice_number=数电号码 "
            "vin=车架号 brand=品牌 model=车型 energy=能源类型 bare_price=裸车价 "
            "buyer_name=购车人 buyer_id=身份证号 phone=联系电话 nature=数据性质"
        ),
        prices="sign",
    ),
    "ZJJ-014": Layout(
        "",
        _columns(
            "row_no=序号 dealer_name=4S店 buyer_name=姓名 buyer_id=身份证号 "
            "brand=品牌 model=车型 energy=能源类型 vin=车架号 invoice_number=发票号码 "
            "sold_on=开票日期 bare_price=裸车价格 nature=数据性质"
        ),
        dates="true",
        header_row=3,
    ),
    "ZJJ-015": Layout(
        "gb18030",
        _columns(
            "sold_on=开票日期 brand=品牌 model=车型 vin=车架号码 invoice_code=发票代码 "
            "invoice_number=发票号码 bare_price=裸车价 invoice_total=价税合计(小写) "
            "dealer_name=销售单位 buyer_name=车主 buyer_id=身份证号 phone=联系电话 "
            "nature=数据性质"
        ),
        dates="slash",
        prices="grouped",
    ),
    "ZJJ-016": Layout(
        "",
        _columns(
            "row_no=序号 sold_on=开票日期 dealer_name=店名 buyer_name=客户姓名 "
            "buyer_id=身份证号 brand=品牌 model=车型 energy=能源类型 vin=车架号 "
            "invoice_number=发票号码 bare_price=裸车价(元) nature=数据性质"
        ),
        dates="dot",
        header_row=2,
        hidden=("row_no",),
        one_campaign_file=True,
    ),
    "ZJJ-017": Layout(
        "",
        _columns(
            "row_no=序号 dealer_name=经销商名称 district=区县 sold_on=开票日期 "
            "brand=品牌 model=车型 energy=能源类型 vin=车架号 invoice_number=发票号码 "
            "bare_price=车身价 buyer_name=车主姓名 buyer_id=身份证号 nature=数据性质"
        ),
        dates="short_slash",
        header_row=2,
        one_campaign_file=True,
    ),
    "ZJJ-018": Layout(
        "utf-8",
        _columns(
            "dealer_name=经销商名称 district=区县 sold_on=开票日期 vin=车架号 "
            "invoice_number=发票号码 brand=品牌 model=车型 energy=动力类型 "
            "bare_price=裸车价 buyer_name=客户姓名 buyer_id=身份证号 phone=手机号 "
            "sale_status=销售状态 cancelled_on=退车日期 nature=数据性质"
        ),
        dates="short_chinese",
        long_energy=True,
        one_campaign_file=True,
    ),
    "ZJJ-019": Layout(
        "gb18030",
        _columns(
            "sold_on=开票日期 dealer_name=经销商名称 district=区县 condition=新旧 "
            "brand=品牌 model=车型 energy=燃料种类 vin=车架号 invoice_code=发票代码 "
            "invoice_number=发票号码 bare_price=裸车价 buyer_name=姓名 "
            "buyer_id=身份证号 phone=联系方式 nature=数据性质"
        ),
    ),
    "ZJJ-020": Layout(
        "utf-8",
        _columns(
            "dealer_name=企业名称 dealer_uscc=统一社会信用代码 sold_on=开票日期 "
            "vin=车架号 invoice_number=发票号码 brand=品牌 model=车型 "
            "energy=能源类型 bare_price=裸车价 buyer_name=客户姓名 buyer_id=身份证号 "
            "phone=联系电话 nature=数据性质"
        ),
        dates="dot",
    ),
}
"""How each dealer of the register writes its files."""
