"""A bank's file of redemptions: from its first byte to the last line made durable.

The file goes to a serving process over HTTP, which answers before its lines are served;
then the batch is asked how far it is until nothing is pending. Every line is looked up
in the database afterwards, to the fen.

    python benchmarks/bench_batch.py          100,000 vouchers, one file of 20,000 lines
    python benchmarks/bench_batch.py --full   1,000,000 vouchers, 100,000 lines, in turn
"""

import statistics
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import httpx
from live_vouchers import Live, live_vouchers
from processes import peak_megabytes
from redeem_requests import SHANGHAI, Asked, body_of, drawn
from rivals import kept_by_us, ours

PER_SECOND = 20_000
PATH = "/v1/redemption-batches"
_POLL_SECONDS = 0.02
_PATIENCE_SECONDS = 300


def main(vouchers: int, lines: int, files: int) -> int:
    rates, accepted = [], {}
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        live = live_vouchers(home, vouchers)
        with ours(home) as own, _client(own.port, live) as client:
            for asked in drawn(live.codes, lines, files):
                rates.append(lines / _seconds(client, asked))
                accepted |= {one.out_request_no: one.amount_fen for one in asked}
            peak = peak_megabytes(own.pids[0])
        kept_by_us(home).agrees_with(accepted, vouchers)
    rate = statistics.median(rates)
    verdict = "met" if rate >= PER_SECOND else "MISSED"
    print(
        f"files of {lines:,} redemptions, {vouchers:,} vouchers live: {rate:,.0f} a"
        f" second (median of {files}, target {PER_SECOND:,}: {verdict}); in the"
        f" database: {len(accepted):,} of {sum(accepted.values()):,} fen, as sent;"
        f" peak {peak:,.0f} MB"
    )
    return int(verdict != "met")


def _client(port: int, live: Live) -> httpx.Client:
    return httpx.Client(
        base_url=f"http://127.0.0.1:{port}",
        headers={"Authorization": f"Bearer {live.token}"},
        timeout=_PATIENCE_SECONDS,
        trust_env=False,
    )


def _seconds(client: httpx.Client, asked: list[Asked]) -> float:
    """Give the seconds from sending a file until each of its lines is durable."""
    now = datetime.now(SHANGHAI)
    content = b"".join(body_of(one, now) + b"\n" for one in asked)
    totals = {"count": len(asked), "total_fen": sum(one.amount_fen for one in asked)}
    headers = {
        "Content-Type": "application/x-ndjson",
        "Idempotency-Key": uuid4().hex,
    }
    start = time.perf_counter()
    answer = client.post(PATH, params=totals, content=content, headers=headers)
    answer.raise_for_status()
    batch = _served(client, answer.json()["id"])
    seconds = time.perf_counter() - start
    assert batch["accepted"]["count"] == len(asked), batch
    return seconds


def _served(client: httpx.Client, batch_id: str) -> dict:
    """Ask until a batch has no pending line, and give what it tells then."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        batch = client.get(f"{PATH}/{batch_id}").raise_for_status().json()
        if not batch["pending"]["count"]:
            return batch
        assert time.monotonic() < end, batch
        time.sleep(_POLL_SECONDS)


if __name__ == "__main__":
    full = "--full" in sys.argv
    sizes = (1_000_000, 100_000, 5) if full else (100_000, 20_000, 3)
    sys.exit(main(*sizes) and full)
