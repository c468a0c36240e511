"""While the service runs, what has changed is published once it is quiet again."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from voucher_service.model.publications import Published
from voucher_service.store.publishing import Halt
from voucher_service.usecases.publish import is_stale, publish, tidy
from voucher_service.usecases.service import Service

_LOOK_SECONDS = 1.0
_MOST_WAITS = 6
_RESTS = 10.0
Told = Callable[[Published | Exception], None]


@dataclass
class Quiet:
    """Tells when changes are to be published: once it is quiet, or after six waits.

    After a publication it rests for ten times as long as that took, so that a home
    that never rests spends a tenth of its time on it at most. Instants are seconds.
    """

    wait: float
    first: float | None = None
    last: float = 0.0
    rests_until: float = 0.0

    def changed(self, at: float) -> None:
        """Take note of a change."""
        if self.first is None:
            self.first = at
        self.last = at

    def is_due(self, at: float) -> bool:
        """Tell whether what has changed is to be published now."""
        if self.first is None or at < self.rests_until:
            return False
        is_quiet = at >= self.last + self.wait
        return is_quiet or at >= self.first + _MOST_WAITS * self.wait

    def published(self, began: float, ended: float) -> None:
        """Take note that all until it began is published, or could not be."""
        if self.last <= began:
            self.first = None
        self.rests_until = ended + _RESTS * (ended - began)


class PublishBehind:
    """A thread that publishes behind every change, and what changed before it began.

    ``told`` hears of each publication, and of a fault: the next change tries again.
    """

    def __init__(self, service: Service, told: Told) -> None:
        self._service = service
        self._told = told
        self._quiet = Quiet(service.publishing.after_seconds)
        self._every = min(_LOOK_SECONDS, max(0.05, self._quiet.wait))
        self._stopped = threading.Event()
        self._halt = Halt()
        self._thread = threading.Thread(target=self._run, name="publish", daemon=True)
        if service.publishing.on:
            self._thread.start()

    def stop(self) -> None:
        """Break off what is under way, and begin nothing more: the next start will."""
        self._stopped.set()
        while self._thread.is_alive():
            self._halt.ask()
            self._thread.join(0.05)

    def _run(self) -> None:
        seen = self._begin()
        while not self._stopped.wait(self._every):
            stamp = self._service.store.last_stamp()
            if stamp != seen:
                seen = stamp
                self._quiet.changed(time.monotonic())
            if self._quiet.is_due(time.monotonic()):
                self._publish()

    def _begin(self) -> datetime:
        seen = self._service.store.last_stamp()
        try:
            tidy(self._service)
            if is_stale(self._service):
                self._quiet.changed(time.monotonic())
        except Exception as error:  # noqa: BLE001 - the service goes on without it
            self._told(error)
        return seen

    def _publish(self) -> None:
        began = time.monotonic()
        try:
            if is_stale(self._service):
                self._told(publish(self._service, halt=self._halt))
        except Exception as error:  # noqa: BLE001 - the service goes on without it
            if not self._stopped.is_set():
                self._told(error)
        self._quiet.published(began, time.monotonic())
