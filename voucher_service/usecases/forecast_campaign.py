"""How far will a campaign come by its last day? A forecast, never an effect."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from voucher_service.analytics.calendar import is_announced
from voucher_service.analytics.counted import amounts, counted_sales, met_terms
from voucher_service.analytics.forecast import (
    LEAST_DAYS,
    LONGEST_AHEAD,
    Foretold,
    days_ahead,
    foretell,
)
from voucher_service.analytics.forecast_days import History, history_of
from voucher_service.analytics.forecast_outlook import Limit, Money, Question
from voucher_service.analytics.forecast_terms import FESTIVAL_TERMS, seen
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.limits import BUDGET
from voucher_service.model.days import business_day
from voucher_service.model.forecast_reports import FORECAST, STATEMENT, Forecast
from voucher_service.model.slices import WHOLE, Slice
from voucher_service.model.text import Text
from voucher_service.usecases import forecast_words as words
from voucher_service.usecases.forecast_figures import figures, making
from voucher_service.usecases.limit_words import BUDGET_TEXT, limit_label
from voucher_service.usecases.report_totals import Picture, take_picture
from voucher_service.usecases.service import Service

_RECENT_DAYS = 28
_RECENT_CARS = 30


@dataclass(frozen=True)
class ForecastQuery:
    """Which forecast is asked for; the days default as those of totals do.

    ``backtest`` holds back every week of the history, else the latest ones.
    """

    campaign: str
    as_of: date | None = None
    known_at: datetime | None = None
    part: Slice = WHOLE
    backtest: bool = False


@dataclass(frozen=True)
class Prospect:
    """What a forecast was asked, and what came of it: foretold, or refused."""

    question: Question
    foretold: Foretold | None
    refusal: Text | None


def forecast_campaign(service: Service, query: ForecastQuery) -> Forecast:
    """Foretell a campaign's cars, money and the day its money runs out.

    A campaign that is over, or of which too little is known, has a refusal in place of
    figures. Raises NotFound for an unknown campaign, BadParameter for an instant to
    come.
    """
    picture = take_picture(
        service, query.campaign, query.as_of, query.known_at, query.part
    )
    prospect = prospect_of(service, picture, every_trial=query.backtest)
    question, foretold = prospect.question, prospect.foretold
    return Forecast(
        campaign=query.campaign,
        label=FORECAST,
        statement=STATEMENT,
        as_of=picture.as_of,
        known_at=picture.known_at,
        last_day=picture.campaign.last_day,
        price_basis=picture.campaign.current.price_basis,
        synthetic=picture.synthetic,
        filters=query.part.parameters,
        refusal=prospect.refusal,
        **figures(question, foretold.outlook if foretold else None),
        notes=_notes(picture, question, foretold),
        making=making(question.history, foretold) if foretold else None,
    )


def prospect_of(
    service: Service, picture: Picture, *, every_trial: bool = False
) -> Prospect:
    """Foretell what a picture's campaign comes to, or say why it cannot be told."""
    asked = (picture.campaign.id, picture.as_of, picture.known_at, picture.part)

    def work_out() -> Prospect:
        question = _question(service, picture)
        refusal = _refusal(picture, question)
        told = None if refusal else foretell(question, every_trial=every_trial)
        return Prospect(question, told, refusal)

    return service.remembered.answer(("forecast", every_trial, *asked), work_out)


def _refusal(picture: Picture, question: Question) -> Text | None:
    days = question.history.days
    if picture.as_of > question.ends:
        return words.over(question.ends)
    if len(days) < LEAST_DAYS:
        return words.too_few_days(len(days))
    ahead = len(days_ahead(question.history, question.ends))
    if not ahead:
        return words.over(question.ends)
    return words.too_far(days[-1], ahead) if ahead > LONGEST_AHEAD else None


def _question(service: Service, picture: Picture) -> Question:
    campaign, known_at = picture.campaign, picture.known_at
    whole = take_picture(service, campaign.id, picture.as_of, known_at)
    as_of = min(picture.as_of, campaign.last_day)
    history = history_of(whole.decided, picture.decided, as_of, business_day(known_at))
    last = history.last_day or picture.as_of
    row = counted_sales(picture.decided, last).select(amounts()).row(0, named=True)
    recent = picture.decided.filter(pl.col("sold_on") <= last)
    return Question(
        history=history,
        begins=campaign.first_day,
        ends=campaign.last_day,
        cars=row["cars_sold"],
        wanted=met_terms(picture.decided, campaign.first_day, last),
        sales_fen=row["sales_fen"],
        vouchers_fen=row["vouchers_fen"],
        price=_recent(recent.filter("comparable"), "price_fen", last),
        voucher=_voucher(recent.filter("eligible"), campaign.current, last),
        limits=_limits(picture, row["cars_sold"], row["vouchers_fen"]),
    )


def _recent(sales: pl.DataFrame, column: str, last: date) -> Money | None:
    """Tell what a car brings by those of the last weeks, or the last few cars."""
    told = sales.drop_nulls(column)
    if told.is_empty():
        return None
    recent = told.filter(pl.col("sold_on") > last - timedelta(days=_RECENT_DAYS))
    if recent.height < _RECENT_CARS:
        recent = told.sort("sold_on", "sale_id").tail(_RECENT_CARS)
    values = recent[column].sort().rechunk()  # sums of floats depend on their order
    mean, spread = values.mean(), values.std() or 0.0
    assert isinstance(mean, float)
    assert isinstance(spread, float)
    return Money(mean, spread, len(values))


def _voucher(counted: pl.DataFrame, terms: Terms, last: date) -> Money | None:
    found = _recent(counted, "amount_fen", last)
    face = terms.voucher.face_fen
    if found is None and face is not None and not (terms.tiers or terms.bonuses):
        return Money(float(face), 0.0, 0)
    return found


def _limits(picture: Picture, cars: int, vouchers_fen: int) -> tuple[Limit, ...]:
    """Give the budget and the quotas of the whole campaign, with what is left."""
    terms = picture.campaign.current
    if not picture.part.is_whole:
        return ()
    found = [
        Limit(
            quota.name,
            quota.count,
            quota.count - cars,
            is_money=False,
            label=limit_label(terms, quota),
        )
        for quota in terms.quotas
        if quota.per == "campaign" and not (quota.tiers or quota.energy)
    ]
    if terms.budget_fen is not None:
        left = terms.budget_fen - vouchers_fen
        found.append(
            Limit(BUDGET, terms.budget_fen, left, is_money=True, label=BUDGET_TEXT)
        )
    return tuple(found)


def _notes(
    picture: Picture, question: Question, foretold: Foretold | None
) -> tuple[Text, ...]:
    if foretold is None:
        return ()
    history, terms = question.history, picture.campaign.current
    begun = sum(day >= question.begins for day in history.days)
    told = [*_history_notes(history)]
    if begun < words.SHORT and history.days[0] < question.begins:
        told.append(words.few_campaign_days(begun))
    told += _calendar_notes(history, foretold)
    demand, counted = foretold.outlook.demand, foretold.outlook.cars
    if demand.median > counted.median:
        told.append(words.limited(demand.median, *demand.intervals[80]))
    if question.price is None:
        told.append(words.NO_PRICE)
    if question.voucher is None:
        told.append(words.NO_VOUCHER)
    if not picture.part.is_whole and terms.is_limited:
        told.append(words.NOT_OF_A_PART)
    elif len(question.limits) < len(terms.quotas) + len(terms.sub_budgets) + (
        terms.budget_fen is not None
    ):
        told.append(words.PARTS_UNTOLD)
    if not foretold.made.tested:
        told.append(words.FEW_TESTS)
    return tuple(told)


def _history_notes(history: History) -> list[Text]:
    told = []
    if history.late:
        days = sorted(history.late)
        told.append(words.late_days(days[0], days[-1], sum(history.late.values())))
    if history.unreported:
        told.append(words.unreported_days(history.unreported))
    return told


def _calendar_notes(history: History, foretold: Foretold) -> list[Text]:
    told, ahead = [], foretold.outlook.days
    used = {term.name for term in foretold.made.terms}
    around = {term.name for term in seen(FESTIVAL_TERMS, ahead)} & used
    if around - {term.name for term in seen(FESTIVAL_TERMS, history.days)}:
        told.append(words.FESTIVAL_UNSEEN)
    if not all(is_announced(day) for day in ahead):
        told.append(words.UNANNOUNCED)
    return told
