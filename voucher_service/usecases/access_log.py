"""Who read of people's vouchers, sales and decisions is logged behind the answer.

Reads are grouped: what one caller read at one kind of address within a moment is one
entry, and no read waits for it.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import structlog

from voucher_service.model.acting import Acting
from voucher_service.store.audit_log import Entry
from voucher_service.store.database import Store, Writing

MOST_WAITING: Final = 20_000
MOST_IN_ONE: Final = 1_000
GATHERING_SECONDS: Final = 1.0
READ: Final = "read"
LOST: Final = "reads-lost"

_log = structlog.get_logger(__name__)


class Access(NamedTuple):
    """A read: by whom, of what, and what came of it."""

    acting: Acting
    address: str  # method and path template
    of: str
    outcome: str


Append = Callable[[Sequence[Entry]], None]


class Accesses:
    """A bounded queue of reads, and the thread that logs them; closing drains it."""

    def __init__(
        self,
        append: Append,
        gathering: float = GATHERING_SECONDS,
        most: int = MOST_WAITING,
    ) -> None:
        self._append = append
        self._gathering = gathering
        self._most = most
        self._waiting: deque[Access] = deque()
        self._lost = 0
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()
        self._turn = threading.Lock()

    def note(self, access: Access) -> None:
        """Put a read in the queue; one too many is counted as lost, and that logged."""
        with self._guard:
            if len(self._waiting) >= self._most or self._closing.is_set():
                self._lost += 1
                return
            self._waiting.append(access)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="access log", daemon=True
                )
                self._thread.start()

    def flush(self) -> None:
        """Log all that waits."""
        with self._turn:
            with self._guard:
                waiting, self._waiting = self._waiting, deque()
                lost, self._lost = self._lost, 0
            entries = list(grouped(waiting))
            if lost:
                entries.append(Entry(LOST, detail={"reads": lost}))
            if not entries:
                return
            try:
                self._append(entries)
            except Exception:  # noqa: BLE001 - it is told of with the next reads
                _log.exception("reads could not be logged", reads=len(waiting))
                with self._guard:
                    self._lost += lost + len(waiting)

    def close(self) -> None:
        """Take no more, and log what was taken."""
        with self._guard:
            self._closing.set()
            thread = self._thread
        if thread is not None:
            thread.join()
        self.flush()

    def _work(self) -> None:
        while not self._closing.wait(self._gathering):
            self.flush()


def grouped(accesses: Iterable[Access]) -> Iterable[Entry]:
    """Make one entry of each caller's reads at one kind of address."""
    groups: dict[tuple[str, ...], list[Access]] = {}
    for access in accesses:
        by = (access.acting.actor, access.acting.role, access.address, access.outcome)
        group = groups.setdefault(by, [])
        group.append(access)
        if len(group) == MOST_IN_ONE:
            yield _entry(groups.pop(by))
    for group in groups.values():
        yield _entry(group)


def _entry(group: Sequence[Access]) -> Entry:
    first = group[0]
    return Entry(
        READ,
        subject=first.address,
        detail={
            "reads": len(group),
            "of": [[access.of, access.acting.request_id] for access in group],
        },
        outcome=first.outcome,
        actor=first.acting.actor,
        role=first.acting.role,
        request_id=first.acting.request_id if len(group) == 1 else "",
    )


def accesses_of(store: Store) -> Accesses:
    """Give the queue whose reads a store's log tells of."""

    def append(entries: Sequence[Entry]) -> None:
        def job(writing: Writing) -> None:
            writing.noted.extend(entries)

        store.write(None, job)

    return Accesses(append)
