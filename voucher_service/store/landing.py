"""Sales and dealers land as versions: the same row again adds nothing."""

from dataclasses import dataclass

import polars as pl

from voucher_service.model.frames import LATER_FACTS, SALE_FACTS, DealerRow
from voucher_service.store.database import Writing
from voucher_service.store.queries import (
    Connection,
    fetch_frame,
    fetch_one,
    lent,
)

DEALER_FACTS = tuple(
    name for name in DealerRow.column_names() if name not in {"sheet", "row_no"}
)
OWN_ID = "'sal_' || substr(md5({}.identity), 1, 20)"
"""By what a sale is named that is in no chain of another."""


@dataclass(frozen=True)
class _Versions:
    """A table of versions: what one thing is known by, and the facts that make it.

    ``later`` are facts that were not read at first: where they are null the hash of a
    row is as it was before. ``carried`` are columns that are no facts: what they
    become, given ``f``, the row that came, and ``c``, the version before. ``changed``
    tells of a change in them.
    """

    table: str
    key: str
    facts: tuple[str, ...]
    later: tuple[str, ...]
    carried: dict[str, str]
    changed: str

    @property
    def hash_sql(self) -> str:
        parts = [
            f"'{fact}=' || CAST({fact} AS VARCHAR)"  # null, and so passed over
            if fact in self.later
            else f"coalesce(CAST({fact} AS VARCHAR), chr(0))"
            for fact in self.facts
        ]
        return f"substr(md5(concat_ws(chr(31), {', '.join(parts)})), 1, 20)"

    def last_versions_sql(self, columns: str) -> str:
        """Give the last versions of the things that arrive."""
        return f"""
            SELECT {self.key}, version, row_hash{columns}
            FROM {self.table} SEMI JOIN named USING ({self.key})
            QUALIFY row_number() OVER (
                PARTITION BY {self.key} ORDER BY version DESC) = 1"""


_ANEW = "c.identity IS NOT NULL AND c.identity <> f.identity"
_SALES = _Versions(
    "sale_versions",
    "sale_id",
    SALE_FACTS,
    LATER_FACTS,
    {
        "cancelled": f"f.cancelled OR (coalesce(c.cancelled, false) AND NOT ({_ANEW}))",
        **{
            column: f"CASE WHEN {_ANEW} THEN f.{column}"
            f" ELSE coalesce(f.{column}, c.{column}) END"
            for column in ("cancelled_on", "cancel_reason")
        },
        "submitted_at": "coalesce(c.submitted_at, $stamp::TIMESTAMP)",
        "red_invoice": f"CASE WHEN {_ANEW} THEN NULL ELSE c.red_invoice END",
        "replaces_invoice": "coalesce(f.replaces_invoice,"
        f" CASE WHEN {_ANEW} THEN concat(c.invoice_code, c.invoice_number)"
        " ELSE c.replaces_invoice END)",
    },
    " OR (f.cancelled AND NOT c.cancelled) OR (f.replaces_invoice IS NOT NULL"
    " AND c.replaces_invoice IS DISTINCT FROM f.replaces_invoice)",
)
HASH_OF_SALE = _SALES.hash_sql
"""The content hash of a row of SaleRow, in SQL."""

_DEALERS = _Versions("dealer_versions", "dealer_id", DEALER_FACTS, (), {}, "")


def begin_landing(writing: Writing) -> None:
    """Forget what an earlier landing touched."""
    writing.connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched (sale_id VARCHAR NOT NULL)"
    )


def land_sales(writing: Writing, feed_id: str, accepted: pl.DataFrame) -> int:
    """Append the sales that are new or changed and give their number.

    ``accepted`` is a frame of model.frames.SaleRow. Of identical rows the first lands.
    A new invoice for a sale that was taken back, or that it says it replaces, is a
    version of that sale. What lands is added to the temporary table ``touched``.
    """
    connection = writing.connection
    rows = accepted.with_columns(_sale_ids(connection, accepted))
    chained = _chained_by(connection, feed_id)
    if chained.is_empty():
        return _land_by_sale(writing, feed_id, rows)
    anew = rows["identity"].is_in(chained["identity"].implode())
    if not anew.any():
        return _land_by_sale(writing, feed_id, rows)
    landed = _land_by_sale(writing, feed_id, rows.filter(~anew))
    landed += _land_by_sale(writing, feed_id, rows.filter(anew))
    _put_last_again(writing)
    return landed


def _land_by_sale(writing: Writing, feed_id: str, rows: pl.DataFrame) -> int:
    """Append rows with their sale_id, those of new sales without any comparison."""
    connection = writing.connection
    with lent(connection, "accepted_rows", rows):
        known = _ids_known(connection)
    told = rows["sale_id"].is_duplicated() | rows["sale_id"].is_in(known.implode())
    if not told.any():
        return _land_new_sales(writing, feed_id, rows)
    landed = _land_new_sales(writing, feed_id, rows.filter(~told))
    return landed + _land_told_sales(writing, feed_id, rows.filter(told))


def _chained_by(connection: Connection, feed_id: str) -> pl.DataFrame:
    """Give the identities that a feed has put into the chain of another sale."""
    return fetch_frame(
        connection, "SELECT identity FROM sale_chains WHERE feed_id = ?", [feed_id]
    )


def _put_last_again(writing: Writing) -> None:
    """Let the invoice that replaced one stay the last, though the old came after it.

    Looked at are the sales of ``arriving``: the version before theirs is told again
    where a version of the sale names the invoice that arrived as replaced.
    """
    writing.connection.execute(
        """
        INSERT INTO sale_versions BY NAME
        SELECT v.* REPLACE (a.version + 1 AS version, ?::TIMESTAMP AS recorded_at)
        FROM arriving AS a JOIN sale_versions AS v
          ON v.sale_id = a.sale_id AND v.version = a.version - 1
        WHERE v.identity <> a.identity AND EXISTS (
            FROM sale_versions AS named WHERE named.sale_id = a.sale_id
             AND named.replaces_invoice IN (
                a.invoice_number, a.invoice_code || a.invoice_number))
        """,
        [writing.stamp],
    )


def _sale_ids(connection: Connection, accepted: pl.DataFrame) -> pl.Series:
    """Give the sale each row tells of: by its identity, or the chain it is in."""
    identities = accepted.select("identity").with_row_index("place")
    with lent(connection, "identities", identities):
        named = fetch_frame(
            connection,
            f"""
            SELECT a.place, coalesce(h.sale_id, {OWN_ID.format("a")}) AS sale_id
            FROM identities AS a LEFT JOIN sale_chains AS h USING (identity)
            """,
            [],
        )
    return named.sort("place")["sale_id"]


def _ids_known(connection: Connection) -> pl.Series:
    """Give those sales of the rows that are known. Nearly all rows tell of new ones."""
    return fetch_frame(
        connection,
        "SELECT DISTINCT sale_id FROM accepted_rows SEMI JOIN sale_versions"
        " USING (sale_id)",
        [],
    )["sale_id"]


def _land_new_sales(writing: Writing, feed_id: str, rows: pl.DataFrame) -> int:
    """Append rows as first versions, each of a sale of its own."""
    connection = writing.connection
    with lent(connection, "accepted_rows", rows):
        connection.execute(
            f"""
            INSERT INTO sale_versions BY NAME
            SELECT *, 1 AS version, {_SALES.hash_sql} AS row_hash, NULL AS red_invoice,
                   $stamp::TIMESTAMP AS recorded_at, $stamp::TIMESTAMP AS submitted_at,
                   $feed AS feed_id
            FROM accepted_rows
            """,
            {"stamp": writing.stamp, "feed": feed_id},
        )
        connection.execute("INSERT INTO touched SELECT sale_id FROM accepted_rows")
    return rows.height


def _land_told_sales(writing: Writing, feed_id: str, rows: pl.DataFrame) -> int:
    """Append those rows that are news of sales told of before."""
    connection = writing.connection
    with lent(connection, "accepted_rows", rows):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE named AS"
            f" SELECT *, {_SALES.hash_sql} AS row_hash FROM accepted_rows"
        )
    columns = ", identity, invoice_code, invoice_number, red_invoice, replaces_invoice"
    columns += ", cancelled, cancelled_on, cancel_reason, submitted_at"
    landed = _append(writing, feed_id, _SALES, columns)
    connection.execute("INSERT INTO touched SELECT sale_id FROM arriving")
    return landed


def land_dealers(writing: Writing, feed_id: str, accepted: pl.DataFrame) -> int:
    """Append the dealers that are new or changed and give their number.

    ``accepted`` is a frame of model.frames.DealerRow.
    """
    connection = writing.connection
    with lent(connection, "accepted_rows", accepted):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE named AS"
            f" SELECT *, {_DEALERS.hash_sql} AS row_hash FROM accepted_rows"
        )
    return _append(writing, feed_id, _DEALERS, "")


def _append(writing: Writing, feed_id: str, into: _Versions, columns: str) -> int:
    connection, key = writing.connection, into.key
    carried = "".join(f"{sql} AS {name}, " for name, sql in into.carried.items())
    ours = {"red_invoice", "submitted_at"}  # no row that comes has them
    spared = ", ".join(name for name in into.carried if name not in ours)
    own = f"f.* EXCLUDE ({spared})" if spared else "f.*"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE arriving AS
        WITH first_of_each AS (
            FROM named
            QUALIFY row_number() OVER (
                PARTITION BY {key}, row_hash ORDER BY sheet, row_no) = 1
        ), current AS ({into.last_versions_sql(columns)})
        SELECT {own}, {carried} coalesce(c.version, 0) + 1 AS version
        FROM first_of_each AS f LEFT JOIN current AS c USING ({key})
        WHERE c.row_hash IS DISTINCT FROM f.row_hash{into.changed}
        """,
        {"stamp": writing.stamp} if into.carried else None,
    )
    connection.execute(
        f"INSERT INTO {into.table} BY NAME"
        " SELECT *, ?::TIMESTAMP AS recorded_at, ? AS feed_id FROM arriving",
        [writing.stamp, feed_id],
    )
    counts = fetch_one(
        connection, f"SELECT count(*), count(DISTINCT {key}) FROM arriving"
    )
    assert counts is not None
    assert counts[0] == counts[1], f"a feed told two stories of one {key}"
    return int(counts[0])
