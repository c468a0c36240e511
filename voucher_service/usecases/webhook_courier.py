"""A service that serves sends webhooks beside its work, each endpoint by itself."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import structlog

from voucher_service.model.errors import VoucherServiceError
from voucher_service.usecases.send_webhooks import (
    Draw,
    Endpoint,
    Post,
    StepClerk,
    deliver,
    due_endpoints,
)
from voucher_service.usecases.service import Service

LOOKS_EVERY: Final = 1.0
WORKERS: Final = 4
_log = structlog.get_logger(__name__)


class Courier:
    """Looks once a second for what is due, and sends it.

    Endpoints do not wait for each other, and redemptions wait for none of them: what
    is sent was committed before. One delivery is under way to an endpoint at a time.
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
        self._under_way: set[str] = set()
        self._guard = threading.Lock()
        self._stopped = threading.Event()
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="webhook")
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Begin no more deliveries, and wait for those under way."""
        self._stopped.set()
        self._thread.join()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                due = due_endpoints(self._service, self._service.now())
            except VoucherServiceError:
                _log.exception("webhooks wait")
                continue
            for endpoint in due:
                self._begin(endpoint)

    def _begin(self, endpoint: Endpoint) -> None:
        endpoint_id = endpoint["endpoint_id"]
        with self._guard:
            if endpoint_id in self._under_way:
                return
            self._under_way.add(endpoint_id)
        self._pool.submit(self._serve, endpoint)

    def _serve(self, endpoint: Endpoint) -> None:
        """Send to an endpoint until nothing is left, it fails, or all stops."""
        endpoint_id = endpoint["endpoint_id"]
        try:
            while not self._stopped.is_set() and self._goes_on(endpoint):
                due = due_endpoints(self._service, self._service.now())
                same = [each for each in due if each["endpoint_id"] == endpoint_id]
                if not same:
                    return
                endpoint = same[0]
        except Exception:  # noqa: BLE001 - looked at again in a second
            _log.exception("a webhook was interrupted", endpoint=endpoint_id)
        finally:
            with self._guard:
                self._under_way.discard(endpoint_id)

    def _goes_on(self, endpoint: Endpoint) -> bool:
        """Make a delivery; tell whether it was acknowledged."""
        step = deliver(self._service, endpoint, self._post, self._draw)
        if step is None:
            return False
        taken_from = endpoint["step_no"]
        self._service.store.submit(self._clerk, (taken_from, step)).result()
        if step.kind == "stopped":
            _log.error("a webhook is given up", endpoint=step.endpoint_id)
        return step.kind == "acknowledged"
