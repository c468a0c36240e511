"""What would the same sales come to under other terms? Nothing is changed by asking."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from voucher_service.analytics.what_if import (
    GROUPS,
    Side,
    Today,
    band_edges,
    compare,
    today_of,
)
from voucher_service.campaigns.benefits import NO_END
from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.campaigns.terms import Campaign
from voucher_service.eligibility.judging import codes_of, outcome_of
from voucher_service.model.errors import BadParameter, UnreadableInput
from voucher_service.model.kinds import Outcome
from voucher_service.model.money import mean_fen, yuan_from_fen
from voucher_service.model.reasons import ELIGIBILITY_REASONS, EligibilityReason
from voucher_service.model.text import Text
from voucher_service.model.what_if_reports import (
    STATEMENT,
    CurvePoint,
    ReasonLost,
    TermsDifference,
    TermsOutcome,
    UnknownFact,
    WhatIf,
)
from voucher_service.store.sales import last_sale_day
from voucher_service.usecases.borrow_terms import borrowed, on_our_price
from voucher_service.usecases.floor_curve import floor_curve
from voucher_service.usecases.report_totals import settled, unsold_day
from voucher_service.usecases.sales_at_hand import (
    judged,
    memory_of,
    sales_at_hand,
)
from voucher_service.usecases.service import (
    Service,
    campaign_of,
    campaigns_open,
    find_campaign,
)
from voucher_service.usecases.set_terms import (
    UnusableSetting,
    held_readable,
    set_terms,
    shortened,
)
from voucher_service.usecases.unknown_facts import (
    FACTS,
    Lack,
    facts_asked,
    lacks_of,
    not_asked,
    without_fact,
)
from voucher_service.usecases.what_if_groups import by_band, by_energy, by_name


@dataclass(frozen=True)
class WhatIfQuery:
    """Which terms are tried on which sales; the days default as those of totals do.

    ``terms`` is the id of another campaign, or its YAML; ``settings`` are set in those,
    else in the campaign's own. ``as_written`` fits nothing of them to our sales.
    ``curve`` asks for cost and cars against the floor too.
    """

    campaign: str
    settings: Mapping[str, str | None] = field(default_factory=dict)
    terms: str | None = None
    as_of: date | None = None
    known_at: datetime | None = None
    as_written: bool = False
    curve: bool = False


def what_if(service: Service, query: WhatIfQuery) -> WhatIf:
    """Judge a campaign's sales by its own terms and by others, and compare.

    Raises NotFound for an unknown campaign, UnusableSetting for settings or terms that
    cannot be used, BadParameter for an instant to come.
    """
    known_at = settled(service, query.known_at or service.store.data_version())
    ours = find_campaign(service, query.campaign, known_at)
    trial = _Trial(service, query, ours, known_at)
    return trial.answer()


class _Trial:
    """Other terms on their way to being compared: read, fitted, judged."""

    def __init__(
        self, service: Service, query: WhatIfQuery, ours: Campaign, known_at: datetime
    ) -> None:
        self.service, self.query, self.ours = service, query, ours
        self.known_at = known_at
        self.adapted: list[Text] = []
        self.other = self._other()
        self.as_of = query.as_of or self._last_day()
        self.hand = sales_at_hand(service, ours, self.other.terms, known_at)
        self.lacks: tuple[Lack, ...] = ()
        self.left_out: set[str] = set()

    def _other(self) -> Campaign:
        other = self.ours
        if self.query.terms is not None:
            other = find_terms(self.service, self.query.terms, self.known_at)
            if not self.query.as_written:
                other, said = borrowed(self.ours, other)
                self.adapted += said
        return set_terms(other, self.query.settings)

    def _last_day(self) -> date:
        campaign = self.ours

        def look() -> date | None:
            with self.service.store.read() as connection:
                return last_sale_day(connection, campaign.id, self.known_at)

        question = ("last sale day", campaign.id, self.known_at)
        found = self.service.remembered.answer(question, look)
        return found or unsold_day(campaign, self.query.known_at or self.service.now())

    @property
    def _sold(self) -> int:
        """Count the sales sold until as_of; they come first, as they lie by day."""
        days = self.hand.sales["sold_on"]
        return int(days.search_sorted(self.as_of, side="right"))

    def answer(self) -> WhatIf:
        """Fit the terms to what sales tell, judge, and tell the difference."""
        self._note_unknown()
        today = self._today()
        sold = judged(self.hand, self.other.terms).head(self._sold)
        found = compare(today, sold, band_edges(self._bounds()))
        before = _outcome(self.ours, today.side)
        after = _outcome(self.other, found.side)
        return WhatIf(
            campaign=self.ours.id,
            as_of=self.as_of,
            known_at=self.known_at,
            statement=STATEMENT,
            synthetic=self.hand.synthetic,
            set=dict(self.query.settings),
            terms=self.other.id if self.query.terms is not None else None,
            adapted=tuple(self.adapted),
            unknown=tuple(self._unknown()),
            today=before,
            other=after,
            difference=_difference(before, after),
            cars_gained=found.totals["cars_gained"],
            cars_lost=found.totals["cars_lost"],
            cost_gained_fen=found.totals["cost_gained_fen"],
            cost_lost_fen=found.totals["cost_lost_fen"],
            lost_reasons=_reasons(found.lost_patterns),
            by_district=by_name(found.groups["district"]),
            by_dealer=by_name(found.groups["dealer_id"], self.hand.names),
            by_price=by_band(found.groups["price"]),
            by_energy=by_energy(found.groups["energy"]),
            curve=self._curve() if self.query.curve else None,
        )

    def _today(self) -> Today:
        def look() -> Today:
            sold = judged(self.hand, self.ours.terms).head(self._sold)
            return today_of(sold, self.hand.sales.head(self._sold).select(GROUPS))

        question = ("today", self.ours.id, self.known_at, self.as_of)
        return memory_of(self.service).answer(question, look)

    def _note_unknown(self) -> None:
        window = self.other.current.sales_window
        start = int(self.hand.sales["sold_on"].search_sorted(window.start))
        until = min(self.as_of, window.end)
        end = int(self.hand.sales["sold_on"].search_sorted(until, side="right"))
        considered = self.hand.sales.slice(start, max(0, end - start))
        self.lacks = lacks_of(considered, self.other.current)
        if self.query.as_written:
            return
        asked_today = facts_asked(self.ours.current)
        for lack in self.lacks:
            if not lack.told and lack.sales and lack.fact not in asked_today:
                self._leave_out(lack)

    def _leave_out(self, lack: Lack) -> None:
        entries = self.other.terms
        if lack.is_a_price:
            basis = self.ours.current.price_basis
            fitted = [on_our_price(terms, basis)[0] for terms in entries]
            self.adapted.append(on_our_price(entries[-1], basis)[1])
        else:
            without = [without_fact(terms, lack.fact) for terms in entries]
            fitted = [terms for terms in without if terms is not None]
            if len(fitted) < len(entries):
                return
            self.adapted.append(not_asked(lack.fact))
        self.left_out.add(lack.fact)
        self.other = self.other.model_copy(update={"terms": tuple(fitted)})

    def _unknown(self) -> Iterator[UnknownFact]:
        for lack in self.lacks:
            if lack.sales:
                yield UnknownFact(
                    fact=lack.fact,
                    name=FACTS[lack.fact],
                    sales=lack.sales,
                    considered=lack.considered,
                    asked=lack.fact not in self.left_out,
                )

    def _bounds(self) -> Iterator[int]:
        """Give where price bands are cut, on today's price basis."""
        basis = self.ours.current.price_basis
        for terms in (*self.ours.terms, *self.other.terms):
            if terms.price_basis is basis:
                yield terms.price_floor_fen
                for tier in terms.tiers:
                    yield tier.first_fen
                    if tier.last_fen < NO_END:
                        yield tier.last_fen + 1

    def _curve(self) -> tuple[CurvePoint, ...]:
        both = (self.ours, self.other)
        floors = {campaign.current.price_floor_fen for campaign in both}
        curve = floor_curve(self.hand, self.other, self._sold, floors)
        return tuple(
            CurvePoint(
                price_floor_yuan=yuan_from_fen(row["floor_fen"]),
                cars_sold=row["cars_sold"],
                vouchers_fen=row["vouchers_fen"],
            )
            for row in curve.iter_rows(named=True)
        )


def find_terms(service: Service, written: str, known_at: datetime) -> Campaign:
    """Give another campaign, by the id of one shipped or open, or from its YAML."""
    held_readable(written, "terms")
    if "\n" in written or ":" in written:
        return _parsed(written)
    shipped, opened = shipped_campaigns(), campaigns_open(service, known_at)
    name = written.strip()
    if name in opened:
        return opened[name]
    if name in shipped:
        return campaign_of(shipped[name])
    choices = tuple(sorted({*shipped, *opened}))
    raise UnusableSetting(
        "terms",
        Text(
            zh=f"没有活动 {shortened(name)}",
            en=f"there is no campaign {shortened(name)}",
        ),
        remedy=Text(
            zh="可用：" + "、".join(choices) + "；或给出活动条款的 YAML",
            en="use one of " + ", ".join(choices) + ", or the YAML of a campaign",
        ),
        choices=choices,
    )


@lru_cache(maxsize=16)
def _parsed(document: str) -> Campaign:
    try:
        campaign = parse_campaign(document, "terms")
    except (BadParameter, UnreadableInput) as error:
        for said in (error.message, error.remedy, *error.choices):
            held_readable(str(said), "terms")  # an escape may have stood for anything
        raise UnusableSetting(
            "terms", error.message, remedy=error.remedy, choices=error.choices
        ) from error
    for text in _texts(campaign.model_dump(mode="python")):
        held_readable(text, "terms")
    return campaign


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (*_texts(key), *_texts(inner))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _outcome(campaign: Campaign, side: Side) -> TermsOutcome:
    counts = dict.fromkeys(Outcome, 0)
    for against, sales in side.patterns.items():
        counts[outcome_of(against)] += sales
    terms = campaign.current
    return TermsOutcome(
        terms_versions=tuple(entry.version for entry in campaign.terms),
        price_basis=terms.price_basis,
        price_floor_fen=terms.price_floor_fen,
        cars_sold=side.cars,
        sales_fen=side.sales_fen,
        sales_yuan=yuan_from_fen(side.sales_fen),
        vouchers_fen=side.vouchers_fen,
        vouchers_yuan=yuan_from_fen(side.vouchers_fen),
        mean_price_fen=mean_fen(side.sales_fen, side.cars),
        waitlisted=counts[Outcome.WAITLISTED],
        needs_review=counts[Outcome.NEEDS_REVIEW],
        ineligible=counts[Outcome.INELIGIBLE],
    )


def _difference(before: TermsOutcome, after: TermsOutcome) -> TermsDifference:
    alike = before.price_basis is after.price_basis
    means = (before.mean_price_fen, after.mean_price_fen)
    comparable = alike and means[0] is not None and means[1] is not None
    vouchers = after.vouchers_fen - before.vouchers_fen
    return TermsDifference(
        cars_sold=after.cars_sold - before.cars_sold,
        sales_fen=after.sales_fen - before.sales_fen if alike else None,
        vouchers_fen=vouchers,
        vouchers_yuan=yuan_from_fen(vouchers),
        mean_price_fen=(means[1] or 0) - (means[0] or 0) if comparable else None,
        waitlisted=after.waitlisted - before.waitlisted,
        needs_review=after.needs_review - before.needs_review,
        ineligible=after.ineligible - before.ineligible,
    )


def _reasons(patterns: Mapping[int, int]) -> tuple[ReasonLost, ...]:
    cars: dict[str, int] = {}
    for against, count in patterns.items():
        for code in codes_of(against):
            cars[code] = cars.get(code, 0) + count
    return tuple(
        ReasonLost(
            code=code,
            cars=cars[code],
            sentence=ELIGIBILITY_REASONS[EligibilityReason(code)].sentence,
        )
        for code in sorted(cars, key=lambda code: (-cars[code], code))
    )
