"""Where a campaign's money is: earned, issued, spent, to be repaid, or left."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from voucher_service.campaigns.terms import Campaign
from voucher_service.eligibility.funding import Fund, funds_of, in_line
from voucher_service.eligibility.judging import Context
from voucher_service.eligibility.limits import BUDGET
from voucher_service.model.voucher_reports import BudgetPart, BudgetReport
from voucher_service.store.issuing import (
    claims_on_issuing,
    money_taken,
    sales_to_issue,
)
from voucher_service.store.queries import Connection
from voucher_service.store.voucher_listing import (
    budget_state,
    holds_made_up,
    vouchers_by_status,
)
from voucher_service.usecases.deciding import context_of
from voucher_service.usecases.plan_issue import issued_line
from voucher_service.usecases.service import Service, find_campaign


def report_budget(service: Service, campaign_id: str) -> BudgetReport:
    """Give where a campaign's money is now, as a whole and by part of its budget.

    Raises NotFound.
    """
    now, known_at = service.now(), service.store.data_version()
    campaign = find_campaign(service, campaign_id, known_at)
    with service.store.read() as connection:
        whole = _whole(connection, campaign_id)
        made_up = holds_made_up(connection, campaign_id)
        counts = vouchers_by_status(connection, campaign_id, now)
        context = context_of(connection, campaign, known_at)
        funds = [
            fund for fund in funds_of(campaign.terms, context) if fund.name != BUDGET
        ]
        parts = (
            tuple(_parts(connection, campaign, funds, context, known_at))
            if funds
            else ()
        )
    return BudgetReport(
        campaign=campaign_id,
        whole=whole,
        parts=parts,
        vouchers=counts,
        synthetic=made_up,
        known_at=known_at,
    )


def whole_budget(service: Service, campaign_id: str) -> BudgetPart:
    """Give where a campaign's money is now, as a whole alone. Raises NotFound."""
    find_campaign(service, campaign_id, service.store.data_version())
    with service.store.read() as connection:
        return _whole(connection, campaign_id)


def _whole(connection: Connection, campaign_id: str) -> BudgetPart:
    whole = budget_state(connection, campaign_id)
    del whole["campaign_id"]
    return BudgetPart(part=BUDGET, **whole)


_SPENT = ("committed_fen", "payable_fen", "recoverable_fen")


def _parts(
    connection: Connection,
    campaign: Campaign,
    funds: Sequence[Fund],
    context: Context,
    known_at: datetime,
) -> Iterator[BudgetPart]:
    entries = campaign.terms
    taken = money_taken(connection, campaign.id, known_at)
    issued = issued_line(taken, entries, context)
    claims = claims_on_issuing(connection, campaign.id)
    sales = sales_to_issue(connection, campaign.id, known_at)
    waiting = in_line(sales.join(claims, on="sale_id", how="anti"), entries, context)
    for fund in funds:
        part, most = fund.part().alias("part"), fund.most().max().alias("most")
        spent = issued.group_by(part).agg(most, pl.col(_SPENT).sum())
        earned = waiting.group_by(part).agg(most, pl.col("earns").sum())
        both = spent.join(earned, on="part", how="full", coalesce=True)
        both = both.drop_nulls("part").with_columns(
            pl.max_horizontal("most", "most_right"),
            pl.col(*_SPENT, "earns").fill_null(0),
        )
        for row in both.sort("part").to_dicts():
            yield _part(row)


def _part(row: dict[str, Any]) -> BudgetPart:
    left = max(0, row["most"] - row["committed_fen"] - row["payable_fen"])
    held = min(left, row["earns"])
    return BudgetPart(
        part=row["part"],
        budget_fen=row["most"],
        available_fen=left - held,
        held_fen=held,
        unfunded_fen=row["earns"] - held,
        **{name: row[name] for name in _SPENT},
    )
