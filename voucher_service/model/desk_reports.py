"""What a campaign's desk answers: the headline, the alerts, and a figure in full."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.figures import FigureName, Unit
from voucher_service.model.kinds import PriceBasis
from voucher_service.model.reports import Report
from voucher_service.model.text import Text

Number = int | float


class ChangeState(StrEnum):
    """Whether a change can be told, and if not why: nought is a change too."""

    TOLD = "told"
    NOT_BEGUN = "not_begun"
    NOTHING_REPORTED = "nothing_reported"
    NO_VALUE = "no_value"


CHANGE_TEXT = {
    ChangeState.TOLD: Text(zh="有数", en="told"),
    ChangeState.NOT_BEGUN: Text(
        zh="当日活动尚未开始", en="the campaign had not begun on that day"
    ),
    ChangeState.NOTHING_REPORTED: Text(
        zh="此后各日尚无任何上报", en="nothing is reported yet for the days since"
    ),
    ChangeState.NO_VALUE: Text(
        zh="当日尚无可比数值", en="there was no value on that day"
    ),
}
"""Each state in words."""


class Change(Report):
    """How a figure differs from what it was as of an earlier day.

    Both are known at the same instant. ``value`` and ``difference`` are null unless
    the state is ``told``.
    """

    since: date = Field(description="the earlier day")
    state: ChangeState
    value: Number | None = Field(description="the figure as of the earlier day")
    difference: Number | None = Field(description="the figure less that value")


class HeadlineFigure(Report):
    """A figure and how it changed since the day before and the week before."""

    figure: FigureName
    name: Text
    unit: Unit
    as_of: date = Field(
        description="of vouchers the Shanghai day of the instant, unless a day is "
        "asked for: they are issued and redeemed after the last sale too"
    )
    known_at: datetime = Field(
        description="of vouchers the last event of one, unless an instant is asked for"
    )
    value: Number | None = Field(description="null where there is nothing to divide by")
    day: Change = Field(description="since the day before")
    week: Change = Field(description="since the same day of the week before")

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class CampaignDays(Report):
    """How far a campaign's window has gone by, in days, both ends included."""

    first_day: date
    last_day: date
    total: int
    elapsed: int = Field(description="the day of the figures included")
    left: int


class LimitProgress(Report):
    """How much is taken of a budget or quota that the terms state.

    It is of the whole campaign, whatever is filtered. ``taken`` and ``share`` are null
    where the limit holds for each day, district or dealer by itself.
    """

    name: str = Field(description="budget, or the name that the terms give")
    label: Text
    unit: Unit
    most: int
    taken: int | None
    share: float | None = Field(description="taken over most, rounded down")


class SliceChoice(Report):
    """A value that a campaign can be filtered by, and how it is named."""

    value: str
    label: Text


class Headline(Report):
    """Where a campaign stands as of a business day, as known at an instant."""

    campaign: str
    as_of: date
    known_at: datetime
    terms_version: str
    price_basis: PriceBasis
    synthetic: bool = Field(description="true if any sale is made up")
    last_sale_on: date | None = Field(
        description="the last day of the sales window on which a sale is known"
    )
    waiting_cars: int = Field(
        description="not counted: on the waiting list, or in conflict"
    )
    filters: dict[str, str] = Field(description="which sales alone are looked at")
    days: CampaignDays
    figures: tuple[HeadlineFigure, ...]
    limits: tuple[LimitProgress, ...] = Field(
        description="the budget and quotas that the terms state; none if none"
    )
    choices: dict[str, tuple[SliceChoice, ...]] = Field(
        description="what can be filtered by: the values found in the data"
    )

    def figure(self, name: FigureName) -> HeadlineFigure:
        """Give one of the figures by its name."""
        (found,) = (each for each in self.figures if each.figure is name)
        return found

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class Severity(StrEnum):
    """How soon an alert wants somebody, the worst first."""

    URGENT = "urgent"
    ATTENTION = "attention"
    NOTE = "note"


SEVERITY_TEXT = {
    Severity.URGENT: Text(zh="须尽快处理", en="urgent"),
    Severity.ATTENTION: Text(zh="请关注", en="attention"),
    Severity.NOTE: Text(zh="提示", en="note"),
}
"""Each severity in words."""


class AlertKind(StrEnum):
    """What can be wrong, in the order in which alerts of one severity stand."""

    BUDGET = "budget"
    CONFLICTS = "conflicts"
    UNREADABLE_FILES = "unreadable_files"
    LATE_DEALERS = "late_dealers"
    REFUSED_ROWS = "refused_rows"
    ROWS_IN_REVIEW = "rows_in_review"
    UNUSUAL_DAY = "unusual_day"
    WAITLIST = "waitlist"
    EXPIRING = "expiring"
    NOT_ISSUED = "not_issued"


class Alert(Report):
    """Something that wants attention: a sentence with its number, and what to do.

    ``page`` and ``parameters`` lead to the rows behind it.
    """

    kind: AlertKind
    severity: Severity
    number: int
    sentence: Text
    todo: Text
    rule: Text = Field(description="when it is raised")
    page: str = Field(description="the path of the page that shows the rows")
    parameters: dict[str, str] = Field(default_factory=dict)
    filtered: bool = Field(
        default=False, description="true if it is of the filtered sales alone"
    )


class Alerts(Report):
    """What is wrong with a campaign, the worst first; empty if nothing is.

    Sales are looked at as of the business day. Files and vouchers are judged on that
    day where it was asked for, else on the day of the instant, never on a later one.
    """

    campaign: str
    as_of: date
    known_at: datetime
    judged_on: date = Field(
        description="the Shanghai day on which files and vouchers are judged"
    )
    filters: dict[str, str]
    synthetic: bool = Field(description="true if any sale is made up")
    alerts: tuple[Alert, ...]

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class FigureRow(Report):
    """A sale behind a figure, or a voucher's issue or redemption on a sale's account.

    ``day`` is the day by which it counts. Nobody is named.
    """

    row_id: str
    day: date
    sale_id: str
    sold_on: date
    dealer_id: str
    dealer_name: str | None
    district: str | None
    brand: str | None
    energy: str | None
    price_fen: int | None = Field(description="on the price basis")
    amount_fen: int = Field(description="of the voucher, or what was redeemed")


class FigureDetail(Report):
    """A figure in full: what it means, how it is asked for, and the rows behind it.

    ``sql`` gives it as ``value`` when it is run on the home's database;
    ``rows_sql`` gives all its rows.
    """

    campaign: str
    figure: FigureName
    name: Text
    unit: Unit
    definition: Text
    since: date | None = Field(
        default=None, description="the first day, of a figure of a window"
    )
    as_of: date
    known_at: datetime
    price_basis: PriceBasis
    filters: dict[str, str]
    synthetic: bool = Field(description="true if any sale is made up")
    value: Number | None
    sql: str
    rows_sql: str
    row_count: int
    rows: tuple[FigureRow, ...] | None = Field(
        description="null to who may not see single sales: analysts"
    )
    next_cursor: str | None

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)
