"""What banks asked of a service that is killed, and what they were told."""

import http.client
import json
import random
import threading
from dataclasses import dataclass, field
from typing import Any

FACE = 150_000
GONE = (OSError, http.client.HTTPException)
"""What a client meets when the service dies."""


@dataclass
class Answer:
    """What came back."""

    status: int
    body: bytes
    replayed: bool

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told

    @property
    def done(self) -> bool:
        return self.status in {200, 201}

    @property
    def final(self) -> bool:
        """Tell whether the same key has to get the same answer for ever."""
        return self.done or (
            self.status in {409, 422} and not self.told.get("retryable")
        )


@dataclass
class Asked:
    """A request to write: it is kept before it is sent, as a bank does."""

    path: str
    body: dict[str, Any]
    key: str
    code: str
    fen: int
    answer: Answer | None = None

    @property
    def number(self) -> str | None:
        number: str | None = self.body.get("out_request_no")
        return number


class Line:
    """A connection to the service that is made when it is needed.

    One that is ``steady`` asks again on a new connection, as the service may hang up
    on one that was idle, or that it had no time to look at, for some seconds.
    """

    def __init__(self, port: int, token: str, *, steady: bool = False) -> None:
        self._port, self._token, self._steady = port, token, steady
        self._connection: http.client.HTTPConnection | None = None

    def send(self, asked: Asked) -> Answer:
        return self.ask("POST", asked.path, asked.body, asked.key)

    def ask(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        key: str | None = None,
    ) -> Answer:
        try:
            return self._ask(method, path, body, key)
        except GONE:
            self.hang_up()
            if not self._steady:
                raise
        return self._ask(method, path, body, key)

    def _ask(
        self, method: str, path: str, body: dict[str, Any] | None, key: str | None
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self._token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers["Idempotency-Key"] = key
        if self._connection is None or self._connection.sock is None:
            self._connection = http.client.HTTPConnection(
                "127.0.0.1", self._port, timeout=30
            )
        sent = None if body is None else json.dumps(body)
        self._connection.request(method, path, sent, headers)
        response = self._connection.getresponse()
        replayed = response.headers.get("Idempotency-Replayed") == "true"
        return Answer(response.status, response.read(), replayed)

    def hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@dataclass
class Taken:
    """A redemption as the bank knows it."""

    its_id: str
    code: str
    fen: int
    status: str


@dataclass
class Bank:
    """A client with its own books; it asks one thing after another."""

    name: str
    line: Line
    codes: list[str]
    rng: random.Random
    asked: list[Asked] = field(default_factory=list)
    taken: dict[str, Taken] = field(default_factory=dict)

    def work_until_dead(self, stopped: threading.Event) -> None:
        """Ask at random until the service is gone or enough is done."""
        try:
            while not stopped.is_set():
                self.ask(self.next_request())
        except GONE:
            pass  # the last request stays without an answer
        finally:
            self.line.hang_up()

    def ask(self, asked: Asked) -> Answer:
        """Write a request down, send it and write down what came back."""
        self.asked.append(asked)
        return self.settle(asked, self.line.send(asked))

    def settle(self, asked: Asked, answer: Answer) -> Answer:
        """Enter an answer into the books, once."""
        assert answer.status < 500, answer
        asked.answer = answer
        if answer.done:
            told = answer.told
            its_id, status = told["id"], told["status"]
            self.taken[its_id] = Taken(its_id, asked.code, asked.fen, status)
        return answer

    def unanswered(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.answer is None]

    def next_request(self) -> Asked:
        """Choose what to ask: mostly captures, and whatever may follow them."""
        number = f"{self.name}-{len(self.asked)}"
        chance = self.rng.random()
        live = [each for each in self.taken.values() if each.status in LIVE]
        if live and chance < 0.35:
            chosen = self.rng.choice(live[-20:])
            return self._change(chosen, number)
        fen = self.rng.choice([1, 100, 2_000, 5_000, 20_000, FACE])
        body: dict[str, Any] = {
            "voucher_code": (code := self.rng.choice(self.codes)),
            "amount": {"total": fen, "currency": "CNY"},
            "out_request_no": number,
        }
        if chance > 0.85:
            body |= {"mode": "authorize", "ttl_seconds": 900}
        return Asked("/v1/redemptions", body, f"key-{number}", code, fen)

    def _change(self, chosen: Taken, number: str) -> Asked:
        what = "reversals"
        if chosen.status == "authorized":
            what = self.rng.choice(["capture", "cancel"])
        body = {"out_request_no": number, "reason": "other"}
        return Asked(
            f"/v1/redemptions/{chosen.its_id}/{what}",
            body if what == "reversals" else {},
            f"key-{number}",
            chosen.code,
            chosen.fen,
        )


LIVE = {"captured", "authorized"}
