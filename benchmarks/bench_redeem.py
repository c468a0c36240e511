"""Redemptions over HTTP, each durable before it is answered, beside two references.

One run asks three servers for the same redemptions, byte for byte, in turn: one that
parses the body and does nothing, ours, and a peer on FastAPI, asyncpg and PostgreSQL.
The generator is the same process each time, with 64 connections. Afterwards everything
that was answered with success is looked up in both databases, to the fen.

    python benchmarks/bench_redeem.py          100,000 vouchers, few requests
    python benchmarks/bench_redeem.py --full   1,000,000 vouchers, minutes; a target
                                               that is missed is a failure
"""

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
from array import array
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import postgres
from live_vouchers import Live, live_vouchers
from load import write_requests
from processes import cpu_seconds, peak_megabytes
from redeem_requests import SHANGHAI, drawn, requests_of
from rivals import Rival, kept_by_peer, kept_by_us, ours, peer, reference

CONNECTIONS = 64
OF_REFERENCE, P99_OF_REFERENCE, OF_PEER = 0.6, 4.0, 2.0
_GENERATOR = Path(__file__).with_name("load.py")
_CREATED = 201


class Measured(NamedTuple):
    """What one round of one rival came to."""

    rate: float
    p50_ms: float
    p99_ms: float
    server_us: float  # CPU of all its processes, a request
    generator_us: float


@dataclass
class Tally:
    """A rival's rounds, and what it answered with success."""

    rounds: list[Measured] = field(default_factory=list)
    accepted: dict[str, int] = field(default_factory=dict)
    refused: int = 0

    def median(self, name: str) -> float:
        """Give the median of the rounds."""
        return statistics.median(getattr(each, name) for each in self.rounds)


@dataclass(frozen=True)
class Sizes:
    """How much is asked for."""

    vouchers: int
    requests: int
    warm: int
    rounds: int
    full: bool = False


def main(sizes: Sizes) -> bool:
    absent = postgres.missing()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as peers:
        folder = Path(name)
        home = folder / "home"
        live = live_vouchers(home, sizes.vouchers)
        rivals, address = [], ""
        if absent:
            print(f"the peer is left out: {absent}")
        else:
            rival, address = peers.enter_context(peer(live))
            rivals.append(rival)
        with reference() as idle, ours(home) as own:
            rivals = [idle, own, *rivals]
            tallies = _rounds(rivals, live, sizes, folder)
            peak = peak_megabytes(own.pids[0])
        kept_by_us(home).agrees_with(tallies["ours"].accepted, sizes.vouchers)
        if not absent:
            kept = kept_by_peer(address)
            kept.agrees_with(tallies["peer"].accepted, sizes.vouchers)
    missed = _told(tallies, peak, sizes)
    return any(tally.refused for tally in tallies.values()) or (missed and sizes.full)


def _rounds(
    rivals: list[Rival], live: Live, sizes: Sizes, folder: Path
) -> dict[str, Tally]:
    tallies = {rival.name: Tally() for rival in rivals}
    file, statuses = folder / "requests", folder / "statuses"
    for asked in drawn(live.codes, sizes.warm + sizes.requests, sizes.rounds):
        write_requests(file, requests_of(asked, live.token, datetime.now(SHANGHAI)))
        for rival in rivals:
            tally = tallies[rival.name]
            tally.rounds.append(_measured(rival, file, statuses, sizes))
            each = array("H", statuses.read_bytes())
            answered = zip(asked, each, strict=True)
            tally.accepted |= {
                one.out_request_no: one.amount_fen
                for one, status in answered
                if status == _CREATED
            }
            tally.refused += sum(status != _CREATED for status in each)
    return tallies


def _measured(rival: Rival, file: Path, statuses: Path, sizes: Sizes) -> Measured:
    words = (rival.port, file, statuses, CONNECTIONS, sizes.warm)
    before = cpu_seconds(*rival.pids)
    ended = subprocess.run(
        [sys.executable, _GENERATOR, *map(str, words)], check=True, stdout=-1
    )
    used = cpu_seconds(*rival.pids) - before
    told = json.loads(ended.stdout)
    return Measured(
        told["rate"],
        told["p50_ms"],
        told["p99_ms"],
        used / (sizes.warm + sizes.requests) * 1e6,
        told["cpu_seconds"] / sizes.requests * 1e6,
    )


def _told(tallies: dict[str, Tally], peak: float, sizes: Sizes) -> bool:
    print(
        f"single redemptions, {sizes.vouchers:,} vouchers live, {CONNECTIONS}"
        f" connections, median of {sizes.rounds} rounds of {sizes.requests:,}"
    )
    print(f"{'':14}{'per s':>8}{'p50 ms':>8}{'p99 ms':>8}{'CPU us':>8}{'client':>8}")
    for name, tally in tallies.items():
        figures = [tally.median(field) for field in Measured._fields]
        print(f"{name:14}" + "{:8,.0f}{:8.1f}{:8.1f}{:8.0f}{:8.0f}".format(*figures))
    own = tallies["ours"]
    refused = {name: tally.refused for name, tally in tallies.items()}
    print(
        f"in the database: {len(own.accepted):,} redemptions of"
        f" {sum(own.accepted.values()):,} fen, as answered; refused: {refused}"
    )
    print(f"ours: peak {peak:,.0f} MB")
    missed = _ratio(tallies, "rate", "does nothing", at_least=OF_REFERENCE)
    missed |= _ratio(tallies, "p99_ms", "does nothing", at_most=P99_OF_REFERENCE)
    if "peer" in tallies:
        missed |= _ratio(tallies, "rate", "peer", at_least=OF_PEER)
    return missed


def _ratio(
    tallies: dict[str, Tally],
    name: str,
    other: str,
    *,
    at_least: float = 0.0,
    at_most: float = float("inf"),
) -> bool:
    """Tell the median of the rounds' ratios beside its target, and whether it fails."""
    pairs = zip(tallies["ours"].rounds, tallies[other].rounds, strict=True)
    ratios = [getattr(own, name) / getattr(theirs, name) for own, theirs in pairs]
    ratio = statistics.median(ratios)
    missed = not at_least <= ratio <= at_most
    target = f"at least {at_least}" if at_least else f"at most {at_most}"
    verdict = "MISSED" if missed else "met"
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    print(f"{name}, ours / {other}: {ratio:.2f} ({spread}), target {target}: {verdict}")
    return missed


def sizes_of(words: list[str]) -> Sizes:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--full", action="store_true", help="a million vouchers")
    parser.add_argument("--vouchers", type=int)
    parser.add_argument("--requests", type=int)
    parser.add_argument("--rounds", type=int)
    given = parser.parse_args(words)
    chosen = Sizes(1_000_000, 20_000, 2_000, 7, full=True) if given.full else DEFAULT
    named = {
        name: value
        for name in ("vouchers", "requests", "rounds")
        if (value := getattr(given, name)) is not None
    }
    return Sizes(**vars(chosen) | named)


DEFAULT = Sizes(100_000, 4_000, 500, 3)

if __name__ == "__main__":
    sys.exit(main(sizes_of(sys.argv[1:])))
