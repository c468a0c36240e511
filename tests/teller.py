"""A bank's teller without HTTP: vouchers are issued, requests put to the counter."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.conftest import SEED_CAMPAIGN, Desk
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.model.voucher_errors import BankRefusal
from voucher_service.model.vouchers import Event, Mode, Operation, ReversalReason
from voucher_service.store.till import Till
from voucher_service.store.vouchers import AppendedEvent, append_events
from voucher_service.usecases.bank_requests import BankAnswer, BankRequest
from voucher_service.usecases.batch_jobs import BatchJobs
from voucher_service.usecases.issue_vouchers import issue_vouchers

BANK = "ccb-zjj"
FACE = 150_000


def issued(desk: Desk, count: int) -> list[str]:
    """Issue vouchers of 1,500 yuan to so many sales; give their codes."""
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed(*(sale_row(number) for number in range(1, count + 1))))
    assert issue_vouchers(desk.service, SEED_CAMPAIGN).issued == count
    with desk.service.store.read() as connection:
        rows = connection.execute("SELECT code FROM vouchers ORDER BY voucher_no")
        return [code for (code,) in rows.fetchall()]


def problem_body(error: BankRefusal) -> bytes:
    """Write a refusal with what a test asks of it."""
    told = {
        "code": error.code,
        "voucher_state": error.voucher_state,
        "redemption": error.redemption,
    }
    return json.dumps(told).encode()


@dataclass
class Teller:
    """Asks in the name of a bank; keys and numbers follow each other unless given."""

    desk: Desk
    bank: str = BANK
    count: int = field(default=0)

    def redeem(self, code: str, fen: int, **more: Any) -> BankAnswer:
        return self.ask(self.redeem_request(code, fen, **more))

    def lock(self, code: str, fen: int, seconds: int = 900, **more: Any) -> BankAnswer:
        ttl = timedelta(seconds=seconds)
        return self.redeem(code, fen, mode=Mode.AUTHORIZE, ttl=ttl, **more)

    def capture(self, redemption_id: str, **more: Any) -> BankAnswer:
        return self.ask(self.change_request(Operation.CAPTURE, redemption_id, **more))

    def cancel(self, redemption_id: str, **more: Any) -> BankAnswer:
        return self.ask(self.change_request(Operation.CANCEL, redemption_id, **more))

    def reverse(self, redemption_id: str, **more: Any) -> BankAnswer:
        return self.ask(self.change_request(Operation.REVERSE, redemption_id, **more))

    def ask(self, request: BankRequest) -> BankAnswer:
        service = self.desk.service
        answer: BankAnswer = service.store.submit(service.counter, request).result()
        return answer

    def redeem_request(
        self,
        code: str,
        fen: int,
        *,
        mode: Mode = Mode.CAPTURE,
        ttl: timedelta = timedelta(minutes=15),
        redeemed_at: datetime | None = None,
        key: str | None = None,
        number: str | None = None,
    ) -> BankRequest:
        self.count += 1
        return BankRequest(
            operation=Operation.REDEEM,
            scope=f"bank:{self.bank}",
            bank=self.bank,
            actor="teller",
            written=problem_body,
            key=key or f"key-{self.count}",
            out_request_no=number or f"N{self.count}",
            voucher_code=code,
            amount_fen=fen,
            mode=mode,
            redeemed_at=redeemed_at,
            ttl=ttl,
        )

    def change_request(
        self,
        operation: Operation,
        redemption_id: str,
        *,
        key: str | None = None,
        number: str | None = None,
    ) -> BankRequest:
        self.count += 1
        is_reversal = operation is Operation.REVERSE
        return BankRequest(
            operation=operation,
            scope=f"bank:{self.bank}",
            bank=self.bank,
            actor="teller",
            written=problem_body,
            key=key or f"key-{self.count}",
            out_request_no=(number or f"N{self.count}") if is_reversal else None,
            redemption_id=redemption_id,
            reason=ReversalReason.OTHER if is_reversal else None,
        )


def told(answer: BankAnswer) -> dict[str, Any]:
    """Give an answer's body."""
    body: dict[str, Any] = json.loads(answer.body)
    return body


def outcome(answer: BankAnswer) -> str:
    """Give the code of a refusal, or ok."""
    return answer.problem or "ok"


def till_from_disk(desk: Desk) -> Till:
    """Read a till from the database, as after a restart."""
    till = Till()
    with desk.service.store.read() as connection:
        till.catch_up(connection)
    return till


def by_person(desk: Desk, code: str, *moves: Callable[..., Event]) -> None:
    """Do to a voucher what a person's command does, in a job of its own."""

    def job(writing):
        till = Till()
        till.catch_up(writing.connection)
        voucher, events = till.find(code), []
        for move in moves:
            events.append(move(voucher, "test", writing.recorded_at))
            voucher = events[-1].after
        append_events(writing, [AppendedEvent(event, "person") for event in events])
        writing.note("test")

    desk.service.store.write(None, job)


def all_served(jobs: BatchJobs) -> bool:
    """Wait until all files that were taken into a queue so far are served."""
    served = threading.Event()
    jobs.start(lambda _stopping: served.set())
    return served.wait(60)
