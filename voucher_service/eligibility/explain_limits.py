"""How far a campaign goes reads as sentences: caps, the draw, quotas, money."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from voucher_service.campaigns.limits import Cell, Exclusion
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility import wording_limits as wording
from voucher_service.eligibility.limits import BUDGET, DRAW
from voucher_service.eligibility.outcomes import (
    Question,
    Row,
    RuleOutcome,
    Shown,
    listed,
    said,
    whole,
    word,
)
from voucher_service.model.money import yuan_text
from voucher_service.model.reasons import EligibilityReason
from voucher_service.model.text import Text

NOTHING = Text(zh="", en="")
CLAIMED_BY = "claimed_by"
"""Beside a sale: the ids of the campaigns in which it counts already, where known."""
GIVEN = Shown("present", Text(zh="已报", en="given"))
_DRAWN = Shown("drawn", Text(zh="公开抽取", en="drawn by lot"))
_UNDRAWN = Shown("undrawn", Text(zh="尚未抽取", en="not drawn yet"))
_WITHIN = Shown("within", Text(zh="在内", en="within"))
_FILLED = Shown("filled", Text(zh="已满", en="filled"))
_SHOWN_OF_A_NUMBER = 12


def explain_conflict(sale: Row, decision: Row) -> RuleOutcome:
    """Tell whether another dealer's sale contradicts this one."""
    rule, vin = EligibilityReason.VEHICLE_IN_CONFLICT, word(sale["vin"])
    alone = Shown("= 1", Text(zh="只有一家经销商上报", en="one dealer alone"))
    found = Shown.plain(vin) if vin else None
    question = Question(rule, "vin", alone, found, wording.CONFLICT)
    if vin is None:
        return question.passed_over(wording.CONFLICT.missing)
    contested = rule in _reasons(decision)
    rival = _rival(decision, wording.RIVAL)
    return question.answer(not contested, vin=vin, rival=rival)


def explain_limits(
    sale: Row, decision: Row, terms: Terms, *, stands: bool
) -> Iterator[RuleOutcome]:
    """Hold a sale against every limit in the order in which they are asked.

    ``stands`` tells whether nothing stands against the sale before. Once a limit stops
    it, it takes no part in the next.
    """
    line = _Line(sale, decision, terms, stands)
    yield from line.ask(_claims(line))
    for question in _caps(line):
        yield from line.ask(question)
    if terms.allocation.method == "lottery":
        yield from line.ask(_draw(line))
    for question in _allocated(line):
        yield from line.ask(question)


def _reasons(decision: Row) -> list[object]:
    return _named(decision, "reasons")


def _named(row: Row, column: str) -> list[object]:
    names = row.get(column)
    return list(names) if isinstance(names, list | tuple) else []


def _rival(decision: Row, told: Text) -> Text:
    rival = decision["rival_sale_id"]
    return NOTHING if rival is None else said(told, rival=rival)


@dataclass(frozen=True)
class _Limit:
    """A limit as it is asked of one sale.

    ``waits_for`` names what a sale that it stops waits for; None where it refuses.
    ``binds`` tells whether it is for such sales at all, ``foreign`` whether it surely
    is for others, ``compared`` whether the sale has what it counts together by.
    """

    question: Question
    title: Text
    waits_for: str | None = None
    binds: bool = True
    foreign: bool = False
    compared: bool = True
    unit: Text = wording.A_PLACE
    claimed: Text = NOTHING


class _Line:
    """A sale on its way through the limits."""

    def __init__(self, sale: Row, decision: Row, terms: Terms, stands: bool) -> None:
        self.sale = sale
        self.decision = decision
        self.terms = terms
        self.stands = stands

    def ask(self, limit: "_Limit | None") -> Iterator[RuleOutcome]:
        """Ask a limit of the sale, unless something stopped it before."""
        if limit is None:
            return
        question, title = limit.question, limit.title
        if limit.foreign or (self.stands and not limit.binds):
            yield question.passed_over(said(wording.NOT_ITS_KIND, title=title))
        elif not self.stands:
            yield question.passed_over(said(wording.NOT_REACHED, title=title))
        elif not limit.compared:
            yield question.passed_over(said(question.wording.missing, title=title))
        else:
            stopped = self._stops(limit)
            self.stands = not stopped
            if limit.waits_for is not None:
                question = replace(question, found=self._standing(stopped=stopped))
            yield question.answer(
                not stopped,
                self._way(limit) if stopped else None,
                title=title,
                vin=self.sale["vin"],
                rival=_rival(self.decision, wording.RIVAL),
                first=_rival(self.decision, wording.FIRST),
                queue=self.queue,
                place=self._place(),
                number=self.number or NOTHING,
                claimed=limit.claimed,
            )

    @property
    def number(self) -> str | None:
        """Give the number that a draw gave the sale; None until its seed is known."""
        return word(self.sale.get(DRAW))

    @property
    def queue(self) -> Text:
        """Give by what sales are ordered where quota or money is short."""
        allocation = self.terms.allocation
        drawn = allocation.method == "lottery"
        return wording.QUEUES["lottery" if drawn else allocation.order]

    def _stops(self, limit: _Limit) -> bool:
        if limit.question.rule not in _reasons(self.decision):
            return False
        if limit.waits_for is None:
            return True
        waits_for = word(self.decision["waits_for"]) or ""
        return waits_for.partition("@")[0] == limit.waits_for

    def _standing(self, *, stopped: bool) -> Shown:
        """Tell how a sale stands to a limit that binds it: within, or waiting where."""
        rank = whole(self.decision["waitlist_rank"])
        if not stopped:
            return _WITHIN
        if rank is None:
            return _FILLED
        return Shown(f"waiting {rank}", said(wording.WAITS_AT, rank=rank))

    def _place(self) -> Text:
        rank = whole(self.decision["waitlist_rank"])
        return NOTHING if rank is None else said(wording.PLACE, rank=rank)

    def _way(self, limit: _Limit) -> Text | None:
        rule = limit.question.rule
        if rule is EligibilityReason.DRAW_PENDING:
            return wording.TO_BE_DRAWN
        if limit.waits_for is None:
            if rule is EligibilityReason.COUNTED_ELSEWHERE:
                return None
            first = _rival(self.decision, wording.RIVAL)
            return said(wording.FREED, first=first)
        rank = whole(self.decision["waitlist_rank"])
        if rank is None:
            return None
        blanks = {"rank": rank, "ahead": rank - 1, "what": limit.unit}
        return said(wording.PROMOTED, **blanks)


def _claims(line: _Line) -> _Limit | None:
    excluded = line.terms.excludes
    if not excluded:
        return None
    told = _told_exclusions(excluded)
    by = [each for each in excluded if each.campaign in _named(line.sale, CLAIMED_BY)]
    vin = word(line.sale["vin"])
    question = Question(
        EligibilityReason.COUNTED_ELSEWHERE,
        "vin",
        told,
        Shown.plain(vin) if vin else None,
        wording.CLAIMED if not by else wording.CLAIMED_BY,
    )
    return _Limit(
        question,
        Text(zh="不可叠加", en="Not with another campaign"),
        claimed=_told_exclusions(by).text if by else NOTHING,
    )


def _told_exclusions(excluded: Sequence[Exclusion]) -> Shown:
    told = [
        said(
            wording.ELSEWHERE,
            campaign=each.campaign,
            same=listed([wording.SAME[same] for same in each.same]),
        )
        for each in excluded
    ]
    return Shown(" | ".join(each.campaign for each in excluded), listed(told))


def _caps(line: _Line) -> Iterator[_Limit]:
    sale, caps = line.sale, line.terms.caps
    vin = word(sale["vin"])
    shown = {
        "vin": Shown.plain(vin) if vin else None,
        "buyer_key": _masked(sale, "buyer_id_masked"),
        "phone_key": _masked(sale, "phone_masked"),
        "dealer_id": Shown.plain(f"{sale['dealer_id']} {sale['sold_on']}"),
    }
    for rule, most, field, words in (
        (
            EligibilityReason.VEHICLE_ALREADY_COUNTED,
            line.terms.per_vehicle,
            "vin",
            wording.VEHICLE,
        ),
        (
            EligibilityReason.BUYER_CAP_REACHED,
            caps.per_buyer,
            "buyer_key",
            wording.CAP,
        ),
        (
            EligibilityReason.PHONE_CAP_REACHED,
            caps.per_phone,
            "phone_key",
            wording.CAP,
        ),
        (
            EligibilityReason.DEALER_DAY_FULL,
            caps.per_dealer_day,
            "dealer_id",
            wording.CAP,
        ),
    ):
        if most is not None:
            title = said(wording.TITLES[rule], most=most)
            question = Question(
                rule, field, Shown(f"≤ {most}", title), shown[field], words
            )
            compared = sale.get(field) is not None
            yield _Limit(question, title, compared=compared)


def _masked(sale: Row, name: str) -> Shown:
    masked = word(sale.get(name))
    return Shown.plain(masked) if masked else GIVEN


def _draw(line: _Line) -> _Limit:
    rule, number = EligibilityReason.DRAW_PENDING, line.number
    found, words = None, wording.DRAWN
    if rule in _reasons(line.decision):
        found = _UNDRAWN
    elif number is not None:
        words = wording.NUMBERED
        short = f"{number[:_SHOWN_OF_A_NUMBER]}…"
        found = Shown(number, Text(zh=short, en=short))
    question = Question(rule, "sale_id", _DRAWN, found, words)
    return _Limit(question, wording.TITLES[rule])


def _allocated(line: _Line) -> Iterator[_Limit]:
    for quota in line.terms.quotas:
        rule = EligibilityReason.QUOTA_FULL
        yield _cell(line, rule, quota, f"{quota.count:,}", wording.A_PLACE)
    for part in line.terms.sub_budgets:
        rule = EligibilityReason.SUB_BUDGET_SPENT
        yield _cell(line, rule, part, yuan_text(part.amount_fen), wording.MONEY)
    budget = line.terms.budget_fen
    if budget is not None:
        rule, most = EligibilityReason.BUDGET_SPENT, yuan_text(budget)
        title = said(wording.TITLES[rule], most=most)
        question = _question(line, rule, most, title)
        yield _Limit(question, title, BUDGET, unit=wording.MONEY)


def _cell(
    line: _Line, rule: EligibilityReason, cell: Cell, most: str, unit: Text
) -> _Limit:
    blanks = {"name": cell.name, "most": most, "per": wording.PER[cell.per]}
    title = said(wording.TITLES[rule], **blanks)
    kinds = tuple(kind.value for kind in cell.kinds)
    asked = []
    if cell.tiers:
        asked.append((line.decision["tier"], cell.tiers))
    if cell.energy:
        asked.append((line.sale.get("energy"), kinds))
    return _Limit(
        _question(line, rule, most, title),
        title,
        cell.name,
        binds=all(own in wanted for own, wanted in asked),
        foreign=any(own is not None and own not in wanted for own, wanted in asked),
        unit=unit,
    )


def _question(line: _Line, rule: EligibilityReason, most: str, title: Text) -> Question:
    allocation = line.terms.allocation
    field = "sold_on" if allocation.order == "invoice" else "submitted_at"
    if allocation.method == "lottery":
        field = "sale_id"
    return Question(rule, field, Shown(f"≤ {most}", title), None, wording.ALLOCATED)
