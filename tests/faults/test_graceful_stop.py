"""A service that is asked to stop under load answers what it took."""

import asyncio
import threading
from datetime import UTC, datetime

import duckdb
import httpx
import pytest

from benchmarks.live_vouchers import FACE_FEN, live_vouchers
from tests.control.service_process import ServiceProcess

CLIENTS = 16
ANSWERED_BEFORE_THE_STOP = 150
VOUCHERS = 20_000


class Bank:
    """A bank's clients, each redeeming one voucher after another until cut off."""

    def __init__(self, url: str, token: str, codes: tuple[str, ...]) -> None:
        self.url = url
        self.token = token
        self.codes = iter(codes)
        self.answers: dict[str, int] = {}
        self.busy = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self._all()))

    async def _all(self) -> None:
        limits = httpx.Limits(max_connections=CLIENTS)
        headers = {"Authorization": f"Bearer {self.token}"}
        async with httpx.AsyncClient(
            base_url=self.url, headers=headers, limits=limits, timeout=60
        ) as client:
            await asyncio.gather(*(self._one(client) for _ in range(CLIENTS)))

    async def _one(self, client: httpx.AsyncClient) -> None:
        for code in self.codes:
            try:
                answer = await client.post(
                    "/v1/redemptions",
                    json=redemption(code),
                    headers={"Idempotency-Key": f"key-{code}"},
                )
            except httpx.TransportError:
                return  # the service takes no more
            self.answers[code] = answer.status_code
            if len(self.answers) >= ANSWERED_BEFORE_THE_STOP:
                self.busy.set()


def redemption(code):
    return {
        "voucher_code": code,
        "amount": {"total": FACE_FEN, "currency": "CNY"},
        "out_request_no": f"R-{code}",
        "mode": "capture",
        "redeemed_at": datetime.now(UTC).isoformat(),
        "station": "S-01",
        "terminal": "T-1",
    }


@pytest.mark.slow
def test_what_was_taken_is_answered_and_what_was_answered_is_kept(tmp_path):
    home = tmp_path / "home"
    live = live_vouchers(home, VOUCHERS)
    with ServiceProcess(home) as service:
        bank = Bank(service.url, live.token, live.codes)
        bank.thread.start()
        assert bank.busy.wait(60)
        code = service.stop()
        bank.thread.join(60)
    assert code == 0
    assert not (home / "voucher.duckdb.wal").exists()
    assert not (home / "control.sock").exists()
    assert set(bank.answers.values()) == {201}
    with duckdb.connect(str(home / "voucher.duckdb"), read_only=True) as connection:
        kept = connection.execute(
            "SELECT code FROM voucher_events JOIN vouchers USING (voucher_no)"
            " WHERE voucher_events.kind = 'captured'"
        ).fetchall()
    assert sorted(code for (code,) in kept) == sorted(bank.answers)
