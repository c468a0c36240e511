"""What tests of several rooms stand on: homes, clocks, commands as users run them."""

import asyncio
import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar

import pytest
from hypothesis import settings

from tests.command_nursery import nursery
from tests.long_run import long_run
from voucher_service.feeds.profile import shipped_profiles
from voucher_service.model.feed_reports import FeedReport
from voucher_service.resources import SAMPLE_DATA, SQL
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.ingest_feed import ingest_feed
from voucher_service.usecases.load_demo import load_demo
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.service import Service

settings.register_profile(
    "suite", deadline=None, max_examples=50, derandomize=True, database=None
)
settings.register_profile("torture", deadline=None, max_examples=1000)
settings.load_profile(long_run(short="suite", long="torture"))

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False  # else each command compiles all it imports

T = TypeVar("T")
Making = Callable[[Path], str]
SEED_CAMPAIGN = "zhangjiajie-2022-new-year"


def in_own_loop(asking: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in its own thread: a browser keeps a loop in the main one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, asking).result()


@dataclass
class Clock:
    """A clock that a test sets; every reading is a second after the one before."""

    instant: datetime = datetime(2023, 2, 20, 1, tzinfo=UTC)
    step: timedelta = field(default=timedelta(seconds=1))

    def __call__(self) -> datetime:
        self.instant += self.step
        return self.instant


@dataclass
class Desk:
    """An open service and the short ways a test uses it."""

    service: Service
    clock: Clock

    def ingest(self, text: str | bytes, name: str = "feed.csv") -> FeedReport:
        content = text.encode() if isinstance(text, str) else text
        profile = shipped_profiles()["standard"]
        return ingest_feed(self.service, Delivery.of(name, content), profile)


@dataclass(frozen=True)
class NewHome:
    """A home as it is when it was just made, to be copied; and what time it is then."""

    path: Path
    instant: datetime


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> NewHome:
    clock = Clock()
    home = tmp_path_factory.mktemp("new") / "home"
    opening = Opening(home=home, sql=SQL, campaigns=(SEED_CAMPAIGN,))
    open_service(opening, clock).close()
    return NewHome(home, clock.instant)


@pytest.fixture
def open_desk(tmp_path: Path, new_home: NewHome) -> Iterator[Callable[..., Desk]]:
    """Open services on homes of this test; they close when it ends."""
    desks = []

    def open_one(home: Path | None = None, clock: Clock | None = None) -> Desk:
        if home is None and clock is None and not (tmp_path / "home").exists():
            shutil.copytree(new_home.path, tmp_path / "home")
            clock = Clock(new_home.instant)
        clock = clock or Clock()
        opening = Opening(
            home=home or tmp_path / "home",
            sql=SQL,
            wait_seconds=0.0,
            campaigns=(SEED_CAMPAIGN,),
        )
        desk = Desk(open_service(opening, clock), clock)
        desks.append(desk)
        return desk

    yield open_one
    for desk in desks:
        desk.service.close()


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    return open_desk()


def made_once(factory: pytest.TempPathFactory, name: str, make: Making) -> str:
    """Make something in a folder that all workers share; give what making it told."""
    root = factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    told = root / f"{name}-told"
    with (root / f"{name}-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            folder = root / name
            folder.mkdir()
            told.write_text(make(folder), "utf-8")
    return told.read_text("utf-8")


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> NewHome:
    """Give a home that holds the whole sample, to be copied; all workers share it."""

    def make(folder: Path) -> str:
        clock = Clock()
        opening = Opening(home=folder / "home", sql=SQL, campaigns=(SEED_CAMPAIGN,))
        service = open_service(opening, clock)
        load_demo(service, SAMPLE_DATA)
        service.close()
        return f"{clock.instant.isoformat()} {folder / 'home'}"

    instant, home = made_once(tmp_path_factory, "sample", make).split(" ", 1)
    return NewHome(Path(home), datetime.fromisoformat(instant))


@pytest.fixture(scope="session")
def published_sample(
    tmp_path_factory: pytest.TempPathFactory, sample_home: NewHome
) -> Path:
    """Give the sample as it is published, to be read; all workers share it."""
    from tests.published_sample import publish_sample

    def make(folder: Path) -> str:
        return str(publish_sample(sample_home, folder))

    return Path(made_once(tmp_path_factory, "published", make))


@pytest.fixture(scope="session")
def sample_desk(
    tmp_path_factory: pytest.TempPathFactory, sample_home: NewHome
) -> Iterator[Desk]:
    """The whole sample in a home that no test may change."""
    home = tmp_path_factory.mktemp("sample") / "home"
    shutil.copytree(sample_home.path, home)
    clock = Clock(sample_home.instant)
    service = open_service(Opening(home=home, sql=SQL), clock)
    yield Desk(service, clock)
    service.close()


@dataclass
class Ran:
    """A command that ended: its exit code and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def clean_environment(**environment: str) -> dict[str, str]:
    """Give this process's environment without its own settings, and with these."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("VOUCHER_")}
    return {**clean, **environment}


def run_command(*arguments: str | Path, **environment: str) -> Ran:
    """Run ``voucher-service`` in a process of its own, as a user does.

    It is forked from a process that has imported the program already.
    """
    if any(not name.startswith("VOUCHER_") for name in environment):
        return run_process(*arguments, **environment)
    with (
        TemporaryFile("w+", errors="replace") as out,
        TemporaryFile("w+", errors="replace") as err,
    ):
        child = nursery().start(
            [*map(str, arguments)],
            clean_environment(**environment),
            out.fileno(),
            err.fileno(),
        )
        code = child.wait()
        for file in (out, err):
            file.seek(0)
        return Ran(code, out.read(), err.read())


def run_process(*arguments: str | Path, **environment: str) -> Ran:
    """Run ``voucher-service`` in a process that imports all it needs itself."""
    ended = subprocess.run(
        [sys.executable, "-m", "voucher_service", *map(str, arguments)],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=120,
        env=clean_environment(**environment),
        check=False,
    )
    return Ran(ended.returncode, ended.stdout, ended.stderr)


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Ran]:
    """Run commands on this test's own home."""

    def run(*arguments: str | Path, **environment: str) -> Ran:
        home = {"VOUCHER_HOME": str(tmp_path / "home"), **environment}
        return run_command(*arguments, **home)

    return run


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of real data by others, beside the checkout."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the real data beside the checkout is missing")
        pytest.skip("the real data beside the checkout is missing")
    return folder
