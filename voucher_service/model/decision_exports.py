"""Decisions in a list: a page of them, or a table of all in a file."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.kinds import Outcome
from voucher_service.model.reports import Report
from voucher_service.model.text import Text


class TableFormat(StrEnum):
    """A format in which all decisions are given at once."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


TABLE_MEDIA_TYPES = {
    TableFormat.CSV: "text/csv; charset=utf-8",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument"
    ".spreadsheetml.sheet",
    TableFormat.PARQUET: "application/vnd.apache.parquet",
}


class ListedDecision(Report):
    """A campaign's decision on one sale."""

    campaign: str
    sale_id: str
    sale_version: int
    dealer_id: str
    dealer_name: str | None
    vin: str | None
    invoice_number: str | None
    sold_on: date
    price_fen: int | None = Field(description="on the terms' price basis")
    tier: str | None
    outcome: Outcome
    reasons: tuple[str, ...]
    sentences: tuple[Text, ...] = Field(description="what each reason says")
    amount_fen: int
    waits_for: str | None
    waitlist_rank: int | None
    rival_sale_id: str | None
    terms_version: str
    decided_at: datetime
    file: str
    sheet: str | None
    row: int
    synthetic: bool

    @field_serializer("decided_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class DecisionPage(Report):
    """Decisions in a list, and the cursor that gives the next ones."""

    as_of: date | None = Field(description="the last day of sale; null for all")
    known_at: datetime = Field(description="ask again with it for the same answer")
    items: tuple[ListedDecision, ...]
    next_cursor: str | None

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class ExportReport(Report):
    """What was written to a file."""

    campaign: str
    file: str
    format: TableFormat
    decisions: int
    bytes: int
    sha256: str
    as_of: date | None
    known_at: datetime
    synthetic: bool

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


EXPORT_COLUMNS: dict[str, Text] = {
    "campaign": Text(zh="活动编号", en="the campaign's id"),
    "sale_id": Text(zh="销售编号", en="the sale's id"),
    "sale_version": Text(zh="销售版本", en="the version decided on"),
    "dealer_id": Text(zh="经销商编号", en="the dealer's id"),
    "dealer_name": Text(zh="经销商名称", en="the dealer's name"),
    "vin": Text(zh="车架号", en="VIN"),
    "invoice_number": Text(zh="发票号码", en="invoice number"),
    "sold_on": Text(zh="开票日期", en="day of the invoice"),
    "price_fen": Text(zh="价格（分）", en="price on the terms' basis, in fen"),
    "price_yuan": Text(zh="价格（元）", en="the same in yuan"),
    "tier": Text(zh="档次", en="the tier the price lies in"),
    "outcome": Text(zh="判定", en="eligible, waitlisted, needs_review or ineligible"),
    "reasons": Text(zh="理由代码", en="every reason against it"),
    "reasons_zh": Text(zh="理由", en="what the reasons say, in Chinese"),
    "amount_fen": Text(zh="金额（分）", en="what it earns, in fen"),
    "amount_yuan": Text(zh="金额（元）", en="the same in yuan"),
    "waits_for": Text(zh="候补项目", en="the quota or budget it waits for"),
    "waitlist_rank": Text(zh="候补位次", en="its place in that line"),
    "rival_sale_id": Text(zh="占先销售", en="the sale that took its place"),
    "terms_version": Text(zh="条款版本", en="version of the terms that decided it"),
    "decided_at": Text(zh="判定时刻（UTC）", en="when it was decided, UTC"),
    "file": Text(zh="来源文件", en="the file it came from"),
    "sheet": Text(zh="工作表", en="its sheet"),
    "row": Text(zh="行号", en="its row"),
    "as_of": Text(zh="数据截至", en="the last day of sale; empty for all"),
    "known_at": Text(zh="入库截至（UTC）", en="as known at, UTC"),
    "data_nature": Text(zh="数据性质", en="made up, or reported by dealers"),
}
"""The columns of a table of decisions."""
