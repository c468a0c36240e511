"""A home with any number of recorded and decided sales, the same rows each time."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from many_known_sales import SEED, many_known_sales

from voucher_service.resources import SQL
from voucher_service.store.database import Writing
from voucher_service.store.queries import lent
from voucher_service.usecases.decide_sales import decide_sales
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.service import Service

_SLICE = 1_000_000
_RECORD = """
INSERT INTO sale_versions BY NAME
SELECT s.* EXCLUDE (dealer_name, set_aside, sale_id, submitted_at),
       'sal_' || substr(md5($slice || s.sale_id), 1, 20) AS sale_id,
       $stamp::TIMESTAMP AS submitted_at, $stamp::TIMESTAMP AS recorded_at,
       'fed_' || $slice AS feed_id, '' AS sheet,
       row_number() OVER ()::INTEGER AS row_no,
       'record:' || $slice || s.record_no AS identity
FROM known_sales AS s
"""


def open_home(home: Path) -> Service:
    """Open a home by the machine's own clock."""
    opening = Opening(home=home, sql=SQL, campaigns=(SEED,))
    return open_service(opening, lambda: datetime.now(UTC))


def record_many_sales(service: Service, rows: int) -> None:
    """Record so many sales slice by slice, then decide them all."""
    for number, first in enumerate(range(0, rows, _SLICE)):
        _record(service, number, many_known_sales(min(_SLICE, rows - first)))
    decide_sales(service, SEED)


def _record(service: Service, number: int, sales: pl.DataFrame) -> None:
    def job(writing: Writing) -> None:
        told = {"slice": f"{number:03}", "stamp": writing.stamp}
        with lent(writing.connection, "known_sales", sales):
            writing.connection.execute(_RECORD, told)

    service.store.write("ingest", job)
