"""Amounts of money become whole fen, exactly: digits are moved, never multiplied."""

import polars as pl

from voucher_service.feeds.spoken import spoken_fen
from voucher_service.feeds.synonyms import Unit
from voucher_service.feeds.words import Parsed, shaped
from voucher_service.model.reasons import FeedReason

_PLAIN = r"^[0-9]{1,9}(\.[0-9]{1,2})?$"
_AMOUNT = (
    r"^(?P<open>\()?(?P<sign>[+-])?"
    r"(?P<whole>[0-9]{1,3}(?:[, ][0-9]{3}){1,3}|[0-9]{1,11})?(?:\.(?P<part>[0-9]*))?"
    r"(?P<unit>万元|万|元|圆)?(?P<close>\))?$"
)
_SPOKEN = "[零壹贰貳叁參叄肆伍陆陸柒捌玖拾一二两三四五六七八九十].*[元圆]"
_LIMIT_FEN = 10**11
_CURRENCY = r"(?i)^(\(?[+-]?)(?:¥|\$|RMB|CNY|人民币)\s*"


LEAST_FEN = 100_000
"""A price below 1,000 yuan is implausible where nobody has stated the unit."""

MOST_FEN = 5_000_000_000
"""A price above 50 million yuan is implausible."""


def read_amounts(cells: pl.Series, unit: Unit, *, stated: bool = False) -> Parsed:
    """Read amounts into fen, rounding half up beyond a fen.

    Taken are thousands separators, ￥ ¥ $ RMB, full-width digits, 元 整, 万 and 万元
    (a unit in the cell wins over ``unit``), a minus or the bookkeeper's brackets, and
    壹拾肆万柒仟捌佰圆整. Blank is null; anything else is PRICE_UNREADABLE, and so is a
    billion yuan or more: that is some other number in the wrong column. A cell whose
    own unit is not ``unit`` is AMOUNT_UNIT_MIXED where others are read in that unit,
    or where the file has ``stated`` it. Too small without any stated unit, or too
    large, is PRICE_IMPLAUSIBLE.
    """
    given = shaped(cells, _PLAIN)
    if unit == "yuan" and given.right.all():
        values = _easy(given.cells)
        return _parsed(given.cells, values, _implausible(values, None, stated=stated))
    if unit != "yuan":
        values, own = _hard(given.cells, unit)
        odd = _implausible(values, own, stated=stated)
        mixed = _mixed(own, values, unit, stated=stated)
        return _parsed(given.cells, values, odd, mixed)
    where = given.wrong.arg_true()
    easy = _easy(given.cells.clone().scatter(where, None))
    hard, units = _hard(given.cells.gather(where), unit)
    values = easy.scatter(where, hard)
    own = pl.repeat(None, cells.len(), dtype=pl.String, eager=True)
    own = own.scatter(where, units)
    odd = _implausible(values, own, stated=stated)
    return _parsed(given.cells, values, odd, _mixed(own, values, unit, stated=stated))


def _parsed(
    given: pl.Series,
    values: pl.Series,
    odd: pl.Series,
    mixed: pl.Series | None = None,
) -> Parsed:
    unreadable = values.is_null() & given.is_not_null()
    faults = {FeedReason.PRICE_UNREADABLE: unreadable}
    if odd.any():
        faults[FeedReason.PRICE_IMPLAUSIBLE] = odd
    if mixed is not None and mixed.any():
        faults[FeedReason.AMOUNT_UNIT_MIXED] = mixed
    return Parsed(values, faults)


def _implausible(
    values: pl.Series, own: pl.Series | None, *, stated: bool
) -> pl.Series:
    """Tell which amounts no car has: too many yuan, or too few of an unstated unit."""
    odd = values > MOST_FEN
    if not stated:
        small = (values > 0) & (values < LEAST_FEN)
        odd |= small if own is None else small & own.is_null()
    return odd.fill_null(value=False)


def _mixed(
    own: pl.Series, values: pl.Series, unit: Unit, *, stated: bool
) -> pl.Series | None:
    """Tell which cells were read in another unit than their column has."""
    other = (own != unit).fill_null(value=False) & values.is_not_null()
    if stated or (values.is_not_null() & ~other).any():
        return other
    return None


def _easy(cells: pl.Series) -> pl.Series:
    return cells.cast(pl.Decimal(15, 2)).to_physical().cast(pl.Int64)


def _hard(cells: pl.Series, unit: Unit) -> tuple[pl.Series, pl.Series]:
    """Give fen, and the unit that a cell itself states."""
    text = (
        pl.col("cell")
        .str.replace(_CURRENCY, "$1")
        .str.replace(r"\s*整$", "")
        .str.replace(r"\s*(万元|万|元|圆)\s*(\)?)$", "$1$2")
    )
    found = text.str.extract_groups(_AMOUNT)
    frame = cells.to_frame("cell").select(found.alias("part")).unnest("part")
    own = pl.when(pl.col("unit").str.starts_with("万")).then(pl.lit("wan_yuan"))
    stated = pl.when(pl.col("unit").is_not_null()).then(own.otherwise(pl.lit("yuan")))
    read = frame.select(fen=_fen(unit), own=stated)
    return _with_spoken(cells, read["fen"], read["own"])


def _with_spoken(
    cells: pl.Series, fen: pl.Series, own: pl.Series
) -> tuple[pl.Series, pl.Series]:
    if fen.null_count() == cells.null_count():
        return fen, own
    rows = (fen.is_null() & cells.str.contains(_SPOKEN)).arg_true()
    told = {row: spoken_fen(cells[row]) for row in rows}
    told = {row: amount for row, amount in told.items() if amount is not None}
    if not told:
        return fen, own
    where = list(told)
    return fen.scatter(where, list(told.values())), own.scatter(where, "yuan")


def _fen(unit: Unit) -> pl.Expr:
    """Put the digits together as fen with one place more, which then rounds."""
    own = pl.col("unit")
    wan = own.str.starts_with("万").fill_null(value=unit == "wan_yuan")
    whole = pl.col("whole").str.replace_all("[, ]", "").fill_null("")
    part = pl.col("part").fill_null("")
    digits = pl.when(wan).then(_moved(whole, part, 6)).otherwise(_moved(whole, part, 2))
    size = digits.cast(pl.Int64, strict=False)
    rounded = (size + 5) // 10
    in_brackets = pl.col("open").is_not_null()
    well_formed = (whole + part != "") & (in_brackets == pl.col("close").is_not_null())
    negative = in_brackets | (pl.col("sign") == "-").fill_null(value=False)
    return (
        pl.when(well_formed & (rounded < _LIMIT_FEN))
        .then(pl.when(negative).then(-rounded).otherwise(rounded))
        .otherwise(None)
    )


def _moved(whole: pl.Expr, part: pl.Expr, places: int) -> pl.Expr:
    kept = part.str.head(places + 1).str.pad_end(places + 1, "0")
    return pl.concat_str(whole, kept)
