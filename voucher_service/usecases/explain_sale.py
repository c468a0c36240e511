"""A decision is explained condition by condition, down to the cell it came from."""

import string
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voucher_service.campaigns.terms import Campaign, Terms
from voucher_service.eligibility.amount_steps import amount_steps, voucher_of
from voucher_service.eligibility.answers import number_drawn
from voucher_service.eligibility.explain import check
from voucher_service.eligibility.explain_limits import CLAIMED_BY
from voucher_service.eligibility.limits import DRAW
from voucher_service.eligibility.outcomes import RuleOutcome
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.explanations import (
    AmountTold,
    ConditionCheck,
    DecisionEvent,
    Explanation,
)
from voucher_service.model.kinds import OUTCOME_TEXT, Outcome, Role
from voucher_service.model.money import yuan_text
from voucher_service.model.reasons import EligibilityReason
from voucher_service.model.reports import Principal, PublishedSource
from voucher_service.model.text import Text
from voucher_service.store.database import aware
from voucher_service.store.draws import seed_revealed
from voucher_service.store.explained_sales import (
    columns_of,
    counts_in,
    decisions_of,
    find_sales,
    register_row,
)
from voucher_service.store.queries import Connection
from voucher_service.usecases.decision_history import history_of
from voucher_service.usecases.service import Service, find_campaign

DECISION_ROLES = (Role.OPERATOR, Role.BUREAU, Role.DEALER)
"""Who may ask of single sales; a dealer of its own alone."""

_COLUMNS = {
    "buyer_key": ("buyer_id",),
    "buyer_age": ("buyer_id",),
    "buyer_kind": ("buyer_kind", "buyer_id"),
    "phone_key": ("phone",),
    "dealer_id": ("dealer_id", "dealer_uscc", "dealer_name"),
    "status": ("sale_status",),
}
"""The columns of a feed that a fact can come from, where they are named otherwise."""


@dataclass(frozen=True)
class _Places:
    """Where the values of a sale stand: its own row, and its dealer's in the register.

    ``columns`` and ``register_columns`` give the header and number of each field.
    """

    row: dict[str, Any]
    columns: dict[str, tuple[str, int]]
    register: dict[str, Any] | None
    register_columns: dict[str, tuple[str, int]]

    def of(self, field: str) -> dict[str, Any]:
        """Give the file, sheet, row, column and cell in which a fact stands."""
        place, columns = self.row, self.columns
        if field == "district" and self.row["district_of_dealer"] and self.register:
            place, columns = self.register, self.register_columns
        names = _COLUMNS.get(field, (field.removesuffix("_fen"),))
        found = (columns[name] for name in names if name in columns)
        header, number = next(found, (None, None))
        row = place["row_no"]
        return {
            "file": place["file"],
            "sheet": place["sheet"] or None,
            "row": row,
            "column": header,
            "cell": None if number is None else f"{_letters(number)}{row}",
        }


class AmbiguousSale(BadParameter):
    """A VIN or invoice number names several sales; ``choices`` are their ids."""

    code = "ambiguous_sale"


def explain_sale(
    service: Service,
    campaign_id: str,
    needle: str,
    known_at: datetime | None = None,
    asker: Principal | None = None,
) -> tuple[Explanation, ...]:
    """Explain the decisions on the sales a sale id, VIN or invoice number names.

    An invoice number that several sales carry explains each, earliest first. A dealer
    is told of its own sales alone, and nothing of others'. Raises NotFound for an
    unknown campaign or sale.
    """
    known = known_at or service.store.data_version()
    campaign = find_campaign(service, campaign_id, known)
    with service.store.read() as connection:
        sales = [
            sale
            for sale in find_sales(connection, campaign_id, needle.strip(), known)
            if _may_see(asker, sale["dealer_id"])
        ]
        for sale in sales:
            sale.update(_beyond_the_sale(connection, campaign, sale, known))
        places = [_places(connection, sale, known) for sale in sales]
        histories = [
            decisions_of(connection, campaign_id, sale["sale_id"], known)
            for sale in sales
        ]
    if not sales:
        raise _no_sale(needle)
    for sale in sales:
        sale["known_at"] = known
        if not _may_see(asker, sale["rival_dealer_id"]):
            sale["rival_sale_id"] = None
    return tuple(
        _explanation(campaign, sale, found, history_of(decisions))
        for sale, found, decisions in zip(sales, places, histories, strict=True)
    )


def explain_one_sale(
    service: Service,
    campaign_id: str,
    needle: str,
    known_at: datetime | None = None,
    asker: Principal | None = None,
) -> Explanation:
    """Explain the decision on the one sale that an id, VIN or invoice number names.

    Raises NotFound, and AmbiguousSale naming the ids where there are several.
    """
    found = explain_sale(service, campaign_id, needle, known_at, asker)
    if len(found) == 1:
        return found[0]
    ids = tuple(each.sale_id for each in found)
    raise AmbiguousSale(
        Text(zh=f"{needle} 对应多笔销售", en=f"{needle} names several sales"),
        remedy=Text(
            zh="请用销售编号：" + "、".join(ids), en="use a sale id: " + ", ".join(ids)
        ),
        choices=ids,
    )


def _beyond_the_sale(
    connection: Connection, campaign: Campaign, sale: dict[str, Any], known_at: datetime
) -> dict[str, Any]:
    """Give the number that a sale drew, and the campaigns in which it counts."""
    terms = campaign.terms_of(sale["terms_version"])
    told: dict[str, Any] = {}
    digest = terms.allocation.seed_sha256
    if digest is not None:
        seed = seed_revealed(connection, campaign.id, digest, known_at)
        told[DRAW] = seed and number_drawn(seed, sale["sale_id"])
    if EligibilityReason.COUNTED_ELSEWHERE.value in sale["reasons"]:
        told[CLAIMED_BY] = [
            each.campaign
            for each in terms.excludes
            if counts_in(connection, each.campaign, known_at, _same(sale, each.same))
        ]
    return told


def _same(sale: dict[str, Any], same: Iterable[str]) -> dict[str, str | None]:
    columns = {"vin": "vin", "buyer": "buyer_key"}
    return {columns[name]: sale[columns[name]] for name in same}


def _may_see(asker: Principal | None, dealer_id: str | None) -> bool:
    of_dealer = asker is not None and asker.role is Role.DEALER
    return not of_dealer or dealer_id == (asker and asker.dealer)


def _no_sale(needle: str) -> NotFound:
    return NotFound(
        Text(
            zh=f"没有销售编号、车架号或发票号码为 {needle} 的销售",
            en=f"no sale has the id, VIN or invoice number {needle}",
        ),
        remedy=Text(
            zh="核对号码；被拒收的行见该文件的收件报告",
            en="check the number; refused rows stand in their feed's report",
        ),
    )


def _explanation(
    campaign: Campaign,
    sale: dict[str, Any],
    places: _Places,
    history: tuple[DecisionEvent, ...],
) -> Explanation:
    terms = campaign.terms_of(sale["terms_version"])
    outcomes = check(sale, sale, terms)
    source = campaign.source_of(terms)
    steps = amount_steps(sale, terms)
    told = {name: sale[name] for name in Explanation.model_fields if name in sale}
    return Explanation(
        **{
            **told,
            "reasons": tuple(sale["reasons"]),
            "decided_at": aware(sale["decided_at"]),
            "sheet": sale["sheet"] or None,
        },
        campaign=campaign.id,
        outcome_text=OUTCOME_TEXT[Outcome(sale["outcome"])],
        earns_fen=steps[-1].sum_fen,
        amount_steps=tuple(AmountTold(**vars(step)) for step in steps),
        price_basis=terms.price_basis,
        terms_source=f"{source.publisher}：{source.title}",
        effective_from=terms.effective_from,
        source=PublishedSource(
            title=source.title,
            publisher=source.publisher,
            url=source.url,
            summary=source.summary,
        ),
        row=sale["row_no"],
        verdict=_verdict(sale, outcomes, terms),
        conditions=tuple(_condition(places, outcome) for outcome in outcomes),
        history=history,
    )


def _verdict(
    sale: dict[str, Any], outcomes: tuple[RuleOutcome, ...], terms: Terms
) -> Text:
    if sale["eligible"]:
        amount, voucher = yuan_text(sale["amount_fen"]), voucher_of(sale, terms)
        return Text(
            zh=f"符合条件，可获 {amount} 元{voucher.zh}",
            en=f"eligible: earns a {voucher.en} of {amount} yuan",
        )
    failing = [outcome.sentence for outcome in outcomes if not outcome.holds]
    outcome = OUTCOME_TEXT[Outcome(sale["outcome"])]
    return Text(
        zh=f"{outcome.zh}：" + "；".join(text.zh for text in failing),
        en=f"{outcome.en}: " + "; ".join(text.en for text in failing),
    )


def _condition(places: _Places, outcome: RuleOutcome) -> ConditionCheck:
    told = {
        name: getattr(outcome, name)
        for name in ConditionCheck.model_fields
        if hasattr(outcome, name)
    }
    return ConditionCheck(
        **{**told, **places.of(outcome.field), "rule": outcome.rule.value},
        code=outcome.reason.value,
    )


def _places(
    connection: Connection, sale: dict[str, Any], known_at: datetime
) -> _Places:
    columns = columns_of(connection, sale["feed_id"], sale["sheet"])
    register = register_row(connection, sale["dealer_id"], known_at)
    told = (
        columns_of(connection, register["feed_id"], register["sheet"])
        if register
        else {}
    )
    return _Places(sale, columns, register, told)


def _letters(number: int) -> str:
    """Name a column as spreadsheets do: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, last = divmod(number - 1, len(string.ascii_uppercase))
        letters = string.ascii_uppercase[last] + letters
    return letters
