"""Files of redemptions are served behind their answer, one after another."""

import threading
from collections import deque
from collections.abc import Callable

import structlog

SHORTEST_PAUSE = 1.0
LONGEST_PAUSE = 60.0

_log = structlog.get_logger(__name__)
Work = Callable[[threading.Event], None]
"""Serves a file as far as it gets until the event, which asks it to stop, is set."""


class BatchJobs:
    """A thread and its queue; what is left when it is closed goes on at next start."""

    def __init__(self) -> None:
        self._waiting: deque[Work] = deque()
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, work: Work) -> None:
        """Take a file into the queue; after closing nothing is taken."""
        with self._changed:
            if self._stopping.is_set():
                return
            self._waiting.append(work)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._run, name="batches", daemon=True
                )
                self._thread.start()
            self._changed.notify_all()

    def waiting(self) -> int:
        """Give how many files wait behind the one under way."""
        return len(self._waiting)

    def close(self) -> None:
        """Stop after the lines under way, and end the thread."""
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while (work := self._next()) is not None:
            self._finish(work)

    def _next(self) -> Work | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping.is_set())
            if self._stopping.is_set():
                return None
            return self._waiting.popleft()

    def _finish(self, work: Work) -> None:
        """Serve a file to its end, again and again should the home fail meanwhile."""
        pause = SHORTEST_PAUSE
        while not self._stopping.is_set():
            try:
                work(self._stopping)
            except Exception:  # noqa: BLE001 - the file waits, and others behind it
                _log.exception("a batch was interrupted", again_in_seconds=pause)
                self._stopping.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                return
