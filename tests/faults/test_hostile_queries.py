"""Whatever is asked in SQL, it is refused or stopped, and the bank is served next."""

import json
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.api.branch import BANK, Branch, SetClock, make_home, redemption
from tests.api.conftest import CAMPAIGN, serve
from tests.faults.hostile_queries import (
    FILES,
    HOSTILE,
    OK,
    STATEMENTS,
    STOPPED,
    hostile_lines,
)
from voucher_service.model.kinds import Role
from voucher_service.model.sql_questions import SqlLimits
from voucher_service.resources import SQL
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.publish import publish
from voucher_service.usecases.run_sql import SQL_ROLES

pytestmark = pytest.mark.slow

LIMITS = SqlLimits(seconds=1.0, memory_mb=128, most_rows=1_000, most_megabytes=4)
FEN = 100
PAGE = Path(__file__).parents[2] / "docs" / "sql.md"
QUICK_SECONDS = 10.0  # also where a new process has to start
CHINESE = re.compile(r"[\u4e00-\u9fff]")
INSIDES = re.compile(r"Traceback|\.py\b|/usr/|site-packages|INTERNAL")
ALLOWED = 45


@pytest.fixture(scope="module")
def branch(tmp_path_factory):
    home = tmp_path_factory.mktemp("hostile") / "home"
    make_home(home)
    clock = SetClock()
    opening = Opening(home, SQL, campaigns=(CAMPAIGN,), asking=LIMITS)
    service = open_service(opening, clock)
    publish(service)
    with service.store.read() as connection:
        rows = connection.execute("SELECT code FROM vouchers").fetchall()
    codes = [code for (code,) in rows]
    served = serve(service)
    yield Branch(next(served), clock, codes)
    served.close()


@pytest.fixture(scope="module")
def met():
    """What each query came to, printed at the end for who reads with ``-s``."""
    rows: list[tuple[str, str, str, float]] = []
    yield rows
    for tries, code, said, seconds in rows:
        sys.stdout.write(f"| {tries} | {code} | {seconds:.2f} s | {said} |\n")


@pytest.fixture(scope="module")
def analyst(branch):
    with branch.client(Role.ANALYST) as client:
        yield client


@pytest.fixture(scope="module")
def bank(branch):
    with branch.client() as client:
        yield client


def ask(client, sql):
    content = json.dumps({"sql": sql, "limit": 1_000})
    headers = {"Content-Type": "application/json"}
    return client.post("/v1/sql", content=content, headers=headers)


def redeem(client, code, number):
    headers = {"Idempotency-Key": number}
    body = redemption(code, FEN, number)
    return client.post("/v1/redemptions", json=body, headers=headers)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda each: each.tries)
def test_a_hostile_query_harms_nobody(branch, analyst, bank, met, hostile):
    files = contents(branch)
    started = time.monotonic()
    answer = ask(analyst, hostile.sql)
    seconds = time.monotonic() - started
    told = answer.json()
    code = told.get("code", OK)
    said = told["message"]["en"] if "message" in told else f"{len(told['rows'])} rows"
    met.append((hostile.tries, code, said.splitlines()[0][:110], seconds))
    assert code == hostile.code, said
    assert hostile.says in said
    assert seconds < QUICK_SECONDS
    if code != OK:
        assert answer.status_code == 422
        assert CHINESE.search(told["message"]["zh"])
    assert not INSIDES.search(answer.text)
    assert contents(branch) == files

    assert ask(analyst, "SELECT count(*) FROM sales").json()["rows"] == [[4]]
    redeemed = redeem(bank, branch.codes[0], f"after-{len(met)}")
    assert redeemed.status_code == 201, redeemed.text


def contents(branch) -> dict[Path, bytes]:
    found = folder_of(branch).rglob("*")
    return {path: path.read_bytes() for path in found if path.is_file()}


def folder_of(branch) -> Path:
    return branch.running.service.store.home.published


def test_the_printed_corpus_is_fresh():
    printed = PAGE.read_text("utf-8")
    assert [line for line in hostile_lines() if line not in printed] == []


def test_the_corpus_is_large_and_names_each_query_once():
    assert len(HOSTILE) >= ALLOWED
    assert len({each.sql for each in HOSTILE}) == len(HOSTILE)
    assert len({each.tries for each in HOSTILE}) == len(HOSTILE)
    assert len(FILES) > 10
    assert len(STATEMENTS) > 20


@pytest.mark.parametrize("role", sorted(set(Role) - set(SQL_ROLES)))
def test_a_query_of_another_role_is_not_even_looked_at(branch, role):
    with branch.client(role) as client:
        answer = ask(client, "SELECT 1")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_bank_is_served_while_a_query_runs(branch, analyst, bank):
    pool = branch.running.service.questions
    with ThreadPoolExecutor(1) as one:
        asked = one.submit(ask, analyst, "SELECT pg_sleep(1000)")
        while not pool.running() and not asked.done():
            pass
        answer = redeem(bank, branch.codes[1], f"{BANK}-1")
        was_running = not asked.done()
    assert was_running
    assert answer.status_code == 201
    assert asked.result().json()["code"] == STOPPED
