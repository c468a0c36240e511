"""What a campaign's desk looks like, made of the models that are sent."""

from datetime import UTC, date, datetime

from voucher_service.model.desk_reports import (
    Alert,
    AlertKind,
    Alerts,
    CampaignDays,
    Change,
    ChangeState,
    FigureDetail,
    FigureRow,
    Headline,
    HeadlineFigure,
    Severity,
    SliceChoice,
)
from voucher_service.model.figures import FIGURES, FigureName
from voucher_service.model.kinds import PRICE_BASIS_TEXT, PriceBasis
from voucher_service.model.text import Text

_CAMPAIGN = "zhangjiajie-2022-new-year"
_DAY = date(2023, 1, 10)
_KNOWN = datetime(2023, 1, 11, 1, 30, tzinfo=UTC)
_CARS = FIGURES[FigureName.CARS_SOLD].on(PRICE_BASIS_TEXT[PriceBasis.BARE_PRICE])
_FROM = "FROM decided_sales_at(TIMESTAMP '2023-01-11 01:30:00.000000')"
_WHERE = (
    f"WHERE campaign_id = '{_CAMPAIGN}'\n  AND eligible\n"
    "  AND sold_on <= DATE '2023-01-10'"
)

HEADLINE = Headline(
    campaign=_CAMPAIGN,
    as_of=_DAY,
    known_at=_KNOWN,
    terms_version="3f1d0c9a7b52",
    price_basis=PriceBasis.BARE_PRICE,
    synthetic=True,
    last_sale_on=_DAY,
    waiting_cars=2,
    filters={},
    days=CampaignDays(
        first_day=date(2022, 12, 16),
        last_day=date(2023, 1, 31),
        total=47,
        elapsed=26,
        left=21,
    ),
    figures=(
        HeadlineFigure(
            figure=FigureName.CARS_SOLD,
            name=_CARS.name,
            unit=_CARS.unit,
            as_of=_DAY,
            known_at=_KNOWN,
            value=460,
            day=Change(
                since=date(2023, 1, 9),
                state=ChangeState.TOLD,
                value=446,
                difference=14,
            ),
            week=Change(
                since=date(2023, 1, 3),
                state=ChangeState.TOLD,
                value=353,
                difference=107,
            ),
        ),
    ),
    limits=(),
    choices={
        "district": (SliceChoice(value="永定区", label=Text(zh="永定区", en="永定区")),)
    },
)
ALERTS = Alerts(
    campaign=_CAMPAIGN,
    as_of=_DAY,
    known_at=_KNOWN,
    judged_on=date(2023, 1, 11),
    filters={},
    synthetic=True,
    alerts=(
        Alert(
            kind=AlertKind.CONFLICTS,
            severity=Severity.ATTENTION,
            number=2,
            sentence=Text(
                zh="2 笔销售与别家经销商重报同一辆车，待认定；最早售于 2023-01-08",
                en="sales whose car another dealer claims too: 2; the oldest was sold "
                "on 2023-01-08",
            ),
            todo=Text(
                zh="打开各笔的判定页，核对发票后认定归属",
                en="open each decision, check the invoices and decide whose sale it is",
            ),
            rule=Text(
                zh="有待认定的销售即提示，最早一笔超过 7 天为“须尽快处理”",
                en="raised when any waits, urgent when the oldest was sold over 7 days "
                "ago",
            ),
            page=f"/campaigns/{_CAMPAIGN}/figures/needs-review",
        ),
    ),
)
FIGURE = FigureDetail(
    campaign=_CAMPAIGN,
    figure=FigureName.CARS_SOLD,
    name=_CARS.name,
    unit=_CARS.unit,
    definition=_CARS.definition,
    as_of=_DAY,
    known_at=_KNOWN,
    price_basis=PriceBasis.BARE_PRICE,
    filters={},
    synthetic=True,
    value=460,
    sql=f"SELECT count(*) AS value\n{_FROM}\n{_WHERE};",
    rows_sql=f"SELECT sold_on AS day, sale_id\n{_FROM}\n{_WHERE}\nORDER BY day DESC;",
    row_count=460,
    rows=(
        FigureRow(
            row_id="sal_3f1d0c9a7b52e6a1c4d8",
            day=_DAY,
            sale_id="sal_3f1d0c9a7b52e6a1c4d8",
            sold_on=_DAY,
            dealer_id="ZJJ-001",
            dealer_name="张家界示例一号汽车销售服务有限公司(合成)",
            district="永定区",
            brand="比亚迪",
            energy="bev",
            price_fen=15_000_000,
            amount_fen=150_000,
        ),
    ),
    next_cursor="2023-01-10.sal_3f1d0c9a7b52e6a1c4d8",
)
DESK_ANSWERS: dict[tuple[str, str], dict[str, object]] = {
    ("GET", "/v1/campaigns/{id}/headline"): {"200": HEADLINE.model_dump(mode="json")},
    ("GET", "/v1/campaigns/{id}/alerts"): {"200": ALERTS.model_dump(mode="json")},
    ("GET", "/v1/campaigns/{id}/figures/{figure}"): {
        "200": FIGURE.model_dump(mode="json")
    },
}
