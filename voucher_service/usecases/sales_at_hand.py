"""Known sales are kept in memory, small, to be judged by many terms one after another.

Texts take most of a sale's room and of a sort's time, and terms ask of most of them
only whether two are equal, or which comes first. So the sales lie in the order of their
invoices, an id is its place in that order, and a key the place of its first owner: the
engine gives the same answers, which a test holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from voucher_service.campaigns.terms import Campaign, Terms
from voucher_service.eligibility.asked_columns import asked_columns
from voucher_service.eligibility.decide import judge_campaign
from voucher_service.eligibility.judging import Context
from voucher_service.eligibility.line import SHARED
from voucher_service.eligibility.stages import conflicts
from voucher_service.store.sale_columns import dealer_names, sale_columns
from voucher_service.usecases.deciding import context_of
from voucher_service.usecases.remembering import Remembered
from voucher_service.usecases.service import Service

_TOLD = ("district", "energy", "bare_price_fen", "submitted_at", "synthetic")
_KEYS = ("vin", "buyer_key", "phone_key")
_WORDS = (
    *("dealer_id", "dealer_name", "condition", "district", "energy", "buyer_kind"),
    *("vehicle_use", "plate_region", "old_disposal", "old_fuel"),
)
_DATA_VERSIONS_KEPT = 2


@dataclass(frozen=True)
class SalesAtHand:
    """The known sales' columns that some terms ask for, and what all terms share.

    ``sales`` is a KnownSale frame of fewer columns in invoice order; ``conflicting``
    are the marks of cars that two dealers sold, ``names`` the dealers'.
    """

    sales: pl.DataFrame
    context: Context
    conflicting: pl.DataFrame
    names: dict[str, str]
    synthetic: bool


def sales_at_hand(
    service: Service, campaign: Campaign, others: Sequence[Terms], known_at: datetime
) -> SalesAtHand:
    """Give the sales with every column that a campaign or other terms ask for."""
    entries = [*campaign.terms, *others]
    wanted = columns_of(entries)
    as_written = any(terms.excludes for terms in entries) or any(
        terms.allocation.method == "lottery" for terms in entries
    )
    question = ("sales at hand", campaign.id, known_at, wanted, as_written)

    def gather() -> SalesAtHand:
        with service.store.read() as connection:
            context = context_of(connection, campaign, known_at)
            names = dealer_names(connection, known_at)
            frame = sale_columns(connection, known_at, sorted(wanted))
        sales = frame if as_written else made_small(frame)
        sales = sales.with_columns(
            row_hash=pl.lit("", dtype=pl.String), **_shared(sales)
        )
        return SalesAtHand(
            sales=sales,
            context=replace(context, places=False),
            conflicting=conflicts().judge(sales.with_row_index("row"), None),
            names=names,
            synthetic=bool(sales["synthetic"].any()),
        )

    return memory_of(service).answer(question, gather)


def _shared(sales: pl.DataFrame) -> dict[str, pl.Series]:
    """Tell of each key that caps count by which rows share it, for the engine."""
    return {
        SHARED.format(key): sales[key].is_duplicated()
        for key in _KEYS
        if key in sales.columns
    }


def columns_of(entries: Sequence[Terms]) -> frozenset[str]:
    """Name the columns of KnownSale that judging by terms, and telling it, need."""
    return asked_columns(entries).union(_TOLD)


def memory_of(service: Service) -> Remembered:
    """Give the memory of sales at hand: those of the last data versions asked of."""
    return service.remembered.answer(
        "memory of sales at hand", lambda: Remembered(2 * _DATA_VERSIONS_KEPT)
    )


def judged(hand: SalesAtHand, entries: Sequence[Terms]) -> pl.DataFrame:
    """Judge the sales at hand by terms.

    Gives a row for each of them: against (the reasons' bits, see ``judging``), cost_fen
    (what it earns, 0 where a reason stands) and price_fen on the terms' basis.
    """
    frame, _ = judge_campaign(hand.sales, entries, hand.context, hand.conflicting)
    eligible = pl.col("against") == 0
    return frame.select(
        "against",
        "price_fen",
        cost_fen=pl.when(eligible).then("earns").otherwise(0),
    )


def made_small(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the sales with codes for texts; they must lie in invoice order.

    Not where other campaigns' claims or a draw are asked for: those name texts.
    """
    places = pl.int_range(pl.len(), dtype=pl.UInt32)
    named = pl.col("invoice_number").is_not_null()
    words = [name for name in _WORDS if name in frame.columns]
    keys = [_first_owners(frame, name) for name in _KEYS if name in frame.columns]
    return frame.with_columns(
        pl.col(words).cast(pl.Categorical),
        *keys,
        sale_id=places,
        invoice_number=pl.when(named).then(True),
    )


def _first_owners(frame: pl.DataFrame, name: str) -> pl.Series:
    """Give instead of each key the place of the first row that has it."""
    held = frame.select(name).with_row_index("place")
    shared = held.filter(
        pl.col(name).hash().is_duplicated(), pl.col(name).is_not_null()
    )
    shared = shared.with_columns(pl.col("place").min().over(name).alias("first"))
    own = held.select(pl.when(pl.col(name).is_not_null()).then("place")).to_series()
    return own.scatter(shared["place"], shared["first"]).alias(name)
