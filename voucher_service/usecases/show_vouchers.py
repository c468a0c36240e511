"""Vouchers are listed, and one is shown with its life; never whose it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voucher_service.ledger.codes import normal_code
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.text import Text
from voucher_service.model.voucher_reasons import reason_of_event
from voucher_service.model.voucher_reports import (
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
from voucher_service.store.database import aware
from voucher_service.store.queries import Connection
from voucher_service.store.voucher_listing import (
    VoucherFilter,
    voucher_life,
    voucher_standing,
    vouchers_of_codes,
    vouchers_page,
)
from voucher_service.usecases.paging import check_limit
from voucher_service.usecases.service import Service

_CURSOR = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class VouchersQuery:
    """Which vouchers are asked for, from which place of the list on."""

    campaign: str | None = None
    status: VoucherStatus | None = None
    cursor: str | None = None
    limit: int = 50


def list_vouchers(service: Service, query: VouchersQuery) -> VoucherPage:
    """Give vouchers in the order of their issue, each as it stands now.

    Raises BadParameter for a limit or cursor that cannot be.
    """
    check_limit(query.limit)
    if query.cursor and _CURSOR.fullmatch(query.cursor) is None:
        raise BadParameter(
            Text(
                zh=f"cursor {query.cursor} 不是上一页给出的 next_cursor",
                en=f"the cursor {query.cursor} is no next_cursor of a page before",
            )
        )
    status = query.status.value if query.status else None
    wanted = VoucherFilter(query.campaign, status)
    after = int(query.cursor or 0)
    with service.store.read() as connection:
        rows = vouchers_page(connection, wanted, service.now(), after, query.limit + 1)
    more = len(rows) > query.limit
    rows = rows[: query.limit]
    return VoucherPage(
        items=tuple(VoucherSummary(**_summary(row)) for row in rows),
        next_cursor=str(rows[-1]["voucher_no"]) if more else None,
    )


def summaries_of(
    connection: Connection, codes: Sequence[str], now: datetime
) -> tuple[VoucherSummary, ...]:
    """Give the vouchers of codes in the order of their issue, each as it stands."""
    rows = vouchers_of_codes(connection, codes, now)
    return tuple(VoucherSummary(**_summary(row)) for row in rows)


def show_voucher(service: Service, code: str) -> VoucherDetail:
    """Give a voucher with all that happened to it. Raises NotFound."""
    with service.store.read() as connection:
        return voucher_detail(connection, code, service.now())


def voucher_detail(connection: Connection, code: str, now: datetime) -> VoucherDetail:
    """Give a voucher as it stands in a transaction. Raises NotFound."""
    row = voucher_standing(connection, normal_code(code), now)
    if row is None:
        raise no_such_voucher(code)
    life = voucher_life(connection, row["voucher_no"])
    events = tuple(_event(each) for each in life)
    holds = [each for each in events if each.kind in {"suspended", "resumed"}]
    pieces = row["pieces_fen"]
    return VoucherDetail(
        **_summary(row),
        issuance=row["issuance_id"],
        terms_version=row["terms_version"],
        payer=row["payer"],
        pieces_fen=None if pieces is None else tuple(pieces),
        held_for=holds[-1].reason if row["held"] else None,
        events=events,
    )


def no_such_voucher(code: str) -> NotFound:
    """Say that no voucher has a code."""
    return NotFound(
        Text(zh=f"没有券码为 {code} 的券", en=f"there is no voucher {code}"),
        remedy=Text(zh="请核对券码", en="check the code"),
    )


def _summary(row: dict[str, Any]) -> dict[str, Any]:
    status = VoucherStatus(row["status"])
    return {
        "code": row["code"],
        "id": row["voucher_id"],
        "status": status.value,
        "status_text": STATUS_TEXT[status],
        "campaign": row["campaign_id"],
        "sale_id": row["bound_id"],
        "starts_at": row["starts_at"] and aware(row["starts_at"]),
        "expires_at": row["expires_at"] and aware(row["expires_at"]),
        "issued_at": aware(row["recorded_at"]),
        **{
            name: row[name]
            for name in (
                *("kind", "face_fen", "balance_fen"),
                *("locked_fen", "captured_fen", "clawed_fen", "synthetic"),
            )
        },
    }


def _event(row: dict[str, Any]) -> VoucherEventReport:
    return VoucherEventReport(
        text=EVENT_TEXT[EventKind(row["kind"])],
        reason_text=reason_of_event(row["reason"]),
        redemption=row["redemption_id"],
        occurred_at=aware(row["occurred_at"]),
        recorded_at=aware(row["recorded_at"]),
        **{
            name: row[name]
            for name in (
                *("kind", "amount_fen", "reason", "actor", "sale_id"),
                *("balance_fen", "locked_fen", "captured_fen", "clawed_fen"),
            )
        },
    )
