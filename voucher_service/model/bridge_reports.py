"""What leads from the totals known at one instant to those known at another."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.kinds import PriceBasis
from voucher_service.model.reports import Report
from voucher_service.model.text import Text

LATE_AFTER_DAYS = 3
"""A sale is late if more whole days than these lie between it and its first record."""

MOST_IDS_A_LINE = 100


class Cause(StrEnum):
    """Why what a sale counts became another, in the order of the bridge."""

    NEW_SALE = "new_sale"
    LATE_SALE = "late_sale"
    CORRECTION = "correction"
    RETURNED = "returned"
    REISSUED = "reissued"
    CONFLICT_OPENED = "conflict_opened"
    CONFLICT_RESOLVED = "conflict_resolved"
    PROMOTED = "promoted"
    DISPLACED = "displaced"
    TERMS_AMENDED = "terms_amended"
    DRAW = "draw"
    REGISTER = "register"
    PROGRAM = "program"


CAUSE_TEXT = {
    Cause.NEW_SALE: Text(zh="新报销售", en="New sales"),
    Cause.LATE_SALE: Text(zh="迟报销售", en="Late reports"),
    Cause.CORRECTION: Text(zh="销售更正", en="Corrections"),
    Cause.RETURNED: Text(zh="退车红冲", en="Returns"),
    Cause.REISSUED: Text(zh="换开发票", en="Reissued invoices"),
    Cause.CONFLICT_OPENED: Text(zh="出现冲突", en="Conflicts opened"),
    Cause.CONFLICT_RESOLVED: Text(zh="冲突解决", en="Conflicts resolved"),
    Cause.PROMOTED: Text(zh="顺位递补", en="Moved up"),
    Cause.DISPLACED: Text(zh="顺位挤出", en="Displaced"),
    Cause.TERMS_AMENDED: Text(zh="条款修订", en="Terms amended"),
    Cause.DRAW: Text(zh="公布抽签", en="Draw"),
    Cause.REGISTER: Text(zh="名录变更", en="Register changed"),
    Cause.PROGRAM: Text(zh="重新判定", en="Decided anew"),
}
"""The causes' names."""

CAUSE_MEANING = {
    Cause.NEW_SALE: Text(
        zh="{n} 笔销售首次上报", en="sales reported for the first time: {n}"
    ),
    Cause.LATE_SALE: Text(
        zh="{n} 笔销售在售出 {days} 天以后才首次上报",
        en="sales first reported more than {days} days after they were made: {n}",
    ),
    Cause.CORRECTION: Text(
        zh="{n} 笔销售被更正（{facts}）", en="sales corrected ({facts}): {n}"
    ),
    Cause.RETURNED: Text(
        zh="{n} 笔销售退车或发票红冲、作废", en="sales taken back: {n}"
    ),
    Cause.REISSUED: Text(
        zh="{n} 笔销售换开发票", en="sales whose invoice was made out anew: {n}"
    ),
    Cause.CONFLICT_OPENED: Text(
        zh="{n} 笔销售的车另有经销商上报，待人工认定",
        en="sales whose car another dealer claims too: {n}",
    ),
    Cause.CONFLICT_RESOLVED: Text(
        zh="{n} 笔销售的车架号冲突已有结论",
        en="sales whose conflict with another dealer's was resolved: {n}",
    ),
    Cause.PROMOTED: Text(
        zh="{n} 笔销售因他人让出位置而计入，自身未变（{reasons}）",
        en="sales counted since others made room, themselves unchanged ({reasons}): "
        "{n}",
    ),
    Cause.DISPLACED: Text(
        zh="{n} 笔销售被排在前面的销售挤出，自身未变（{reasons}）",
        en="sales displaced by others before them, themselves unchanged ({reasons}): "
        "{n}",
    ),
    Cause.TERMS_AMENDED: Text(
        zh="活动条款修订，涉及 {n} 笔销售", en="the terms were amended; sales: {n}"
    ),
    Cause.DRAW: Text(
        zh="抽签种子公布，涉及 {n} 笔销售",
        en="the seed of the draw was revealed; sales: {n}",
    ),
    Cause.REGISTER: Text(
        zh="经销商名录变更，涉及 {n} 笔销售", en="the register changed; sales: {n}"
    ),
    Cause.PROGRAM: Text(
        zh="全部销售重新判定，{n} 笔结果改变",
        en="every sale was decided anew; sales that differ: {n}",
    ),
}
"""What happened, with blanks: n, days, facts, reasons."""

_PRICE = Text(zh="价格", en="price")
_INVOICE = Text(zh="发票号码", en="invoice number")
_BUYER = Text(zh="购车人", en="buyer")
_OLD_CAR = Text(zh="旧车", en="old car")
_OTHER = Text(zh="其他信息", en="other facts")
_FACT_TEXT = {
    "vin": Text(zh="车架号", en="VIN"),
    "sold_on": Text(zh="开票日期", en="invoice day"),
    "bare_price_fen": _PRICE,
    "invoice_total_fen": _PRICE,
    "invoice_net_fen": _PRICE,
    "district": Text(zh="区县", en="district"),
    "condition": Text(zh="新旧", en="new or used"),
    "energy": Text(zh="能源类型", en="kind of energy"),
    "invoice_code": _INVOICE,
    "invoice_number": _INVOICE,
    "buyer_key": _BUYER,
    "phone_key": Text(zh="电话", en="phone"),
    "buyer_kind": _BUYER,
    "buyer_age": _BUYER,
    "contract_on": Text(zh="合同日期", en="contract day"),
    "registered_on": Text(zh="上牌日期", en="day of registration"),
    "applied_on": Text(zh="申请日期", en="day of application"),
    "vehicle_use": Text(zh="使用性质", en="use"),
    "plate_region": Text(zh="车牌", en="plate"),
    "tax_authority": Text(zh="税务机关", en="tax office"),
    "old_disposal": _OLD_CAR,
    "old_fuel": _OLD_CAR,
    "old_registered_on": _OLD_CAR,
    "old_disposed_on": _OLD_CAR,
}


def facts_text(facts: Iterable[str]) -> Text:
    """Name the facts that a correction changed, each once."""
    told = list(dict.fromkeys(_FACT_TEXT.get(fact, _OTHER) for fact in facts))
    if _OTHER in told and len(told) > 1:
        told.remove(_OTHER)
    return Text(
        zh="、".join(text.zh for text in told or [_OTHER]),
        en=", ".join(text.en for text in told or [_OTHER]),
    )


class BridgeEnd(Report):
    """The totals at one end of a bridge: those of that ``known_at``."""

    known_at: datetime
    terms_version: str
    price_basis: PriceBasis
    cars_sold: int
    sales_fen: int
    sales_yuan: Decimal
    vouchers_fen: int

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class BridgeCause(Report):
    """What one cause adds or takes away over the whole bridge."""

    cause: Cause
    name: Text
    sales: int = Field(description="sales it touched, each once")
    cars: int
    sales_fen: int
    sales_yuan: Decimal
    vouchers_fen: int


class BridgeLine(Report):
    """What one commit changed for one cause."""

    recorded_at: datetime
    cause: Cause
    command: str = Field(description="what was done: ingest, resolve, amend-campaign")
    feed_id: str | None = Field(description="null where no file caused it")
    file: str | None
    dealers: tuple[str, ...] = Field(description="the dealers of whom the file tells")
    sales: int = Field(description="sales whose part in the totals changed")
    cars: int
    sales_fen: int
    sales_yuan: Decimal
    vouchers_fen: int
    changed: dict[str, int] = Field(
        description="facts that corrections changed, with the sales of each"
    )
    reasons: dict[str, int] = Field(
        description="reasons that came to stand or fell away, with the sales of each"
    )
    sentence: Text
    sale_ids: tuple[str, ...] = Field(description="the first of them, at most 100")

    @field_serializer("recorded_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class Bridge(Report):
    """From the totals known at one instant to those known at a later one.

    ``cars``, ``sales_fen`` and ``vouchers_fen`` are the differences; the lines add up
    to them exactly, and so do the causes.
    """

    campaign: str
    as_of: date
    late_after_days: int = LATE_AFTER_DAYS
    synthetic: bool = Field(description="true if any sale is made up")
    before: BridgeEnd
    after: BridgeEnd
    cars: int
    sales_fen: int
    sales_yuan: Decimal
    vouchers_fen: int
    causes: tuple[BridgeCause, ...]
    lines: tuple[BridgeLine, ...] = Field(description="in the order of the commits")
