"""A desk's figures as queries that an analyst can run, and the rows behind them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from voucher_service.model.figures import FigureName
from voucher_service.model.slices import UNKNOWN_KEY, WHOLE, Slice
from voucher_service.store.database import naive
from voucher_service.store.queries import Connection, fetch_frame, fetch_rows, quoted

_COLUMNS = {
    "district": "district",
    "dealer": "dealer_id",
    "brand": "brand",
    "energy": "energy",
}
_SALE_VALUES = {
    FigureName.CARS_SOLD: "count(*)",
    FigureName.SALES: "coalesce(sum(price_fen), 0)::BIGINT",
    FigureName.VOUCHERS_EARNED: "coalesce(sum(amount_fen), 0)::BIGINT",
    FigureName.MEAN_PRICE: (
        "CASE WHEN count(*) > 0\n"
        "       THEN ((2 * sum(price_fen) + count(*)) // (2 * count(*)))::BIGINT END"
    ),
    FigureName.GROSS_RATIO: (
        "CASE WHEN sum(amount_fen) > 0\n"
        "       THEN ((200 * sum(price_fen) + sum(amount_fen))"
        " // (2 * sum(amount_fen)))::DOUBLE / 100 END"
    ),
    FigureName.NEEDS_REVIEW: "count(*)",
    FigureName.WAITLISTED: "count(*)",
    FigureName.COMPARED_CARS: "count(*)",
    FigureName.COMPARED_SALES: "coalesce(sum(price_fen), 0)::BIGINT",
}
_SALE_CONDITIONS = {
    FigureName.NEEDS_REVIEW: "outcome = 'needs_review'",
    FigureName.WAITLISTED: "outcome = 'waitlisted'",
    FigureName.COMPARED_CARS: "comparable",
    FigureName.COMPARED_SALES: "comparable",
}
_VOUCHER_VALUES = {
    FigureName.VOUCHERS_ISSUED: "count(*)",
    FigureName.VOUCHERS_ISSUED_AMOUNT: "coalesce(sum(amount_fen), 0)::BIGINT",
    FigureName.VOUCHERS_REDEEMED: "count(DISTINCT voucher_no)",
    FigureName.VOUCHERS_REDEEMED_AMOUNT: "coalesce(sum(amount_fen), 0)::BIGINT",
}
_ISSUED = (FigureName.VOUCHERS_ISSUED, FigureName.VOUCHERS_ISSUED_AMOUNT)
_ROW = (
    "s.sale_id, s.sold_on, s.dealer_id, s.dealer_name, s.district,\n"
    "       s.brand, s.energy"
)


@dataclass(frozen=True)
class FigureQuery:
    """Which figure is asked for: of a campaign, a day, an instant and a slice.

    ``since`` is the first day of a figure that is counted of a window.
    """

    campaign: str
    figure: FigureName
    as_of: date
    known_at: datetime
    part: Slice = WHOLE
    since: date | None = None


def figure_sql(query: FigureQuery) -> str:
    """Write the query that gives a figure as ``value``."""
    if query.figure in _SALE_VALUES:
        return f"SELECT {_SALE_VALUES[query.figure]} AS value\n{_sales(query)};"
    value = _VOUCHER_VALUES[query.figure]
    return f"SELECT {value} AS value\nFROM (\n{_indented(_moves(query))}\n);"


def figure_rows_sql(query: FigureQuery) -> str:
    """Write the query that gives every row behind a figure, the latest first."""
    return f"{_rows(query)}\nORDER BY day DESC, row_id DESC;"


def figure_value(connection: Connection, query: FigureQuery) -> int | float | None:
    """Run a figure's query."""
    [row] = fetch_rows(connection, figure_sql(query), [])
    value: int | float | None = row["value"]
    return value


def figure_rows(
    connection: Connection, query: FigureQuery, before: tuple[str, str] | None, n: int
) -> tuple[list[dict[str, Any]], int]:
    """Give the ``n`` latest rows behind a figure, and how many there are in all.

    ``before`` is the day and row after which to go on.
    """
    [counted] = fetch_rows(
        connection, f"SELECT count(*) AS n FROM ({_rows(query)})", []
    )
    beyond = "WHERE (day, row_id) < (?::DATE, ?)" if before else ""
    rows = fetch_rows(
        connection,
        f"SELECT row_id, day, sale_id, sold_on, dealer_id, dealer_name, district,"
        f" brand, energy, price_fen, amount_fen FROM ({_rows(query)}) {beyond}"
        f" ORDER BY day DESC, row_id DESC LIMIT {n:d}",
        list(before or ()),
    )
    return rows, counted["n"]


def voucher_days(
    connection: Connection, campaign: str, known_at: datetime, part: Slice
) -> pl.DataFrame:
    """Give what was issued and redeemed day by day.

    Shape: what (issued or redeemed), day, vouchers, fen. A voucher redeemed in parts
    is counted on the first of their days.
    """
    issued, redeemed = (
        _moves(FigureQuery(campaign, figure, date.max, known_at, part))
        for figure in (FigureName.VOUCHERS_ISSUED, FigureName.VOUCHERS_REDEEMED)
    )
    return fetch_frame(
        connection,
        f"""
        SELECT 'issued' AS what, day, count(*) AS vouchers,
               sum(amount_fen)::BIGINT AS fen
        FROM ({issued}) GROUP BY day
        UNION ALL
        SELECT 'redeemed', day, count(*) FILTER (nth = 1), sum(amount_fen)::BIGINT
        FROM (SELECT day, amount_fen, row_number() OVER (
                  PARTITION BY voucher_no ORDER BY day, row_id) AS nth
              FROM ({redeemed}))
        GROUP BY day
        """,
        [],
    )


def taken_by_cell(
    connection: Connection, campaign: str, as_of: date, known_at: datetime
) -> pl.DataFrame:
    """Give the eligible sales until a day by tier and energy: sales and fen."""
    return fetch_frame(
        connection,
        """
        SELECT d.tier, s.energy, count(*) AS sales, sum(d.amount_fen)::BIGINT AS fen
        FROM decisions_at($known) AS d
        JOIN sale_versions AS s
          ON s.sale_id = d.sale_id AND s.version = d.sale_version
        WHERE d.campaign_id = $campaign AND d.eligible AND s.sold_on <= $day
        GROUP BY ALL
        """,
        {"known": naive(known_at), "campaign": campaign, "day": as_of},
    )


def _rows(query: FigureQuery) -> str:
    if query.figure in _SALE_VALUES:
        return (
            "SELECT sold_on AS day, sale_id AS row_id, sale_id, sold_on, dealer_id,"
            " dealer_name,\n       district, brand, energy, price_fen, amount_fen\n"
            + _sales(query)
        )
    return _vouchers(query)


def _sales(query: FigureQuery) -> str:
    condition = _SALE_CONDITIONS.get(query.figure, "eligible")
    first = f"\n  AND sold_on >= {_day(query.since)}" if query.since else ""
    return (
        f"FROM decided_sales_at({_instant(query.known_at)})\n"
        f"WHERE campaign_id = {quoted(query.campaign)}\n"
        f"  AND {condition}\n"
        f"  AND sold_on <= {_day(query.as_of)}" + first + _asked(query.part)
    )


def _vouchers(query: FigureQuery) -> str:
    """Write the query of what was issued or redeemed, each with its sale."""
    known = _instant(query.known_at)
    return (
        f"SELECT m.day, m.row_id, m.voucher_no, {_ROW},\n"
        "       d.price_fen, m.amount_fen\n"
        f"FROM (\n{_indented(_moves(query))}\n) AS m\n"
        f"JOIN sales_at({known}) AS s ON s.sale_id = m.sale_id\n"
        f"LEFT JOIN decisions_at({known}) AS d\n"
        "  ON d.sale_id = m.sale_id AND d.campaign_id = m.campaign_id"
    )


def _moves(query: FigureQuery) -> str:
    """Write the query of what was issued or redeemed, in a slice if one is asked."""
    known, part = _instant(query.known_at), query.part
    if query.figure in _ISSUED:
        day, row, amount = "v.issued_at", "v.voucher_id", "v.face_fen"
        source = f"FROM vouchers_at({known}) AS v"
        condition = ""
    else:
        day, row, amount = "r.redeemed_at", "r.redemption_id", "r.amount_fen"
        source = (
            f"FROM redemptions_at({known}) AS r\n"
            f"JOIN vouchers_at({known}) AS v ON v.voucher_no = r.voucher_no"
        )
        condition = "\n  AND r.status = 'captured'"
    if not part.is_whole:
        source += f"\nJOIN sales_at({known}) AS s ON s.sale_id = v.sale_id"
    day = f"({day} + INTERVAL 8 HOURS)::DATE"
    return (
        f"SELECT {day} AS day, {row} AS row_id, v.voucher_no,\n"
        f"       v.campaign_id, v.sale_id, {amount} AS amount_fen\n"
        f"{source}\n"
        f"WHERE v.campaign_id = {quoted(query.campaign)}{condition}\n"
        f"  AND {day} <= {_day(query.as_of)}" + _asked(part, "s.")
    )


def _asked(part: Slice, table: str = "") -> str:
    return "".join(
        f"\n  AND {table}{_COLUMNS[name]} "
        + ("IS NULL" if value == UNKNOWN_KEY else f"= {quoted(value)}")
        for name, value in part.parameters.items()
    )


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def _instant(instant: datetime) -> str:
    text = naive(instant).isoformat(sep=" ", timespec="microseconds")
    return f"TIMESTAMP '{text}'"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
