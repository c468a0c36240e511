"""A service that serves sends webhooks beside its work, each bank's by themselves."""

import random
import threading
import time
from typing import Final

import structlog

from voucher_service.usecases.send_webhooks import (
    Draw,
    Endpoint,
    Post,
    StepClerk,
    due_endpoints,
    send_next,
)
from voucher_service.usecases.service import Service

LOOKS_EVERY: Final = 1.0
PATIENCE_AT_STOP: Final = 3.0
_log = structlog.get_logger(__name__)


class Courier:
    """Looks once a second for what is due, and sends it.

    Banks do not wait for each other, and redemptions wait for none of them: what is
    sent was committed before. A bank has one delivery under way at a time, in a thread
    of its own, and its endpoints take turns.
    """

    def __init__(
        self,
        service: Service,
        post: Post,
        every: float = LOOKS_EVERY,
        draw: Draw = random.random,
    ) -> None:
        self._service = service
        self._post = post
        self._every = every
        self._draw = draw
        self._clerk = StepClerk(service.store)
        self._under_way: dict[str, threading.Thread] = {}
        self._guard = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._thread.start()

    def stop(self, patience: float = PATIENCE_AT_STOP) -> None:
        """Begin no more deliveries, and wait so many seconds for those under way.

        One that takes longer is given up: nothing was kept of it, and it comes again.
        """
        until = time.monotonic() + patience
        self._stopped.set()
        self._thread.join(patience)
        with self._guard:
            under_way = list(self._under_way.values())
        for thread in under_way:
            thread.join(max(0.0, until - time.monotonic()))

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                due = due_endpoints(self._service, self._service.now())
                for bank in {each["bank"] for each in due}:
                    self._begin(bank)
            except Exception:  # noqa: BLE001 - looked at again in a second
                _log.exception("webhooks wait")

    def _begin(self, bank: str) -> None:
        with self._guard:
            if bank in self._under_way or self._stopped.is_set():
                return
            thread = threading.Thread(
                target=self._serve, args=(bank,), name=f"webhook {bank}", daemon=True
            )
            thread.start()
            self._under_way[bank] = thread

    def _serve(self, bank: str) -> None:
        """Send to a bank until nothing is left, all of it fails, or all stops."""
        try:
            goes_on = True
            while goes_on:
                outcomes = [self._goes_on(each) for each in self._due(bank)]
                goes_on = any(outcomes)
        except Exception:  # noqa: BLE001 - looked at again in a second
            _log.exception("webhooks were interrupted", bank=bank)
        finally:
            with self._guard:
                self._under_way.pop(bank, None)

    def _due(self, bank: str) -> list[Endpoint]:
        if self._stopped.is_set():
            return []
        due = due_endpoints(self._service, self._service.now())
        return [each for each in due if each["bank"] == bank]

    def _goes_on(self, endpoint: Endpoint) -> bool:
        """Make a delivery; tell whether it was acknowledged."""
        if self._stopped.is_set():
            return False
        try:
            step = send_next(
                self._service, self._clerk, endpoint, self._post, self._draw
            )
        except Exception:  # noqa: BLE001 - its bank may have others
            _log.exception(
                "a webhook was interrupted", endpoint=endpoint["endpoint_id"]
            )
            return False
        if step is not None and step.kind == "stopped":
            _log.error("a webhook is given up", endpoint=step.endpoint_id)
        return step is not None and step.kind == "acknowledged"
