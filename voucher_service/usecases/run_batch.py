"""The lines of a file are redeemed in turn, with everybody else's in between.

A line has no key: its number makes it safe to serve again. What became of each is
kept in the transaction that redeems it, so a file goes on where it stopped.
"""

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol

import structlog

from voucher_service.feeds.redemption_lines import RedemptionLine, read_lines
from voucher_service.model.batch_reports import LineProblem
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import SYSTEM_ERROR, BankRefusal, Unavailable
from voucher_service.store.batches import (
    LineRecord,
    content_of,
    find_batch,
    lines_dealt_with,
    record_lines,
    unfinished_batches,
)
from voucher_service.store.database import Writing
from voucher_service.usecases.bank_requests import BankRequest, asked_for
from voucher_service.usecases.service import Service

if TYPE_CHECKING:
    from concurrent.futures import Future

CHUNK_LINES = 1000
AHEAD = 2
"""How many chunks wait for the writer at once."""
FULL_PAUSE = 0.05
_FAULT: Final = LineProblem(
    code=SYSTEM_ERROR,
    message=Text(
        zh="该行遇到内部错误，未核销，详情已记入日志",
        en="the line met a fault of ours and was not redeemed; the log has details",
    ),
    remedy=Text(
        zh="以同一流水号单独重发，或放入新的文件",
        en="send it again by itself, or in another file, with the same number",
    ),
)

_log = structlog.get_logger(__name__)
Lines = Iterable[RedemptionLine]


class _Counter(Protocol):
    def serve(self, requests: Sequence[BankRequest]) -> Sequence[Any]: ...

    def rest(self, *, idle: bool) -> None: ...


class ChunkClerk:
    """Serves chunks of requests at the counter, as one command each."""

    def __init__(self, counter: _Counter) -> None:
        self._counter = counter

    def serve(self, chunks: Sequence[list[BankRequest]]) -> Sequence[list[Any]]:
        """Serve chunks in their order; give the outcomes of each."""
        outcomes = iter(self._counter.serve([each for one in chunks for each in one]))
        return [list(islice(outcomes, len(chunk))) for chunk in chunks]

    def rest(self, *, idle: bool) -> None:
        """Let the counter rest."""
        self._counter.rest(idle=idle)


def start_batch(service: Service, batch_id: str, lines: Lines | None = None) -> None:
    """Have a file served behind the answer; ``lines`` spares reading it again."""
    service.batches.start(partial(run_batch, service, batch_id, lines))


def resume_batches(service: Service) -> int:
    """Go on with the files that were not served to their end; give how many."""
    with service.store.read() as connection:
        unfinished = unfinished_batches(connection)
    for batch_id in unfinished:
        start_batch(service, batch_id)
    return len(unfinished)


def run_batch(
    service: Service, batch_id: str, lines: Lines | None, stopping: threading.Event
) -> None:
    """Serve the lines of a file that were not yet, until told to stop.

    Raises what keeps the home from writing.
    """
    with service.store.read() as connection:
        batch = find_batch(connection, batch_id)
        assert batch is not None, "no such batch"
        done = lines_dealt_with(connection, batch_id)
        content = content_of(connection, batch_id) if lines is None else b""
    read = read_lines(content, batch["format"]) if lines is None else lines
    requests = (
        request_of(batch, line)
        for line in read
        if line.body is not None and line.number not in done
    )
    clerk = ChunkClerk(service.counter)
    under_way: deque[tuple[list[BankRequest], Future[list[Any]]]] = deque()
    for chunk in _chunks(requests):
        if stopping.is_set():
            break
        future = _submitted(service, clerk, chunk, stopping)
        if future is None:
            break
        under_way.append((chunk, future))
        if len(under_way) >= AHEAD:
            _settle(service, *under_way.popleft())
    while under_way:
        _settle(service, *under_way.popleft())


def _chunks(requests: Iterator[BankRequest]) -> Iterator[list[BankRequest]]:
    while chunk := list(islice(requests, CHUNK_LINES)):
        yield chunk


def _submitted(
    service: Service,
    clerk: ChunkClerk,
    chunk: list[BankRequest],
    stopping: threading.Event,
) -> "Future[list[Any]] | None":
    """Put a chunk in the queue once there is room; None when told to stop."""
    while True:
        try:
            return service.store.submit(clerk, chunk)
        except Unavailable:
            if stopping.wait(FULL_PAUSE):
                return None


def _settle(
    service: Service, chunk: list[BankRequest], future: "Future[list[Any]]"
) -> None:
    """Wait for a chunk; a line that met a fault of ours is refused for good."""
    faults = [
        _of_fault(request, outcome)
        for request, outcome in zip(chunk, future.result(), strict=True)
        if isinstance(outcome, BaseException)
    ]
    if faults:
        service.store.write(None, partial(_keep, faults), lambda _told: False)


def _keep(records: list[LineRecord], writing: Writing) -> None:
    record_lines(writing, records)


def _of_fault(request: BankRequest, fault: BaseException) -> LineRecord:
    assert request.batch_id is not None
    assert request.line_no is not None
    _log.error("a line met a fault of ours", exc_info=fault)
    return LineRecord(
        request.batch_id,
        request.line_no,
        "refused",
        None,
        SYSTEM_ERROR,
        _FAULT.model_dump_json(),
        request.amount_fen,
    )


def request_of(batch: dict[str, Any], line: RedemptionLine) -> BankRequest:
    """Give the request that a line of a file makes."""
    assert line.body is not None
    return BankRequest(
        **asked_for(line.body),
        scope=batch["scope"],
        bank=batch["bank"],
        actor=batch["actor"],
        written=problem_of_line,
        request_id=batch["request_id"],
        batch_id=batch["batch_id"],
        line_no=line.number,
    )


def problem_of_line(error: BankRefusal) -> bytes:
    """Write why a line was refused, as it is kept and told."""
    problem = LineProblem(
        code=error.code,
        message=error.message,
        remedy=error.remedy,
        field=error.field,
        voucher_state=error.voucher_state,
        redemption=error.redemption,
    )
    return problem.model_dump_json().encode()
