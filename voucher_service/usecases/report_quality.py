"""How well dealers report, from the day of receipt, as known at an instant."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from voucher_service.analytics.feed_quality import (
    BOARD_SCHEMA,
    acceptance_rate,
    worst_first,
)
from voucher_service.model.errors import BadParameter
from voucher_service.model.feed_quality import (
    NOBODY_NAMED,
    DealerQuality,
    FeedQuality,
    ReasonCount,
)
from voucher_service.model.kinds import Role
from voucher_service.model.reasons import reason_text
from voucher_service.model.reports import Principal
from voucher_service.model.text import Text
from voucher_service.store.database import aware
from voucher_service.store.feed_quality import feed_quality, last_receipt
from voucher_service.usecases.report_totals import settled
from voucher_service.usecases.service import Service


@dataclass(frozen=True)
class QualityQuery:
    """Of which days of receipt (Asia/Shanghai, both included), and known when.

    No day is no bound; no ``known_at`` means as of the last commit or receipt.
    """

    first_day: date | None = None
    last_day: date | None = None
    known_at: datetime | None = None


def report_quality(
    service: Service, query: QualityQuery, asker: Principal | None = None
) -> FeedQuality:
    """Give the board, worst first; a dealer is given its own row alone.

    Raises BadParameter for days the wrong way round and for an instant to come.
    """
    _refuse_reversed(query)
    known_at = settled(service, query.known_at or _last_news(service))
    rows = _board(service, query, known_at)
    if asker is not None and asker.role is Role.DEALER:
        rows = [row for row in rows if row["dealer_id"] == asker.dealer]
    dealers = tuple(_dealer(row) for row in rows)
    return FeedQuality(
        first_day=query.first_day,
        last_day=query.last_day,
        known_at=known_at,
        synthetic=any(row.synthetic for row in dealers),
        dealers=dealers,
    )


def quality_board(service: Service, known_at: datetime) -> pl.DataFrame:
    """Give what became of all rows, a dealer a row: BOARD_SCHEMA and synthetic."""
    schema = {**BOARD_SCHEMA, "synthetic": pl.Boolean}
    rows = _board(service, QualityQuery(), known_at)
    named = [{**row, "dealer_name": _name_of(row)} for row in rows]
    return pl.DataFrame(named, schema=schema)


def _board(
    service: Service, query: QualityQuery, known_at: datetime
) -> list[dict[str, Any]]:
    def gather() -> list[dict[str, Any]]:
        with service.store.read() as connection:
            rows = feed_quality(connection, query.first_day, query.last_day, known_at)
        return _in_order(rows)

    question = ("feed quality", query.first_day, query.last_day, known_at)
    return service.remembered.answer(question, gather)


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the rows worst first, each with its rate rounded down to four places."""
    by_place = pl.DataFrame(rows, schema=BOARD_SCHEMA).with_row_index("place")
    ordered = worst_first(by_place.with_columns(acceptance_rate(4)))
    return [
        {**rows[place], "acceptance_rate": rate}
        for place, rate in ordered.select("place", "acceptance_rate").iter_rows()
    ]


def _last_news(service: Service) -> datetime:
    """Give the instant of the last commit or receipt, whichever is later.

    A file that could not be read changes no figure, but tells of its sender.
    """
    version = service.store.data_version()
    with service.store.read() as connection:
        stamp = last_receipt(connection)
    return version if stamp is None else max(version, aware(stamp))


def _refuse_reversed(query: QualityQuery) -> None:
    first, last = query.first_day, query.last_day
    if first is not None and last is not None and first > last:
        raise BadParameter(
            Text(
                zh=f"起始日 {first} 晚于截止日 {last}",
                en=f"the first day {first} is after the last day {last}",
            ),
            remedy=Text(zh="请调换 from 与 to", en="exchange from and to"),
        )


def _name_of(row: dict[str, Any]) -> str:
    """Name a dealer: by the register, else by its number, else as not named."""
    return str(row["dealer_name"] or row["dealer_id"] or NOBODY_NAMED.zh)


def _dealer(row: dict[str, Any]) -> DealerQuality:
    kept = {name: row[name] for name in DealerQuality.model_fields if name in row}
    last_feed_at = row["last_feed_at"]
    reasons = tuple(
        ReasonCount(**reason, sentence=reason_text(reason["code"]).sentence)
        for reason in row["reasons"]
    )
    kept |= {
        "dealer_name": _name_of(row),
        "rows": row["row_count"],
        "reasons": reasons,
        "last_feed_at": None if last_feed_at is None else aware(last_feed_at),
    }
    return DealerQuality(**kept)
