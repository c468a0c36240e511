"""A real server over a real home, filled from small made-up feeds."""

import asyncio
import io
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import copytree
from socket import socket
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn

from voucher_service.app import create_app
from voucher_service.feeds.profile import shipped_profiles
from voucher_service.model.kinds import Role
from voucher_service.resources import SQL
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.ingest_feed import ingest_feed
from voucher_service.usecases.manage_tokens import NewTokenRequest, create_token
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.service import Service
from voucher_service.usecases.sign_in import create_login_link, open_session

if TYPE_CHECKING:
    from tests.api.branch import Branch

CAMPAIGN = "zhangjiajie-2022-new-year"
PATIENCE_SECONDS = 60.0
NOW = datetime(2023, 1, 11, 2, tzinfo=UTC)

DEALERS = """经销商编号,经销商名称,县区,数据性质
D001,合成数据甲汽车销售有限公司,永定区,合成数据
D002,合成数据乙汽车销售有限公司,慈利县,合成数据
"""
HEADER = "经销商编号,单据编号,车架号,开票日期,裸车价,品牌,能源类型,数据性质\n"
FIRST_FEED = (
    HEADER
    + """D001,XS-1,LSYSYN105N0000001,2022-12-16,30000.00,甲牌,燃油,合成数据
D001,XS-2,LSYSYN107N0000002,2022-12-20,150000.00,甲牌,纯电动,合成数据
D002,XS-3,LSYSYN109N0000003,2023-01-05,99999.99,乙牌,燃油,合成数据
D002,XS-4,LSYSYN100N0000004,2023-01-06,29999.99,乙牌,燃油,合成数据
"""
)
LATER_FEED = (
    HEADER + "D001,XS-5,LSYSYN102N0000005,2023-01-07,200000.00,甲牌,燃油,合成数据\n"
)


@dataclass
class Running:
    """A served home: where it answers, its tokens by role, its log."""

    base_url: str
    service: Service
    tokens: dict[Role, str]
    log: io.StringIO

    def client(self, role: Role | None = Role.BUREAU) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}
        return httpx.Client(
            base_url=self.base_url, headers=headers, timeout=PATIENCE_SECONDS
        )

    def cookie(self, role: Role = Role.BUREAU) -> str:
        return open_session(self.service, create_login_link(self.service, role))

    def logged(self, request_id: str) -> list[dict[str, object]]:
        lines = (json.loads(line) for line in self.log.getvalue().splitlines())
        return [line for line in lines if line.get("request_id") == request_id]


class _Server(uvicorn.Server):
    """A server that says when it listens, and stops when it is told, not at a tick."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        self._loop, self._told = asyncio.get_running_loop(), asyncio.Event()
        self.listening.set()
        await self._told.wait()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        for connection in list(self.server_state.connections):
            connection.shutdown()
        turned = asyncio.Event()
        self._loop.call_soon(turned.set)
        await turned.wait()
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
        for server in self.servers:
            server.close()

    def stop(self) -> None:
        if self.listening.is_set():
            self._loop.call_soon_threadsafe(self._told.set)
        self.should_exit = True


def land(service: Service, name: str, text: str) -> None:
    report = ingest_feed(
        service, Delivery.of(name, text.encode()), shipped_profiles()["standard"]
    )
    assert report.accepted == report.rows, report.first_refusals


@cache
def _filled() -> TemporaryDirectory[str]:
    """Fill a home with the first feed, once a process."""
    folder = TemporaryDirectory(prefix="filled-")
    opening = Opening(Path(folder.name) / "home", SQL, campaigns=(CAMPAIGN,))
    service = open_service(opening, lambda: NOW)
    land(service, "dealers.csv", DEALERS)
    land(service, "first.csv", FIRST_FEED)
    service.close()
    return folder


def fresh_service(home: Path) -> Service:
    """Open a home of one's own in which the first feed landed."""
    copytree(Path(_filled().name) / "home", home)
    return open_service(Opening(home, SQL, campaigns=(CAMPAIGN,)), lambda: NOW)


def tokens_of(service: Service) -> dict[Role, str]:
    owners = {Role.BANK: {"bank": "ccb-zjj"}, Role.DEALER: {"dealer": "D001"}}
    return {
        role: create_token(
            service, NewTokenRequest(role=role, **owners.get(role, {}))
        ).token
        for role in Role
    }


def serve(service: Service) -> Iterator[Running]:
    log = io.StringIO()
    config = uvicorn.Config(
        create_app(service, log_to=log),
        host="127.0.0.1",
        port=0,
        log_config=None,
        access_log=False,
        ws="none",
        lifespan="off",
    )
    server = _Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert server.listening.wait(PATIENCE_SECONDS)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Running(f"http://127.0.0.1:{port}", service, tokens_of(service), log)
    finally:
        server.stop()
        thread.join(PATIENCE_SECONDS)
        service.close()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose home no test changes."""
    yield from serve(fresh_service(tmp_path_factory.mktemp("home") / "home"))


@pytest.fixture
def growing(tmp_path: Path) -> Iterator[Running]:
    """A server of this test's own, whose home it may add to."""
    yield from serve(fresh_service(tmp_path / "home"))


@pytest.fixture(scope="session")
def issued_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with vouchers to redeem, to be copied."""
    from tests.api.branch import make_home

    home = tmp_path_factory.mktemp("issued") / "home"
    make_home(home)
    return home


@pytest.fixture
def branch(tmp_path: Path, issued_home: Path) -> Iterator["Branch"]:
    """Serve vouchers of this test's own, and ask for a bank."""
    from tests.api.branch import branch_at

    copytree(issued_home, tmp_path / "home")
    with branch_at(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def later_feed(growing: Running) -> "LaterFeed":
    """Land another feed in the growing home."""
    return LaterFeed(growing.service)


@dataclass
class LaterFeed:
    service: Service

    def land(self) -> None:
        land(self.service, "later.csv", LATER_FEED)
