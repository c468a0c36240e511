"""A campaign's window so far is held against earlier years, in three named views."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from voucher_service.analytics.comparison import Asked, compared
from voucher_service.analytics.history import History, history_of_sales
from voucher_service.analytics.whole_days import whole_until
from voucher_service.analytics.windows import Days
from voucher_service.campaigns.national_events import national_events
from voucher_service.model.comparison_reports import (
    Comparison,
    EventKind,
    View,
    WindowEvent,
)
from voucher_service.model.days import business_day
from voucher_service.model.slices import WHOLE, Slice
from voucher_service.model.text import Text
from voucher_service.usecases.report_totals import Picture, take_picture
from voucher_service.usecases.service import Service, campaigns_open

_VOUCHERS = Text(zh="消费券活动：{zh}", en="voucher campaign: {en}")


@dataclass(frozen=True)
class ComparisonQuery:
    """Which comparison is asked for; days default as those of totals do.

    No ``view`` means all of them.
    """

    campaign: str
    as_of: date | None = None
    known_at: datetime | None = None
    view: View | None = None
    part: Slice = WHOLE


def compare_years(service: Service, query: ComparisonQuery) -> Comparison:
    """Compare a campaign's window until a day with earlier years.

    Raises NotFound and BadParameter as totals do.
    """
    picture = take_picture(
        service, query.campaign, query.as_of, query.known_at, query.part
    )
    asked = asked_of(service, picture)
    terms = picture.campaign.current
    return Comparison(
        campaign=query.campaign,
        as_of=picture.as_of,
        known_at=picture.known_at,
        terms_version=terms.version,
        price_basis=terms.price_basis,
        synthetic=picture.synthetic,
        first_sale_on=asked.history.begins,
        whole_until=asked.whole_until,
        uncounted_cars=_uncounted(picture, asked.window),
        filters=query.part.parameters,
        views=tuple(
            compared(asked, view) for view in (query.view and [query.view]) or View
        ),
    )


def asked_of(service: Service, picture: Picture) -> Asked:
    """Gather what a picture's window is compared by; kept for the data version."""
    campaign, known = picture.campaign, picture.known_at
    window = campaign.current.sales_window
    end = min(picture.as_of, window.end)

    def gather() -> tuple[History, date | None]:
        whole = picture
        if not picture.part.is_whole:
            whole = take_picture(service, campaign.id, picture.as_of, known)
        until = whole_until(whole.decided, end, business_day(known))
        return history_of_sales(whole.decided, picture.decided, end), until

    question = ("history", campaign.id, known, end, picture.part)
    history, until = service.remembered.answer(question, gather)
    return Asked(history, Days(window.start, end), _events(service, known), until)


def _events(service: Service, known: datetime) -> tuple[WindowEvent, ...]:
    """Give the national events, and the sales windows of the campaigns in this home."""
    national = [
        WindowEvent(
            kind=EventKind(event.kind),
            start=event.start,
            end=event.end,
            name=event.name,
            certain=event.certain,
            source=event.source,
        )
        for event in national_events()
    ]
    own = [
        WindowEvent(
            kind=EventKind.CAMPAIGN,
            start=campaign.first_day,
            end=campaign.last_day,
            name=_VOUCHERS.filled(zh=campaign.name.zh, en=campaign.name.en),
        )
        for campaign in campaigns_open(service, known).values()
    ]
    return (*national, *own)


def _uncounted(picture: Picture, window: Days) -> int:
    return picture.decided.filter(
        pl.col("comparable") & ~pl.col("eligible"),
        pl.col("sold_on").is_between(window.start, window.end),
    ).height
