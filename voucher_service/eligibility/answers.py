"""What the rules answer of one sale: the very expressions by which all are decided."""

from collections.abc import Mapping
from functools import cache

import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.amounts import amount_fen, tier_name
from voucher_service.eligibility.line import draw_numbers
from voucher_service.eligibility.outcomes import Row, word
from voucher_service.eligibility.rules import VALUE_RULES
from voucher_service.model.frames import KnownSale
from voucher_service.model.reasons import EligibilityReason

Answers = Mapping[EligibilityReason, bool | None]
"""What each rule on a row that the terms state answers; None is an answer not known."""

_EARNS = "earns"


def answers_of(sale: Row, terms: Terms) -> Answers:
    """Ask every rule on a row that the terms state of one sale."""
    asked = {reason: rule(terms) for reason, rule in VALUE_RULES.items()}
    stated = {
        reason.value: sentence
        for reason, sentence in asked.items()
        if sentence is not None
    }
    found = as_frame(sale).select(**stated).row(0, named=True)
    return {EligibilityReason(code): answer for code, answer in found.items()}


def answer_to(sale: Row, sentence: pl.Expr) -> bool | None:
    """Ask one sentence of one sale; None is an answer not known."""
    answer: bool | None = as_frame(sale).select(sentence.alias("holds")).item()
    return answer


def earned_by(sale: Row, terms: Terms) -> tuple[str | None, int]:
    """Give the tier that a sale lies in, and what it would earn in fen."""
    told = as_frame(sale).with_columns(tier=tier_name(terms))
    row = told.select("tier", amount_fen(terms).alias(_EARNS)).row(0, named=True)
    return word(row["tier"]), int(row[_EARNS])


def number_drawn(seed: str, sale_id: str) -> str:
    """Give the number that a sale has in a draw."""
    entered = pl.DataFrame({"sale_id": [sale_id]})
    return str(entered.select(draw_numbers(seed)).item())


def as_frame(sale: Row) -> pl.DataFrame:
    """Give a frame of KnownSale's columns with the one sale."""
    row = {name: sale.get(name) for name in _schema()}
    return pl.DataFrame([row], schema=_schema())


@cache
def _schema() -> pl.Schema:
    return KnownSale.create_empty().schema
