"""Which columns of a sale the terms ask for: no others need to be read."""

from collections.abc import Sequence

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.amounts import amount_fen, price, tier_name
from voucher_service.eligibility.judging import INVOICE_ORDER, Context
from voucher_service.eligibility.limits import limits_of
from voucher_service.eligibility.rules import RULES, needed_values
from voucher_service.model.frames import KnownSale

_ALWAYS = (*INVOICE_ORDER, "dealer_id", "vin", "condition", "cancelled", "set_aside")
_WRITTEN = ("version", "row_hash")


def asked_columns(entries: Sequence[Terms]) -> frozenset[str]:
    """Name the columns of KnownSale that judging by entries of terms asks for."""
    return frozenset(_ALWAYS).union(*(_asked(terms) for terms in entries))


def decided_columns(entries: Sequence[Terms]) -> list[str]:
    """Name those that deciding asks for, which writes down what it read."""
    asked = asked_columns(entries).union(_WRITTEN)
    return [name for name in KnownSale.column_names() if name in asked]


def _asked(terms: Terms) -> set[str]:
    asked = [price(terms), tier_name(terms), amount_fen(terms)]
    rules = [rule(terms) for rule in RULES.values()]
    limits = limits_of(terms, Context(seed=""))
    asked += [rule for rule in rules if rule is not None]
    asked += [limit.cell for limit in limits if limit.cell is not None]
    names = {name for expr in asked for name in expr.meta.root_names()}
    names.update(needed_values(terms))
    for limit in limits:
        names.update(limit.keys, limit.queue)
    for excluded in terms.excludes:
        names.update("buyer_key" if same == "buyer" else same for same in excluded.same)
    return names.intersection(KnownSale.column_names())
