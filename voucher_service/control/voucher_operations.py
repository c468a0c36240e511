"""The operations about vouchers: issue them, list them, change one, hand them over."""

from pathlib import Path
from typing import Any

from voucher_service.control.operation import Files, Operation
from voucher_service.control.requests import Nothing, Request
from voucher_service.model.vouchers import Operation as VoucherOperation
from voucher_service.model.vouchers import VoucherStatus
from voucher_service.usecases.change_voucher import Change, change_voucher
from voucher_service.usecases.export_vouchers import export_vouchers
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.lapse_vouchers import lapse_vouchers
from voucher_service.usecases.report_budget import report_budget
from voucher_service.usecases.service import Progress, Service
from voucher_service.usecases.show_vouchers import (
    VouchersQuery,
    list_vouchers,
    show_voucher,
)


class Issue(Request):
    """Name a campaign whose vouchers are issued, or only counted."""

    campaign: str
    dry_run: bool = False


class Vouchers(Request):
    """Say which vouchers are listed."""

    campaign: str | None = None
    status: VoucherStatus | None = None
    cursor: str | None = None
    limit: int = 50


class Code(Request):
    """Name a voucher by its code."""

    code: str


class Changed(Request):
    """Say what a person does to a voucher, and why."""

    operation: VoucherOperation
    code: str
    who: str
    why: str
    claw_back: bool = False


class Export(Request):
    """Name a campaign, the bank that its vouchers are for, and the file to write."""

    campaign: str
    bank: str
    out: Path
    encoding: str = "utf-8"


class Budget(Request):
    """Name a campaign."""

    campaign: str


def _issue(service: Service, wanted: Issue, _f: Files, progress: Progress) -> Any:  # noqa: ANN401
    return issue_vouchers(
        service, wanted.campaign, dry_run=wanted.dry_run, progress=progress
    )


def _export(service: Service, wanted: Export, _f: Files, _p: Progress) -> Any:  # noqa: ANN401
    return export_vouchers(
        service, wanted.campaign, wanted.bank, wanted.out, wanted.encoding
    )


VOUCHER_OPERATIONS: dict[str, Operation] = {
    "issue": Operation(Issue, _issue),
    "expire": Operation(Nothing, lambda service, _w, _f, _p: lapse_vouchers(service)),
    "voucher-list": Operation(
        Vouchers,
        lambda service, wanted, _f, _p: list_vouchers(
            service, VouchersQuery(**dict(wanted))
        ),
    ),
    "voucher-show": Operation(
        Code,
        lambda service, wanted, _f, _p: show_voucher(service, wanted.code),
    ),
    "voucher-change": Operation(
        Changed,
        lambda service, wanted, _f, _p: change_voucher(service, Change(**dict(wanted))),
    ),
    "voucher-export": Operation(Export, _export),
    "voucher-budget": Operation(
        Budget,
        lambda service, wanted, _f, _p: report_budget(service, wanted.campaign),
    ),
}
"""What each operation asks for and what it does."""
