"""Requests served one after another in one transaction, each on what came before."""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

import orjson

from voucher_service.ledger import decide
from voucher_service.model.voucher_errors import (
    BankNotInCampaign,
    BankRefusal,
    IdempotencyKeyReused,
)
from voucher_service.model.vouchers import (
    Event,
    Operation,
    Redemption,
    RedemptionStatus,
    Voucher,
    VoucherState,
    status_after,
)
from voucher_service.store.batches import LineRecord, record_lines
from voucher_service.store.database import Writing, naive
from voucher_service.store.journal import commit_group
from voucher_service.store.standing import REQUEST_COLUMNS
from voucher_service.store.till import Till, key_of_request
from voucher_service.store.vouchers import (
    AppendedEvent,
    find_requests,
    void_reason,
)
from voucher_service.usecases.bank_requests import (
    BankAnswer,
    BankRequest,
    answer_of,
    key_reused,
    no_redemption,
    no_voucher,
    redemption_document,
    redemption_of,
)
from voucher_service.usecases.judge_request import (
    changed,
    is_for_good,
    redemption_asked,
    reversal_told,
    status_of_success,
)

Banks = dict[str, frozenset[str]]
"""The banks that take part in each campaign."""


class Asked(NamedTuple):
    """A request's fingerprint, and by what its key and its number are remembered."""

    fingerprint: str
    key: bytes | None
    number: bytes | None

    @classmethod
    def of(cls, request: BankRequest) -> "Asked":
        """Work them out, once for each request."""
        scope, key, number = request.scope, request.key, request.out_request_no
        return cls(
            request.fingerprint,
            None if key is None else key_of_request("key", scope, key),
            None if number is None else key_of_request("number", scope, number),
        )


NOTHING_ASKED = Asked("", None, None)


class Group:
    """Requests served one after another, each on what the one before it left."""

    def __init__(
        self, till: Till, writing: Writing, banks: Banks, late: timedelta
    ) -> None:
        self._till = till
        self._writing = writing
        self._banks = banks
        self._late = late
        self._now = writing.recorded_at
        self._request_no = till.last_request
        self._vouchers: dict[int, Voucher] = {}
        self._keys: dict[bytes, int] = {}
        self._ids: dict[str, int] = {}
        self._statuses: dict[int, RedemptionStatus] = {}
        self._rows: dict[int, list[Any]] = {}
        self._answered: dict[bytes, int] = {}
        self._read: dict[int, dict[str, Any]] = {}
        self._redemptions: dict[int, Redemption] = {}
        self._events: list[AppendedEvent] = []
        self._lines: list[LineRecord] = []
        self._answered_by = 0
        self._asked = NOTHING_ASKED
        self.waiting = 0
        self.outcomes: list[BankAnswer | BaseException] = []

    def serve(self, requests: Sequence[BankRequest]) -> None:
        """Judge requests; what comes of each is an outcome, never an exception."""
        asked = [Asked.of(request) for request in requests]
        self._foresee(requests, asked)
        for request, each in zip(requests, asked, strict=True):
            self._asked = each
            self._judge(request)

    def _foresee(self, requests: Sequence[BankRequest], asked: Sequence[Asked]) -> None:
        """Read in one go what was kept of what these requests ask again, or change."""
        for each in asked:
            for digest in (each.key, each.number):
                number = None if digest is None else self._till.answered(digest)
                if digest is not None and number is not None:
                    self._answered[digest] = number
        named = {request.redemption_id for request in requests} - {""}
        made = {self._till.redemption_no(redemption_id) for redemption_id in named}
        self._fetch({*self._answered.values(), *(each for each in made if each)})

    def _fetch(self, numbers: Set[int]) -> None:
        if numbers:
            for row in find_requests(self._writing.connection, numbers):
                self._read[row["request_no"]] = row

    def _judge(self, request: BankRequest) -> None:
        outcome: BankAnswer | BaseException
        try:
            outcome = self._replayed(request) or self._done(request)
        except BankRefusal as error:
            outcome = self._refused(request, error)
        except Exception as error:  # noqa: BLE001 - the others of the group go on
            outcome = error
        if request.batch_id is not None and isinstance(outcome, BankAnswer):
            self._lines.append(_line(request, outcome, self._answered_by))
        self.outcomes.append(outcome)

    def record(self) -> None:
        """Append what the group came to."""
        if self._lines:
            record_lines(self._writing, self._lines)
        if self._rows:
            rows = list(self._rows.values())
            first_event = self._till.last_event + 1
            if commit_group(self._writing, rows, self._events, first_event):
                self.waiting = len(rows)

    def keep(self) -> None:
        """Let the till follow, once the group is durable."""
        till = self._till
        for voucher in self._vouchers.values():
            till.put(voucher)
        for key, number in self._keys.items():
            till.remember(key, number)
        for redemption_id, number in self._ids.items():
            till.remember_redemption(redemption_id, number)
        for number, status in self._statuses.items():
            till.set_status(number, status)
        till.last_event += len(self._events)
        till.last_request = self._request_no

    def _replayed(self, request: BankRequest) -> BankAnswer | None:
        """Give the answer that the request's key, or its number, had before."""
        asked = self._asked
        for kind, digest in (("key", asked.key), ("number", asked.number)):
            if digest is None:
                continue
            number = self._keys.get(digest) or self._answered.get(digest)
            if number is None:
                continue
            kept = self._kept(number)
            self._answered_by = number
            if kept["fingerprint"] != asked.fingerprint:
                raise key_reused(kind)
            answer = answer_of(kept)
            if kind == "number" and asked.key is not None:
                self._bind_key(request, answer, kept)
            return answer
        return None

    def _bind_key(
        self, request: BankRequest, answer: BankAnswer, kept: dict[str, Any]
    ) -> None:
        """Keep that a new key was answered by its number: it belongs to it now."""
        replay = replace(request, operation=Operation.REPLAY, out_request_no=None)
        self._keep_answer(replay, answer, None, kept["voucher_no"])

    def _done(self, request: BankRequest) -> BankAnswer:
        number = self._request_no + 1
        if request.operation is Operation.REDEEM:
            redemption, events = self._redeem(request, number)
        else:
            redemption, events = self._change(request)
        self._follow(request, number, redemption, events)
        after = events[-1].after
        document = redemption_document(redemption, after.balance_fen)
        reversal = reversal_told(request, self._now)
        if reversal is not None:
            document["reversal"] = reversal
        status = status_of_success(request.operation)
        answer = BankAnswer(status, orjson.dumps(document))
        self._keep_answer(request, answer, redemption, after.voucher_no)
        if self._asked.number is not None:
            self._keys[self._asked.number] = number
        return answer

    def _redeem(
        self, request: BankRequest, number: int
    ) -> tuple[Redemption, tuple[Event, ...]]:
        voucher = self._voucher_of(request)
        asked = redemption_asked(request, number, voucher, self._now)
        return decide.redeem(voucher, asked, self._now, self._late)

    def _change(self, request: BankRequest) -> tuple[Redemption, tuple[Event, ...]]:
        """Capture, cancel or reverse a redemption of the same bank."""
        redemption = self._redemption(request)
        voucher = self._current(redemption.voucher_no)
        void = None
        if request.operation is Operation.CAPTURE:
            is_void = voucher.state is VoucherState.VOIDED
            number, connection = voucher.voucher_no, self._writing.connection
            void = void_reason(connection, number) if is_void else None
        return changed(request, voucher, redemption, self._now, void)

    def _follow(
        self,
        request: BankRequest,
        number: int,
        redemption: Redemption,
        events: tuple[Event, ...],
    ) -> None:
        self._events += [
            AppendedEvent(event, request.actor, number) for event in events
        ]
        after = events[-1].after
        self._vouchers[after.voucher_no] = after
        for event in events:
            status = status_after(event.kind, event.reason)
            if event.redemption_no is not None and status is RedemptionStatus.LAPSED:
                self._statuses[event.redemption_no] = status
        if request.operation is Operation.REDEEM:
            self._ids[redemption.redemption_id] = number
            self._redemptions[number] = redemption
        else:
            self._statuses[redemption.number] = redemption.status

    def _voucher_of(self, request: BankRequest) -> Voucher:
        voucher = self._till.find(request.voucher_code)
        if voucher is None:
            raise no_voucher(request.voucher_code)
        if request.bank not in self._banks.get(voucher.campaign_id, frozenset()):
            raise BankNotInCampaign(decide.BANK_NOT_IN_CAMPAIGN)
        return self._vouchers.get(voucher.voucher_no, voucher)

    def _current(self, voucher_no: int) -> Voucher:
        return self._vouchers.get(voucher_no) or self._till.voucher(voucher_no)

    def _redemption(self, request: BankRequest) -> Redemption:
        number = self._ids.get(request.redemption_id)
        if number is None:
            number = self._till.redemption_no(request.redemption_id)
        found = None if number is None else self._found(number)
        if (
            found is None
            or found.redemption_id != request.redemption_id
            or found.scope != request.scope
        ):
            raise no_redemption(request.redemption_id)
        status = self._statuses.get(found.number) or self._till.status_of(found.number)
        return found if status is None else found._replace(status=status)

    def _found(self, number: int) -> Redemption:
        made = self._redemptions.get(number)
        if made is not None:
            return made
        kept = self._kept(number)
        return redemption_of(kept, self._till.voucher(kept["voucher_no"]).code)

    def _kept(self, number: int) -> dict[str, Any]:
        row = self._rows.get(number)
        if row is not None:
            return dict(zip(REQUEST_COLUMNS, row, strict=True))
        if number not in self._read:
            self._fetch({number})
        return self._read[number]

    def _refused(self, request: BankRequest, error: BankRefusal) -> BankAnswer:
        """Write a refusal; it is kept for its key unless it may soon end otherwise."""
        if error.spent_by is not None:
            kept = self._kept(error.spent_by)
            its_id = kept["redemption_id"]
            own = kept["scope"] == request.scope
            error.redemption = (
                its_id if own else f"{its_id[:4]}************{its_id[-4:]}"
            )
        answer = BankAnswer(
            status=error.status,
            body=request.written(error),
            problem=error.code,
            retry_after=error.retry_after,
        )
        keeps = is_for_good(error) and not isinstance(error, IdempotencyKeyReused)
        if keeps or request.batch_id is not None:  # a line is told of for good
            voucher = self._till.find(request.voucher_code)
            number = None if voucher is None else voucher.voucher_no
            self._keep_answer(request, answer, None, number)
        return answer

    def _keep_answer(
        self,
        request: BankRequest,
        answer: BankAnswer,
        redemption: Redemption | None,
        voucher_no: int | None,
    ) -> None:
        self._request_no += 1
        self._answered_by = number = self._request_no
        made = redemption
        at = made.redeemed_at if made else request.redeemed_at
        until = made.lock_until if made else None
        self._rows[number] = [
            number,
            request.scope,
            request.actor,
            request.operation.value,
            request.key,
            request.out_request_no,
            self._asked.fingerprint,
            answer.status,
            answer.problem,
            answer.body.decode(),
            (made.redemption_id if made else request.redemption_id) or None,
            voucher_no,
            (made.amount_fen if made else request.amount_fen) or None,
            made.pieces if made else None,
            request.mode.value if request.mode else None,
            None if at is None else naive(at),
            request.station,
            request.terminal,
            None if until is None else naive(until),
            request.reason.value if request.reason else None,
            request.request_id,
            request.batch_id,
            request.line_no,
            None,
            self._writing.stamp,
        ]
        if self._asked.key is not None:
            self._keys[self._asked.key] = number


def _line(request: BankRequest, answer: BankAnswer, request_no: int) -> LineRecord:
    """Give what became of a line of a batch."""
    assert request.batch_id is not None
    assert request.line_no is not None
    outcome = "replayed" if answer.replayed else "accepted"
    return LineRecord(
        request.batch_id,
        request.line_no,
        "refused" if answer.problem is not None else outcome,
        request_no,
        answer.problem,
        None,
        request.amount_fen,
    )
