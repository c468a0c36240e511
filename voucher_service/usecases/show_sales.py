"""A sale is shown as last reported, and its history version by version."""

import re
from dataclasses import dataclass
from typing import Any

from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.frames import SALE_FACTS
from voucher_service.model.kinds import Role, SaleStatus
from voucher_service.model.reports import (
    Principal,
    SalePage,
    SaleResolution,
    SaleSource,
    SaleVersion,
)
from voucher_service.model.text import Text
from voucher_service.store.database import aware
from voucher_service.store.resolutions import resolutions_of
from voucher_service.store.sale_versions import (
    SaleFilter,
    sales_named,
    sales_page,
    versions_of,
)
from voucher_service.usecases.paging import check_limit
from voucher_service.usecases.service import Service

_CURSOR = re.compile(r"^sal_[0-9a-f]{20}$")
_TOLD = (*SALE_FACTS, "cancelled", "replaces_invoice")
_KEYS = frozenset({"identity", "buyer_key", "phone_key"})


@dataclass(frozen=True)
class SalesQuery:
    """Which sales are asked for, from which place of the list on."""

    vin: str | None = None
    invoice_number: str | None = None
    dealer: str | None = None
    status: SaleStatus | None = None
    cursor: str | None = None
    limit: int = 50


def list_sales(
    service: Service, query: SalesQuery, asker: Principal | None = None
) -> SalePage:
    """Give the sales that fit, by id; a dealer sees only its own.

    Raises BadParameter for a limit or cursor that cannot be.
    """
    check_limit(query.limit)
    if query.cursor and not _CURSOR.match(query.cursor):
        raise BadParameter(
            Text(
                zh=f"cursor {query.cursor} 不是上一页给出的 next_cursor",
                en=f"the cursor {query.cursor} is no next_cursor of a page before",
            )
        )
    own = _own_dealer(asker)
    if own is not None and query.dealer not in (None, own):
        return SalePage(items=(), next_cursor=None)
    status = query.status.value if query.status else None
    wanted = SaleFilter(query.vin, query.invoice_number, own or query.dealer, status)
    with service.store.read() as connection:
        rows = sales_page(connection, wanted, query.cursor or "", query.limit + 1)
    hide = own is not None
    items = tuple(_version(row, hide=hide) for row in rows[: query.limit])
    more = len(rows) > query.limit
    return SalePage(items=items, next_cursor=items[-1].sale_id if more else None)


def show_sale(
    service: Service, sale_id: str, asker: Principal | None = None
) -> SaleVersion:
    """Give a sale as last reported. Raises NotFound, also for another dealer's."""
    return sale_history(service, sale_id, asker)[-1]


def sale_history(
    service: Service, sale_id: str, asker: Principal | None = None
) -> tuple[SaleVersion, ...]:
    """Give every version of a sale, oldest first, with what each changed."""
    with service.store.read() as connection:
        rows = versions_of(connection, sale_id)
        last = sales_page(connection, SaleFilter(sale_id=sale_id), "", 1)
        found = resolutions_of(connection, sale_id)
    own = _own_dealer(asker)
    if not rows or (own is not None and rows[-1]["dealer_id"] != own):
        raise _no_sale(sale_id)
    rows[-1] |= {name: last[0][name] for name in ("status", "conflicts_with")}
    rows[-1]["resolutions"] = tuple(
        SaleResolution(**{**event, "recorded_at": aware(event["recorded_at"])})
        for event in found
    )
    return tuple(
        _version(row, before, hide=own is not None)
        for row, before in zip(rows, [None, *rows[:-1]], strict=True)
    )


def find_sale(service: Service, needle: str) -> str:
    """Give the id of the one sale that an id, VIN or invoice number names.

    Raises NotFound, and BadParameter naming the ids where there are several.
    """
    with service.store.read() as connection:
        found = sales_named(connection, needle.strip())
    if not found:
        raise _no_sale(needle)
    if len(found) > 1:
        raise BadParameter(
            Text(zh=f"{needle} 对应多笔销售", en=f"{needle} names several sales"),
            remedy=Text(
                zh="请用销售编号：" + "、".join(found),
                en="use a sale id: " + ", ".join(found),
            ),
            choices=tuple(found),
        )
    return found[0]


def _own_dealer(asker: Principal | None) -> str | None:
    return asker.dealer if asker is not None and asker.role is Role.DEALER else None


def _no_sale(named: str) -> NotFound:
    return NotFound(Text(zh=f"没有销售 {named}", en=f"there is no sale {named}"))


def _version(
    row: dict[str, Any], before: dict[str, Any] | None = None, *, hide: bool = False
) -> SaleVersion:
    """Report a version; ``hide`` keeps the other dealers' sales from a dealer."""
    known = {name: row[name] for name in SaleVersion.model_fields if name in row}
    changed = tuple(
        fact
        for fact in _TOLD
        if before is not None and fact not in _KEYS and row[fact] != before[fact]
    )
    source = SaleSource(
        feed_id=row["feed_id"],
        file=row["file"],
        sheet=row["sheet"] or None,
        row=row["row_no"],
    )
    known["recorded_at"] = aware(row["recorded_at"])
    known["conflicts_with"] = () if hide else tuple(row.get("conflicts_with", ()))
    return SaleVersion(**known, source=source, changed=changed)
