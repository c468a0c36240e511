"""A bank's day is written down once it is over, and reads the same for ever."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Literal

import polars as pl

from voucher_service.model.days import AHEAD_OF_UTC, business_day
from voucher_service.model.kinds import Role
from voucher_service.model.redemption_reports import Money
from voucher_service.model.reports import Document, Principal
from voucher_service.model.statement_reports import (
    Statement,
    StatementCount,
    StatementLine,
)
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import NoAuth, ParamError, StatementNotReady
from voucher_service.store.statements import is_settled, lines_between
from voucher_service.usecases.service import Service, bank_names
from voucher_service.usecases.write_csv import in_gb18030, spreadsheet_csv

Encoding = Literal["utf-8", "gb18030"]
FIRST_DAY: Final = date(2000, 1, 1)
_COLUMNS: Final = {
    "line_no": "序号/line_no",
    "type": "类型/type",
    "redemption_id": "核销编号/redemption_id",
    "out_request_no": "核销流水号/out_request_no",
    "request_no": "本次流水号/request_no",
    "voucher_code": "券码/voucher_code",
    "amount_fen": "金额(分)/amount_fen",
    "redeemed_at": "交易时间/redeemed_at",
    "recorded_at": "受理时间/recorded_at",
    "station": "网点/station",
    "terminal": "终端号/terminal",
    "batch_id": "批次/batch_id",
    "batch_line_no": "批次行号/batch_line_no",
}


@dataclass(frozen=True)
class DayStatement:
    """A statement's lines, and the files of them in both encodings."""

    day: date
    bank: str
    table: pl.DataFrame
    utf8: bytes
    gb18030: bytes

    def document(self, encoding: Encoding) -> Document:
        """Give the CSV in an encoding."""
        body = self.gb18030 if encoding == "gb18030" else self.utf8
        return Document(
            body=body,
            media_type=f"text/csv; charset={encoding}",
            filename=f"statement-{self.bank}-{self.day}.csv",
        )

    @property
    def report(self) -> Statement:
        """Give the statement itself, which names the digests of both files."""
        known_as = hashlib.sha256(f"{self.bank}|{self.day}".encode()).hexdigest()
        told = self.table.to_dicts()
        captured, reversed_ = _count(told, "captured"), _count(told, "reversed")
        return Statement(
            id=f"stm_{known_as[:16]}",
            date=self.day.isoformat(),
            bank=self.bank,
            lines=len(told),
            captured=captured,
            reversed=reversed_,
            cancelled=_count(told, "cancelled"),
            lapsed=_count(told, "lapsed"),
            net_fen=captured.amount.total - reversed_.amount.total,
            sha256=hashlib.sha256(self.utf8).hexdigest(),
            sha256_gb18030=hashlib.sha256(self.gb18030).hexdigest(),
            items=tuple(_line(each) for each in told),
        )


def bank_statement(service: Service, day: date, bank: str) -> DayStatement:
    """Give a bank's statement of a Shanghai day.

    Raises StatementNotReady until the day is over, and ParamError for an unknown bank
    or a day before there were any.
    """
    _hold_to_banks(service, bank)
    if day < FIRST_DAY:
        raise ParamError(
            Text(zh=f"日期不早于 {FIRST_DAY}", en=f"a day is not before {FIRST_DAY}"),
            field="date",
        )
    if day >= business_day(service.now()):
        raise _not_ready(day, service.now())
    since = datetime.combine(day, time.min, UTC) - AHEAD_OF_UTC
    until = since + timedelta(days=1)
    with service.store.read() as connection:
        settled = is_settled(connection, until)
    if not settled:
        service.store.settle(until)
    with service.store.read() as connection:
        lines = lines_between(connection, f"bank:{bank}", since, until)
    return _written(day, bank, lines)


def bank_meant(asker: Principal, named: str | None) -> str:
    """Say whose statement is asked for: a bank's own, or the one that is named.

    Raises NoAuth for a bank that names another, ParamError where none is named.
    """
    if asker.role is Role.BANK:
        own = asker.bank or ""
        if named not in {None, own}:
            raise NoAuth(
                Text(
                    zh="银行只能查询本行的对账单",
                    en="a bank is given its own statements alone",
                )
            )
        return own
    if named is None:
        raise ParamError(
            Text(zh="请用 bank 指明银行", en="name the bank: bank="), field="bank"
        )
    return named


def _hold_to_banks(service: Service, bank: str) -> None:
    known = sorted(bank_names(service))
    if bank not in known:
        names = ", ".join(known)
        raise ParamError(
            Text(zh=f"没有银行 {bank}，可用：{names}", en=f"no bank {bank}; {names}"),
            field="bank",
        )


def _not_ready(day: date, now: datetime) -> StatementNotReady:
    following = day + timedelta(days=1) if day < date.max else day
    error = StatementNotReady(
        Text(
            zh=f"{day} 的对账单自次日 {following} 00:00（北京时间）起提供",
            en=f"the statement of {day} is there from {following} 00:00, Shanghai time",
        ),
        remedy=Text(zh="届时以同样的请求重试", en="ask the same again by then"),
    )
    ready = datetime.combine(following, time.min, UTC) - AHEAD_OF_UTC
    error.retry_after = max(1, int((ready - now).total_seconds()) + 1)
    return error


def _written(day: date, bank: str, lines: pl.DataFrame) -> DayStatement:
    utf8 = spreadsheet_csv(lines.select(list(_COLUMNS)).rename(_COLUMNS))
    return DayStatement(day, bank, lines, utf8, in_gb18030(utf8))


def _line(told: dict[str, Any]) -> StatementLine:
    amount = Money(total=told["amount_fen"])
    rest = {name: value for name, value in told.items() if name != "amount_fen"}
    return StatementLine(amount=amount, **rest)


def _count(told: Sequence[dict[str, Any]], kind: str) -> StatementCount:
    amounts = [each["amount_fen"] for each in told if each["type"] == kind]
    return StatementCount(count=len(amounts), amount=Money(total=sum(amounts)))
