"""An audit proves a home by its own rows: ledger, decisions, feeds, and the log."""

import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import Field, field_serializer

from voucher_service.model.access_reports import LogCheck
from voucher_service.model.days import instant_text
from voucher_service.model.reports import Report
from voucher_service.store.audit_log import NO_ENTRY, Head
from voucher_service.store.audits import run_audits
from voucher_service.store.database import Writing
from voucher_service.store.log_check import checked_head, keep_checked
from voucher_service.store.losses import Loss, accept_losses, kept_losses
from voucher_service.store.queries import Connection
from voucher_service.usecases.check_log import check_log
from voucher_service.usecases.service import Service


class AuditFinding(Report):
    """Rows that must not exist: what was looked for, how many, and the first."""

    audit: str
    looks_for: str
    rows: int
    first: tuple[dict[str, Any], ...]


class HomeLoss(Report):
    """What one opening of the home found missing; see ``store.losses.Loss``."""

    number: int
    found_at: datetime
    grave: bool = Field(description="commits are gone that had been answered")
    whole_commits: int = Field(description="commits of the log that are whole")
    cut_bytes: int = Field(description="bytes of the log behind them")
    later_commits: int = Field(description="ends of commits seen in those bytes")
    kept_as: str | None = Field(description="the file in the home that keeps them")
    found_until: datetime | None
    missing_until: datetime | None
    accepted_at: datetime | None = Field(description="when a person knew of it")

    @field_serializer("found_at", "found_until", "missing_until", "accepted_at")
    def _instant(self, value: datetime | None) -> str | None:
        return None if value is None else instant_text(value)


class AuditReport(Report):
    """What an audit of a home found; ``clean`` where there is nothing to be done."""

    clean: bool
    audits: int
    seconds: float
    findings: tuple[AuditFinding, ...]
    log: LogCheck
    losses: tuple[HomeLoss, ...]
    accepted: int = Field(default=0, description="losses that a person now knows of")


def audit_home(service: Service, *, accept: bool = False) -> AuditReport:
    """Audit a home that is open, as it stands now; ``accept`` its losses first."""
    accepted = 0
    if accept:
        accepted = service.store.write(None, accept_losses, bool)
    with service.store.read() as connection:
        report = audit_connection(connection, service.audits)
    keep_head(service, report.log)
    return report.model_copy(update={"accepted": accepted})


def audit_connection(
    connection: Connection, audits: Path, *, whole_log: bool = True
) -> AuditReport:
    """Audit what a connection reads by the queries of a folder.

    Of the log either the whole is read, or what no audit has read so far.
    """
    started = time.perf_counter()
    count, findings = run_audits(connection, audits)
    since = NO_ENTRY if whole_log else checked_head(connection)
    log = check_log(connection, since=since)
    losses = home_losses(connection)
    waiting = any(loss.grave and loss.accepted_at is None for loss in losses)
    return AuditReport(
        clean=not findings and log.sound and not waiting,
        audits=count,
        seconds=round(time.perf_counter() - started, 3),
        findings=tuple(AuditFinding(**asdict(finding)) for finding in findings),
        log=log,
        losses=losses,
    )


def home_losses(connection: Connection) -> tuple[HomeLoss, ...]:
    """Give what openings of a home found missing, oldest first."""
    return tuple(told_loss(loss) for loss in kept_losses(connection))


def told_loss(loss: Loss) -> HomeLoss:
    """Give a loss as it is told."""
    return HomeLoss.model_validate({**asdict(loss), "grave": loss.grave})


def keep_head(service: Service, log: LogCheck) -> None:
    """Keep up to where the log is as it was written, for the next start."""
    if log.sound and log.entries:
        head = Head(log.entries, log.head)

        def job(writing: Writing) -> None:
            keep_checked(writing.connection, head)

        service.store.write(None, job, lambda _none: False)
