"""Vouchers are issued to eligible sales that hold none, all in one transaction."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.ledger.codes import OPEN_SIGNS, CodeRule
from voucher_service.model.kinds import NEW_ENERGY
from voucher_service.model.voucher_reports import (
    HELD_TEXT,
    HeldBack,
    HeldReason,
    Issuance,
)
from voucher_service.model.vouchers import Operation
from voucher_service.store.database import Writing, naive
from voucher_service.store.issuing import codes_in_use, record_issuance
from voucher_service.store.queries import Connection
from voucher_service.store.vouchers import record_vouchers
from voucher_service.usecases.answer_once import answer_once
from voucher_service.usecases.bank_requests import BankAnswer
from voucher_service.usecases.lapse_vouchers import lapse_vouchers
from voucher_service.usecases.plan_issue import STAGES, Plan, period, planned, spent
from voucher_service.usecases.redeem import Asker
from voucher_service.usecases.service import (
    Progress,
    Service,
    find_campaign,
    no_progress,
)

Random = Callable[[int], bytes]
_ID_BYTES = 10


def issue_vouchers(
    service: Service,
    campaign_id: str,
    *,
    dry_run: bool = False,
    progress: Progress = no_progress,
    random: Random = secrets.token_bytes,
) -> Issuance:
    """Issue a voucher to every eligible sale of a campaign that holds none.

    All are issued in one transaction, or none. A vehicle holds one live voucher of a
    campaign at most. What the fund does not cover is held back, and issued once money
    has come back. With ``dry_run`` nothing is recorded. Raises NotFound.
    """
    find_campaign(service, campaign_id, service.store.data_version())
    if dry_run:
        known_at = service.store.data_version()
        with service.store.read() as connection:
            plan = planned(connection, campaign_id, known_at, service.now(), progress)
        return _told(plan, None, known_at, dry_run=True)

    lapse_vouchers(service)

    def job(writing: Writing) -> Issuance:
        return issue_in(writing, service.store.key, campaign_id, progress, random)

    told = service.store.write("issue", job, is_news=lambda told: told.issued > 0)
    return told.model_copy(update={"known_at": service.store.data_version()})


def issue_once(service: Service, campaign_id: str, asker: Asker) -> BankAnswer:
    """Issue once for an asker's key, and give the answer; as ``issue_vouchers``.

    Raises NotFound, and IdempotencyKeyReused for a key of another request.
    """
    find_campaign(service, campaign_id, service.store.data_version())
    lapse_vouchers(service)

    def work(writing: Writing) -> Issuance:
        return issue_in(writing, service.store.key, campaign_id)

    return answer_once(service, asker, Operation.ISSUE, (campaign_id,), work)


def issue_in(
    writing: Writing,
    key: bytes,
    campaign_id: str,
    progress: Progress = no_progress,
    random: Random = secrets.token_bytes,
) -> Issuance:
    """Issue within a transaction under way; ``known_at`` is the instant of it."""
    now = writing.recorded_at
    plan = planned(writing.connection, campaign_id, now, now, progress)
    issued = plan.issued
    if issued.is_empty():
        return _told(plan, None, now, dry_run=False)
    issuance_id = f"iss_{secrets.token_hex(_ID_BYTES)}"
    vouchers = _vouchers(plan, writing, CodeRule.of_key(key), random)
    progress("写入 / recording", 3, STAGES)
    record_vouchers(writing, vouchers.with_columns(issuance_id=pl.lit(issuance_id)))
    amount = int(issued["earns"].sum())
    record_issuance(
        writing, issuance_id, campaign_id, (issued.height, amount), spent(plan)
    )
    writing.note(
        "issue", campaign_id, issuance=issuance_id, vouchers=issued.height, fen=amount
    )
    progress("写入 / recording", STAGES, STAGES)
    return _told(plan, issuance_id, now, dry_run=False)


def _vouchers(
    plan: Plan, writing: Writing, rule: CodeRule, random: Random
) -> pl.DataFrame:
    """Give the rows of store.vouchers.record_vouchers, but for the issuance."""
    issued, entries = plan.issued, plan.campaign.terms
    terms = pl.DataFrame(
        [_entry(each, writing.recorded_at) for each in entries], schema=_ENTRY
    )
    is_new_energy = pl.col("energy").is_in([kind.value for kind in NEW_ENERGY])
    kind = pl.when(is_new_energy.fill_null(value=False)).then("nev_kind")
    told = issued.join(
        terms, on="terms_version", how="left", maintain_order="left"
    ).with_columns(kind=kind.otherwise("plain_kind"))
    pieces = _pieces(told.select("terms_version", "kind", "earns").unique(), entries)
    told = told.join(
        pieces,
        on=["terms_version", "kind", "earns"],
        how="left",
        maintain_order="left",
    )
    return told.select(
        pl.Series("voucher_id", _ids(told.height, random)),
        pl.Series("code", _codes(writing.connection, rule, told.height, random)),
        pl.lit(plan.campaign.id).alias("campaign_id"),
        *("sale_id", "decision_no", "vin", "terms_version", "kind"),
        pl.col("earns").alias("face_fen"),
        *("pieces_fen", "payer", "starts_at", "expires_at"),
        pl.lit(writing.acting.actor).alias("actor"),
    )


_ENTRY: dict[str, Any] = {
    "terms_version": pl.String,
    "plain_kind": pl.String,
    "nev_kind": pl.String,
    "payer": pl.String,
    "starts_at": pl.Datetime("us"),
    "expires_at": pl.Datetime("us"),
}


def _entry(terms: Terms, now: datetime) -> dict[str, Any]:
    starts, ends = period(terms, now)
    return {
        "terms_version": terms.version,
        "plain_kind": terms.voucher.kind,
        "nev_kind": terms.voucher.nev_kind or terms.voucher.kind,
        "payer": terms.clawback.payer if terms.clawback else "dealer",
        "starts_at": starts and naive(starts),
        "expires_at": ends and naive(ends),
    }


def _pieces(alike: pl.DataFrame, entries: Sequence[Terms]) -> pl.DataFrame:
    """Add the pieces of each kind and amount of each entry."""
    vouchers = {terms.version: terms.voucher for terms in entries}
    made = [
        vouchers[version].pieces_fen(kind, amount)
        for version, kind, amount in alike.iter_rows()
    ]
    return alike.with_columns(pl.Series("pieces_fen", made, pl.List(pl.Int64)))


def _ids(count: int, random: Random) -> list[str]:
    text, width = random(_ID_BYTES * count).hex(), 2 * _ID_BYTES
    ends = range(0, len(text), width)
    return [f"vch_{text[at : at + width]}" for at in ends]


def _codes(
    connection: Connection, rule: CodeRule, count: int, random: Random
) -> list[str]:
    """Make codes that no voucher has yet, each another."""
    made = pl.Series(rule.made_of(random(OPEN_SIGNS * count)), dtype=pl.String)
    while True:
        used = codes_in_use(connection, made)
        again = made.is_in(used.implode()) | ~made.is_first_distinct()
        if not again.any():
            return made.to_list()
        anew = rule.made_of(random(OPEN_SIGNS * int(again.sum())))
        made = made.scatter(again.arg_true(), pl.Series(anew))


def _told(
    plan: Plan, issuance_id: str | None, known_at: datetime, *, dry_run: bool
) -> Issuance:
    groups = (
        plan.line.filter(pl.col("held").is_not_null())
        .group_by("held", "part")
        .agg(vouchers=pl.len(), amount_fen=pl.col("earns").sum())
        .sort("held", "part", nulls_last=True)
    )
    issued = plan.issued
    return Issuance(
        id=issuance_id,
        campaign=plan.campaign.id,
        issued=issued.height,
        amount_fen=int(issued["earns"].sum()),
        held_back=tuple(
            HeldBack(
                reason=HeldReason(row["held"]),
                part=row["part"],
                vouchers=row["vouchers"],
                amount_fen=row["amount_fen"],
                message=HELD_TEXT[HeldReason(row["held"])],
            )
            for row in groups.to_dicts()
        ),
        already_live=plan.already_live,
        dry_run=dry_run,
        synthetic=plan.synthetic,
        known_at=known_at,
    )
