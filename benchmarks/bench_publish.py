"""Publishing beside DuckDB's own copy of the same tables, and redemptions meanwhile.

    python benchmarks/bench_publish.py                 200,000 sales
    python benchmarks/bench_publish.py --rows 10000000 the stated target; minutes

First a home is published a few times in this process, each time beside DuckDB's
``COPY FROM DATABASE`` of what was published. Then the home is served, redemptions come
at a steady pace, and it is published by command: the 99th percentile of those that were
due meanwhile stands beside that of those before or after, whichever is lower.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime
from pathlib import Path

import duckdb
from live_vouchers import BANK, add_vouchers
from many_recorded_sales import open_home, record_many_sales
from paced import paced, percentile
from redeem_requests import SHANGHAI, drawn, requests_of
from rivals import SERVICE, ours

from voucher_service.model.kinds import Role
from voucher_service.usecases.manage_tokens import NewTokenRequest, create_token
from voucher_service.usecases.publish import publish
from voucher_service.usecases.service import Service

TO_COPY, TO_P99 = 2.0, 2.0
ROUNDS = 3
QUIET_SECONDS = 20
WARM_SECONDS = 30  # by then what a service does once it has started is done
_CREATED = 201


def copied(published: Path, folder: Path) -> tuple[float, float]:
    """Copy a database as DuckDB does by itself; give its seconds, and those of CPU."""
    target = folder / "copy.duckdb"
    target.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{published}' AS source (READ_ONLY)")
        connection.execute(f"ATTACH '{target}' AS target")
        started, cpu = time.perf_counter(), time.process_time()
        connection.execute("COPY FROM DATABASE source TO target")
        connection.execute("CHECKPOINT target")
        connection.execute("DETACH target")
        return time.perf_counter() - started, time.process_time() - cpu


def beside_copies(service: Service, folder: Path) -> bool:
    """Publish and copy in turn; tell whether the target was missed."""
    walls, works = [], []
    for number in range(ROUNDS):
        started, cpu = time.perf_counter(), time.process_time()
        made = publish(service, anew=True)
        own = time.perf_counter() - started, time.process_time() - cpu
        theirs = copied(Path(made.file), folder)
        walls.append(own[0] / theirs[0])
        works.append(own[1] / theirs[1])
        print(
            f"round {number + 1}: published in {own[0]:.2f} s ({own[1]:.2f} s of CPU),"
            f" copied in {theirs[0]:.2f} s ({theirs[1]:.2f} s of CPU)",
            flush=True,
        )
    rows = made.publication.tables
    print(
        f"{rows['sales']:,} sales, {rows['decisions']:,} decisions,"
        f" {made.publication.bytes / 2**20:,.0f} MB"
    )
    print(f"CPU, published / copied: {statistics.median(works):.2f}")
    return _verdict("published / copied", statistics.median(walls), TO_COPY)


def redemptions_meanwhile(home: Path, codes: list[str], token: str, rate: float):
    """Redeem at a pace, publish by command, and hold the percentiles together."""
    command = [SERVICE, "publish", "--anew", "--home", str(home)]
    [asked] = drawn(codes, int(rate * 900), 1)
    requests = requests_of(asked, token, datetime.now(SHANGHAI))
    with ours(home, VOUCHER_PUBLISH="false") as served:
        quiet = int(rate * QUIET_SECONDS)
        warm, cut = int(rate * WARM_SECONDS), int(rate * WARM_SECONDS) + quiet
        paced(served.port, requests[:warm], rate, lambda: False)
        before = paced(served.port, requests[warm:cut], rate, lambda: False)
        over = threading.Event()

        def publish_thrice() -> None:
            for _ in range(ROUNDS):
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            over.set()

        publisher = threading.Thread(target=publish_thrice)
        publisher.start()
        during = paced(served.port, requests[cut:], rate, over.is_set)
        publisher.join()
        then = cut + len(during)
        after = paced(served.port, requests[then : then + quiet], rate, lambda: False)
    for name, answers in (("before", before), ("during", during), ("after", after)):
        refused = sum(answer.status != _CREATED for answer in answers)
        half, most, longest = (percentile(answers, each) for each in (0.5, 0.99, 1))
        print(
            f"{name}: {len(answers):,} redemptions at {rate:.0f} a second, p50"
            f" {half:.1f} ms, p99 {most:.1f} ms, longest {longest:.0f} ms,"
            f" refused {refused}"
        )
    least = min(percentile(answers, 0.99) for answers in (before, after))
    return _verdict("p99, during / quiet", percentile(during, 0.99) / least, TO_P99)


def _verdict(name: str, ratio: float, target: float) -> bool:
    missed = ratio > target
    print(f"{name}: {ratio:.2f}, target {target}: {'MISSED' if missed else 'met'}")
    return missed


def main() -> int:
    """Make a home, measure both, and fail where a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--vouchers", type=int, default=50_000)
    parser.add_argument("--rate", type=float, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        service = open_home(folder / "home")
        record_many_sales(service, given.rows)
        codes = add_vouchers(service, given.vouchers)
        request = NewTokenRequest(role=Role.BANK, bank=BANK)
        token = create_token(service, request).token
        missed = beside_copies(service, folder)
        service.close()
        missed |= redemptions_meanwhile(folder / "home", codes, token, given.rate)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
