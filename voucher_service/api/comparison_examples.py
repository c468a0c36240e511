"""What a comparison looks like, made of the model that is sent."""

from datetime import UTC, date, datetime
from decimal import Decimal

from voucher_service.model.comparison_reports import (
    VIEW_TEXT,
    BaseWindow,
    Change,
    ComparedView,
    ComparedWindow,
    Comparison,
    ComparisonRefusal,
    EventKind,
    Figure,
    RefusalCode,
    View,
    WindowEvent,
)
from voucher_service.model.kinds import PriceBasis
from voucher_service.model.text import Text

_FESTIVAL_RULE = Text(
    zh="上一年中距正月初一天数相同的日期",
    en="the days as far from 正月初一 (Spring Festival) in the year before",
)
_NOW = ComparedWindow(
    start=date(2022, 12, 16),
    end=date(2023, 1, 10),
    days=26,
    working_days=17,
    festival=date(2023, 1, 22),
    start_offset=-37,
    end_offset=-12,
    calendar_announced=True,
    cars=460,
    sales_fen=6_875_000_000,
    sales_yuan=Decimal("68750000.00"),
    cars_per_day=Decimal("17.69"),
    cars_per_working_day=Decimal("27.06"),
    sales_fen_per_day=264_423_077,
    sales_fen_per_working_day=404_411_765,
    estimated=False,
    events=(
        WindowEvent(
            kind=EventKind.HOLIDAY,
            start=date(2022, 12, 31),
            end=date(2023, 1, 2),
            name=Text(zh="元旦", en="New Year's Day"),
        ),
    ),
)
_BASE = BaseWindow(
    start=date(2021, 12, 26), end=date(2022, 1, 20), festival=date(2022, 2, 1)
)
_THEN = ComparedWindow(
    **dict(_BASE),
    days=26,
    working_days=18,
    start_offset=-37,
    end_offset=-12,
    calendar_announced=True,
    cars=344,
    sales_fen=5_427_040_000,
    sales_yuan=Decimal("54270400.00"),
    cars_per_day=Decimal("13.23"),
    cars_per_working_day=Decimal("19.11"),
    sales_fen_per_day=208_732_308,
    sales_fen_per_working_day=301_502_222,
    estimated=False,
    events=(),
)
COMPARISON = Comparison(
    campaign="zhangjiajie-2022-new-year",
    as_of=date(2023, 1, 10),
    known_at=datetime(2023, 1, 10, 10, tzinfo=UTC),
    terms_version="3f1d0c9a7b52",
    price_basis=PriceBasis.BARE_PRICE,
    synthetic=True,
    first_sale_on=date(2021, 10, 1),
    uncounted_cars=0,
    filters={},
    views=(
        ComparedView(
            view=View.FESTIVAL,
            name=VIEW_TEXT[View.FESTIVAL],
            rule=_FESTIVAL_RULE,
            base_window=_BASE,
            current=_NOW,
            base=_THEN,
            changes=(
                Change(
                    figure=Figure.CARS,
                    current=Decimal(460),
                    base=Decimal(344),
                    percent=Decimal("33.7"),
                    base_from=_BASE.start,
                    base_to=_BASE.end,
                    estimated=False,
                    sentence=Text(
                        zh="销量 460 台，基期（2021-12-26 至 2022-01-20）344 台，"
                        "增长 33.7%",
                        en="cars: 460 against 344 in 2021-12-26 to 2022-01-20, "
                        "up 33.7 %",
                    ),
                ),
            ),
            like_for_like=None,
            refusal=None,
            warnings=(),
        ),
        ComparedView(
            view=View.GREGORIAN,
            name=VIEW_TEXT[View.GREGORIAN],
            rule=Text(
                zh="上一年的相同公历日期；2月29日对应2月28日，截至2月末的对应上年2月末",
                en="the same calendar days of the year before; 29 February becomes "
                "the 28th, and the end of February is held against the end of February",
            ),
            base_window=BaseWindow(
                start=date(2021, 12, 16),
                end=date(2022, 1, 10),
                festival=date(2022, 2, 1),
            ),
            current=_NOW,
            base=None,
            changes=(),
            like_for_like=None,
            refusal=ComparisonRefusal(
                code=RefusalCode.BEGINS_LATE,
                sentence=Text(
                    zh="基期 2021-12-16…2022-01-10 不完整：已掌握的销售自 "
                    "2022-01-02 起，晚于基期首日，不作比较",
                    en="the base window 2021-12-16…2022-01-10 is not known whole: "
                    "sales are known from 2022-01-02 on, after it begins; nothing is "
                    "compared",
                ),
            ),
            warnings=(),
        ),
    ),
)
COMPARISON_ANSWERS: dict[tuple[str, str], dict[str, object]] = {
    ("GET", "/v1/campaigns/{id}/comparison"): {
        "200": COMPARISON.model_dump(mode="json")
    }
}
