"""Where a campaign stands today, and how that differs from yesterday and last week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from voucher_service.analytics.counted import waiting_sales
from voucher_service.analytics.desk import (
    Standing,
    counted_by_day,
    is_anything_reported,
    slice_values,
    standing,
)
from voucher_service.model.days import shifted
from voucher_service.model.desk_reports import (
    CampaignDays,
    Change,
    ChangeState,
    Headline,
    HeadlineFigure,
    Number,
    SliceChoice,
)
from voucher_service.model.figures import FIGURES, FigureName
from voucher_service.model.kinds import ENERGY_TEXT, PRICE_BASIS_TEXT, Energy
from voucher_service.model.slices import UNKNOWN_KEY, UNKNOWN_TEXT, WHOLE, Slice
from voucher_service.model.text import Text
from voucher_service.store.figure_queries import voucher_days
from voucher_service.usecases.desk_clocks import Clocks, settle_clocks
from voucher_service.usecases.limit_progress import limit_progress
from voucher_service.usecases.report_totals import Picture, take_picture
from voucher_service.usecases.service import Service

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
    clocks = settle_clocks(service, query.campaign, query.as_of, query.known_at)
    whole = clocks.picture
    question = ("headline", query, whole.as_of, whole.known_at, clocks.moved_at)

    def gather() -> Headline:
        return _headline(service, query, clocks)

    return service.remembered.answer(question, gather)


def _headline(service: Service, query: DeskQuery, clocks: Clocks) -> Headline:
    whole = clocks.picture
    picture = take_picture(
        service, query.campaign, whole.as_of, whole.known_at, query.part
    )
    terms = picture.campaign.current
    figures = (
        *_of_sales(picture, whole),
        *_of_vouchers(service, picture, clocks.moved_on, clocks.moved_at),
    )
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
        figures=figures,
        limits=limit_progress(service, whole),
        choices=_choices(whole.decided),
    )


def _of_sales(picture: Picture, whole: Picture) -> Iterator[HeadlineFigure]:
    by_day, today = counted_by_day(picture.decided), picture.as_of
    now, *before = (
        _sold(standing(by_day, day)) for day in (today, *_days_before(today))
    )
    states = [
        _state(picture, since)
        if since < picture.campaign.first_day
        or is_anything_reported(whole.decided, since, today)
        else ChangeState.NOTHING_REPORTED
        for since in _days_before(today)
    ]
    yield from _told(picture, (today, picture.known_at), now, before, states)


def _of_vouchers(
    service: Service, picture: Picture, today: date, moved_at: datetime
) -> Iterator[HeadlineFigure]:
    """Give what was issued and redeemed, which goes on after the last sale."""
    with service.store.read() as connection:
        days = voucher_days(connection, picture.campaign.id, moved_at, picture.part)
    now, *before = (_moved(days, day) for day in (today, *_days_before(today)))
    states = [_state(picture, since) for since in _days_before(today)]
    yield from _told(picture, (today, moved_at), now, before, states)


def _told(
    picture: Picture,
    clocks: tuple[date, datetime],
    now: Values,
    before: list[Values],
    states: list[ChangeState],
) -> Iterator[HeadlineFigure]:
    basis = PRICE_BASIS_TEXT[picture.campaign.current.price_basis]
    today, known_at = clocks
    for name, value in now.items():
        meaning = FIGURES[name].on(basis)
        day, week = (
            _change(state, since, value, values[name])
            for state, since, values in zip(
                states, _days_before(today), before, strict=True
            )
        )
        yield HeadlineFigure(
            figure=name,
            name=meaning.name,
            unit=meaning.unit,
            as_of=today,
            known_at=known_at,
            value=value,
            day=day,
            week=week,
        )


def _days_before(today: date) -> tuple[date, date]:
    """Give the day before and the same day a week before."""
    return shifted(today, -1), shifted(today, -7)


def _sold(at: Standing) -> Values:
    return {
        FigureName.CARS_SOLD: at.cars,
        FigureName.SALES: at.sales_fen,
        FigureName.VOUCHERS_EARNED: at.vouchers_fen,
        FigureName.MEAN_PRICE: at.mean_fen,
        FigureName.GROSS_RATIO: at.gross_ratio,
    }


def _moved(days: pl.DataFrame, day: date) -> Values:
    until = days.filter(pl.col("day") <= day)
    issued, redeemed = (
        until.filter(pl.col("what") == what) for what in ("issued", "redeemed")
    )
    return {
        FigureName.VOUCHERS_ISSUED: int(issued["vouchers"].sum()),
        FigureName.VOUCHERS_ISSUED_AMOUNT: int(issued["fen"].sum()),
        FigureName.VOUCHERS_REDEEMED: int(redeemed["vouchers"].sum()),
        FigureName.VOUCHERS_REDEEMED_AMOUNT: int(redeemed["fen"].sum()),
    }


def _state(picture: Picture, since: date) -> ChangeState:
    """Tell whether there was a campaign on an earlier day."""
    begun = since >= picture.campaign.first_day
    return ChangeState.TOLD if begun else ChangeState.NOT_BEGUN


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
