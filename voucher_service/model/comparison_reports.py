"""What a campaign's window comes to beside the same window of an earlier year."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.kinds import PriceBasis
from voucher_service.model.reports import Report
from voucher_service.model.text import Text


class View(StrEnum):
    """Which days of an earlier year are held against a window."""

    GREGORIAN = "gregorian"
    FESTIVAL = "festival"
    NEAREST = "nearest-festival"


VIEW_TEXT = {
    View.GREGORIAN: Text(zh="公历同期", en="Same calendar days"),
    View.FESTIVAL: Text(
        zh="农历同期（距春节天数相同）", en="Same distance to festival"
    ),
    View.NEAREST: Text(zh="春节相近年份", en="Nearest-festival year"),
}
"""The views' names."""

VIEW_RULE = {
    View.GREGORIAN: Text(
        zh="上一年的相同公历日期；2月29日对应2月28日，截至2月末的对应上年2月末",
        en="the same calendar days of the year before; 29 February becomes the 28th, "
        "and the end of February is held against the end of February",
    ),
    View.FESTIVAL: Text(
        zh="上一年中距正月初一天数相同的日期",
        en="the days as far from 正月初一 (Spring Festival) in the year before",
    ),
    View.NEAREST: Text(
        zh="正月初一的公历日期相差不超过{days}天的最近一个较早年份，取距正月初一天数相同的日期",
        en="the latest earlier year whose 正月初一 (Spring Festival) falls within "
        "{days} days of this year's, at the same distance from it",
    ),
}
"""How each view finds its base; ``days`` is how near two festivals must fall."""


class EventKind(StrEnum):
    """What kind of event may stand behind a change."""

    HOLIDAY = "holiday"
    MAKE_UP = "make_up_days"
    POLICY = "policy"
    DISTURBANCE = "disturbance"
    CAMPAIGN = "campaign"


class WindowEvent(Report):
    """Something that happened within a window, or reached into it."""

    kind: EventKind
    start: date = Field(description="its first day, within the window or before it")
    end: date = Field(description="its last day, within the window or after it")
    name: Text
    certain: bool = Field(
        default=True, description="false: as reported, not looked up in a document"
    )
    source: str | None = Field(default=None, description="where it is told of")


class ComparedWindow(Report):
    """What a window comes to: ``estimated`` where part of a period was shared out."""

    start: date
    end: date
    days: int
    working_days: int
    festival: date = Field(description="正月初一, from which days are counted")
    start_offset: int = Field(description="days from the festival, -37 before it")
    end_offset: int
    calendar_announced: bool = Field(
        description="false where days off of a year are assumed to be weekends alone"
    )
    cars: int
    sales_fen: int | None
    sales_yuan: Decimal | None
    cars_per_day: Decimal
    cars_per_working_day: Decimal | None
    sales_fen_per_day: int | None
    sales_fen_per_working_day: int | None
    estimated: bool
    events: tuple[WindowEvent, ...]


class BaseWindow(Report):
    """The days that a view compares with, whether or not they are known."""

    start: date
    end: date
    festival: date


class Figure(StrEnum):
    """A figure that is compared."""

    CARS = "cars"
    SALES = "sales"
    CARS_PER_DAY = "cars_per_day"
    SALES_PER_DAY = "sales_per_day"
    CARS_PER_WORKING_DAY = "cars_per_working_day"
    SALES_PER_WORKING_DAY = "sales_per_working_day"


FIGURE_TEXT = {
    Figure.CARS: Text(zh="销量", en="cars"),
    Figure.SALES: Text(zh="销售额", en="sales"),
    Figure.CARS_PER_DAY: Text(zh="日均销量", en="cars a day"),
    Figure.SALES_PER_DAY: Text(zh="日均销售额", en="sales a day"),
    Figure.CARS_PER_WORKING_DAY: Text(zh="每工作日销量", en="cars a working day"),
    Figure.SALES_PER_WORKING_DAY: Text(zh="每工作日销售额", en="sales a working day"),
}
"""The figures' names."""


class Change(Report):
    """A change in percent, never without its base and the days of both.

    Amounts of money are in yuan. ``percent`` is rounded half up to one decimal.
    """

    figure: Figure
    current: Decimal
    base: Decimal
    percent: Decimal
    base_from: date
    base_to: date
    estimated: bool
    sentence: Text


class LikeForLike(Report):
    """The change over the dealers alone that reported in both windows (可比口径).

    A dealer is new where none of its sales of the base window's last day or before is
    known, and gone where none from the current window's first day on is.
    """

    dealers: int = Field(description="who reported at both times")
    new_dealers: int = Field(description="who sell now and did not report then")
    gone_dealers: int = Field(description="who sold then and do not report now")
    cars: int
    sales_fen: int
    base_cars: int
    base_sales_fen: int
    changes: tuple[Change, ...]
    sentence: Text


class RefusalCode(StrEnum):
    """Why a view compares nothing."""

    NOT_BEGUN = "window_not_begun"
    NOW_NOT_COVERED = "window_not_covered"
    NO_YEAR = "no_near_year"
    OVERLAPS = "base_overlaps"
    NO_DATA = "base_not_covered"
    BEGINS_LATE = "base_begins_late"
    ENDS_EARLY = "base_ends_early"
    HAS_GAP = "base_has_gap"
    NO_SOURCE = "no_common_dealer"
    IS_ZERO = "base_is_zero"


class ComparisonRefusal(Report):
    """Why a view compares nothing, in a sentence."""

    code: RefusalCode
    sentence: Text


class ComparedView(Report):
    """One way to compare: either changes with their bases, or a refusal.

    ``like_for_like`` is null where all dealers reported at both times, and for data
    that does not tell dealers apart.
    """

    view: View
    name: Text
    rule: Text
    base_window: BaseWindow | None
    current: ComparedWindow | None
    base: ComparedWindow | None
    changes: tuple[Change, ...]
    like_for_like: LikeForLike | None
    refusal: ComparisonRefusal | None
    warnings: tuple[Text, ...]


class Comparison(Report):
    """A campaign's window so far beside earlier years, in each view asked for.

    Compared are the sales that meet the terms but for their day and for what was left
    to give, in every year alike. ``uncounted_cars`` of the window are such that the
    totals do not count, for they wait or came too late for a place.
    """

    campaign: str
    as_of: date
    known_at: datetime
    terms_version: str
    price_basis: PriceBasis
    synthetic: bool = Field(description="true if any sale is made up")
    first_sale_on: date | None = Field(
        description="the first day of which one is known"
    )
    whole_until: date | None = Field(
        default=None,
        description="the last day of the window so far that is wholly reported; where "
        "it lies before as_of nothing is compared",
    )
    uncounted_cars: int
    filters: dict[str, str]
    views: tuple[ComparedView, ...]

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)
