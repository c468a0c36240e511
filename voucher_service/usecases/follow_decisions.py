"""Live vouchers follow what is decided of their sales, in the same transaction."""

from collections.abc import Sequence
from typing import Any

from voucher_service.campaigns.terms import Campaign
from voucher_service.ledger.follow import MADE_OUT_ANEW, Bearing, Standing, follow
from voucher_service.model.days import business_day
from voucher_service.model.kinds import CancelReason, Outcome
from voucher_service.store.campaigns import campaigns_known
from voucher_service.store.database import Writing, aware
from voucher_service.store.following import (
    DECISIONS,
    follow_news,
    follow_overdue,
    successors,
    voucher_of,
)
from voucher_service.store.issuing import has_vouchers
from voucher_service.store.vouchers import AppendedEvent, append_events
from voucher_service.usecases.service import campaign_of

Row = dict[str, Any]


def follow_decisions(writing: Writing) -> int:
    """Let vouchers follow the decisions of this transaction; give how many events.

    Looked at are the vouchers of the sales decided anew and of their vehicles alone.
    """
    if not has_vouchers(writing.connection):
        return 0
    return _record(writing, follow_news(writing))


def follow_what_is_overdue(writing: Writing) -> int:
    """Let go the vouchers whose sale was to be made out anew and was not in time."""
    if not has_vouchers(writing.connection):
        return 0
    return _record(writing, follow_overdue(writing))


def _record(writing: Writing, rows: Sequence[Row]) -> int:
    appended = [
        AppendedEvent(event, DECISIONS)
        for row, bearing in zip(rows, bearings_on(writing, rows), strict=True)
        for event in follow(
            voucher_of(row), standing_of(row), bearing, writing.recorded_at
        )
    ]
    if appended:
        append_events(writing, appended)
    return len(appended)


def standing_of(row: Row) -> Standing:
    """Give how a voucher's own sale stands."""
    outcome, reason = row["outcome"], row["cancel_reason"]
    unstated = CancelReason.UNSTATED if row["cancelled"] else None
    return Standing(
        sale_id=row["bound_id"],
        outcome=None if outcome is None else Outcome(outcome),
        amount_fen=row["earned_fen"] or 0,
        reason=row["against"],
        sold_on=row["sold_on"],
        cancel_reason=CancelReason(reason) if row["cancelled"] and reason else unstated,
        cancelled_on=row["cancelled_on"],
        told_on=None if row["told_at"] is None else business_day(aware(row["told_at"])),
    )


def bearings_on(writing: Writing, rows: Sequence[Row]) -> list[Bearing]:
    """Give what bears on each of some vouchers beside its own sale."""
    anew = [reason.value for reason in MADE_OUT_ANEW]
    wanted = [
        (row["campaign_id"], row["sale_vin"])
        for row in rows
        if row["cancelled"] and row["cancel_reason"] in anew and row["sale_vin"]
    ]
    found = successors(writing.connection, wanted)
    campaigns = {
        row["campaign_id"]: campaign_of(row["document"])
        for row in campaigns_known(writing.connection, writing.recorded_at)
    }
    return [
        _bearing(
            row,
            found.get((row["campaign_id"], row["sale_vin"]), ()),
            campaigns[row["campaign_id"]],
        )
        for row in rows
    ]


def _bearing(row: Row, others: Sequence[Row], campaign: Campaign) -> Bearing:
    by_decisions = row["held"] and row["held_by"] == DECISIONS
    entries = {terms.version: terms for terms in campaign.terms}
    clawback = entries.get(row["terms_version"], campaign.current).clawback
    same = [each for each in others if _is_same_buyer(each, row)]
    return Bearing(
        held_for=row["hold_reason"] if by_decisions else None,
        anew=_successor(same[0]) if same else None,
        resold=bool(others) and not same,
        claw_days=None if clawback is None else clawback.days,
    )


def _is_same_buyer(sale: Row, row: Row) -> bool:
    buyers = {sale["buyer_key"], row["buyer_key"]} - {None}
    return sale["dealer_id"] == row["dealer_id"] and len(buyers) <= 1


def _successor(sale: Row) -> Standing:
    return Standing(
        sale_id=sale["sale_id"],
        outcome=Outcome(sale["outcome"]),
        amount_fen=sale["earned_fen"],
        sold_on=sale["sold_on"],
    )
