"""Until which day has everybody reported? One rule for all figures that ask."""

from datetime import date, timedelta
from statistics import median

import polars as pl

from voucher_service.analytics.forecast_terms import facts_of

SILENCE = 45
"""After so many days without any sale of any dealer, nothing was reported."""
_COMPARED = 28
_FEW_DEALERS = 3
_QUIET_FROM, _QUIET_TO = -3, 7
"""Around the festival few reports are nothing unusual."""
_TENTHS = 9
"""So many tenths of the dealers must have told of later days."""


def whole_until(known: pl.DataFrame, as_of: date, known_on: date) -> date | None:
    """Give the last day until ``as_of`` that is wholly reported; None without sales.

    ``known`` are all sales known, DecidedSale whatever was decided, also later ones:
    a dealer that has told of a later sale has told of the days before it. Without that
    nothing is taken for whole after the last sale of anyone. ``known_on`` is the day
    of the knowledge, which itself is not whole yet.
    """
    told = known.select("dealer_id", "sold_on").unique()
    reporting = dict(
        told.filter(pl.col("sold_on") <= as_of).group_by("sold_on").len().iter_rows()
    )
    until = min(as_of, known_on - timedelta(days=1))
    days = [day for day in reporting if day <= until]
    if not days:
        return None
    last = min(max(days), last_whole_day(reporting, min(days), until))
    return as_of if last < as_of and _told_of_later(told, last, as_of) else last


def last_whole_day(reporting: dict[date, int], first: date, last: date) -> date:
    """Leave out the longest run of last days that all have unusually few dealers.

    ``reporting`` says how many dealers have told of a sale on each day.
    """
    for late in range(SILENCE, 0, -1):
        whole = last - timedelta(days=late)
        before = [whole - timedelta(days=n) for n in range(_COMPARED)]
        if before[-1] < first:
            continue
        usual = [reporting.get(day, 0) for day in before]
        few = min(*usual, median(usual) / 2)
        if median(usual) < _FEW_DEALERS:
            continue
        run = [whole + timedelta(days=n + 1) for n in range(late)]
        if all(reporting.get(day, 0) < few for day in run) and not _quiet(run):
            return whole
    return last


def _told_of_later(told: pl.DataFrame, last: date, as_of: date) -> bool:
    """Tell whether those that sold until the last day have told of later ones too."""
    early = pl.col("sold_on").is_between(last - timedelta(days=_COMPARED - 1), last)
    before = told.filter(early).select("dealer_id").unique()
    after = told.filter(pl.col("sold_on") > as_of).select("dealer_id").unique()
    both = before.join(after, on="dealer_id", how="semi").height
    return both * 10 >= before.height * _TENTHS


def _quiet(run: list[date]) -> bool:
    """Tell whether all days lie around the festival, when dealers are shut."""
    return all(_QUIET_FROM <= facts_of(day).offset <= _QUIET_TO for day in run)
