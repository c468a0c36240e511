"""While the service runs, vouchers whose time has passed are released once a minute."""

import threading
from collections.abc import Callable

from voucher_service.model.voucher_reports import Lapse
from voucher_service.usecases.lapse_vouchers import NOTHING_DUE, lapse_vouchers
from voucher_service.usecases.service import Service

MINUTE = 60.0
Told = Callable[[Lapse | Exception], None]


class LapseByTheMinute:
    """A thread that releases what is due, now and every minute until it is stopped.

    ``told`` hears what was released, and of a fault: the next minute tries again.
    """

    def __init__(self, service: Service, told: Told, every: float = MINUTE) -> None:
        self._service = service
        self._told = told
        self._every = every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lapse", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let what is under way end, and begin nothing more."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                lapse = lapse_vouchers(self._service)
            except Exception as error:  # noqa: BLE001 - it is tried again in a minute
                self._told(error)
            else:
                if lapse != NOTHING_DUE:
                    self._told(lapse)
            self._stopped.wait(self._every)
