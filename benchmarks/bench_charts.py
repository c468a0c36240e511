"""A chart asked for again over HTTP, beside an endpoint that answers constant bytes.

The reference is FastAPI on uvicorn, with uvloop and httptools as ours has, and answers
as many bytes as ours does: the chart as it is, gzipped as a browser asks, and nothing
to one who has it. Both take the very same requests from the very same process.

    python benchmarks/bench_charts.py [--requests N] [--rounds N]
"""

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from load import write_requests
from processes import cpu_seconds, free_port, server, uvicorn_server

from voucher_service.model.kinds import Role
from voucher_service.resources import SAMPLE_DATA, SQL
from voucher_service.usecases.load_demo import load_demo
from voucher_service.usecases.manage_tokens import NewTokenRequest, create_token
from voucher_service.usecases.open_service import Opening, open_service

CONNECTIONS, WARM = 16, 500
CAMPAIGN = "zhangjiajie-2022-new-year"
PATH = f"/v1/campaigns/{CAMPAIGN}/charts/cumulative-sales?as_of=2023-01-10&format=json"
TARGET = 0.8
SERVICE = str(Path(sys.executable).parent / "voucher-service")
_GENERATOR = Path(__file__).with_name("load.py")
_ONE_TOKEN_FOR_ALL = {"VOUCHER_RATE_PER_SECOND": "1000000"}


@dataclass(frozen=True)
class Manner:
    """A way to ask for the chart, and what is answered: status and bytes."""

    name: str
    request: bytes
    status: int
    body: bytes


@dataclass(frozen=True)
class Measured:
    """What one round of one server came to."""

    rate: float
    p50_ms: float
    server_us: float


def sample_home(home: Path) -> str:
    """Make a home of the sample, and give a token to read it."""
    opening = Opening(home=home, sql=SQL, campaigns=(CAMPAIGN,))
    service = open_service(opening, lambda: datetime.now(UTC))
    load_demo(service, SAMPLE_DATA)
    token = create_token(service, NewTokenRequest(role=Role.ANALYST)).token
    service.close()
    return token


@contextlib.contextmanager
def ours(home: Path) -> Iterator[tuple[int, int]]:
    """Serve a home as its operator does; give port and pid."""
    port = free_port()
    words = ("serve", "--home", str(home), "--port", str(port))
    with server(port, SERVICE, *words, **_ONE_TOKEN_FOR_ALL) as pid:
        yield port, pid


def manners(port: int, token: str) -> list[Manner]:
    """Ask once in each manner."""
    told = {"Host": "127.0.0.1", "Authorization": f"Bearer {token}"}
    plain = asked("as it is", port, told)
    packed = asked("gzipped", port, {**told, "Accept-Encoding": "gzip, deflate, br"})
    tag = _tag(port, {**told, "Accept-Encoding": "gzip"})
    known = {**told, "Accept-Encoding": "gzip", "If-None-Match": tag}
    return [plain, packed, asked("not changed", port, known)]


def asked(name: str, port: int, headers: dict[str, str]) -> Manner:
    """Ask in one manner, and write down how."""
    with contextlib.closing(HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", PATH, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
    lines = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
    request = f"GET {PATH} HTTP/1.1\r\n{lines}\r\n".encode()
    return Manner(name, request, answer.status, body)


def _tag(port: int, headers: dict[str, str]) -> str:
    with contextlib.closing(HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", PATH, headers=headers)
        answer = connection.getresponse()
        answer.read()
    return answer.headers["ETag"]


def measured(port: int, pid: int, manner: Manner, folder: Path, count: int) -> Measured:
    """Ask many times; every answer has to have the status of the first."""
    file = folder / "requests"
    write_requests(file, [manner.request] * (WARM + count))
    words = (port, file, folder / "statuses", CONNECTIONS, WARM)
    before = cpu_seconds(pid)
    ended = subprocess.run(
        [sys.executable, _GENERATOR, *map(str, words)], check=True, stdout=-1
    )
    used = cpu_seconds(pid) - before
    told = json.loads(ended.stdout)
    assert set(told["answers"]) == {str(manner.status)}, told["answers"]
    return Measured(told["rate"], told["p50_ms"], used / (WARM + count) * 1e6)


def compared(port: int, pid: int, manner: Manner, sizes: argparse.Namespace) -> bool:
    """Ask both in turn and tell; True where the target is missed."""
    own, theirs = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "body").write_bytes(manner.body)
        constant = {"CONSTANT_BODY": str(folder / "body")}
        with uvicorn_server("constant_app:app", **constant) as (other, its_pid):
            for number in range(sizes.rounds):
                pairs = [(own, port, pid), (theirs, other, its_pid)]
                for kept, at, whose in pairs if number % 2 else pairs[::-1]:
                    kept.append(measured(at, whose, manner, folder, sizes.requests))
    ratios = [one.rate / two.rate for one, two in zip(own, theirs, strict=True)]
    ratio = statistics.median(ratios)
    verdict = "MISSED" if ratio < TARGET else "met"
    print(
        f"{manner.name:12} {len(manner.body):6,} bytes"
        f"  ours {_told(own)}  constant {_told(theirs)}"
        f"  ratio {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f}),"
        f" target at least {TARGET}: {verdict}"
    )
    return ratio < TARGET


def _told(rounds: list[Measured]) -> str:
    rate = statistics.median(each.rate for each in rounds)
    cpu = statistics.median(each.server_us for each in rounds)
    return f"{rate:7,.0f}/s {cpu:4.0f} us CPU"


def main(words: list[str]) -> bool:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--requests", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=7)
    sizes = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        token = sample_home(home)
        with ours(home) as (port, pid):
            missed = [
                compared(port, pid, manner, sizes) for manner in manners(port, token)
            ]
    return any(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
