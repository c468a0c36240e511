"""Banks read what happened to their redemptions, and read it again at will."""

import re
from typing import Any, Final

from voucher_service.model.event_reports import (
    EventData,
    EventPage,
    EventReport,
    VoucherChange,
)
from voucher_service.model.kinds import Role
from voucher_service.model.redemption_reports import (
    Money,
    RedemptionReport,
    Reversal,
)
from voucher_service.model.reports import Principal
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import ParamError
from voucher_service.model.vouchers import EventKind, RedemptionStatus, status_after
from voucher_service.store.bank_events import events_after
from voucher_service.store.database import aware
from voucher_service.usecases.bank_requests import (
    redemption_document,
    redemption_of,
    scope_of,
    shanghai,
)
from voucher_service.usecases.service import Service

_ID: Final = re.compile(r"evt_([0-9]{12,18})")
_BANK: Final = "bank:"


def read_events(
    service: Service, after: str | None, limit: int, asker: Principal
) -> EventPage:
    """Give events after an id: a bank's own, or all to those who look after banks.

    Raises ParamError for what is no event's id.
    """
    scope = scope_of(asker) if asker.role is Role.BANK else None
    return events_page(service, scope, number_of(after), limit)


def events_page(
    service: Service, scope: str | None, after: int, limit: int
) -> EventPage:
    """Give so many events at most after a number, of one bank or of all."""
    with service.store.read() as connection:
        rows = events_after(connection, scope, after, limit)
    items = tuple(_event(row, scope) for row in rows)
    following = items[-1].id if items else (event_id(after) if after else None)
    return EventPage(items=items, next_after=following)


def event_id(number: int) -> str:
    """Give the id of an event."""
    return f"evt_{number:012}"


def number_of(event: str | None) -> int:
    """Give an event's number by its id; 0 before all. Raises ParamError."""
    if not event:
        return 0
    match = _ID.fullmatch(event)
    if match is None:
        raise ParamError(
            Text(
                zh="事件编号应为此前得到的 evt_…",
                en="an event's id is one that was given before: evt_…",
            ),
            field="after",
        )
    return int(match[1])


def _event(row: dict[str, Any], scope: str | None) -> EventReport:
    concerns = scope or row["concerns"] or ""
    bank = concerns.removeprefix(_BANK) if concerns.startswith(_BANK) else None
    told: dict[str, Any] = {
        "id": event_id(row["event_no"]),
        "bank": bank,
        "occurred_at": shanghai(aware(row["occurred_at"])),
        "recorded_at": shanghai(aware(row["event_at"])),
    }
    if row["request_no"] is None:
        change = VoucherChange(
            voucher_code=row["code"],
            amount=Money(total=row["moved_fen"]),
            voucher_balance=Money(total=row["balance_fen"]),
            reason=row["event_reason"],
        )
        data = EventData(voucher=change)
        told["type"] = f"voucher.{row['kind']}"
        return EventReport(**told, data=data)
    status = status_after(EventKind(row["kind"]), row["event_reason"])
    assert status is not None, "a request's event that is of no redemption"
    redemption = redemption_of(row, row["code"])._replace(status=status)
    document = redemption_document(redemption, row["balance_fen"])
    reversal = None
    if status is RedemptionStatus.REVERSED:
        reversal = Reversal(
            out_request_no=row["asked_with"],
            reason=row["event_reason"],
            reversed_at=told["occurred_at"],
        )
    data = EventData(redemption=RedemptionReport(**document, reversal=reversal))
    told["type"] = f"redemption.{status.value}"
    return EventReport(**told, data=data)
