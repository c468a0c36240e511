"""The decisions as one DuckDB query, written by hand apart from the engine.

It is the reference that benchmarks time and that tests hold the engine against. Rows
are filtered first and recognised by ``rowid``; a window sees only the rows of keys that
more sales share than may count, or those that come after a limit's edge.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.sql_rules import (
    INVOICE_ORDER,
    NEVER_NULL,
    SUBMITTED_ON,
    Given,
    amount,
    cells,
    columns_passed_on,
    in_cell,
    needed_columns,
    price,
    row_sentences,
    tier_name,
    tier_number,
    word,
)
from voucher_service.campaigns.limits import Cell, Quota
from voucher_service.campaigns.terms import Terms
from voucher_service.model.reason_codes import EligibilityReason, Severity
from voucher_service.model.reasons import ELIGIBILITY_REASONS

BITS = {reason.value: 1 << place for place, reason in enumerate(EligibilityReason)}
LIVE = (
    "not cancelled and not set_aside and vin is not null"
    " and condition is distinct from 'used'"
)
GROUP = {"day": "queue_day", "district": "district", "dealer": "dealer_id"}
NO_RIVAL = "null::varchar as rival, null::varchar as rival_hash"
NO_WAIT = "null::varchar as waits_for, null::bigint as waitlist_rank"


def decision_sql(terms: Terms, seed: str | None = None) -> tuple[str, dict[str, str]]:
    """Give the query over a table ``sales`` of KnownSale, and its parameters.

    Its columns are those of Decision, its rows in no order. ``seed`` is that of the
    draw, None while it is not revealed.
    """
    twin = _Twin(terms, seed)
    return twin.text(), twin.given


@dataclass
class _Twin:
    """The query while it is being laid out, step by step.

    ``lost`` names the steps that hold who was refused so far, a row each of (r, bit,
    rival, rival_hash, waits_for, waitlist_rank).
    """

    terms: Terms
    seed: str | None
    given: Given = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    reasons: set[str] = field(default_factory=set)

    def text(self) -> str:
        """Lay out all steps, then the decision of every sale."""
        sentences = row_sentences(self.terms, self.given)
        needed = [f"{column} is not null" for column in needed_columns(self.terms)]
        passes = _passes(sentences, needed, f"({tier_number(self.terms)})")
        self.reasons |= {*sentences, "value_missing"}
        kept = ", ".join(columns_passed_on(self.terms))
        self.steps["passing as materialized"] = (
            f"select rowid as r, {kept} from sales where {passes}"
        )
        self._conflicts(passes)
        self._caps()
        if self._waits_for_draw:
            self.reasons.add("draw_pending")
        else:
            self._limits()
        in_short = _passes(sentences, needed, "tier_no")
        decided = self._decided(_mask(sentences, needed, in_short))
        steps = ",\n".join(f"{name} (\n{text}\n)" for name, text in self.steps.items())
        return f"with {steps}\n{decided}"

    @property
    def _waits_for_draw(self) -> bool:
        return self.terms.allocation.method == "lottery" and self.seed is None

    def _lose(self, name: str, reason: str, text: str) -> None:
        self.steps[f"{name} as materialized"] = text
        self.lost.append(name)
        self.reasons.add(reason)

    def _still(self, source: str, lost: list[str]) -> str:
        if not lost:
            return source
        gone = " union all ".join(f"select r from {name}" for name in lost)
        return f"{source} anti join ({gone}) using (r)"

    def _conflicts(self, passes: str) -> None:
        """Find the vehicles of two sales once, for conflicts and for one a vehicle."""
        self.steps["twice as materialized"] = (
            "select hash(vin) as alike from sales where vin is not null"
            " group by alike having count(*) > 1"
        )
        self.steps["shared as materialized"] = (
            "select rowid as r, sale_id, row_hash, vin, dealer_id, sold_on,"
            f" invoice_number, {LIVE} as live, {passes} as passes"
            " from sales where hash(vin) in (from twice) and vin is not null"
        )
        self.steps["told as materialized"] = (
            "select *, row_number() over"
            f" (partition by vin order by {INVOICE_ORDER}) as place"
            " from shared where live"
        )
        self._lose(
            "conflicts",
            "vehicle_in_conflict",
            f"select one.r, {BITS['vehicle_in_conflict']} as bit,"
            " arg_min(other.sale_id, other.place) as rival,"
            f" arg_min(other.row_hash, other.place) as rival_hash, {NO_WAIT}"
            " from told as one join told as other"
            " on other.vin = one.vin and other.dealer_id <> one.dealer_id"
            " group by one.r",
        )

    def _caps(self) -> None:
        caps = self.terms.caps
        if self.terms.per_vehicle:
            shared = "(from shared where passes)"
            self._first_ones(shared, "vin", 1, "vehicle_already_counted")
        for keys, most, reason in (
            ("buyer_key", caps.per_buyer, "buyer_cap_reached"),
            ("phone_key", caps.per_phone, "phone_cap_reached"),
            ("dealer_id, sold_on", caps.per_dealer_day, "dealer_day_full"),
        ):
            if most is not None:
                # By hashes: a group too many costs little, and none is missed.
                self.steps[f"{reason}_busy as materialized"] = (
                    f"select hash({keys}) as alike from passing"
                    f" group by alike having count(*) > {most}"
                )
                busy = f"(from passing where hash({keys}) in (from {reason}_busy))"
                self._first_ones(busy, keys, most, reason)

    def _first_ones(self, source: str, keys: str, most: int, reason: str) -> None:
        has_rival = reason != "dealer_day_full"
        first = ", ".join(
            f"first_value({column}) over line as {name}"
            for column, name in (("sale_id", "rival"), ("row_hash", "rival_hash"))
        )
        self._lose(
            reason,
            reason,
            f"select r, {BITS[reason]} as bit, rival, rival_hash, {NO_WAIT} from ("
            f"select r, row_number() over line as place,"
            f" {first if has_rival else NO_RIVAL}"
            f" from {self._still(source, self.lost)}"
            f" window line as (partition by {keys} order by {INVOICE_ORDER})"
            f") where place > {most}",
        )

    def _limits(self) -> None:
        """Let quotas and money run out, each among those whom the last one left."""
        if not self.terms.is_limited:
            return
        self.steps["entered as materialized"] = (
            f"select {', '.join(self._carried())}"
            f" from {self._still('passing', self.lost)}"
        )
        before = len(self.lost)
        for quota in self.terms.quotas:
            self._limit(quota, quota.count, "quota_full", before)
        for part in self.terms.sub_budgets:
            self._limit(part, part.amount_fen, "sub_budget_spent", before)
        if self.terms.budget_fen is not None:
            whole = Cell(name="budget")
            self._limit(whole, self.terms.budget_fen, "budget_spent", before)

    def _queue(self) -> tuple[str, str, str]:
        """Give order, queue day, and a coarse step of the order that bounds sorts."""
        allocation = self.terms.allocation
        if allocation.method == "lottery":
            return "lot, sale_id", "sold_on", "left(lot, 3)"
        if allocation.order == "submission":
            hour = "date_trunc('hour', submitted_at)"
            return f"submitted_at, {INVOICE_ORDER}", SUBMITTED_ON, hour
        return INVOICE_ORDER, "sold_on", "sold_on"

    def _carried(self) -> Iterator[str]:
        order, day, step = self._queue()
        yield "r"
        if self.terms.allocation.method == "lottery":
            seed = word(f"{self.seed}:", self.given)
            yield f"sha256({seed} || sale_id) as lot"
        for name, text in (("queue_day", day), ("step", step)):
            yield f"{text} as {name}"
        places = (place.split()[0] for place in order.split(", "))
        yield from (place for place in places if place != "lot")
        yield f"({tier_number(self.terms)})::utinyint as tier_no"
        yield f"{amount(self.terms)} as amount"
        yield from ("energy",) if any(cell.kinds for cell in cells(self.terms)) else ()
        groups = {GROUP.get(cell.per) for cell in cells(self.terms)} & {
            "district",
            "dealer_id",
        }
        yield from sorted(groups)

    def _limit(self, cell: Cell, most: int, reason: str, before: int) -> None:
        name, group = f"{reason}_{len(self.lost)}", GROUP.get(cell.per)
        by = f"partition by {group}" if group else ""
        key = f"{group}, " if group else ""
        same = f"using ({group})" if group else "on true"
        is_count = isinstance(cell, Quota)
        size = "count(*)" if is_count else "sum(amount)::bigint"
        upto = "row_number() over line" if is_count else "sum(amount) over along"
        within = self._still("entered", self.lost[before:])
        late = f"{name}_cell join {name}_edge {same} where step >= edge"
        taken = "before"
        if not group:  # one row at most: no join is needed
            late = f"{name}_cell where step >= (select edge from {name}_edge)"
            taken = f"(select before from {name}_edge)"
        self.steps[f"{name}_cell as not materialized"] = (
            f"select * from {within} where {in_cell(cell, self.terms)}"
        )
        self.steps[f"{name}_edge as materialized"] = (
            f"select {key}step as edge, upto - size as before from ("
            f"select *, sum(size) over ({by} order by step) as upto from ("
            f"select {key}step, {size} as size from {name}_cell group by all))"
            f" where upto > {most}"
            f" qualify row_number() over ({by} order by step) = 1"
        )
        self.steps[f"{name}_late as materialized"] = (
            f"select r, {key}row_number() over line as place,"
            f" {taken} + {upto} as upto from {late}"
            f" window line as ({by} order by {self._queue()[0]}),"
            f" along as (line rows unbounded preceding)"
        )
        self.steps[f"{name}_fits as materialized"] = (
            f"select {key}count(*) filter (upto <= {most}) as fits"
            f" from {name}_late group by all"
        )
        waits = f"'{cell.name}" + (f"@' || {group}" if group else "'")
        self._lose(
            name,
            reason,
            f"select r, {BITS[reason]} as bit, {NO_RIVAL}, {waits} as waits_for,"
            f" place - fits as waitlist_rank from {name}_late join {name}_fits {same}"
            f" where upto > {most}",
        )

    def _decided(self, mask: str) -> str:
        all_lost = " union all ".join(f"from {name}" for name in self.lost)
        pending = BITS["draw_pending"] if self._waits_for_draw else 0
        draw = f"if(own = 0 and bit is null, {pending}, 0)" if pending else "0"
        waits = f"if(m = {pending}, 'draw', waits_for)" if pending else "waits_for"
        version = self.terms.version
        return f"""select
    sale_id,
    version,
    case when m = 0 then 'eligible'
         when m & {_bits_of(Severity.REFUSE)} > 0 then 'ineligible'
         when m & {_bits_of(Severity.REVIEW)} > 0 then 'needs_review'
         else 'waitlisted' end as outcome,
    m = 0 as eligible,
    case m when 0 then []::varchar[]
        {_one_reason(self.reasons)}
        else list_filter([
        {_named(self.reasons)}], lambda code: code is not null) end as reasons,
    case when m = 0 then {amount(self.terms)} else 0 end as amount_fen,
    {price(self.terms)} as price_fen,
    {tier_name(self.terms)} as tier,
    rival as rival_sale_id,
    {waits} as waits_for,
    waitlist_rank,
    '{version}' as terms_version,
    row_hash || case when cancelled then '-cancelled'
                     when set_aside then '-set_aside' else '' end
        || '.{version}.' || coalesce(rival_hash, '-') as input_hash
from (
    select *, own | coalesce(bit, 0) | {draw} as m from (
        select *, {mask} as own from (
            select *, ({tier_number(self.terms)})::utinyint as tier_no, rowid as own_row
            from sales
        ) left join ({all_lost}) as lost on lost.r = own_row
    )
)"""


def _bits_of(severity: Severity) -> int:
    return sum(
        bit
        for reason, bit in BITS.items()
        if ELIGIBILITY_REASONS[EligibilityReason(reason)].severity is severity
    )


def _one_reason(reasons: set[str]) -> str:
    return " ".join(
        f"when {bit} then ['{reason}']"
        for reason, bit in reversed(BITS.items())
        if reason in reasons
    )


def _named(reasons: set[str]) -> str:
    return ",\n        ".join(
        f"case when m & {bit} > 0 then '{reason}' end"
        for reason, bit in BITS.items()
        if reason in reasons
    )


def _passes(sentences: dict[str, str], needed: list[str], tier: str) -> str:
    """Ask whether nothing stands against a row by itself; true or no pass."""
    asked = sentences | {"price_outside_tiers": f"{tier} is not null"}
    held = [asked[reason] for reason in sentences]
    return " and ".join((*held, *needed))


def _mask(sentences: dict[str, str], needed: list[str], passes: str) -> str:
    """Give the reasons of a row by itself as bits; nearly all rows have none."""
    unknown = [
        f"{text} is null"
        for reason, text in sentences.items()
        if reason not in NEVER_NULL
    ]
    missing = " or ".join((*unknown, *(f"not ({text})" for text in needed)))
    bits = (
        f"case when not {text} then {BITS[reason]} else 0 end"
        for reason, text in sentences.items()
    )
    value_missing = f"case when {missing} then {BITS['value_missing']} else 0 end"
    return f"case when {passes} then 0 else {' + '.join((*bits, value_missing))} end"
