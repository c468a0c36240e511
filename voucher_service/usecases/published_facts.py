"""What a publication says that no table holds: terms, sentences and the calendar."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import polars as pl

from voucher_service import __version__
from voucher_service.analytics.calendar import (
    festival_offset,
    holiday_of,
    is_announced,
    is_working_day,
)
from voucher_service.model.reasons import ELIGIBILITY_REASONS
from voucher_service.store.campaigns import campaigns_known
from voucher_service.store.publishing import Facts
from voucher_service.store.queries import Connection
from voucher_service.usecases.service import campaign_of

_TERMS = {
    "campaign_id": pl.String,
    "effective_from": pl.Date,
    "version": pl.String,
    "document": pl.String,
}
_CAMPAIGNS = {
    "campaign_id": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "area_zh": pl.String,
}
_CALENDAR = {
    "day": pl.Date,
    "weekday": pl.Int32,
    "is_working_day": pl.Boolean,
    "holiday": pl.String,
    "festival_offset": pl.Int32,
}


def facts_of(smallest_cell: int) -> Facts:
    """Give the facts of a publication in which smaller cells are suppressed."""
    return Facts(
        told=_told,
        calendar=calendar_of,
        smallest_cell=smallest_cell,
        program_version=__version__,
    )


def _told(connection: Connection, known_at: datetime) -> Mapping[str, pl.DataFrame]:
    rows = campaigns_known(connection, known_at)
    campaigns = [(row["campaign_id"], campaign_of(row["document"])) for row in rows]
    named = [
        (known_as, each.name.zh, each.name.en, each.area.zh)
        for known_as, each in campaigns
    ]
    entries = [
        (known_as, terms.effective_from, terms.version, terms.model_dump_json())
        for known_as, each in campaigns
        for terms in each.terms
    ]
    sentences = {reason.value: t.sentence for reason, t in ELIGIBILITY_REASONS.items()}
    return {
        "told_campaigns": pl.DataFrame(named, _CAMPAIGNS, orient="row"),
        "told_terms": pl.DataFrame(entries, _TERMS, orient="row"),
        "told_reasons": pl.DataFrame(
            {
                "reason": list(sentences),
                "sentence_zh": [text.zh for text in sentences.values()],
                "sentence_en": [text.en for text in sentences.values()],
            }
        ),
    }


def calendar_of(first: date, last: date) -> pl.DataFrame:
    """Tell of each day from one to another what the calendar says of it."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return pl.DataFrame([_told_of(day) for day in days], _CALENDAR, orient="row")


def _told_of(day: date) -> tuple[date, int, bool | None, str | None, int]:
    holiday = holiday_of(day)
    return (
        day,
        day.isoweekday(),
        is_working_day(day) if is_announced(day) else None,
        holiday.zh if holiday else None,
        festival_offset(day),
    )
