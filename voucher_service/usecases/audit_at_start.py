"""A service that starts audits its home beside its work, and is stopped at once."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from voucher_service.usecases.audit_home import AuditReport, audit_connection, keep_head
from voucher_service.usecases.service import Service

if TYPE_CHECKING:
    from voucher_service.store.queries import Connection

Told = Callable[[AuditReport | Exception], None]


class AuditAtStart:
    """An audit under way in a thread of its own; readers never wait for anybody.

    Of the log it reads what no audit has read so far. ``told`` hears what it found, and
    why it, or keeping how far it read, could not be done.
    """

    def __init__(self, service: Service, told: Told) -> None:
        self._service = service
        self._told = told
        self._stopped = False
        self._reading: Connection | None = None
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="audit", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Break the audit off, if it is still under way, and wait for its thread."""
        self._stopped = True
        while self._thread.is_alive():
            with self._guard:
                if self._reading is not None:
                    self._reading.interrupt()
            self._thread.join(0.05)

    def _run(self) -> None:
        try:
            report = self._audited()
            if report is not None:
                self._told(report)
                keep_head(self._service, report.log)
        except Exception as error:  # noqa: BLE001 - the service goes on without it
            if not self._stopped:
                self._told(error)

    def _audited(self) -> AuditReport | None:
        """Audit the home; None where that is not wanted any more."""
        with self._service.store.read() as connection:
            self._read_by(connection)
            try:
                if self._stopped:
                    return None
                return audit_connection(
                    connection, self._service.audits, whole_log=False
                )
            finally:
                self._read_by(None)

    def _read_by(self, connection: "Connection | None") -> None:
        """Say what ``stop`` may interrupt: nothing that is closed already."""
        with self._guard:
            self._reading = connection
