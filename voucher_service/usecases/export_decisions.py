"""All decisions of a campaign are given as a list, or as a table in a file."""

import hashlib
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import polars as pl

from voucher_service.model.days import instant_text
from voucher_service.model.decision_exports import (
    EXPORT_COLUMNS,
    DecisionPage,
    ExportReport,
    ListedDecision,
    TableFormat,
)
from voucher_service.model.errors import BadParameter, RefusedByRule
from voucher_service.model.kinds import Outcome, Role
from voucher_service.model.reasons import ELIGIBILITY_REASONS, EligibilityReason
from voucher_service.model.reports import Principal
from voucher_service.model.text import Text
from voucher_service.store.database import aware
from voucher_service.store.exported_decisions import (
    DecisionFilter,
    decided_ids,
    decision_slices,
)
from voucher_service.usecases.paging import check_limit
from voucher_service.usecases.service import Service, find_campaign
from voucher_service.usecases.write_tables import MOST_SHEET_ROWS, TableAbout, writer_of
from voucher_service.usecases.write_whole import written_whole

ROWS_AT_ONCE = 50_000
_CURSOR = re.compile(r"^sal_[0-9a-f]{20}$")
_BETWEEN = "; "
_BETWEEN_ZH = "；"
_PIECE = 1 << 20
_ALL = 1 << 62
_NATURES = {True: "合成数据 synthetic data", False: "经销商上报 dealers' reports"}
_YUAN = pl.Decimal(18, 2)


@dataclass(frozen=True)
class DecisionsQuery:
    """Which decisions of a campaign are asked for; without a day, of all sales."""

    campaign: str
    as_of: date | None = None
    known_at: datetime | None = None
    outcome: Outcome | None = None


@dataclass
class ExportedTable:
    """A table in a file of no name, at its beginning; whoever takes it closes it."""

    content: IO[bytes]
    filename: str
    format: TableFormat
    size: int
    sha256: str

    def pieces(self) -> Iterator[bytes]:
        """Give the bytes piece by piece, and close the file."""
        with self.content as content:
            while piece := content.read(_PIECE):
                yield piece


def list_decisions(
    service: Service,
    query: DecisionsQuery,
    cursor: str | None = None,
    limit: int = 50,
    asker: Principal | None = None,
) -> DecisionPage:
    """Give decisions in the order of their sales' ids; a dealer its own alone.

    Raises NotFound for an unknown campaign, BadParameter for a limit or cursor that
    cannot be.
    """
    check_limit(limit)
    if cursor and not _CURSOR.match(cursor):
        raise BadParameter(
            Text(
                zh=f"cursor {cursor} 不是上一页给出的 next_cursor",
                en=f"the cursor {cursor} is no next_cursor of a page before",
            )
        )
    wanted = _filter(service, query, asker)
    with service.store.read() as connection:
        ids = decided_ids(connection, wanted, cursor or "", limit + 1)["sale_id"]
        [found] = decision_slices(connection, wanted, ids.head(limit), limit)
    rows = found.to_dicts()
    return DecisionPage(
        as_of=wanted.as_of,
        known_at=wanted.known_at,
        items=tuple(_listed(row) for row in rows),
        next_cursor=rows[-1]["sale_id"] if ids.len() > limit else None,
    )


def export_decisions(
    service: Service,
    query: DecisionsQuery,
    format_: TableFormat,
    asker: Principal | None = None,
) -> ExportedTable:
    """Write all decisions as a table to a file of no name in the home.

    The same day and instant give the same bytes. Raises NotFound, and RefusedByRule
    for more rows than a spreadsheet holds.
    """
    wanted = _filter(service, query, asker)
    room = service.store.home.uploads
    content = tempfile.TemporaryFile(dir=room)  # noqa: SIM115 - its taker closes it
    try:
        _write(service, wanted, format_, content)
        size, digest = _measured(content)
    except BaseException:
        content.close()
        raise
    return ExportedTable(content, _filename(wanted, format_), format_, size, digest)


def export_to_file(service: Service, query: DecisionsQuery, path: Path) -> ExportReport:
    """Write all decisions to a file whose ending names the format.

    Raises as ``export_decisions`` does, and BadParameter for an ending that names none
    or a file that cannot be written.
    """
    format_ = _format_of(path)
    wanted = _filter(service, query, None)
    with written_whole(path) as part, part.open("w+b") as content:
        decisions, synthetic = _write(service, wanted, format_, content)
        size, digest = _measured(content)
    return ExportReport(
        campaign=wanted.campaign_id,
        file=str(path),
        format=format_,
        decisions=decisions,
        bytes=size,
        sha256=digest,
        as_of=wanted.as_of,
        known_at=wanted.known_at,
        synthetic=synthetic,
    )


def _format_of(path: Path) -> TableFormat:
    choices = tuple(TableFormat)
    ending = path.suffix.lstrip(".").lower()
    if ending in choices:
        return TableFormat(ending)
    raise BadParameter(
        Text(
            zh=f"文件名 {path} 须以 .csv、.xlsx 或 .parquet 结尾",
            en=f"the name {path} has to end in .csv, .xlsx or .parquet",
        ),
        choices=tuple(choice.value for choice in choices),
    )


def _filter(
    service: Service,
    query: DecisionsQuery,
    asker: Principal | None,
) -> DecisionFilter:
    known = query.known_at or service.store.data_version()
    campaign = find_campaign(service, query.campaign, known)
    of_dealer = asker is not None and asker.role is Role.DEALER
    return DecisionFilter(
        campaign_id=campaign.id,
        known_at=known,
        as_of=query.as_of,
        outcome=query.outcome.value if query.outcome else None,
        dealer=((asker.dealer if asker else None) or "") if of_dealer else None,
    )


def _write(
    service: Service,
    wanted: DecisionFilter,
    format_: TableFormat,
    content: IO[bytes],
) -> tuple[int, bool]:
    """Write the table; give how many decisions it has, and whether any is made up."""
    with service.store.read() as connection:
        ids = decided_ids(connection, wanted, "", _ALL)
        count, synthetic = ids.height, bool(ids["synthetic"].any())
        if format_ is TableFormat.XLSX and count > MOST_SHEET_ROWS:
            raise _too_many(count)
        about = _about(wanted, count, synthetic=synthetic)
        room = service.store.home.uploads
        writer = writer_of(format_, content, about, room)
        for found in decision_slices(connection, wanted, ids["sale_id"], ROWS_AT_ONCE):
            writer.add(_table(found, wanted))
        writer.close()
    return count, synthetic


def _table(found: pl.DataFrame, wanted: DecisionFilter) -> pl.DataFrame:
    """Give a slice its own columns and those that say of what it tells."""
    codes = found["reasons"].list.join(_BETWEEN)
    said = {
        pattern: _BETWEEN_ZH.join(
            _sentence(code).zh for code in pattern.split(_BETWEEN) if code
        )
        for pattern in codes.unique()
    }
    return found.select(
        *("campaign", "sale_id", "sale_version", "dealer_id", "dealer_name", "vin"),
        *("invoice_number", "sold_on", "price_fen", _yuan("price")),
        *("tier", "outcome", codes.alias("reasons")),
        codes.replace_strict(said, return_dtype=pl.String).alias("reasons_zh"),
        *("amount_fen", _yuan("amount"), "waits_for", "waitlist_rank"),
        *("rival_sale_id", "terms_version", "decided_at", "file", "sheet", "row"),
        as_of=pl.lit(wanted.as_of, dtype=pl.Date),
        known_at=pl.lit(instant_text(wanted.known_at)),
        data_nature=pl.col("synthetic").replace_strict(
            _NATURES, return_dtype=pl.String
        ),
    )


def _yuan(name: str) -> pl.Expr:
    fen = pl.col(f"{name}_fen").cast(pl.Decimal(20, 2))
    return (fen / 100).cast(_YUAN).alias(f"{name}_yuan")


def _sentence(code: str) -> Text:
    return ELIGIBILITY_REASONS[EligibilityReason(code)].sentence


def _listed(row: dict[str, Any]) -> ListedDecision:
    reasons = tuple(row["reasons"])
    return ListedDecision(
        **{**row, "reasons": reasons, "decided_at": aware(row["decided_at"])},
        sentences=tuple(_sentence(code) for code in reasons),
    )


def _about(wanted: DecisionFilter, count: int, *, synthetic: bool) -> TableAbout:
    day = "全部 all" if wanted.as_of is None else wanted.as_of.isoformat()
    return TableAbout(
        columns=EXPORT_COLUMNS,
        lines=(
            ("数据性质 data nature", _NATURES[synthetic]),
            ("活动 campaign", wanted.campaign_id),
            ("数据截至 as of", day),
            ("入库截至 known at", instant_text(wanted.known_at)),
            ("判定数 decisions", str(count)),
        ),
        made_at=wanted.known_at,
    )


def _too_many(count: int) -> RefusedByRule:
    return RefusedByRule(
        Text(
            zh=f"共 {count:,} 笔判定，超过电子表格的上限 {MOST_SHEET_ROWS:,} 行",
            en=f"{count:,} decisions are more than the {MOST_SHEET_ROWS:,} rows that a"
            " spreadsheet holds",
        ),
        remedy=Text(zh="请改用 CSV 或 Parquet", en="ask for CSV or Parquet"),
    )


def _measured(content: IO[bytes]) -> tuple[int, str]:
    size = content.tell()
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    content.seek(0)
    return size, digest


def _filename(wanted: DecisionFilter, format_: TableFormat) -> str:
    day = "all" if wanted.as_of is None else wanted.as_of.isoformat()
    return f"{wanted.campaign_id}-decisions-{day}.{format_.value}"
