"""The client as banks copy it, and a home that it meets over a line that can fail."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.api.conftest import CAMPAIGN, DEALERS, FIRST_FEED, Running, land, serve
from tests.conftest import Clock
from tests.kit.lossy_line import LossyLine
from voucher_service.model.kinds import Role
from voucher_service.resources import SQL
from voucher_service.usecases.open_service import Opening, open_service

KIT = Path(__file__).parents[2] / "docs" / "bank-client"
MORNING = datetime(2023, 1, 11, 1, tzinfo=UTC)  # nine o'clock in Zhangjiajie


def module(name: str) -> ModuleType:
    """Load a file of the kit as a bank would, from wherever it was copied to."""
    told = importlib.util.spec_from_file_location(name, KIT / f"{name}.py")
    assert told is not None
    assert told.loader is not None
    loaded = importlib.util.module_from_spec(told)
    sys.modules[name] = loaded
    told.loader.exec_module(loaded)
    return loaded


@dataclass
class Bank:
    """A bank's program: its client, the line it talks over, and how long it waited."""

    running: Running
    line: LossyLine
    client: Any
    waits: list[float]
    clock: Clock


@pytest.fixture(scope="session")
def kit() -> ModuleType:
    return module("voucher_client")


@pytest.fixture
def connect(kit: ModuleType) -> Iterator[Callable[..., Bank]]:
    """Let a bank's program reach a served home over a line of its own."""
    ends: list[Any] = []

    def one(running: Running, clock: Clock, **options: Any) -> Bank:
        line = LossyLine(running.base_url)
        waits: list[float] = []
        told = {"sleep": waits.append, **options}
        client = kit.VoucherClient(line.base_url, running.tokens[Role.BANK], **told)
        ends.extend([client.close, line.close])
        return Bank(running, line, client, waits, clock)

    yield one
    for end in ends:
        end()


def served(home: Path, clock: Clock, *, sandbox: bool) -> Iterator[Running]:
    """Serve a home with a few made-up sales."""
    opening = Opening(home=home, sql=SQL, campaigns=(CAMPAIGN,), sandbox=sandbox)
    service = open_service(opening, clock)
    land(service, "dealers.csv", DEALERS)
    land(service, "first.csv", FIRST_FEED)
    yield from serve(service)
