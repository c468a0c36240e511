"""The three that are asked for the same redemptions: the reference, ours, the peer."""

import asyncio
import contextlib
import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from live_vouchers import BANK, CAMPAIGN, FACE_FEN, Live
from postgres import cluster
from processes import free_port, server, uvicorn_server

SERVICE = str(Path(sys.executable).parent / "voucher-service")
PEER_WORKERS = 2
_ONE_TOKEN_FOR_ALL = {"VOUCHER_RATE_PER_SECOND": "1000000"}
_SCHEMA = Path(__file__).with_name("peer_schema.sql")
_OURS = {
    "requests": "SELECT out_request_no, amount_fen FROM write_requests"
    " WHERE status = 201",
    "captures": "SELECT count(*), sum(amount_fen) FROM voucher_events"
    " WHERE kind = 'captured'",
    "balances": "SELECT sum(balance) FROM (SELECT arg_max(balance_fen, event_no)"
    " AS balance FROM voucher_events GROUP BY voucher_no)",
}
_PEERS = {
    "requests": "SELECT out_request_no, amount_fen FROM redemptions",
    "captures": "SELECT count(*), sum(amount_fen) FROM voucher_events",
    "balances": "SELECT sum(balance_fen) FROM vouchers",
}


@dataclass(frozen=True)
class Rival:
    """A server that takes redemptions: its port and the processes that do the work."""

    name: str
    port: int
    pids: tuple[int, ...]


@dataclass(frozen=True)
class Kept:
    """What a database holds of all that was redeemed."""

    redeemed: dict[str, int]
    captures: tuple[int, int]
    balances_fen: int

    def agrees_with(self, accepted: dict[str, int], vouchers: int) -> None:
        """Hold it against what was answered with success, to the fen."""
        total = sum(accepted.values())
        assert self.redeemed == accepted
        assert self.captures == (len(accepted), total)
        assert self.balances_fen == vouchers * FACE_FEN - total


@contextlib.contextmanager
def reference() -> Iterator[Rival]:
    """Serve what does nothing."""
    with uvicorn_server("idle_app:app") as (port, pid):
        yield Rival("does nothing", port, (pid,))


@contextlib.contextmanager
def ours(home: Path, **environment: str) -> Iterator[Rival]:
    """Serve a home as its operator does."""
    port = free_port()
    words = ("serve", "--home", str(home), "--port", str(port))
    with server(port, SERVICE, *words, **_ONE_TOKEN_FOR_ALL | environment) as pid:
        yield Rival("ours", port, (pid,))


def kept_by_us(home: Path) -> Kept:
    """Read what a home holds after its service ended."""
    with duckdb.connect(str(home / "voucher.duckdb"), read_only=True) as connection:
        found = {
            name: connection.execute(query).fetchall() for name, query in _OURS.items()
        }
    return Kept(dict(found["requests"]), _counted(found), int(found["balances"][0][0]))


@contextlib.contextmanager
def peer(live: Live) -> Iterator[tuple[Rival, str]]:
    """Serve the same vouchers from PostgreSQL; give the database's address as well."""
    with cluster() as (address, postgres):
        asyncio.run(_fill(address, live))
        workers = ("--workers", str(PEER_WORKERS))
        with uvicorn_server("peer_app:app", *workers, PEER_DATABASE=address) as (
            port,
            pid,
        ):
            yield Rival("peer", port, (pid, postgres)), address


def kept_by_peer(address: str) -> Kept:
    """Read what the peer's database holds."""
    found = asyncio.run(_fetch(address))
    return Kept(dict(found["requests"]), _counted(found), int(found["balances"][0][0]))


def _counted(found: dict[str, list]) -> tuple[int, int]:
    count, total = found["captures"][0]
    return count, int(total or 0)


async def _fill(address: str, live: Live) -> None:
    import asyncpg

    connection = await asyncpg.connect(address)
    await connection.execute(_SCHEMA.read_text("utf-8"))
    token_hash = hashlib.sha256(live.token.encode()).digest()
    await connection.execute("INSERT INTO tokens VALUES ($1, $2)", token_hash, BANK)
    await connection.copy_records_to_table(
        "vouchers", records=map(_row, range(1, len(live.codes) + 1), live.codes)
    )
    await connection.execute("VACUUM ANALYZE")
    await connection.execute("CHECKPOINT")
    await connection.close()


def _row(number: int, code: str) -> tuple:
    sale_id, money = f"sal_{number:016}", (FACE_FEN, FACE_FEN, 0)
    return (code, number, CAMPAIGN, sale_id, None, *money, "open", False, 1, None, None)


async def _fetch(address: str) -> dict[str, list]:
    import asyncpg

    connection = await asyncpg.connect(address)
    found = {name: await connection.fetch(query) for name, query in _PEERS.items()}
    await connection.close()
    return found
