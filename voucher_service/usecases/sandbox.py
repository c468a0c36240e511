"""A sandbox answers magic codes by itself; all else goes to the real counter.

No money moves for a magic code: each redemption finds a voucher of its own, whole, and
is judged by the very rules of the ledger. What was answered is kept in memory, by key
and by number, until the service stops.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

import orjson

from voucher_service.ledger import decide
from voucher_service.model.errors import RefusedByRule, VoucherServiceError
from voucher_service.model.kinds import Role
from voucher_service.model.redemption_reports import (
    Money,
    RedemptionReport,
    StandingReason,
    Validation,
)
from voucher_service.model.reports import Principal
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import (
    AlreadyReversed,
    AmountMismatch,
    BankRefusal,
    IdempotencyKeyReused,
    VoucherAlreadyRedeemed,
)
from voucher_service.model.vouchers import (
    Operation,
    Redemption,
    Voucher,
    VoucherStatus,
)
from voucher_service.store.database import Store
from voucher_service.store.queries import Connection
from voucher_service.store.sales import REAL, natures
from voucher_service.store.voucher_reading import is_answered
from voucher_service.usecases.bank_counter import BankCounter
from voucher_service.usecases.bank_requests import (
    BankAnswer,
    BankRequest,
    key_reused,
    no_redemption,
    redemption_document,
    scope_of,
)
from voucher_service.usecases.judge_request import (
    changed,
    is_for_good,
    redemption_asked,
    reversal_told,
    status_of_success,
)
from voucher_service.usecases.sandbox_codes import MAGIC, SLOW, TIMES_REFUSED, Magic

FACE_FEN: Final = 150_000
LATE_SECONDS: Final = 20.0
MOST_KEPT: Final = 20_000
RETRY_SECONDS: Final = 1
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
_NAMED: Final = "rdm_************test"
_NAMING: Final = (VoucherAlreadyRedeemed, AlreadyReversed)
_REMEDY: Final = Text(
    zh="沙箱魔法券码的约定答复，见 docs/bank-api.md",
    en="what this magic code of the sandbox always answers: docs/bank-api.md",
)


class PretendedCrash(RuntimeError):
    """An error nobody foresaw, as a magic code asks for one."""


class _Kept(NamedTuple):
    fingerprint: str
    answer: BankAnswer


@dataclass
class _Made:
    """A redemption of a magic code, its voucher, and what became of it."""

    voucher: Voucher
    redemption: Redemption
    reversal: dict[str, Any] | None = None


class Sandbox:
    """The magic codes' own counter, served in the writer's thread alone."""

    def __init__(self, late_seconds: float = LATE_SECONDS) -> None:
        self.late_seconds = late_seconds
        self._answers: OrderedDict[tuple[str, str, str], _Kept] = OrderedDict()
        self._made: OrderedDict[str, _Made] = OrderedDict()
        self._refused: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._number = 0

    def is_meant(self, request: BankRequest, connection: Connection) -> bool:
        """Tell whether a request is the sandbox's: by its code, redemption or keys.

        Keys that the real counter knows are its own, and so are the lines of files.
        """
        if request.batch_id is not None:
            return False
        if any(key in self._answers for key in _keys(request)):
            return True
        magic = request.voucher_code in MAGIC or request.redemption_id in self._made
        return magic and not is_answered(
            connection, request.scope, request.key, request.out_request_no
        )

    def serve(self, request: BankRequest, now: datetime) -> BankAnswer | Exception:
        """Answer a request as its code asks for; the same keys, the same answer.

        An exception is what the asker is to meet.
        """
        try:
            return self._replayed(request) or self._done(request, now)
        except BankRefusal as error:
            if not is_for_good(error):
                return error
            answer = BankAnswer(error.status, request.written(error), error.code)
            if not isinstance(error, IdempotencyKeyReused):
                self._keep(("key", request.scope, request.key or ""), request, answer)
            return answer
        except Exception as error:  # noqa: BLE001 - it is the outcome
            return error

    def report(
        self, redemption_id: str, asker: Principal, now: datetime
    ) -> RedemptionReport | None:
        """Tell of a magic code's redemption as it stands; None where it is none.

        A bank finds its own alone.
        """
        made = self._made.get(redemption_id)
        if made is None:
            return None
        if asker.role is Role.BANK and made.redemption.scope != scope_of(asker):
            return None
        status = decide.status_now(made.redemption, now)
        told = replace(made, redemption=made.redemption._replace(status=status))
        return RedemptionReport(**_document(told, now))

    def of_number(
        self, out_request_no: str, asker: Principal, now: datetime
    ) -> RedemptionReport | None:
        """Tell of the redemption that a bank's number made, None for no such."""
        kept = self._answers.get(("number", scope_of(asker), out_request_no))
        if kept is None:
            return None
        return self.report(orjson.loads(kept.answer.body)["id"], asker, now)

    async def delay(self, request: BankRequest, answer: BankAnswer) -> None:
        """Hold back the first answer to the code whose answer comes late."""
        if request.voucher_code == SLOW and not answer.replayed:
            await asyncio.sleep(self.late_seconds)

    def _replayed(self, request: BankRequest) -> BankAnswer | None:
        for key in _keys(request):
            kept = self._answers.get(key)
            if kept is None:
                continue
            if kept.fingerprint != request.fingerprint:
                raise key_reused(key[0])
            return replace(kept.answer, replayed=True)
        return None

    def _done(self, request: BankRequest, now: datetime) -> BankAnswer:
        if request.operation is Operation.REDEEM:
            self._refuse(request)
            made = self._redeem(request, now)
        else:
            made = self._change(request, now)
        _put(self._made, made.redemption.redemption_id, made)
        body = orjson.dumps(_document(made, now, with_reversal=bool(request.reason)))
        answer = BankAnswer(status_of_success(request.operation), body)
        for key in _keys(request):
            self._keep(key, request, answer)
        return answer

    def _refuse(self, request: BankRequest) -> None:
        """Raise what the code ends in, if it is to end in anything but success."""
        magic = MAGIC[request.voucher_code]
        if magic.problem is None:
            return
        if magic.passing:
            sent = (request.scope, request.key or request.out_request_no or "")
            times = self._refused.get(sent, 0)
            if times >= TIMES_REFUSED:
                return
            _put(self._refused, sent, times + 1)
        if magic.error is None:
            raise PretendedCrash(f"the magic code {magic.code} asks for a crash")
        raise _refusal(magic)

    def _redeem(self, request: BankRequest, now: datetime) -> _Made:
        self._number += 1
        whole = _voucher(request.voucher_code)
        asked = redemption_asked(request, self._number, whole, now)
        redemption, events = decide.redeem(whole, asked, now, timedelta())
        return _Made(events[-1].after, redemption)

    def _change(self, request: BankRequest, now: datetime) -> _Made:
        made = self._made.get(request.redemption_id)
        if made is None or made.redemption.scope != request.scope:
            raise no_redemption(request.redemption_id)
        redemption, events = changed(request, made.voucher, made.redemption, now)
        return _Made(events[-1].after, redemption, reversal_told(request, now))

    def _keep(
        self, key: tuple[str, str, str], request: BankRequest, answer: BankAnswer
    ) -> None:
        _put(self._answers, key, _Kept(request.fingerprint, answer))


class SandboxCounter:
    """A counter in front of the real one: what is magic is answered here, in turn."""

    def __init__(
        self,
        counter: BankCounter,
        sandbox: Sandbox,
        store: Store,
        clock: Callable[[], datetime],
    ) -> None:
        self._counter = counter
        self._sandbox = sandbox
        self._store = store
        self._clock = clock

    def rest(self, *, idle: bool) -> None:
        """Let the real counter rest."""
        self._counter.rest(idle=idle)

    def warm(self) -> None:
        """Read the till of the real counter."""
        self._counter.warm()

    def serve(self, requests: Sequence[BankRequest]) -> Sequence[Any]:
        """Serve requests in their order; give an outcome each."""
        outcomes: list[Any] = []
        waiting: list[BankRequest] = []
        for request in requests:
            with self._store.read() as connection:
                magic = self._sandbox.is_meant(request, connection)
            if not magic:
                waiting.append(request)
                continue
            outcomes += self._counter.serve(waiting)
            waiting = []
            outcomes.append(self._sandbox.serve(request, self._clock()))
        return [*outcomes, *self._counter.serve(waiting)]


def hold_to_made_up(connection: Connection) -> None:
    """Raise RefusedByRule where a home that is to be a sandbox holds real sales."""
    if REAL in natures(connection):
        raise RefusedByRule(
            Text(
                zh="沙箱只用于合成数据，该目录有真实销售",
                en="a sandbox is for made-up data alone; this home holds real sales",
            ),
            remedy=Text(
                zh="去掉设置 VOUCHER_SANDBOX，或用另一个目录（--home）",
                en="unset VOUCHER_SANDBOX, or name another --home",
            ),
        )


def validate_magic(code: str, amount_fen: int | None) -> Validation:
    """Say what a magic code is good for.

    What is in conflict with the voucher stands against it; other refusals are raised.
    What passes does not stand against it.
    """
    magic, reasons, balance = MAGIC[code], [], FACE_FEN
    if magic.error is not None and not magic.passing:
        error = _refusal(magic)
        if not isinstance(error, BankRefusal) or not is_for_good(error):
            raise error
        reasons.append(StandingReason(code=error.code, message=error.message))
        balance = FACE_FEN if magic.state is VoucherStatus.ACTIVE else 0
    elif amount_fen is not None and amount_fen > FACE_FEN:
        told = Text(zh="金额超过券的余额", en="the amount is more than the balance")
        reasons.append(StandingReason(code=AmountMismatch.code, message=told))
    return Validation(
        valid=not reasons,
        voucher_code=code,
        voucher_state=(magic.state or VoucherStatus.ACTIVE).value,
        face_value=Money(total=FACE_FEN),
        voucher_balance=Money(total=balance),
        expires_at=None,
        reasons=tuple(reasons),
    )


def _keys(request: BankRequest) -> list[tuple[str, str, str]]:
    named = (("key", request.key), ("number", request.out_request_no))
    return [(kind, request.scope, text) for kind, text in named if text is not None]


def _put(kept: OrderedDict[Any, Any], key: object, value: object) -> None:
    """Keep a thing as the newest; the oldest is forgotten where there are too many."""
    kept.pop(key, None)
    kept[key] = value
    if len(kept) > MOST_KEPT:
        kept.popitem(last=False)


def _voucher(code: str) -> Voucher:
    return Voucher(
        voucher_no=0,
        code=code,
        campaign_id="sandbox",
        sale_id="",
        face_fen=FACE_FEN,
        balance_fen=FACE_FEN,
        issued_at=_LONG_AGO,
    )


def _document(
    made: _Made, now: datetime, *, with_reversal: bool = True
) -> dict[str, Any]:
    balance = decide.spendable(made.voucher, now)
    document = redemption_document(made.redemption, balance)
    if with_reversal and made.reversal is not None:
        document["reversal"] = made.reversal
    return document


def _refusal(magic: Magic) -> VoucherServiceError:
    """Make the refusal that a magic code ends in."""
    assert magic.error is not None
    error = magic.error(magic.means, remedy=_REMEDY)
    if isinstance(error, BankRefusal):
        error.voucher_state = magic.state
        error.redemption = _NAMED if magic.error in _NAMING else None
        error.retry_after = RETRY_SECONDS if magic.passing else None
    return error
