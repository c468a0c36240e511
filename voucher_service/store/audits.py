"""An audit is a query for rows that must not exist; all of them come back empty."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voucher_service.store.queries import Connection, fetch_rows

SHOWN = 20
_COUNT = "rows_found_in_all"


@dataclass(frozen=True)
class Finding:
    """An audit that found rows: what it looks for, how many there are, the first."""

    audit: str
    looks_for: str
    rows: int
    first: tuple[dict[str, Any], ...]


def run_audits(connection: Connection, folder: Path) -> tuple[int, tuple[Finding, ...]]:
    """Run every audit of a folder; give how many there are, and what they found."""
    audits = sorted(folder.glob("*.sql"))
    found = (_run(connection, audit) for audit in audits)
    return len(audits), tuple(finding for finding in found if finding is not None)


def _run(connection: Connection, audit: Path) -> Finding | None:
    text = audit.read_text(encoding="utf-8").strip().removesuffix(";")
    query = f"SELECT *, count(*) OVER () AS {_COUNT} FROM ({text}\n) LIMIT {SHOWN}"
    rows = fetch_rows(connection, query, [])
    if not rows:
        return None
    counts = [row.pop(_COUNT) for row in rows]
    return Finding(audit.stem, _looks_for(text), counts[0], tuple(rows))


def _looks_for(text: str) -> str:
    """Give the remark at the top of an audit as one sentence."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(lines)
