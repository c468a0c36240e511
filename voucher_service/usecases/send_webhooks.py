"""A bank's events are sent to its address in their order, until it acknowledges them.

What is sent is what GET /v1/events answers, signed; a 2xx acknowledges all of it. Each
attempt is kept before the next is made, so nothing is skipped whatever ends when, and
an event may come twice: its id tells.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from voucher_service.model.text import Text
from voucher_service.store.database import Store, Writing, aware
from voucher_service.store.webhooks import Step, list_endpoints, record_steps
from voucher_service.usecases.manage_keys import KnownKey, known_keys
from voucher_service.usecases.read_events import events_page, number_of
from voucher_service.usecases.service import Service
from voucher_service.usecases.signatures import ALGORITHMS, signature_of_answer
from voucher_service.usecases.webhook_schedule import next_try

if TYPE_CHECKING:
    from voucher_service.model.event_reports import EventPage

MOST_EVENTS: Final = 100
"""How many events go into one delivery."""
_CREATED, _REDIRECT = 200, 300

UNREACHABLE: Final = "unreachable"
TIMED_OUT: Final = "timed_out"
REFUSED: Final = "refused"
NO_KEY: Final = "no_key"
DELIVERY_TEXT: Final[dict[str, Text]] = {
    UNREACHABLE: Text(zh="无法连接", en="it cannot be reached"),
    TIMED_OUT: Text(zh="未在时限内答复", en="it did not answer in time"),
    REFUSED: Text(zh="答复了 HTTP {status}", en="it answered HTTP {status}"),
    NO_KEY: Text(zh="该银行没有有效的签名密钥", en="the bank has no key to sign with"),
}


class DeliveryFailed(Exception):
    """Nothing came back for a delivery; ``code`` is one of DELIVERY_TEXT."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Post = Callable[[str, bytes, Mapping[str, str]], int]
"""Posts a body with headers to an address; gives the status or DeliveryFailed."""
Draw = Callable[[], float]
Endpoint = dict[str, Any]


class StepClerk:
    """Keeps the steps of deliveries, many at a time where many wait.

    A step is taken from where its endpoint stood: where an operator moved or removed
    it meanwhile the step is dropped, and the events go out again.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def serve(self, steps: Sequence[tuple[int, Step]]) -> Sequence[bool]:
        """Append steps, each with the number of the one before it; tell which held.

        What was appended is durable when this returns.
        """
        return self._store.write_group(lambda writing: _record(writing, steps))

    def rest(self, *, idle: bool) -> None:
        """Do nothing more: what was appended is in its place."""


def _record(writing: Writing, steps: Sequence[tuple[int, Step]]) -> list[bool]:
    standing = {
        each["endpoint_id"]: each["step_no"]
        for each in list_endpoints(writing.connection)
    }
    held = [standing.get(step.endpoint_id) == before for before, step in steps]
    kept = [step for (_, step), holds in zip(steps, held, strict=True) if holds]
    if kept:
        record_steps(writing, kept)
    return held


def due_endpoints(service: Service, now: datetime) -> list[Endpoint]:
    """Give the endpoints to which something may be sent at an instant."""
    with service.store.read() as connection:
        endpoints = list_endpoints(connection)
    return [each for each in endpoints if _is_due(each, now)]


def _is_due(endpoint: Endpoint, now: datetime) -> bool:
    if endpoint["kind"] == "stopped":
        return False
    next_at = endpoint["next_at"]
    return next_at is None or aware(next_at) <= now


def send_next(
    service: Service, clerk: StepClerk, endpoint: Endpoint, post: Post, draw: Draw
) -> Step | None:
    """Send an endpoint what is next for it and keep what came of it; None for nothing.

    What is kept is durable when this returns.
    """
    step = deliver(service, endpoint, post, draw)
    if step is not None:
        service.store.submit(clerk, (endpoint["step_no"], step)).result()
    return step


def deliver(
    service: Service, endpoint: Endpoint, post: Post, draw: Draw
) -> Step | None:
    """Send an endpoint what is next for it; None where nothing is. Keeps nothing."""
    scope = f"bank:{endpoint['bank']}"
    page = events_page(service, scope, endpoint["position"], MOST_EVENTS)
    if not page.items:
        return None
    now = service.now()
    key = signing_key(known_keys(service), endpoint["bank"], now)
    if key is None:
        return _failed(endpoint, page, now, draw, (None, NO_KEY))
    body = page.model_dump_json().encode()
    try:
        status = post(endpoint["url"], body, signed(key, body, now))
    except DeliveryFailed as error:
        return _failed(endpoint, page, service.now(), draw, (None, error.code))
    if not _CREATED <= status < _REDIRECT:
        return _failed(endpoint, page, service.now(), draw, (status, REFUSED))
    first, last = _span(page)
    return Step(
        endpoint["endpoint_id"],
        "acknowledged",
        last,
        first_event=first,
        last_event=last,
        http_status=status,
    )


def signing_key(
    keys: Mapping[str, KnownKey], bank: str, now: datetime
) -> KnownKey | None:
    """Give the newest key of a bank that has not retired."""
    alive = [key for key in keys.values() if key.bank == bank and key.alive(now)]
    return alive[-1] if alive else None


def signed(key: KnownKey, body: bytes, now: datetime) -> dict[str, str]:
    """Give the headers of a delivery: signed as an answer is, over time and nonce."""
    stamp, nonce = str(int(now.timestamp())), secrets.token_urlsafe(16)
    mac = ALGORITHMS[key.algorithm](key.secret)
    return {
        "Content-Type": "application/json",
        "X-Key-Id": key.key_id,
        "X-Timestamp": stamp,
        "X-Nonce": nonce,
        "X-Signature": signature_of_answer(mac, stamp, nonce, body),
    }


def _failed(
    endpoint: Endpoint,
    page: "EventPage",
    now: datetime,
    draw: Draw,
    why: tuple[int | None, str],
) -> Step:
    """Give the step of an attempt that failed: one of several, or the last."""
    failures = endpoint["failures"] + 1
    kept = endpoint["failing_since"]
    since = now if kept is None else aware(kept)
    again = next_try(failures, since, now, draw())
    first, last = _span(page)
    return Step(
        endpoint["endpoint_id"],
        "failed" if again is not None else "stopped",
        endpoint["position"],
        first_event=first,
        last_event=last,
        http_status=why[0],
        error=why[1],
        failures=failures,
        failing_since=since,
        next_at=again,
    )


def _span(page: "EventPage") -> tuple[int, int]:
    return number_of(page.items[0].id), number_of(page.items[-1].id)
