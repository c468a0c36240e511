"""Reports as the use cases give them, for pages drawn without a home."""

from datetime import UTC, date, datetime
from decimal import Decimal

from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.kinds import PRICE_BASIS_TEXT, PriceBasis
from voucher_service.model.reports import (
    CampaignDetail,
    ChartSummary,
    PublishedSource,
    StatedAssumption,
    StatedRule,
    TermsEntry,
    Totals,
)
from voucher_service.model.text import Text


def detail(**changes: object) -> CampaignDetail:
    basis = PriceBasis.BARE_PRICE
    values: dict[str, object] = {
        "id": "example-2022",
        "name": Text(zh="示例活动", en="Example campaign"),
        "area": Text(zh="示例市", en="Example city"),
        "sales_from": date(2022, 12, 16),
        "sales_to": date(2023, 1, 31),
        "terms_version": "0123456789ab",
        "sponsors": (
            Text(zh="示例市商务局", en="Example bureau"),
            Text(zh="示例市财政局", en="Example finance bureau"),
        ),
        "banks": {"bank-a": Text(zh="示例银行", en="Example bank")},
        "effective_from": date(2022, 12, 16),
        "price_basis": basis,
        "price_basis_text": PRICE_BASIS_TEXT[basis],
        "price_floor_fen": 3_000_000,
        "voucher_kind": "fuel",
        "voucher_fen": 150_000,
        "vehicle": "new",
        "per_vehicle": 1,
        "requires": ("vin",),
        "budget_fen": None,
        "sources": (
            PublishedSource(title="通知", publisher="示例", url=None, summary=None),
        ),
        "assumptions": (
            StatedAssumption(
                field="sales_window.to",
                text=Text(zh="截止日按假定", en="The end is assumed"),
            ),
        ),
        "entries": (
            TermsEntry(
                version="0123456789ab",
                effective_from=date(2022, 12, 16),
                source=PublishedSource(
                    title="通知", publisher="示例", url=None, summary=None
                ),
                rules=(StatedRule(field="vehicle", text=Text(zh="新车。", en="New.")),),
            ),
        ),
    }
    return CampaignDetail(**{**values, **changes})


def totals(**changes: object) -> Totals:
    values: dict[str, object] = {
        "campaign": "example-2022",
        "as_of": date(2023, 1, 10),
        "known_at": datetime(2023, 1, 11, 1, 30, 5, 123456, tzinfo=UTC),
        "terms_version": "0123456789ab",
        "cars_sold": 460,
        "sales_fen": 6_875_000_000,
        "sales_yuan": Decimal("68750000.00"),
        "vouchers_fen": 69_000_000,
        "mean_price_fen": 14_945_652,
        "gross_ratio": 99.64,
        "price_basis": PriceBasis.BARE_PRICE,
        "synthetic": True,
    }
    return Totals(**{**values, **changes})


def charts() -> tuple[ChartSummary, ...]:
    return tuple(
        ChartSummary(
            name=chart.name,
            title=chart.title,
            description=chart.description,
            columns=chart.columns,
        )
        for chart in CHARTS.values()
    )
