"""Alerts about what came in from the dealers, and what did not."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from voucher_service.analytics.late_dealers import Silence, silence_of
from voucher_service.campaigns.terms import Campaign
from voucher_service.model.days import shifted
from voucher_service.model.desk_reports import Alert, AlertKind, Severity
from voucher_service.model.slices import Slice
from voucher_service.model.text import Text
from voucher_service.store.desk import days_of_receipt, rows_not_landed
from voucher_service.usecases import alert_words as said
from voucher_service.usecases.judged import Judged
from voucher_service.usecases.service import Service

DAYS_OF_FILES = 7
DAYS_AFTER_THE_END = 7
_HISTORY = "/feeds/history"


def receipt_alerts(
    service: Service, judged: Judged, campaign: Campaign, part: Slice
) -> Iterator[Alert]:
    """Give the alerts about the files received until a day."""
    today = judged.on
    first_day = shifted(today, 1 - DAYS_OF_FILES)
    with service.store.read() as connection:
        lost = rows_not_landed(connection, judged.known_at, first_day, today)
        receipts = days_of_receipt(connection, judged.known_at, today)
    yield from _files(lost, first_day, today)
    if campaign.first_day <= today <= shifted(campaign.last_day, DAYS_AFTER_THE_END):
        days: dict[tuple[str, str], list[date]] = {}
        for dealer, name, day in receipts.iter_rows():
            if part.dealer in (None, dealer):
                days.setdefault((dealer, name or dealer), []).append(day)
        yield from _late(days, today)


def _files(lost: dict[str, Any], first_day: date, today: date) -> Iterator[Alert]:
    since = {"from": first_day.isoformat(), "to": today.isoformat()}
    page = _HISTORY if lost["receipts"] else f"/feeds/{lost['worst']}"
    if unreadable := lost["unreadable"]:
        yield Alert(
            kind=AlertKind.UNREADABLE_FILES,
            severity=Severity.URGENT,
            number=unreadable,
            sentence=Text(
                zh=f"最近 {DAYS_OF_FILES} 天收到 {unreadable:,} 份无法读取的文件",
                en=f"files of the last {DAYS_OF_FILES} days that could not be read: "
                f"{unreadable:,}",
            ),
            todo=said.UNREADABLE_TODO,
            rule=said.UNREADABLE_RULE.filled(days=DAYS_OF_FILES),
            page=_HISTORY,
            parameters={**since, "outcome": "unreadable"},
        )
    for kind, rows, zh, en, todo in (
        (
            AlertKind.REFUSED_ROWS,
            lost["refused"],
            "行被退回，未入库",
            "rows refused",
            said.REFUSED_TODO,
        ),
        (
            AlertKind.ROWS_IN_REVIEW,
            lost["review"],
            "行前后矛盾，待核实后才能入库",
            "rows that contradict each other and wait",
            said.REVIEW_TODO,
        ),
    ):
        if rows:
            yield Alert(
                kind=kind,
                severity=Severity.ATTENTION,
                number=rows,
                sentence=Text(
                    zh=f"最近 {DAYS_OF_FILES} 天收到的文件中有 {rows:,} {zh}",
                    en=f"{en} in the files of the last {DAYS_OF_FILES} days: {rows:,}",
                ),
                todo=todo,
                rule=said.REFUSED_RULE.filled(days=DAYS_OF_FILES),
                page=page,
                parameters=since if page == _HISTORY else {},
            )


def _late(days: dict[tuple[str, str], list[date]], today: date) -> Iterator[Alert]:
    late: list[tuple[str, str, Silence]] = []
    for (dealer, name), came in days.items():
        silence = silence_of(came, today)
        if silence is not None:
            late.append((dealer, name, silence))
    if not late:
        return
    late.sort(key=lambda each: (-each[2].silent, each[0]))
    only = {"dealer": late[0][0]} if len(late) == 1 else {}
    yield Alert(
        kind=AlertKind.LATE_DEALERS,
        severity=Severity.ATTENTION,
        number=len(late),
        sentence=said.late([(name, silence) for _, name, silence in late]),
        todo=said.LATE_TODO,
        rule=said.LATE_RULE.filled(days=DAYS_AFTER_THE_END),
        page=_HISTORY,
        parameters=only,
    )
