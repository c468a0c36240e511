"""Where a campaign stands today, and how that differs from yesterday and last week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from voucher_service.analytics.counted import waiting_sales
from voucher_service.analytics.desk import (
    counted_by_day,
    is_anything_reported,
    slice_values,
    standing,
)
from voucher_service.model.desk_reports import (
    CampaignDays,
    Change,
    ChangeState,
    Headline,
    HeadlineFigure,
    Number,
    SliceChoice,
)
from voucher_service.model.figures import FIGURES, HEADLINE, FigureName
from voucher_service.model.kinds import ENERGY_TEXT, PRICE_BASIS_TEXT, Energy
from voucher_service.model.slices import UNKNOWN_KEY, UNKNOWN_TEXT, WHOLE, Slice
from voucher_service.model.text import Text
from voucher_service.store.figure_queries import voucher_days
from voucher_service.usecases.limit_progress import limit_progress
from voucher_service.usecases.report_totals import Picture, take_picture
from voucher_service.usecases.service import Service

_DAY_BEFORE = timedelta(days=1)
_WEEK_BEFORE = timedelta(days=7)

Values = dict[FigureName, Number | None]


@dataclass(frozen=True)
class DeskQuery:
    """Whose desk is asked for; day and instant default as those of totals do."""

    campaign: str
    as_of: date | None = None
    known_at: datetime | None = None
    part: Slice = WHOLE


def report_headline(service: Service, query: DeskQuery) -> Headline:
    """Give the figures that head a campaign's desk.

    Raises NotFound for an unknown campaign and BadParameter for an instant to come.
    """
    whole = take_picture(service, query.campaign, query.as_of, query.known_at)
    question = ("headline", query.campaign, whole.as_of, whole.known_at, query.part)
    return service.remembered.answer(question, lambda: _headline(service, query, whole))


def _headline(service: Service, query: DeskQuery, whole: Picture) -> Headline:
    picture = take_picture(
        service, query.campaign, whole.as_of, whole.known_at, query.part
    )
    terms = picture.campaign.current
    return Headline(
        campaign=query.campaign,
        as_of=picture.as_of,
        known_at=picture.known_at,
        terms_version=terms.version,
        price_basis=terms.price_basis,
        synthetic=picture.synthetic,
        last_sale_on=picture.last_sale_on,
        waiting_cars=waiting_sales(picture.decided, picture.as_of),
        filters=query.part.parameters,
        days=_days(picture),
        figures=tuple(_figures(service, picture, whole)),
        limits=limit_progress(service, whole),
        choices=_choices(whole.decided),
    )


def _figures(
    service: Service, picture: Picture, whole: Picture
) -> Iterator[HeadlineFigure]:
    values = ValuesByDay(service, picture)
    today = values.on(picture.as_of)
    basis = PRICE_BASIS_TEXT[picture.campaign.current.price_basis]
    before = {
        span: (picture.as_of - span, values.on(picture.as_of - span))
        for span in (_DAY_BEFORE, _WEEK_BEFORE)
        if picture.as_of.toordinal() > span.days
    }
    states = {span: _state(whole, since) for span, (since, _) in before.items()}
    for name in HEADLINE:
        meaning = FIGURES[name].on(basis)
        day, week = (
            _change(states[span], before[span][0], today[name], before[span][1][name])
            for span in (_DAY_BEFORE, _WEEK_BEFORE)
        )
        yield HeadlineFigure(
            figure=name,
            name=meaning.name,
            unit=meaning.unit,
            value=today[name],
            day=day,
            week=week,
        )


class ValuesByDay:
    """The headline's values at the end of any day, of one picture."""

    def __init__(self, service: Service, picture: Picture) -> None:
        self._sales = counted_by_day(picture.decided)
        with service.store.read() as connection:
            self._vouchers = voucher_days(
                connection, picture.campaign.id, picture.known_at, picture.part
            )

    def on(self, day: date) -> Values:
        """Give every value as of a day."""
        sold = standing(self._sales, day)
        issued, issued_fen = self._moved("issued", day)
        redeemed, redeemed_fen = self._moved("redeemed", day)
        return {
            FigureName.CARS_SOLD: sold.cars,
            FigureName.SALES: sold.sales_fen,
            FigureName.VOUCHERS_EARNED: sold.vouchers_fen,
            FigureName.MEAN_PRICE: sold.mean_fen,
            FigureName.GROSS_RATIO: sold.gross_ratio,
            FigureName.VOUCHERS_ISSUED: issued,
            FigureName.VOUCHERS_ISSUED_AMOUNT: issued_fen,
            FigureName.VOUCHERS_REDEEMED: redeemed,
            FigureName.VOUCHERS_REDEEMED_AMOUNT: redeemed_fen,
        }

    def _moved(self, what: str, day: date) -> tuple[int, int]:
        until = self._vouchers.filter(pl.col("what") == what, pl.col("day") <= day)
        return int(until["vouchers"].sum()), int(until["fen"].sum())


def _state(whole: Picture, since: date) -> ChangeState:
    """Tell whether a change since a day can be told of a campaign's sales."""
    if since < whole.campaign.first_day:
        return ChangeState.NOT_BEGUN
    if not is_anything_reported(whole.decided, since, whole.as_of):
        return ChangeState.NOTHING_REPORTED
    return ChangeState.TOLD


def _change(
    state: ChangeState, since: date, now: Number | None, before: Number | None
) -> Change:
    if state is not ChangeState.TOLD:
        return Change(since=since, state=state, value=None, difference=None)
    if now is None or before is None:
        return Change(
            since=since, state=ChangeState.NO_VALUE, value=before, difference=None
        )
    difference = now - before
    rounded = round(difference, 2) if isinstance(difference, float) else difference
    return Change(since=since, state=state, value=before, difference=rounded)


def _days(picture: Picture) -> CampaignDays:
    first, last = picture.campaign.first_day, picture.campaign.last_day
    total = (last - first).days + 1
    elapsed = min(max((picture.as_of - first).days + 1, 0), total)
    return CampaignDays(
        first_day=first,
        last_day=last,
        total=total,
        elapsed=elapsed,
        left=total - elapsed,
    )


def _choices(decided: pl.DataFrame) -> dict[str, tuple[SliceChoice, ...]]:
    return {
        name: tuple(
            SliceChoice(value=value, label=_label(name, value, label))
            for value, label in values
        )
        for name, values in slice_values(decided).items()
    }


def _label(name: str, value: str, label: str | None) -> Text:
    if value == UNKNOWN_KEY:
        return UNKNOWN_TEXT
    if name == "energy" and value in set(Energy):
        return ENERGY_TEXT[Energy(value)]
    told = f"{label}（{value}）" if label else value
    return Text(zh=told, en=f"{label} ({value})" if label else value)
