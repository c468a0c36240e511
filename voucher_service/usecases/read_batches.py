"""How far a file of redemptions is, and what became of each of its lines."""

from typing import Any

from voucher_service.model.batch_reports import (
    BatchItem,
    BatchItems,
    BatchReport,
    LineCount,
    LineProblem,
    LineStatus,
)
from voucher_service.model.kinds import Role
from voucher_service.model.redemption_reports import Money
from voucher_service.model.reports import Principal
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import BatchNotFound
from voucher_service.store.batches import find_batch, items_of, served_so_far
from voucher_service.store.database import aware
from voucher_service.store.queries import Connection
from voucher_service.usecases.bank_requests import scope_of, shanghai
from voucher_service.usecases.service import Service


def show_batch(service: Service, batch_id: str, asker: Principal) -> BatchReport:
    """Tell how far a file is; a bank finds its own alone. Raises BatchNotFound."""
    with service.store.read() as connection:
        _theirs(connection, batch_id, asker)
        return report_of(connection, batch_id)


def batch_items(
    service: Service,
    batch_id: str,
    asker: Principal,
    status: LineStatus | None,
    page: tuple[int, int],
) -> BatchItems:
    """Give a page of a file's lines: so many at most, after a line's number.

    Raises BatchNotFound.
    """
    after, limit = page
    with service.store.read() as connection:
        batch = _theirs(connection, batch_id, asker)
        wanted = None if status is None else status.value
        rows = items_of(connection, batch, wanted, after, limit + 1)
    items = tuple(_item(row) for row in rows[:limit])
    more = len(rows) > limit
    return BatchItems(items=items, next_cursor=str(items[-1].line_no) if more else None)


def report_of(connection: Connection, batch_id: str) -> BatchReport:
    """Tell how far a file is that there is."""
    batch = find_batch(connection, batch_id)
    assert batch is not None, "no such batch"
    so_far = served_so_far(connection, batch_id)
    counts = {
        name: _count(so_far[name], so_far[f"{name}_fen"])
        for name in ("accepted", "replayed", "refused")
    }
    told_fen = sum(each.amount.total for each in counts.values())
    pending = batch["lines"] - so_far["dealt_with"]
    ended = pending == 0
    return BatchReport(
        id=batch_id,
        status="completed" if ended else "processing",
        bank=batch["bank"],
        format=batch["format"],
        file_sha256=batch["file_sha256"],
        lines=batch["lines"],
        total=Money(total=batch["total_fen"]),
        **counts,
        pending=_count(pending, batch["total_fen"] - told_fen),
        created_at=shanghai(aware(batch["recorded_at"])),
        completed_at=shanghai(aware(so_far["last_at"])) if ended else None,
    )


def _theirs(connection: Connection, batch_id: str, asker: Principal) -> dict[str, Any]:
    batch = find_batch(connection, batch_id)
    if batch is None or (asker.role is Role.BANK and batch["scope"] != scope_of(asker)):
        raise BatchNotFound(
            Text(zh=f"没有批次 {batch_id}", en=f"there is no batch {batch_id}"),
            remedy=Text(
                zh="编号见报送该文件时的答复；同一文件重发得到同一批次",
                en="its id is in the answer to the file; the same file sent again"
                " gets the same batch",
            ),
        )
    return batch


def _count(count: int, fen: int) -> LineCount:
    return LineCount(count=count, amount=Money(total=fen))


def _item(row: dict[str, Any]) -> BatchItem:
    status = LineStatus(row["became"])
    problem = None
    if status is LineStatus.REFUSED:
        problem = LineProblem.model_validate_json(row["answer"])
    fen = row["amount_fen"]
    return BatchItem(
        line_no=row["line_no"],
        status=status,
        redemption_id=row["redemption_id"],
        out_request_no=row["out_request_no"],
        amount=None if fen is None else Money(total=fen),
        problem=problem,
    )
