"""Reports as the use cases give them, for pages drawn without a home."""

from datetime import UTC, date, datetime
from decimal import Decimal

from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.desk_reports import (
    Alert,
    Alerts,
    CampaignDays,
    Change,
    ChangeState,
    Headline,
    HeadlineFigure,
    LimitProgress,
    SliceChoice,
)
from voucher_service.model.figures import FIGURES, FigureName, Unit
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
from voucher_service.pages.campaign_page import Desk


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
            sliced=chart.sliced,
        )
        for chart in CHARTS.values()
    )


AS_OF = date(2023, 1, 10)
KNOWN = datetime(2023, 1, 11, 1, 30, 5, 123456, tzinfo=UTC)
VALUES: dict[FigureName, int | float | None] = {
    FigureName.CARS_SOLD: 460,
    FigureName.SALES: 6_875_000_000,
    FigureName.VOUCHERS_EARNED: 69_000_000,
    FigureName.MEAN_PRICE: 14_945_652,
    FigureName.GROSS_RATIO: 99.64,
    FigureName.VOUCHERS_ISSUED: 0,
    FigureName.VOUCHERS_ISSUED_AMOUNT: 0,
    FigureName.VOUCHERS_REDEEMED: 0,
    FigureName.VOUCHERS_REDEEMED_AMOUNT: 0,
}


def change(
    difference: float | None, days: int = 1, state: ChangeState = ChangeState.TOLD
) -> Change:
    since = date.fromordinal(AS_OF.toordinal() - days)
    return Change(since=since, state=state, value=1, difference=difference)


def figure(
    name: FigureName,
    value: float | None,
    day: Change | None = None,
    week: Change | None = None,
    basis: PriceBasis = PriceBasis.BARE_PRICE,
) -> HeadlineFigure:
    meaning = FIGURES[name].on(PRICE_BASIS_TEXT[basis])
    return HeadlineFigure(
        figure=name,
        name=meaning.name,
        unit=meaning.unit,
        as_of=AS_OF,
        known_at=KNOWN,
        value=value,
        day=day or change(0),
        week=week or change(0, 7),
    )


def figures(
    changes: dict[FigureName, float | None] | None = None,
) -> tuple[HeadlineFigure, ...]:
    values = {**VALUES, **(changes or {})}
    return tuple(figure(name, value) for name, value in values.items())


def headline(**changes: object) -> Headline:
    values: dict[str, object] = {
        "campaign": "example-2022",
        "as_of": AS_OF,
        "known_at": KNOWN,
        "terms_version": "0123456789ab",
        "price_basis": PriceBasis.BARE_PRICE,
        "synthetic": True,
        "last_sale_on": AS_OF,
        "waiting_cars": 0,
        "filters": {},
        "days": CampaignDays(
            first_day=date(2022, 12, 16),
            last_day=date(2023, 1, 31),
            total=47,
            elapsed=26,
            left=21,
        ),
        "figures": figures(),
        "limits": (),
        "choices": {
            "district": (
                SliceChoice(value="永定区", label=Text(zh="永定区", en="永定区")),
            ),
            "dealer": (),
            "brand": (),
            "energy": (),
        },
    }
    return Headline(**{**values, **changes})


def limit(taken: int | None, most: int = 1000, unit: Unit = Unit.CARS) -> LimitProgress:
    share = None if taken is None else taken / most
    label = Text(zh="首批名额", en="first places")
    return LimitProgress(
        name="first", label=label, unit=unit, most=most, taken=taken, share=share
    )


def desk(
    campaign: CampaignDetail | None = None,
    top: Headline | None = None,
    alerts: tuple[Alert, ...] = (),
    **more: object,
) -> Desk:
    found = Alerts(
        campaign="example-2022",
        as_of=AS_OF,
        known_at=KNOWN,
        judged_on=date(2023, 1, 11),
        filters={},
        synthetic=True,
        alerts=alerts,
    )
    return Desk(campaign or detail(), top or headline(), found, charts(), **more)
