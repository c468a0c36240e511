"""Any DuckDB client reads the published file while vouchers are redeemed.

A service publishes five times under the load of banks; after each publication the
``duckdb`` program and DuckDB in Python open the file anew and run every query of the
library, while others keep the first publication open and go on asking it.
"""

import json
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import run_command
from tests.faults.books import GONE, Bank, Line
from tests.faults.serving_nursery import ServingNursery
from tests.faults.torture import free_port, made_home, wait
from voucher_service.resources import SQL
from voucher_service.usecases.ask_published import list_queries

pytestmark = pytest.mark.slow

QUERIES = list_queries(SQL)
PUBLICATIONS = 5
BANKS = 3
VOUCHERS = 60
SEED = 20230110
PATIENCE_SECONDS = 60
PROGRAM = Path(sys.executable).with_name("duckdb")
TAKINGS = "SELECT count(*), coalesce(sum(amount_fen), 0)::BIGINT FROM redemptions"

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Seen:
    """A publication as its readers saw it, and what banks knew around it."""

    acknowledged_before: int
    asked_after: int
    redemptions: int
    fen: int
    python: Rows
    program: subprocess.CompletedProcess[str]


@dataclass
class Course:
    """What happened while a service published under load."""

    seen: list[Seen] = field(default_factory=list)
    first_again: list[Rows] = field(default_factory=list)
    program_again: list[str] = field(default_factory=list)
    acknowledged: int = 0
    redemptions: int = 0


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a file as a process does that opens it for the first time.

    DuckDB would share what this process has open already under the same name.
    """
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{path}' AS file (READ_ONLY)")
        connection.execute("USE file")
        yield connection


def all_answers(connection: duckdb.DuckDBPyConnection) -> Rows:
    """Run every query with its default values."""
    answers = {}
    for query in QUERIES:
        values = {}
        for each in query.parameters:
            cast = f"SELECT CAST({each.default} AS {each.type})"
            [(values[each.name],)] = connection.execute(cast).fetchall()
        answers[query.name] = connection.execute(query.sql, values).fetchall()
    return answers


def ask_program(path: Path) -> subprocess.CompletedProcess[str]:
    """Have the ``duckdb`` program run every query, and count what was redeemed."""
    lines = []
    for query in QUERIES:
        given = ", ".join(
            f"{each.name} := CAST({each.default} AS {each.type})"
            for each in query.parameters
        )
        statement = query.sql.strip().removesuffix(";")
        lines += [f"PREPARE asked AS {statement}\n;", f"EXECUTE asked({given});"]
    return subprocess.run(
        [PROGRAM, "-readonly", "-bail", "-csv", "-noheader", path],
        input="\n".join([*lines, TAKINGS, ";"]),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


class Program:
    """A ``duckdb`` program that keeps a file open and is asked again and again."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [PROGRAM, "-readonly", "-csv", "-noheader", path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def ask(self) -> str:
        """Count what was redeemed; nothing comes from a program that has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(f"{TAKINGS};\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return ""
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


def acknowledged(banks: list[Bank]) -> int:
    return sum(len(bank.taken) for bank in banks)


def published(home: Path) -> None:
    ran = run_command("publish", "--json", VOUCHER_HOME=str(home))
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["written"]


def watched(home: Path, path: Path, banks: list[Bank]) -> Course:
    """Publish five times and have each publication read; the banks go on."""
    course = Course()
    published(home)
    keeper = Program(path)
    try:
        with opened(path) as kept:
            for _ in range(PUBLICATIONS):
                before = acknowledged(banks)
                published(home)
                asked = sum(len(bank.asked) for bank in banks)
                with opened(path) as connection:
                    [(redemptions, fen)] = connection.execute(TAKINGS).fetchall()
                    answers = all_answers(connection)
                program = ask_program(path)
                course.seen.append(
                    Seen(before, asked, redemptions, fen, answers, program)
                )
                course.first_again.append(all_answers(kept))
                course.program_again.append(keeper.ask())
    finally:
        keeper.close()
    return course


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Iterator[Course]:
    place = tmp_path_factory.mktemp("serving")
    home, stopped = place / "home", threading.Event()
    path = home / "published" / "voucher.duckdb"
    codes, token = made_home(home, VOUCHERS)
    port = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VOUCHER_PUBLISH", "false")  # the command alone publishes
        nursery = ServingNursery(home, port, place / "service.log")
    banks = [
        Bank(f"B{each}", Line(port, token), codes, random.Random(f"{SEED}-{each}"))
        for each in range(BANKS)
    ]
    try:
        child = nursery.serve()
        await_health(Line(port, token, steady=True))
        with ThreadPoolExecutor(BANKS) as pool:
            work = [pool.submit(bank.work_until_dead, stopped) for bank in banks]
            try:
                found = watched(home, path, banks)
            finally:
                stopped.set()
        for each in work:
            each.result()
        published(home)
        with opened(path) as connection:
            [(found.redemptions, _)] = connection.execute(TAKINGS).fetchall()
        found.acknowledged = acknowledged(banks)
        assert not any(bank.unanswered() for bank in banks)
        nursery.kill(child)
    finally:
        nursery.close()
    return found


def await_health(line: Line) -> None:
    for _ in range(PATIENCE_SECONDS * 100):
        try:
            if line.ask("GET", "/healthz").status == 200:
                return line.hang_up()
        except GONE:
            wait(0.01)
    raise AssertionError("the service does not come up")


def test_python_opens_each_publication_and_runs_every_query(course):
    assert len(course.seen) == PUBLICATIONS
    assert len(QUERIES) >= 20
    for seen in course.seen:
        assert seen.python.keys() == {query.name for query in QUERIES}
        [(_, sold, *_)] = seen.python["voucher_funnel"][:1]
        assert sold


def test_the_duckdb_program_opens_each_and_sees_the_same(course):
    for seen in course.seen:
        assert (seen.program.returncode, seen.program.stderr) == (0, "")
        last = seen.program.stdout.splitlines()[-1]
        assert last == f"{seen.redemptions},{seen.fen}"


def test_each_publication_holds_what_was_acknowledged_before_it(course):
    for seen in course.seen:
        assert seen.acknowledged_before <= seen.redemptions <= seen.asked_after
    counts = [seen.redemptions for seen in course.seen]
    assert counts == sorted(set(counts)), "the banks did not go on meanwhile"
    assert course.redemptions == course.acknowledged > counts[-1]


def test_who_keeps_the_first_open_goes_on_seeing_it(course):
    assert all(again == course.first_again[0] for again in course.first_again)
    assert course.first_again[-1] != course.seen[-1].python


def test_a_program_that_keeps_the_first_open_goes_on_seeing_it(course):
    [first, *later] = course.program_again
    assert first
    assert set(later) == {first}
