"""What terms ask of one sale, and what it earns, as DuckDB expressions.

Each sentence is true, false, or null where the value it asks for is missing. Words that
people wrote into the terms are parameters; numbers, days and our own words are text.
"""

from collections.abc import Iterator
from datetime import date

from voucher_service.campaigns.benefits import Bonus, Tier
from voucher_service.campaigns.limits import Cell
from voucher_service.campaigns.terms import Terms
from voucher_service.model.kinds import NEW_ENERGY

INVOICE_ORDER = "sold_on, invoice_number nulls last, sale_id"
SUBMITTED_ON = "(submitted_at + interval 8 hours)::date"
NEVER_NULL = {
    "sale_cancelled",
    "sale_set_aside",
    "identity_required",
    "dealer_not_listed",
}
Given = dict[str, str]


def word(value: str, given: Given) -> str:
    """Make a parameter of a word that the terms' author wrote."""
    name = f"word_{len(given)}"
    given[name] = value
    return f"${name}"


def row_sentences(terms: Terms, given: Given) -> dict[str, str]:
    """Give what must hold of a sale by itself, by the reason that refuses it."""
    first, last = terms.sales_window.start, terms.sales_window.end
    sentences = {"sale_cancelled": "not cancelled", "sale_set_aside": "not set_aside"}
    if terms.requires:
        sentences["identity_required"] = _all(
            f"{identity.value} is not null" for identity in terms.requires
        )
    sentences["sold_before_start"] = f"sold_on >= {_day(first)}"
    sentences["sold_after_end"] = f"sold_on <= {_day(last)}"
    sentences |= _days(terms) | _car(terms) | _buyer_and_place(terms, given)
    sentences["price_below_floor"] = f"{price(terms)} >= {terms.price_floor_fen}"
    if terms.tiers:
        held = " or ".join(f"({_holds(tier, terms)})" for tier in terms.tiers)
        sentences["price_outside_tiers"] = f"({held})"
    close = terms.allocation.entries_close
    if terms.allocation.method == "lottery" and close:
        sentences["entered_after_close"] = f"{SUBMITTED_ON} <= {_day(close)}"
    return {reason: f"({text})" for reason, text in sentences.items()}


def columns_passed_on(terms: Terms) -> tuple[str, ...]:
    """Name the columns that caps, limits and amounts ask of a sale that passes."""
    caps = terms.caps
    asked = {
        "submitted_at": terms.is_limited,
        "energy": terms.is_limited,
        "district": any(cell.per == "district" for cell in cells(terms)),
        "old_disposal": any(bonus.disposal for bonus in terms.bonuses),
        "old_fuel": any(tier.old_fuel for tier in terms.tiers),
        price(terms): terms.is_limited,
        "buyer_key": caps.per_buyer,
        "phone_key": caps.per_phone,
    }
    always = ("sale_id", "row_hash", "dealer_id", "sold_on", "invoice_number")
    return (*always, *(column for column, is_asked in asked.items() if is_asked))


def cells(terms: Terms) -> tuple[Cell, ...]:
    """Give the cells of all quotas and sub-budgets."""
    return (*terms.quotas, *terms.sub_budgets)


def needed_columns(terms: Terms) -> tuple[str, ...]:
    """Name the columns without which amount or limit cannot be told."""
    needed = {
        "vin": terms.per_vehicle and "vin" not in terms.requires,
        "energy": any(part.kinds for part in (*terms.bonuses, *cells(terms)))
        or terms.voucher.nev_kind,
        "buyer_key": terms.caps.per_buyer,
        "phone_key": terms.caps.per_phone,
        "district": any(cell.per == "district" for cell in cells(terms)),
    }
    return tuple(column for column, is_needed in needed.items() if is_needed)


def price(terms: Terms) -> str:
    """Name the price that the terms mean."""
    return terms.price_basis.column


def tier_number(terms: Terms) -> str:
    """Give the place of the first tier that holds; null where none does."""
    cases = " ".join(
        f"when {_holds(tier, terms)} then {number}"
        for number, tier in enumerate(terms.tiers)
    )
    return f"case {cases} end" if cases else "null"


def tier_name(terms: Terms) -> str:
    """Give the name of the tier in ``tier_no``; null where none holds."""
    cases = " ".join(
        f"when {number} then '{tier.name}'" for number, tier in enumerate(terms.tiers)
    )
    return f"case tier_no {cases} end" if cases else "null::varchar"


def amount(terms: Terms) -> str:
    """Give what a sale of the tier in ``tier_no`` earns if it is eligible, in fen."""
    cases = " ".join(
        f"when {number} then {_earned(tier, terms)}"
        for number, tier in enumerate(terms.tiers)
    )
    base = f"case tier_no {cases} end" if cases else f"{terms.voucher.face_fen}"
    return " + ".join((f"({base})::bigint", *map(_on_top, terms.bonuses)))


def in_cell(cell: Cell, terms: Terms) -> str:
    """Tell whether a sale lies in a cell, by its columns ``tier_no`` and ``energy``."""
    names = [tier.name for tier in terms.tiers]
    wanted = [str(names.index(name)) for name in cell.tiers]
    asked = [" or ".join(f"tier_no = {number}" for number in wanted)] if wanted else []
    if cell.kinds:
        asked.append(_one_of("energy", cell.kinds))
    return _all(asked) or "true"


def _days(terms: Terms) -> dict[str, str]:
    windows = terms.windows
    asked = (
        ("contract_outside_window", "contract_on", windows.contract),
        ("registered_outside_window", "registered_on", windows.registration),
        (
            "applied_outside_window",
            f"coalesce(applied_on, {SUBMITTED_ON})",
            windows.application,
        ),
    )
    return {
        reason: _within(column, window.start, window.end)
        for reason, column, window in asked
        if window.is_stated
    }


def _car(terms: Terms) -> dict[str, str]:
    said = {}
    is_nev = _one_of("energy", NEW_ENERGY)
    if terms.condition:
        said[f"not_{terms.vehicle}"] = f"condition = '{terms.vehicle}'"
    if terms.use != "any":
        said["use_not_covered"] = f"vehicle_use = '{terms.use}'"
    if terms.seats.is_stated:
        said["seats_not_covered"] = _within(
            "seats", terms.seats.at_least, terms.seats.at_most
        )
    if terms.emission_at_least is not None:
        stage = f"emission_stage >= {terms.emission_at_least}"
        said["emission_below_stage"] = f"{is_nev} or {stage}"
    if terms.displacement_at_most_ml is not None:
        limit = f"displacement_ml <= {terms.displacement_at_most_ml}"
        said["displacement_above_limit"] = f"{is_nev} or {limit}"
    if terms.kinds:
        said["energy_not_covered"] = _one_of("energy", terms.kinds)
    return said


def _buyer_and_place(terms: Terms, given: Given) -> dict[str, str]:
    buyer, place, said = terms.buyer, terms.place, {}
    if buyer.kinds:
        said["buyer_kind_not_covered"] = _one_of("buyer_kind", buyer.kinds)
    if buyer.age.is_stated:
        said["buyer_age_not_covered"] = _within(
            "buyer_age", buyer.age.at_least, buyer.age.at_most
        )
    if place.districts:
        said["district_not_covered"] = _among("district", place.districts, given)
    if place.tax_authorities:
        fits = (
            f"{'starts_with' if entry.isdecimal() else 'contains'}"
            f"(tax_authority, {word(entry, given)})"
            for entry in place.tax_authorities
        )
        said["tax_authority_not_covered"] = " or ".join(fits)
    if place.plates:
        said["plate_not_covered"] = _among("plate_region", place.plates, given)
    if terms.dealers:
        listed = " or ".join(
            f"coalesce({_among(column, terms.dealers, given)}, false)"
            for column in ("dealer_id", "dealer_name")
        )
        said["dealer_not_listed"] = listed
    if terms.old_vehicle:
        said["old_vehicle_not_covered"] = _all(_old_vehicle(terms))
    return said


def _old_vehicle(terms: Terms) -> Iterator[str]:
    old = terms.old_vehicle
    assert old is not None
    yield _one_of("old_disposal", old.disposal)
    if old.disposed.is_stated:
        yield _within("old_disposed_on", old.disposed.start, old.disposed.end)
    if old.registered_by.is_stated:
        in_time = " or ".join(
            f"(old_fuel = '{fuel}' and old_registered_on <= {_day(last)})"
            for fuel, last in old.registered_by
            if last is not None
        )
        yield f"({in_time})"


def _holds(tier: Tier, terms: Terms) -> str:
    asked = [f"{price(terms)} between {tier.first_fen} and {tier.last_fen}"]
    if tier.kinds:
        asked.append(_one_of("energy", tier.kinds))
    if tier.old_fuel:
        asked.append(_one_of("old_fuel", tier.old_fuel))
    return _all(asked)


def _earned(tier: Tier, terms: Terms) -> str:
    if tier.basis_points is None:
        return str(tier.amount_fen)
    share = f"{price(terms)} * {tier.basis_points} // 10000"
    return share if tier.cap_fen is None else f"least({share}, {tier.cap_fen})"


def _on_top(bonus: Bonus) -> str:
    asked = [_one_of("energy", bonus.kinds)] if bonus.kinds else []
    if bonus.disposal:
        asked.append(f"old_disposal = '{bonus.disposal}'")
    fen = bonus.amount_fen
    return f"case when {_all(asked)} then {fen} else 0 end" if asked else str(fen)


def _all(sentences: Iterator[str] | list[str]) -> str:
    return " and ".join(f"({text})" for text in sentences)


def _within(column: str, low: date | int | None, high: date | int | None) -> str:
    ends = {">=": low, "<=": high}
    return " and ".join(
        f"{column} {sign} {_day(end) if isinstance(end, date) else end}"
        for sign, end in ends.items()
        if end is not None
    )


def _one_of(column: str, words: tuple[str, ...]) -> str:
    # DuckDB makes a join of a long "in", which here costs more than it saves.
    return "(" + " or ".join(f"{column} = '{each}'" for each in words) + ")"


def _among(column: str, words: tuple[str, ...], given: Given) -> str:
    return f"{column} in ({', '.join(word(each, given) for each in words)})"


def _day(day: date) -> str:
    return f"date '{day}'"
