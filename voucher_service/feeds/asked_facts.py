"""What campaigns may ask besides day, price and vehicle, where a file tells of it."""

from collections.abc import Callable
from datetime import date
from functools import partial

import polars as pl

from voucher_service.feeds.sheet import Sheet
from voucher_service.feeds.synonyms import plain
from voucher_service.feeds.vehicle_facts import (
    read_displacements,
    read_emission_stages,
    read_plate_regions,
    read_seats,
)
from voucher_service.feeds.words import Parsed, kinds_of, read_kind, read_text, shaped
from voucher_service.model.kinds import OldDisposal
from voucher_service.model.reasons import FeedReason

Days = Callable[[pl.Series], Parsed]
"""How a sheet's cells are read as days, see ``read_days``."""

_FIRST_DAYS = {
    **dict.fromkeys(("contract_on", "registered_on", "applied_on"), date(1990, 1, 1)),
    "old_registered_on": date(1950, 1, 1),
    "old_disposed_on": date(1990, 1, 1),
}
_READ: dict[str, Callable[[pl.Series], Parsed]] = {
    "seats": read_seats,
    "emission_stage": read_emission_stages,
    "displacement_ml": read_displacements,
    "plate_region": read_plate_regions,
}
_UNKNOWN = {
    "vehicle_use": FeedReason.VEHICLE_USE_UNKNOWN,
    "old_fuel": FeedReason.OLD_FUEL_UNKNOWN,
}
_UNSTATED = "unstated"
_TAX_CODE = r"(?:^|[^0-9])(1[0-9]{10})(?:\.0)?(?:[^0-9]|$)"
# A tax office's code is 1, the six digits of a division and four more. Where mobile
# numbers begin otherwise there is no doubt; else an office's ends in 00.
_NO_MOBILE = r"^1(?:1|2|4[1-4]|54|6[134])"
_OFFICE = r"^1(?:3[1-7]|4[56]|5[0-3]|6[25])[0-9]{6}00$"
_YES, _NO = "yes", OldDisposal.NONE.value
_ASKED = {"报废": OldDisposal.SCRAPPED, "置换": OldDisposal.TRANSFERRED}


def asked_facts(sheet: Sheet, days: Days) -> dict[str, Callable[[], Parsed]]:
    """Say how each of these facts is read; those that have no column are left out.

    The keys are columns of SaleRow, which are fields' names. What cannot be read is
    null and noted: no row is refused for it.
    """

    def read(field: str) -> Parsed:
        if field == "tax_authority":
            return _tax_authorities(sheet)
        if field == "old_disposal":
            return _old_disposals(sheet)
        cells = sheet.cells(field)
        if field in _FIRST_DAYS:
            return _usable(days(cells), _FIRST_DAYS[field])
        if field == "buyer_kind":
            kinds = read_kind(cells, field, FeedReason.BUYER_KIND_UNKNOWN)
            return Parsed(
                kinds.values.set(kinds.values == _UNSTATED, None), kinds.faults
            )
        if field in _UNKNOWN:
            return read_kind(cells, field, _UNKNOWN[field])
        return _READ[field](cells)

    fields = (*_FIRST_DAYS, *_READ, *_UNKNOWN)
    fields = (*fields, "buyer_kind", "tax_authority", "old_disposal")
    return {field: partial(read, field) for field in fields if sheet.tells(field)}


def _usable(read: Parsed, first: date) -> Parsed:
    """Leave out days that are unreadable, yet to come or too long ago, with a note."""
    faults = read.faults
    odd = faults[FeedReason.DATE_UNREADABLE] | faults[FeedReason.DATE_IN_FUTURE]
    odd |= (read.values < first).fill_null(value=False)
    return Parsed(
        read.values.set(odd, None),
        {
            FeedReason.DATE_NOT_USED: odd,
            FeedReason.DATE_YEAR_INFERRED: faults[FeedReason.DATE_YEAR_INFERRED],
        },
    )


def _tax_authorities(sheet: Sheet) -> Parsed:
    """Read tax offices: by their code where any column has it, else as they are named.

    In a text that is kept a mobile number is masked, and codes look like one.
    """
    columns = [cells for _, cells in sheet.each("tax_authority")]
    told = [*map(_tax_codes, columns), *map(read_text, columns)]
    return Parsed(pl.select(pl.coalesce(map(pl.lit, told))).to_series())


def _tax_codes(cells: pl.Series) -> pl.Series:
    codes = shaped(cells, _TAX_CODE).cells.str.extract(_TAX_CODE)
    sure = codes.str.contains(_NO_MOBILE) | codes.str.contains(_OFFICE)
    return codes.set(~sure.fill_null(value=False), None)


def _old_disposals(sheet: Sheet) -> Parsed:
    """Read what became of old cars, of all columns that tell of it.

    是否报废 and 是否置换 may stand side by side: what either says of an old car holds,
    and 否 means that there is none where none of them does. Two that contradict each
    other, and a yes to no clear question, are noted.
    """
    kinds = pl.repeat(None, sheet.height, dtype=pl.String, eager=True)
    nowhere = pl.repeat(False, sheet.height, dtype=pl.Boolean, eager=True)
    unknown = unclear = contradicted = nowhere
    for header, cells in sheet.each("old_disposal"):
        said, strange = kinds_of(cells, "old_disposal")
        asked = [kind for word, kind in _ASKED.items() if word in plain(header)]
        meant = asked[0].value if len(asked) == 1 else None
        yes = (said == _YES).fill_null(value=False)
        said = said.set(yes, meant)
        unknown = unknown | strange
        if meant is None:
            unclear = unclear | yes
        told = _tells_of_a_car(kinds)
        contradicted = contradicted | (told & _tells_of_a_car(said) & (said != kinds))
        kinds = kinds.zip_with(told | said.is_null(), said)
    odd = contradicted | ((unknown | unclear) & ~_tells_of_a_car(kinds))
    return Parsed(
        kinds.set(odd, None), {FeedReason.OLD_DISPOSAL_UNKNOWN: odd | unknown}
    )


def _tells_of_a_car(kinds: pl.Series) -> pl.Series:
    return (kinds != _NO).fill_null(value=False)
