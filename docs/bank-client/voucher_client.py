"""A small client of the redemption API that retries without fear: copy it, change it.

It needs httpx and nothing else, and keeps nothing of its own. What makes a retry safe
is the bank's own number (``out_request_no``): store it before the call, and after a
crash make the same call again. The idempotency key is derived from it.
"""

import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import httpx

# ruff: noqa: ANN401 - what httpx takes is passed on to it as it is

Json = dict[str, Any]
T = TypeVar("T")
_REDEMPTIONS, _NUMBER = "/v1/redemptions", "out_request_no"
_NOTHING = 404  # what asking by a number answers where nothing succeeded under it
_MOST_TRIES = 6
_LONGEST_WAIT = 30.0
_random = secrets.SystemRandom()


class Refused(Exception):
    """The service says no: ``code`` never changes its meaning."""

    def __init__(self, answer: httpx.Response) -> None:
        is_ours = answer.headers.get("Content-Type") == "application/problem+json"
        self.problem: Json = answer.json() if is_ours else {}
        self.status = answer.status_code
        self.code = str(self.problem.get("code", self.status))
        self.retryable = bool(self.problem.get("retryable", self.status >= 500))
        super().__init__(f"{self.code}: {self.problem.get('detail', '')}")


class OutcomeUnknown(Exception):
    """No answer came, however often it was asked for: make the same call again later.

    Never change the number: the redemption may have been made.
    """


class VoucherClient:
    """Redeems vouchers for one bank; a call returns once the outcome is certain."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        signing_key: httpx.Auth | None = None,
        timeout: float = 10.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = httpx.Client(
            base_url=base_url,
            headers={"Authorization": f"Bearer {token}"},
            auth=signing_key,
            timeout=timeout,
        )
        self._sleep = sleep

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def validate(self, voucher_code: str, fen: int | None = None) -> Json:
        """Ask whether a voucher is good, for an amount if one is given."""
        body = {} if fen is None else {"amount": {"total": fen, "currency": "CNY"}}
        path = f"/v1/vouchers/{voucher_code}/validate"
        return _told(self._read("POST", path, json=body))

    def redeem(
        self, voucher_code: str, fen: int, number: str, *, attempt: int = 1, **more: Any
    ) -> Json:
        """Take an amount at once. ``more``: redeemed_at, station, terminal.

        After a refusal for good (``Refused``, not retryable) the same number may be
        tried anew by raising ``attempt``: a new key is judged anew.
        """
        body = {"voucher_code": voucher_code, _NUMBER: number, **more}
        body["amount"] = {"total": fen, "currency": "CNY"}
        return self._write(_REDEMPTIONS, body, f"redeem-{number}-{attempt}")

    def authorize(self, voucher_code: str, fen: int, number: str, **more: Any) -> Json:
        """Have an amount promised for some minutes (``ttl_seconds``, at most 900)."""
        return self.redeem(voucher_code, fen, number, mode="authorize", **more)

    def capture(self, redemption_id: str, *, attempt: int = 1) -> Json:
        """Take what was promised."""
        return self._change(redemption_id, "capture", attempt)

    def cancel(self, redemption_id: str, *, attempt: int = 1) -> Json:
        """Give up what was promised."""
        return self._change(redemption_id, "cancel", attempt)

    def reverse(
        self, redemption_id: str, number: str, reason: str, *, attempt: int = 1
    ) -> Json:
        """Give a redemption back whole; the reversal has a number of its own."""
        path = f"/v1/redemptions/{redemption_id}/reversals"
        body = {_NUMBER: number, "reason": reason}
        return self._write(path, body, f"reverse-{number}-{attempt}")

    def query(self, number: str) -> Json | None:
        """Give the redemption that a number made or reversed; None for nothing."""
        return _found(self._read("GET", _REDEMPTIONS, params={_NUMBER: number}))

    def statement(self, day: str) -> tuple[Json, bytes]:
        """Give a day's statement and its CSV, held to the statement's SHA-256."""
        path = f"/v1/statements/{day}"
        told = _told(self._read("GET", path))
        lines = self._read("GET", path, params={"format": "csv"}).content
        if hashlib.sha256(lines).hexdigest() != told["sha256"]:
            raise ValueError(f"the statement of {day} came damaged: fetch it again")
        return told, lines

    def _change(self, redemption_id: str, what: str, attempt: int) -> Json:
        path = f"/v1/redemptions/{redemption_id}/{what}"
        return self._write(path, {}, f"{what}-{redemption_id}-{attempt}")

    def _write(self, path: str, body: Json, key: str) -> Json:
        """Send a write, the same each time, until its outcome is certain.

        Where an answer was lost, ask by the number first: what was made is the answer.
        """
        number, headers = body.get(_NUMBER), {"Idempotency-Key": key}

        def send(lost: bool) -> Json:
            if lost and number:
                found = _found(
                    self._once("GET", _REDEMPTIONS, params={_NUMBER: number})
                )
                if found and _is_of(found, path, body):
                    return found
            return _told(self._once("POST", path, json=body, headers=headers))

        return self._until_certain(number or key, send)

    def _read(self, method: str, path: str, **sent: Any) -> httpx.Response:
        return self._until_certain(path, lambda _: self._once(method, path, **sent))

    def _until_certain(self, what: str, send: Callable[[bool], T]) -> T:
        """Send until an answer is final; ``send`` is told whether one was lost."""
        lost, pause, refused = False, 0.0, None
        for wait in _waits():
            self._sleep(pause)
            try:
                return send(lost)
            except _Later as later:
                refused, pause = later.refused, max(wait, later.seconds)
                lost = lost or refused is None
        raise OutcomeUnknown(what) if lost or refused is None else refused

    def _once(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """Send once; raise Refused for a no that is final, and else _Later."""
        try:
            answer = self._http.request(method, path, **sent)
        except httpx.TransportError as error:
            raise _Later from error
        is_asked = method == "GET" and path == _REDEMPTIONS
        if answer.is_success or (is_asked and answer.status_code == _NOTHING):
            return answer
        refused, told = Refused(answer), answer.headers.get("Retry-After", "")
        seconds = float(told) if told.isdigit() else 0.0
        if not refused.retryable or seconds > _LONGEST_WAIT:
            raise refused
        raise _Later(refused, seconds)


class _Later(Exception):
    """The same is to be sent again; without ``refused`` the answer was lost."""

    def __init__(self, refused: Refused | None = None, seconds: float = 0.0) -> None:
        super().__init__()
        self.refused = refused
        self.seconds = seconds


def _waits() -> Iterator[float]:
    """Give how long to wait after each try: longer each time, and never in step."""
    for tried in range(_MOST_TRIES):
        yield min(_LONGEST_WAIT, 0.5 * 2**tried) * _random.uniform(0.5, 1.0)


def _told(answer: httpx.Response) -> Json:
    told: Json = answer.json()
    return told


def _found(answer: httpx.Response) -> Json | None:
    return None if answer.status_code == _NOTHING else _told(answer)


def _is_of(found: Json, path: str, body: Json) -> bool:
    """Tell whether a redemption is what a request asked for, not another's number."""
    if "reason" in body:
        return found["id"] in path and found["status"] == "reversed"
    return all(found[name] == body[name] for name in (_NUMBER, "amount"))
