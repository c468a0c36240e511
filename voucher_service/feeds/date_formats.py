"""Dates in the formats that a profile names."""

import polars as pl

_CLOCK = ("%H", "%I", "%M", "%s")
_OFFSET = r"([+-])(?:1[5-9]|[2-9][0-9]):?[0-9]{2}$"


def formatted_days(text: pl.Expr, fmt: str, zone: str) -> pl.Expr:
    """Read dates of one strptime format; an instant's day is that of the time zone.

    No place on earth is fifteen hours ahead: such offsets are none.
    """
    if "%z" in fmt:
        given = pl.when(~text.str.contains(_OFFSET)).then(text)
        instant = given.str.to_datetime(fmt, strict=False, time_unit="us")
        return instant.dt.convert_time_zone(zone).dt.date()
    if any(part in fmt for part in _CLOCK):
        return text.str.to_datetime(fmt, strict=False, time_unit="us").dt.date()
    return text.str.to_date(fmt, strict=False)


def format_fault(fmt: str) -> str | None:
    """Say what is wrong with a format, or None where dates can be read with it."""
    cells = pl.DataFrame({"cell": ["2023-01-05"]})
    try:
        cells.select(formatted_days(pl.col("cell"), fmt, "Asia/Shanghai"))
    except pl.exceptions.PolarsError as fault:
        return str(fault).split("\n")[0]
    return None
