"""A bank's branch at a real server: vouchers to redeem, and a clock to set."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from tests.api.conftest import CAMPAIGN, DEALERS, FIRST_FEED, Running, land, serve
from tests.teller import all_served
from voucher_service.model.kinds import Role
from voucher_service.resources import SQL
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.run_batch import resume_batches
from voucher_service.usecases.service import Service

BANK = "ccb-zjj"
FACE = 150_000
NOON = datetime(2023, 1, 11, 4, tzinfo=UTC)


@dataclass
class SetClock:
    """A clock that stands until it is set."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Branch:
    """What a bank asks, with keys that follow each other."""

    running: Running
    clock: SetClock
    codes: list[str]
    asked: int = field(default=0)

    def client(self, role: Role = Role.BANK) -> httpx.Client:
        return self.running.client(role)

    def get(self, path: str, role: Role = Role.BANK, **params: Any) -> httpx.Response:
        with self.client(role) as client:
            return client.get(path, params=params)

    def post(self, path: str, **more: Any) -> httpx.Response:
        self.asked += 1
        headers = {"Idempotency-Key": f"key-{self.asked}"} | more.pop("headers", {})
        with self.client() as client:
            return client.post(path, headers=headers, **more)

    def redeem(self, code: str, fen: int, number: str, **more: Any) -> httpx.Response:
        body = redemption(code, fen, number) | more
        return self.post("/v1/redemptions", json=body)

    def send(
        self,
        content: bytes,
        count: int,
        total_fen: int,
        kind: str = "application/x-ndjson",
        **headers: str,
    ) -> httpx.Response:
        return self.post(
            "/v1/redemption-batches",
            params={"count": count, "total_fen": total_fen},
            content=content,
            headers={"Content-Type": kind} | headers,
        )

    def send_lines(self, *lines: dict[str, Any]) -> httpx.Response:
        total = sum(line["amount"]["total"] for line in lines)
        return self.send(ndjson(*lines), len(lines), total)

    def settled(self, batch_id: str) -> dict[str, Any]:
        """Wait until all files are served, and give how one stands."""
        assert all_served(self.running.service.batches)
        report: dict[str, Any] = self.get(f"/v1/redemption-batches/{batch_id}").json()
        return report

    def items(self, batch_id: str, **params: Any) -> list[dict[str, Any]]:
        path = f"/v1/redemption-batches/{batch_id}/items"
        items: list[dict[str, Any]] = self.get(path, **params).json()["items"]
        return items


def redemption(code: str, fen: int, number: str) -> dict[str, Any]:
    amount = {"total": fen, "currency": "CNY"}
    return {"voucher_code": code, "amount": amount, "out_request_no": number}


def ndjson(*lines: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def opened(home: Path, clock: SetClock) -> Service:
    opening = Opening(home=home, sql=SQL, campaigns=(CAMPAIGN,))
    return open_service(opening, clock)


def make_home(home: Path) -> None:
    """Make a home with three vouchers."""
    service = opened(home, SetClock())
    land(service, "dealers.csv", DEALERS)
    land(service, "first.csv", FIRST_FEED)
    issue_vouchers(service, CAMPAIGN)
    service.close()


@contextmanager
def branch_at(home: Path) -> Iterator[Branch]:
    """Serve a home that was made."""
    clock = SetClock()
    service = opened(home, clock)
    resume_batches(service)
    with service.store.read() as connection:
        rows = connection.execute("SELECT code FROM vouchers ORDER BY voucher_no")
        codes = [code for (code,) in rows.fetchall()]
    served = serve(service)
    try:
        yield Branch(next(served), clock, codes)
    finally:
        served.close()
