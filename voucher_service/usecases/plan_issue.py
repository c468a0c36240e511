"""Whom an issuance goes to: the queue's first without a voucher, as the fund lasts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import polars as pl

from voucher_service.campaigns.terms import Campaign, Terms
from voucher_service.eligibility.funding import Fund, funds_of, hold_to_funds, in_line
from voucher_service.eligibility.judging import Context
from voucher_service.model.days import SHANGHAI, business_day
from voucher_service.model.voucher_reports import HeldReason
from voucher_service.store.campaigns import campaigns_known
from voucher_service.store.issuing import (
    claims_on_issuing,
    has_vouchers,
    money_taken,
    sales_to_issue,
)
from voucher_service.store.queries import Connection
from voucher_service.usecases.deciding import context_of
from voucher_service.usecases.service import Progress, campaign_of, no_progress

STAGES = 4


@dataclass
class Plan:
    """Whom an issuance goes to, and whom not.

    ``line`` has those of the queue without a voucher, with ``held`` (a reason, null for
    those who get one) and ``part``; of any sale asked of, ``synthetic`` tells whether
    one is made up. ``taken`` is what each part has given out before.
    """

    campaign: Campaign
    line: pl.DataFrame
    already_live: int
    synthetic: bool
    funds: Sequence[Fund] = ()
    taken: dict[str, int] = field(default_factory=dict)

    @property
    def issued(self) -> pl.DataFrame:
        """Give those who get a voucher, in their order."""
        return self.line.filter(pl.col("held").is_null())


def planned(
    connection: Connection,
    campaign_id: str,
    known_at: datetime,
    now: datetime,
    progress: Progress = no_progress,
) -> Plan:
    """Plan an issuance from what is known at an instant, to be made now."""
    progress("读取判定 / reading decisions", 0, STAGES)
    campaign = next(
        campaign_of(row["document"])
        for row in campaigns_known(connection, known_at)
        if row["campaign_id"] == campaign_id
    )
    context = context_of(connection, campaign, known_at)
    sales = sales_to_issue(connection, campaign_id, known_at)
    progress("排队 / queueing", 1, STAGES)
    line = in_line(sales, campaign.terms, context)
    line = line.with_columns(held=pl.lit(None, pl.String), part=pl.lit(None, pl.String))
    already = 0
    if has_vouchers(connection, campaign_id):
        claims = claims_on_issuing(connection, campaign_id)
        line = line.join(claims, on="sale_id", how="anti", maintain_order="left")
        already = sales.height - line.height
        line = _held(line, _is_claimed(claims["vin"]), HeldReason.VEHICLE_HAS_VOUCHER)
    line = _held(line, _comes_again(), HeldReason.VEHICLE_HAS_VOUCHER)
    line = _held(line, _is_over(campaign, now), HeldReason.WINDOW_OVER)
    synthetic = bool(sales["synthetic"].any())
    plan = Plan(campaign, line, already, synthetic, funds_of(campaign.terms, context))
    if plan.funds and line.height:
        _hold_back(plan, money_taken(connection, campaign_id, known_at), context)
    progress("排队 / queueing", 2, STAGES)
    return plan


def _held(line: pl.DataFrame, refused: pl.Expr, reason: HeldReason) -> pl.DataFrame:
    held = pl.when(pl.col("held").is_null() & refused).then(pl.lit(reason.value))
    return line.with_columns(held=held.otherwise("held"))


def _is_claimed(vins: pl.Series) -> pl.Expr:
    return pl.col("vin").is_in(vins.drop_nulls().implode()).fill_null(value=False)


def _comes_again() -> pl.Expr:
    """Ask whether an earlier sale of the line is of the same vehicle."""
    return pl.col("vin").is_not_null() & ~pl.col("vin").is_first_distinct()


def _is_over(campaign: Campaign, now: datetime) -> pl.Expr:
    over = [
        terms.version
        for terms in campaign.terms
        if (end := period(terms, now)[1]) is not None and end <= now
    ]
    return pl.col("terms_version").is_in(over)


def _hold_back(plan: Plan, taken: pl.DataFrame, context: Context) -> None:
    entries = plan.campaign.terms
    plan.taken = taken_by_part(taken, entries, plan.funds, context)
    waiting = plan.line.filter(pl.col("held").is_null())
    told = hold_to_funds(waiting, plan.funds, plan.taken)
    short = told.filter(pl.col("held_for").is_not_null())
    found = plan.line.join(
        short.select("sale_id", "held_for"),
        on="sale_id",
        how="left",
        maintain_order="left",
    )
    short_of = pl.when(pl.col("held_for").is_not_null())
    plan.line = found.with_columns(
        held=short_of.then(pl.lit(HeldReason.FUND_SHORT.value)).otherwise("held"),
        part=pl.col("held_for"),
    ).drop("held_for")


def issued_line(
    taken: pl.DataFrame, entries: Sequence[Terms], context: Context
) -> pl.DataFrame:
    """Put what vouchers have taken under the entries that they were issued by.

    What was issued under an entry that is gone is held to the last one's parts.
    """
    known = [terms.version for terms in entries]
    current = pl.when(pl.col("terms_version").is_in(known)).then("terms_version")
    told = taken.with_columns(terms_version=current.otherwise(pl.lit(known[-1])))
    return in_line(told, entries, context)


def taken_by_part(
    taken: pl.DataFrame,
    entries: Sequence[Terms],
    funds: Sequence[Fund],
    context: Context,
) -> dict[str, int]:
    """Add up what vouchers have taken of each part of the fund."""
    line = issued_line(taken, entries, context)
    sums: dict[str, int] = {}
    for fund in funds:
        parts = line.group_by(part=fund.part()).agg(pl.col("earns").sum())
        sums |= dict(parts.drop_nulls("part").rows())
    return sums


def spent(plan: Plan) -> pl.DataFrame:
    """Give, of each part that was issued from, what it holds and what is now taken."""
    frames = [
        plan.issued.select(part=fund.part(), most_fen=fund.most(), own="earns")
        .drop_nulls("part")
        .group_by("part")
        .agg(pl.col("most_fen").max(), pl.col("own").sum())
        for fund in plan.funds
    ]
    schema = {"part": pl.String, "most_fen": pl.Int64, "own": pl.Int64}
    told = pl.concat(frames) if frames else pl.DataFrame(schema=schema)
    before = pl.col("part").replace_strict(plan.taken, default=0, return_dtype=pl.Int64)
    taken = (before if plan.taken else 0) + pl.col("own")
    return told.select("part", "most_fen", taken_fen=taken)


def period(terms: Terms, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Give the first instant at which a voucher issued now is good, and the end."""
    window = terms.windows.redemption
    first, last = window.start, window.end
    starts = None if first is None else _midnight(first)
    ends = [terms.voucher.expires_at(business_day(now))]
    ends += [] if last is None else [_midnight(last + timedelta(days=1))]
    return starts, min((end for end in ends if end is not None), default=None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)
