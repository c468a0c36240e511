"""Days and instants of an answer are ones that a calendar has."""

from datetime import date

import polars as pl

from voucher_service.model.published_errors import UnusableQuery
from voucher_service.model.text import Text

_EPOCH = date(1970, 1, 1)
_FIRST, _LAST = (day - _EPOCH for day in (date.min, date.max))
_ENDLESS = 2**63 - 1  # what DuckDB writes for infinity
_PER_DAY = {unit: 86_400 * each for unit, each in (("ms", 10**3), ("us", 10**6))}
_SHOWN = 80


def check_days(frame: pl.DataFrame) -> None:
    """Raise UnusableQuery for a day or an instant without end, or of no such year."""
    for column in frame.get_columns():
        values = column
        while isinstance(values.dtype, pl.List | pl.Array):
            values = values.explode()
        if values.dtype.is_temporal() and _is_out_of_range(values):
            raise _no_day(column.name)


def _is_out_of_range(values: pl.Series) -> bool:
    physical = values.to_physical()
    least, most = physical.min(), physical.max()
    if not (isinstance(least, int) and isinstance(most, int)):
        return False
    if isinstance(values.dtype, pl.Date):
        return not _FIRST.days <= least <= most <= _LAST.days
    if not isinstance(values.dtype, pl.Datetime):
        return False
    per_day = _PER_DAY.get(values.dtype.time_unit)
    if per_day is None:  # of nanoseconds, 64 bits hold no year that is not
        return least <= -_ENDLESS or most >= _ENDLESS
    ends = _FIRST.days * per_day, (_LAST.days + 1) * per_day - 1
    return not ends[0] <= least <= most <= ends[1]


def _no_day(column: str) -> UnusableQuery:
    name = column[:_SHOWN]
    return UnusableQuery(
        Text(
            zh=f"列 {name} 中有无法表示的日期：无穷大，或不在公元 1 至 9999 年之间",
            en=f"the column {name} holds a day that cannot be shown: an endless one, "
            "or one not of the years 1 to 9999",
        ),
        remedy=Text(
            zh="去掉这些行，或用 CAST(… AS VARCHAR) 写成文字",
            en="leave such rows out, or write it as a text by CAST(... AS VARCHAR)",
        ),
    )
