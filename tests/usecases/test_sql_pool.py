"""Processes that answer questions come and go; the service and its callers do not."""

import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from tests.api.conftest import fresh_service
from voucher_service.model.access_errors import FrequencyLimited
from voucher_service.model.errors import Busy
from voucher_service.model.published_errors import (
    NotPublished,
    QueryStopped,
    UnusableQuery,
)
from voucher_service.model.sql_questions import SqlLimits, SqlQuestion
from voucher_service.usecases.publish import publish
from voucher_service.usecases.sql_pool import SqlPool, SqlWorker

pytestmark = pytest.mark.slow

LIMITS = SqlLimits(seconds=1.5, memory_mb=128, at_once=3, at_once_each=2)
STUCK = "SELECT pg_sleep(1000)"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    service = fresh_service(tmp_path_factory.mktemp("pool") / "home")
    path = Path(publish(service).file)
    yield path
    service.close()


@pytest.fixture(scope="module")
def shared(place):
    pool = SqlPool(LIMITS, place)
    yield pool
    pool.close()


def ask(pool, sql, **more):
    return pool.admit("li").ask(SqlQuestion(sql, **more))


def is_there(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_process_answers_question_after_question(shared):
    ask(shared, "SELECT 1")
    first = shared.processes()
    ask(shared, "SELECT 2")
    with pytest.raises(UnusableQuery):
        ask(shared, "SELECT nosuch")
    assert shared.processes() == first
    assert len(first) == 1


def test_a_process_that_was_killed_while_it_waited_is_replaced(shared):
    ask(shared, "SELECT 1")
    [pid] = shared.processes()
    os.kill(pid, signal.SIGKILL)
    assert ask(shared, "SELECT 2").rows == 1
    assert shared.processes() != (pid,)


def test_a_stuck_process_is_ended_and_nothing_of_it_is_left(place):
    worker = SqlWorker(LIMITS, place)
    worker.ask(SqlQuestion("SELECT 1"))
    os.kill(worker.pid, signal.SIGSTOP)
    with pytest.raises(QueryStopped, match=r"1\.5 seconds"):
        worker.ask(SqlQuestion("SELECT 1"))
    worker.close()
    assert not is_there(worker.pid)


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (signal.SIGKILL, "ended before it answered"),
        (signal.SIGTERM, "ended before it answered"),
        (signal.SIGABRT, "128 MB"),
        (signal.SIGXCPU, "seconds"),
    ],
)
def test_of_a_process_that_ends_over_a_question_the_truth_is_told(place, end, told):
    patient = SqlWorker(replace(LIMITS, seconds=600.0), place)
    patient.ask(SqlQuestion("SELECT 1"))
    os.kill(patient.pid, end)
    with pytest.raises(QueryStopped, match=told) as stopped:
        patient.ask(SqlQuestion(STUCK))
    assert stopped.value.message.zh != stopped.value.message.en
    patient.close()


@pytest.mark.parametrize(
    ("sql", "parameters"),
    [
        ("SELECT 1", {"p" * 70_000: "1"}),
        (f"SELECT {', '.join(f'$parameter_{n}' for n in range(9_000))}", {"x": "1"}),
        ("SELECT $p", {"p": "\ud800"}),
        ("SELECT 1", {"\ud800": "1"}),
        (f"SELECT {'x' * 90_000}", {}),
    ],
)
def test_a_refusal_finds_room_and_the_process_goes_on(shared, sql, parameters):
    ask(shared, "SELECT 1")
    before = shared.processes()
    with pytest.raises(UnusableQuery):
        ask(shared, sql, parameters=parameters)
    assert shared.processes() == before


def test_places_are_given_back_whatever_became_of_the_question(shared):
    for sql in ("SELECT 1", "SELECT nosuch", STUCK) * 2:
        try:
            ask(shared, sql)
        except (UnusableQuery, QueryStopped):
            continue
    tickets = [shared.admit("li"), shared.admit("li"), shared.admit("wang")]
    with pytest.raises(FrequencyLimited, match="running already"):
        shared.admit("zhao")
    for ticket in tickets:
        ticket.ask(SqlQuestion("SELECT 1"))
    assert shared.running() == 0


def test_nobody_takes_all_places(shared):
    tickets = [shared.admit("li"), shared.admit("li")]
    with pytest.raises(FrequencyLimited, match="your queries"):
        shared.admit("li")
    for ticket in tickets:
        ticket.ask(SqlQuestion("SELECT 1"))


def test_a_ticket_cancelled_before_it_began_does_not_run(shared):
    ticket = shared.admit("li")
    ticket.cancel()
    with pytest.raises(QueryStopped, match="cancelled"):
        ticket.ask(SqlQuestion(STUCK))


def test_a_new_publication_is_asked_at_once(place, tmp_path):
    copy = tmp_path / "voucher.duckdb"
    pool = SqlPool(LIMITS, copy)
    with pytest.raises(NotPublished):
        ask(pool, "FROM sales")
    shutil.copy(place, tmp_path / "part")
    (tmp_path / "part").rename(copy)
    assert ask(pool, "FROM sales").rows == 4
    copy.unlink()
    with pytest.raises(NotPublished):
        ask(pool, "FROM sales")
    pool.close()


def test_a_closed_pool_lets_nobody_in_and_leaves_no_process(place):
    pool = SqlPool(LIMITS, place)
    ask(pool, "SELECT 1")
    [pid] = pool.processes()
    pool.close()
    assert not is_there(pid)
    with pytest.raises(Busy):
        pool.admit("li")


def test_the_process_holds_neither_secrets_nor_a_way_to_write(place, monkeypatch):
    monkeypatch.setenv("VOUCHER_SECRET", "hidden")
    worker = SqlWorker(LIMITS, place)
    worker.ask(SqlQuestion("SELECT 1"))
    process = Path("/proc") / str(worker.pid)
    limits = (process / "limits").read_text()
    environment = (process / "environ").read_bytes()
    worker.close()
    size = next(
        line for line in limits.splitlines() if line.startswith("Max file size")
    )
    assert size.split()[3:5] == ["0", "0"]
    assert b"hidden" not in environment


@pytest.mark.parametrize(
    ("sql", "kind", "value"),
    [
        ("SELECT 9007199254740993", "VARCHAR", "9007199254740993"),
        ("SELECT 9007199254740992", "BIGINT", 9007199254740992),
        ("SELECT 1.50::DECIMAL(9, 2)", "DECIMAL(9,2)", "1.50"),
        ("SELECT 'nan'::DOUBLE", "DOUBLE", None),
        ("SELECT [1, 2]", "INTEGER[]", [1, 2]),
        ("SELECT [[9007199254740993], []]", "BIGINT[][]", [["9007199254740993"], []]),
        ("SELECT TIMESTAMP '2023-01-10 01:02:03'", "TIMESTAMP", "2023-01-10T01:02:03"),
        ("SELECT 'x'::BLOB", "BLOB", "78"),
        ("SELECT INTERVAL 1 DAY", "INTERVAL", "1 day"),
        ("SELECT {'a': 1}", "STRUCT(a INTEGER)", "{'a': 1}"),
        (
            "SELECT '6d3a3b7c-6d6e-4b62-8c0b-2b3f3f0c8a11'::UUID",
            "UUID",
            "6d3a3b7c-6d6e-4b62-8c0b-2b3f3f0c8a11",
        ),
        ("SELECT 'a'::ENUM('a', 'b')", "ENUM('a', 'b')", "a"),
        (
            "SELECT 12::HUGEINT * 1000000000000000000",
            "DECIMAL(38,0)",
            "1" + "2" + "0" * 18,
        ),
        ("SELECT [1::HUGEINT, NULL]", "BIGINT[]", [1, None]),
        ("SELECT sum(x) FROM range(3) r(x)", "BIGINT", 3),
        ("SELECT NULL::DATE", "DATE", None),
        ("SELECT true", "BOOLEAN", True),
    ],
)
def test_a_value_comes_as_plain_json(shared, sql, kind, value):
    import orjson

    told = orjson.loads(ask(shared, sql).body)
    assert told["rows"] == [[value]]
    if isinstance(value, str) and value.isdigit() and kind == "VARCHAR":
        return  # a number too large for a browser keeps its type's name
    assert told["columns"][0]["type"] == kind
