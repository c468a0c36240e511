"""Terms that use the whole rule book, and sales that meet its edges."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
from hypothesis import strategies as st

from tests.eligibility.known_sales import END, FLOOR, START, VINS, known, sale
from voucher_service.campaigns.benefits import Bonus, Tier, Voucher
from voucher_service.campaigns.conditions import (
    Bounds,
    Buyer,
    OldRegistered,
    OldVehicle,
    Place,
)
from voucher_service.campaigns.limits import Allocation, Caps, Quota, SubBudget
from voucher_service.campaigns.terms import Terms
from voucher_service.campaigns.windows import OpenWindow, Window, Windows
from voucher_service.model.kinds import Identity, PriceBasis

SEED_OF_DRAW = "a seed that was revealed"
NOON = datetime(2022, 12, 20, 4, tzinfo=UTC).replace(tzinfo=None)
"""Noon in Shanghai; sixteen o'clock UTC is the next day there."""
MIDNIGHT = NOON.replace(hour=16)
EDGES = (FLOOR - 1, FLOOR, 2 * FLOOR - 1, 2 * FLOOR, 3 * FLOOR)
DISTRICTS = ("永定区", "慈利县")

days = st.sampled_from([START - timedelta(1), START, START + timedelta(9), END, None])
some_days = st.sampled_from([START, START + timedelta(1)])
instants = st.sampled_from(
    [NOON, MIDNIGHT, MIDNIGHT - timedelta(microseconds=1), NOON + timedelta(40)]
)
energies = st.sampled_from(["ice", "hev", "phev", "erev", "bev", "bev"])

_who_comes_first = {
    "vin": st.sampled_from([*VINS, *VINS, None]),
    "invoice_number": st.sampled_from(["00000001", "00000002", None]),
    "sold_on": some_days,
    "dealer_id": st.sampled_from(["D1", "D1", "D1", "D2"]),
    "buyer_key": st.sampled_from(["k1", "k2", "k3"]),
    "phone_key": st.sampled_from(["p1", "p2", "p3"]),
    "energy": energies,
    "district": st.sampled_from(DISTRICTS),
    "submitted_at": instants,
    "old_disposal": st.sampled_from(["scrapped", "transferred"]),
    "bare_price_fen": st.sampled_from(EDGES[1:]),
    "invoice_total_fen": st.sampled_from(EDGES[1:]),
    "invoice_net_fen": st.sampled_from(EDGES[1:]),
}
_one_vehicle_each = {k: v for k, v in _who_comes_first.items() if k != "vin"}
_asked = {
    "sold_on": st.sampled_from([START - timedelta(1), START, END, END + timedelta(1)]),
    "condition": st.sampled_from(["new", "used", "demo", None]),
    "bare_price_fen": st.sampled_from([None, *EDGES]),
    "invoice_total_fen": st.sampled_from([None, *EDGES]),
    "energy": st.one_of(energies, st.none()),
    "district": st.sampled_from([*DISTRICTS, "别处", None]),
    "buyer_key": st.sampled_from(["k1", None]),
    "phone_key": st.sampled_from(["p1", None]),
    "record_no": st.sampled_from(["R1", None]),
    "dealer_name": st.sampled_from(["示例汽车销售有限公司", "另一家", None]),
    "contract_on": days,
    "registered_on": days,
    "applied_on": days,
    "buyer_kind": st.sampled_from(["person", "company", None]),
    "buyer_age": st.sampled_from([17, 18, 60, 61, None]),
    "vehicle_use": st.sampled_from(["non_commercial", "commercial", None]),
    "seats": st.sampled_from([4, 5, 7, 8, None]),
    "emission_stage": st.sampled_from([5, 6, None]),
    "displacement_ml": st.sampled_from([1600, 1601, None]),
    "tax_authority": st.sampled_from(
        ["14308020000", "24308", "张家界市永定区税务局", "长沙市税务局", None]
    ),
    "plate_region": st.sampled_from(["湘G", "湘A", None]),
    "old_disposal": st.sampled_from(["scrapped", "transferred", "none", None]),
    "old_fuel": st.sampled_from(["petrol", "diesel", "nev", None]),
    "old_registered_on": days,
    "old_disposed_on": days,
    "version": st.integers(1, 3),
    "cancelled": st.booleans(),
    "set_aside": st.booleans(),
}
rows_in_line = st.fixed_dictionaries(_who_comes_first) | st.fixed_dictionaries(
    _one_vehicle_each
)
"""Sales that pass most terms, and stand in each other's way."""
rows_at_edges = st.fixed_dictionaries(
    {name: drawn for name, drawn in _who_comes_first.items() if name not in _asked},
    optional=_asked,
)
"""Sales of which each may lack any value or lie beyond any bound."""


@st.composite
def sales_of_all_kinds(draw, rows=rows_in_line | rows_at_edges) -> pl.DataFrame:
    """Sales with ids that tell nothing of their order."""
    drawn = draw(st.lists(rows, max_size=16))
    ids = draw(st.permutations(range(len(drawn))))
    return known(
        *(
            sale(**{"vin": f"LSVAU2180N30000{i:02}", **row, "sale_id": f"S{i:02}"})
            for i, row in zip(ids, drawn, strict=True)
        )
    )


def _mostly(nothing: object, *others: object) -> st.SearchStrategy[Any]:
    return st.one_of(st.just(nothing), st.just(nothing), st.sampled_from(others))


_windows = _mostly(
    OpenWindow(),
    OpenWindow(start=START),
    OpenWindow(end=START),
    OpenWindow(start=START, end=START + timedelta(9)),
)
_kinds = st.sampled_from([(), (), ("nev",), ("fuel",), ("bev",), ("ice", "phev")])
_amounts = st.sampled_from(["0", "0.01", "1000", "1500.50"])
_shares = st.fixed_dictionaries(
    {"percent": st.sampled_from(["0.01", "1.5", "33.33", "100"])},
    optional={"cap_yuan": st.sampled_from(["0", "500", "9000"])},
)
_earnings = st.fixed_dictionaries({"amount_yuan": _amounts}) | _shares


_cars_of_tiers = st.sampled_from(
    [
        [((), ())],
        [(("nev",), ()), (("fuel",), ())],
        [(("bev",), ())],
        [(("nev",), ()), (("fuel",), ("petrol", "diesel"))],
        [((), ("petrol",)), ((), ("diesel", "nev"))],
    ]
)
"""Whom the tiers of one run of prices are for: kinds of energy and old cars' fuels."""


@st.composite
def tiers(draw) -> tuple[Tier, ...]:
    """Tiers that no price and kind share: runs of prices, some left out."""
    cuts = [
        None,
        *sorted(draw(st.sets(st.sampled_from([30_000, 60_000, 90_000])))),
        None,
    ]
    inclusive = draw(st.booleans())
    found = []
    for low, high in pairwise(cuts):
        for kinds, fuels in draw(_cars_of_tiers):
            if not draw(st.integers(0, 4)):
                continue
            bounds = {
                "at_least_yuan" if inclusive else "above_yuan": low,
                "below_yuan" if inclusive else "at_most_yuan": high,
            }
            name = f"t{len(found)}"
            cars = {"energy": kinds, "old_fuel": fuels}
            told = {"name": name, **cars, **bounds, **draw(_earnings)}
            found.append(Tier.model_validate(told))
    return tuple(found)


_bonuses = st.lists(
    st.builds(
        Bonus,
        name=st.just("more"),
        energy=_kinds,
        disposal=st.sampled_from([None, "scrapped", "transferred"]),
        amount_yuan=_amounts,
    ),
    max_size=2,
).map(tuple)
_old = st.builds(
    OldVehicle,
    disposal=st.sampled_from([("scrapped",), ("scrapped", "transferred")]),
    disposed=_windows,
    registered_by=_mostly(
        OldRegistered(),
        OldRegistered(petrol=START),
        OldRegistered(petrol=START, diesel=START + timedelta(9), nev=END),
    ),
)
_places = st.builds(
    Place,
    districts=_mostly((), DISTRICTS, DISTRICTS[:1]),
    tax_authorities=_mostly((), ("14308",), ("永定区",), ("24308", "张家界")),
    plates=_mostly((), ("湘G",), ("湘G", "湘A")),
)


def cells(
    called: str, tiers: Sequence[str], **more: st.SearchStrategy[Any]
) -> st.SearchStrategy:
    """At most two cells over some of the tiers, with what a limit says besides.

    No two limits of one set of terms have one name: terms that did are refused.
    """
    cell = st.fixed_dictionaries(
        {
            "name": st.sampled_from([f"some-{called}", f"other-{called}"]),
            "tiers": st.lists(st.sampled_from(tiers), unique=True, max_size=2)
            if tiers
            else st.just([]),
            "energy": _kinds,
            "per": st.sampled_from(["campaign", "day", "district", "dealer"]),
            **more,
        }
    )
    return st.lists(cell, max_size=2, unique_by=lambda limit: limit["name"])


def _allocations(is_limited: bool) -> st.SearchStrategy[Allocation]:
    first_come = st.builds(
        Allocation, order=st.sampled_from(["submission", "submission", "invoice"])
    )
    lottery = st.builds(
        Allocation,
        method=st.just("lottery"),
        seed_sha256=st.just(hashlib.sha256(SEED_OF_DRAW.encode()).hexdigest()),
        entries_close=st.sampled_from([START + timedelta(4), END]),
    )
    return first_come | first_come | lottery if is_limited else first_come


@st.composite
def _conditions(draw) -> dict[str, Any]:
    """What terms may ask of a sale, or nothing."""
    if draw(st.booleans()):
        return {}
    return {
        "windows": Windows(
            contract=draw(_windows),
            registration=draw(_windows),
            application=draw(_windows),
        ),
        "vehicle": draw(st.sampled_from(["new", "any", "used"])),
        "use": draw(_mostly("any", "non_commercial", "commercial")),
        "seats": draw(
            _mostly(Bounds(), Bounds(at_least=5), Bounds(at_least=5, at_most=7))
        ),
        "emission_at_least": draw(_mostly(None, 6)),
        "displacement_at_most_ml": draw(_mostly(None, 1600)),
        "energy": draw(_kinds),
        "buyer": Buyer(
            kinds=draw(_mostly((), ("person",), ("person", "company"))),
            age=draw(
                _mostly(Bounds(), Bounds(at_least=18), Bounds(at_least=18, at_most=60))
            ),
        ),
        "place": draw(_places),
        "dealers": draw(
            _mostly((), ("D1",), ("另一家", "D2"), ("示例汽车销售有限公司",))
        ),
        "old_vehicle": draw(st.none() | _old),
        "requires": draw(_mostly((), (Identity.VIN,), (Identity.RECORD_NO,))),
    }


@st.composite
def _limits(draw, names: Sequence[str]) -> dict[str, Any]:
    """How far terms may go, and who comes first."""
    quotas = cells("cars", names, count=st.integers(0, 3))
    money = st.sampled_from(["0", "1500", "3000.50", "99999"])
    parts = cells("money", names, amount_yuan=money)
    said = {
        "quotas": tuple(map(Quota.model_validate, draw(quotas))),
        "sub_budgets": tuple(map(SubBudget.model_validate, draw(parts))),
        "budget_yuan": draw(st.sampled_from([None, "0", "1500", "4501.5", "30000"])),
    }
    caps = st.sampled_from([None, None, 1, 2])
    return {
        **said,
        "caps": Caps(
            per_buyer=draw(caps), per_phone=draw(caps), per_dealer_day=draw(caps)
        ),
        "allocation": draw(_allocations(any(said.values()))),
    }


@st.composite
def terms_of_the_rule_book(draw) -> Terms:
    """Valid terms that may state anything that terms can."""
    told = draw(st.just(()) | tiers())
    asked = {
        "sales_window": Window(
            start=START, end=draw(st.sampled_from([START, END, END]))
        ),
        "price_basis": draw(st.sampled_from(PriceBasis)),
        "price_floor_yuan": draw(st.sampled_from(["0", "0", "30000", "30000.01"])),
        "vehicle": "new",
        "voucher": Voucher(kind="fuel", face_yuan=None if told else draw(_amounts)),
        "tiers": told,
        "bonuses": draw(_bonuses),
        "per_vehicle": draw(st.sampled_from([1, 1, None])),
    }
    limits = draw(_limits([tier.name for tier in told]))
    return Terms(effective_from=START, **(asked | draw(_conditions()) | limits))


_NO_LIMIT = {
    "caps": Caps(),
    "quotas": (),
    "sub_budgets": (),
    "budget_yuan": None,
    "allocation": Allocation(),
}
terms_of_single_vehicles = terms_of_the_rule_book().map(
    lambda terms: terms.model_copy(update=_NO_LIMIT)
)
"""Terms under which a decision looks no further than the sale's own vehicle."""

seeds = st.sampled_from([SEED_OF_DRAW, SEED_OF_DRAW, None])
