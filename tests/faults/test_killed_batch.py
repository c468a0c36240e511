"""A service killed in the middle of a file goes on with it, and doubles no line."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.branch import BANK, FACE, SetClock, make_home, ndjson, opened, redemption
from tests.conftest import run_command
from tests.control.service_process import ServiceProcess
from voucher_service.model.kinds import Role
from voucher_service.usecases.manage_tokens import NewTokenRequest, create_token

pytestmark = pytest.mark.slow

LINES = 12_000
PATH = "/v1/redemption-batches"


def home_with_vouchers(home: Path) -> tuple[str, list[str]]:
    """Make a home of three vouchers; give a bank's token and their codes."""
    make_home(home)
    service = opened(home, SetClock())
    with service.store.read() as connection:
        rows = connection.execute("SELECT code FROM vouchers").fetchall()
    token = create_token(service, NewTokenRequest(role=Role.BANK, bank=BANK)).token
    service.close()
    return token, [code for (code,) in rows]


def client_of(served: ServiceProcess, token: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(
        base_url=served.url, headers=headers, timeout=60, trust_env=False
    )


def until(client: httpx.Client, batch_id: str, dealt_with: int) -> dict[str, Any]:
    """Ask until so many lines have an outcome."""
    while True:
        report: dict[str, Any] = client.get(f"{PATH}/{batch_id}").json()
        if LINES - report["pending"]["count"] >= dealt_with:
            return report


def test_a_batch_goes_on_where_the_service_was_killed(tmp_path: Path):
    home = tmp_path / "home"
    token, codes = home_with_vouchers(home)
    file = ndjson(
        *(
            redemption(codes[number % 3], 10, f"A{number}")
            | {"redeemed_at": "2023-01-12T12:00:00+08:00"}
            for number in range(LINES)
        )
    )
    asked = {"count": LINES, "total_fen": 10 * LINES}
    headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": "file"}

    with ServiceProcess(home) as served, client_of(served, token) as client:
        sent = client.post(PATH, params=asked, content=file, headers=headers)
        batch_id = sent.json()["id"]
        killed_at = until(client, batch_id, 1)
        served.process.kill()
        served.process.wait(60)
    assert killed_at["status"] == "processing"

    with ServiceProcess(home) as served, client_of(served, token) as client:
        done = until(client, batch_id, LINES)
        again = client.post(PATH, params=asked, content=file, headers=headers)
    assert again.content == sent.content
    assert again.headers["Idempotency-Replayed"] == "true"
    outcomes = {
        name: done[name]["count"] for name in ("accepted", "replayed", "refused")
    }
    assert outcomes == {"accepted": LINES, "replayed": 0, "refused": 0}
    service = opened(home, SetClock())
    with service.store.read() as connection:
        (left,) = connection.execute(
            "SELECT sum(balance) FROM (SELECT arg_max(balance_fen, event_no) AS balance"
            " FROM voucher_events GROUP BY voucher_no)"
        ).fetchall()[0]
    service.close()
    assert left == 3 * FACE - 10 * LINES
    assert run_command("audit", "--home", home).code == 0
