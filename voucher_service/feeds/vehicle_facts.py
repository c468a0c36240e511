"""Seats, emission stages, displacements and plates as people write them."""

import re
from collections.abc import Callable
from decimal import Decimal

import polars as pl

from voucher_service.feeds.sealing import PLATE_REGION
from voucher_service.feeds.synonyms import plain, synonyms
from voucher_service.feeds.words import Parsed, bare, over_distinct, read_text, shaped
from voucher_service.model.reasons import FeedReason

_UNREAD = -1
_SEATS = re.compile(r"(?:限乘|核载|限)?([0-9]{1,2})(?:\.0+)?(?:人座|人|座位|座|个)?")
_STAGES = {
    **{numeral: at for at, numeral in enumerate("一二三四五六", start=1)},
    **{numeral: at for at, numeral in enumerate("123456", start=1)},
    **dict(zip(("I", "II", "III", "IV", "V", "VI"), range(1, 7), strict=True)),
}
_STAGE = r"(III|II|IV|I|VI|V|[1-6]|[一二三四五六])(?![0-9IVX])"
_NATIONAL = re.compile(rf"国家?第?{_STAGE}")
_ALONE = re.compile(rf"第?{_STAGE}(?:阶段)?[AB]?")
_STANDARD = re.compile(r"GB18352\.([56])-20[0-9]{2}")
_VOLUME = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:(L|升)?(T[A-Z]{0,4})?|(ML|毫升|CC|CM3))")
_MOST_LITRES, _LEAST_ML, _MOST_ML = 20, 50, 30_000
_PLATE = rf"^{PLATE_REGION}(?:[·•・.-]?[0-9A-Z*学警港澳挂领超]{{1,6}})?$"


def read_seats(cells: pl.Series) -> Parsed:
    """Read how many the car seats: 5, 5座, 限乘5人."""
    return _whole(cells, _seats, pl.Int16, FeedReason.SEATS_UNREADABLE)


def read_emission_stages(cells: pl.Series) -> Parsed:
    """Read the national emission stage: 国六, 国VI, 国Ⅵ, 国6b and GB18352.6-2016 are 6.

    A car that burns nothing has none, and European stages are not ours.
    """
    return _whole(cells, _stage, pl.Int16, FeedReason.EMISSION_STAGE_UNKNOWN)


def read_displacements(cells: pl.Series) -> Parsed:
    """Read displacements in millilitres: 1.5L, 1.5T, 1498ml, 1.998, 1498.

    A number alone is in litres up to 20 and in millilitres from 50 on, whatever the
    header says: no car's is between. A car that burns nothing has 0.
    """
    return _whole(cells, _millilitres, pl.Int32, FeedReason.DISPLACEMENT_UNREADABLE)


def read_plate_regions(cells: pl.Series) -> Parsed:
    """Read of plates the first two characters alone: 湘G for 湘G12345, 湘G·D12345.

    A car that has no plate yet has none.
    """
    plates = shaped(cells, _PLATE, bare)
    regions = plates.cells.str.head(2)
    wrong = plates.wrong
    if not wrong.any():
        return Parsed(regions)
    where = wrong.arg_true()
    none = _words("plate_region")
    strange = [plain(cell) not in none for cell in plates.cells.gather(where)]
    return Parsed(
        regions.set(wrong, None),
        {FeedReason.PLATE_MALFORMED: (wrong & False).scatter(where, strange)},
    )


def _whole(
    cells: pl.Series,
    read: Callable[[str], int | None],
    dtype: type[pl.DataType],
    unread: FeedReason,
) -> Parsed:
    """Read each distinct text as a whole number; ``read`` gives -1 for what is none."""

    def numbers(distinct: pl.Series) -> pl.Series:
        found = [
            None if text is None else read(re.sub(r"\s", "", text).upper())
            for text in distinct
        ]
        return pl.Series(found, dtype=dtype)

    values = over_distinct(read_text(cells), numbers)
    strange = (values == _UNREAD).fill_null(value=False)
    return Parsed(values.set(strange, None), {unread: strange})


def _seats(text: str) -> int:
    found = _SEATS.fullmatch(text)
    return int(found[1]) or _UNREAD if found else _UNREAD


def _stage(text: str) -> int | None:
    if plain(text) in _words("not_burning"):
        return None
    stages = {_STAGES[stage] for stage in _NATIONAL.findall(text)}
    if not stages and (found := _ALONE.fullmatch(text)):
        stages = {_STAGES[found[1]]}
    if not stages:
        stages = {int(stage) for stage in _STANDARD.findall(text)}
    return stages.pop() if len(stages) == 1 else _UNREAD


def _millilitres(text: str) -> int:
    if plain(text) in _words("not_burning"):
        return 0
    found = _VOLUME.fullmatch(re.sub(r",([0-9]{3})", r"\1", text))
    if not found or len(found[1]) > len("30000.000"):
        return _UNREAD
    number = Decimal(found[1])
    litres = bool(found[2] or found[3]) or (not found[4] and number <= _MOST_LITRES)
    volume = round(number * 1000 if litres else number)
    return volume if volume == 0 or _LEAST_ML <= volume <= _MOST_ML else _UNREAD


def _words(kind: str) -> set[str]:
    return {plain(word) for word in synonyms().words[kind]["none"]}
