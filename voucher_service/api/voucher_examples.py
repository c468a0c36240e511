"""How the endpoints of vouchers are described: their answers and every problem."""

from datetime import UTC, datetime
from typing import Any

from voucher_service.api.bank_faults import CODE, REDEMPTION
from voucher_service.api.examples import (
    ANSWERED,
    EVERYWHERE,
    NOT_MODIFIED,
    refused,
)
from voucher_service.api.problems import BodyTooLarge
from voucher_service.api.redemption_examples import bank_refused, key_like
from voucher_service.model.errors import NotFound, RefusedByRule
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import (
    IdempotencyKeyMissing,
    IdempotencyKeyReused,
    ParamError,
)
from voucher_service.model.voucher_reports import (
    HELD_TEXT,
    BudgetPart,
    BudgetReport,
    HeldBack,
    HeldReason,
    Issuance,
    VoucherDetail,
    VoucherEventReport,
    VoucherPage,
    VoucherSummary,
)
from voucher_service.model.vouchers import (
    EVENT_TEXT,
    STATUS_TEXT,
    EventKind,
    VoucherStatus,
)

KEY_PARAMETER: dict[str, Any] = {"parameters": [key_like("issue-2023-01-11-1")]}
ANSWERED_ONCE: dict[str, Any] = {
    "description": "成功；重发时带 Idempotency-Replayed · done, now or before",
    "headers": {"Idempotency-Replayed": {"schema": {"type": "string"}}},
}
_KEYED = (
    *EVERYWHERE,
    NotFound,
    ParamError,
    IdempotencyKeyMissing,
    IdempotencyKeyReused,
    BodyTooLarge,
)
OF_ASKING: dict[int | str, Any] = {
    200: ANSWERED,
    304: NOT_MODIFIED,
    **refused(*EVERYWHERE, NotFound),
}
OF_CHANGING: dict[int | str, Any] = {
    201: ANSWERED_ONCE,
    **bank_refused(*_KEYED, RefusedByRule),
}
OF_ISSUING: dict[int | str, Any] = {
    200: {"description": "试算结果 · what would be issued", "model": Issuance},
    201: ANSWERED_ONCE,
    **bank_refused(*_KEYED),
}

_CAMPAIGN = "zhangjiajie-2022-new-year"
_SALE = "sal_3f1d0c9a7b52e6a1c4d8"
_ISSUED_AT = datetime(2023, 1, 11, 2, tzinfo=UTC)
_SPENT_AT = datetime(2023, 1, 12, 3, tzinfo=UTC)
_ISSUANCE = Issuance(
    id="iss_9c41b7d20e6f5a83c1d2",
    campaign=_CAMPAIGN,
    issued=460,
    amount_fen=69_000_000,
    held_back=(
        HeldBack(
            reason=HeldReason.VEHICLE_HAS_VOUCHER,
            vouchers=1,
            amount_fen=150_000,
            message=HELD_TEXT[HeldReason.VEHICLE_HAS_VOUCHER],
        ),
    ),
    already_live=0,
    dry_run=False,
    synthetic=True,
    known_at=_ISSUED_AT,
)
_SUMMARY = VoucherSummary(
    code=CODE,
    id="vch_f8c3fe39845baf59e272",
    status=VoucherStatus.ACTIVE.value,
    status_text=STATUS_TEXT[VoucherStatus.ACTIVE],
    campaign=_CAMPAIGN,
    sale_id=_SALE,
    kind="fuel",
    face_fen=150_000,
    balance_fen=100_000,
    locked_fen=0,
    captured_fen=50_000,
    clawed_fen=0,
    starts_at=None,
    expires_at=None,
    issued_at=_ISSUED_AT,
    synthetic=True,
)


def _event(kind: EventKind, amount: int, balance: int, at: datetime) -> Any:  # noqa: ANN401
    return VoucherEventReport(
        kind=kind.value,
        text=EVENT_TEXT[kind],
        amount_fen=amount,
        reason=None,
        actor="operator:cli:admin",
        redemption=REDEMPTION if kind is EventKind.CAPTURED else None,
        sale_id=_SALE,
        occurred_at=at,
        recorded_at=at,
        balance_fen=balance,
        locked_fen=0,
        captured_fen=150_000 - balance,
        clawed_fen=0,
    )


_DETAIL = VoucherDetail(
    **dict(_SUMMARY),
    issuance="iss_9c41b7d20e6f5a83c1d2",
    terms_version="76c60453ae72",
    payer="dealer",
    pieces_fen=None,
    held_for=None,
    events=(
        _event(EventKind.ISSUED, 150_000, 150_000, _ISSUED_AT),
        _event(EventKind.CAPTURED, 50_000, 100_000, _SPENT_AT),
    ),
)
_HELD = _DETAIL.model_copy(
    update={
        "status": VoucherStatus.SUSPENDED.value,
        "status_text": Text(zh="已暂停", en="suspended"),
        "held_for": "经销商来函，购车人信息待核实",
    }
)
_VOIDED = _DETAIL.model_copy(
    update={
        "status": VoucherStatus.VOIDED.value,
        "status_text": STATUS_TEXT[VoucherStatus.VOIDED],
        "balance_fen": 0,
    }
)
_BUDGET = BudgetReport(
    campaign=_CAMPAIGN,
    whole=BudgetPart(
        part="budget",
        budget_fen=None,
        available_fen=None,
        held_fen=0,
        committed_fen=68_950_000,
        payable_fen=50_000,
        recoverable_fen=0,
        unfunded_fen=0,
    ),
    vouchers={"active": 460},
    synthetic=True,
    known_at=_SPENT_AT,
)

VOUCHER_ANSWERS: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/v1/campaigns/{id}/issuances"): {
        "200": _ISSUANCE.model_copy(update={"id": None, "dry_run": True}).model_dump(
            mode="json"
        ),
        "201": _ISSUANCE.model_dump(mode="json"),
    },
    ("GET", "/v1/campaigns/{id}/budget"): {"200": _BUDGET.model_dump(mode="json")},
    ("GET", "/v1/vouchers"): {
        "200": VoucherPage(items=(_SUMMARY,), next_cursor="1").model_dump(mode="json")
    },
    ("GET", "/v1/vouchers/{code}"): {"200": _DETAIL.model_dump(mode="json")},
    ("POST", "/v1/vouchers/{code}/suspend"): {"201": _HELD.model_dump(mode="json")},
    ("POST", "/v1/vouchers/{code}/resume"): {"201": _DETAIL.model_dump(mode="json")},
    ("POST", "/v1/vouchers/{code}/void"): {"201": _VOIDED.model_dump(mode="json")},
}
"""The example of each JSON answer about vouchers, by call and status."""
