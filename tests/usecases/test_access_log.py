"""Who read of people is logged in groups, and nothing that was read goes unlogged."""

import threading

import pytest

from voucher_service.model.acting import Acting
from voucher_service.model.errors import HomeUnusable
from voucher_service.model.text import Text
from voucher_service.usecases.access_log import (
    LOST,
    MOST_IN_ONE,
    READ,
    Access,
    Accesses,
    grouped,
)

SALES = "GET /v1/sales/{id}"
LONG = 3600.0


def read(of: str, who: str = "a", address: str = SALES, outcome: str = "ok") -> Access:
    acting = Acting(f"token:tok_{who}:{who}", "bureau", f"req_{of}")
    return Access(acting, address, of, outcome)


def told(accesses: list[Access]) -> list[tuple[str | None, str, str, int]]:
    return [
        (each.actor, each.subject, each.outcome, each.detail["reads"])
        for each in grouped(accesses)
    ]


def test_one_callers_reads_at_one_kind_of_address_are_one_entry() -> None:
    accesses = [
        read("1"),
        read("2", "b"),
        read("3"),
        read("4", address="GET /v1/sales"),
        read("5", outcome="not_found"),
    ]
    assert told(accesses) == [
        ("token:tok_a:a", SALES, "ok", 2),
        ("token:tok_b:b", SALES, "ok", 1),
        ("token:tok_a:a", "GET /v1/sales", "ok", 1),
        ("token:tok_a:a", SALES, "not_found", 1),
    ]


def test_an_entry_tells_each_read_with_its_request() -> None:
    (entry,) = grouped([read("1"), read("2")])
    assert entry.detail["of"] == [["1", "req_1"], ["2", "req_2"]]
    assert entry.request_id == ""


def test_a_single_reads_entry_is_found_by_its_request() -> None:
    (entry,) = grouped([read("1")])
    assert entry.request_id == "req_1"


def test_an_entry_has_a_bound() -> None:
    reads = [read(str(number)) for number in range(MOST_IN_ONE + 1)]
    assert [count for *_, count in told(reads)] == [MOST_IN_ONE, 1]


def test_closing_logs_what_waits() -> None:
    logged = []
    accesses = Accesses(logged.extend, gathering=LONG)
    accesses.note(read("1"))
    accesses.close()
    assert [entry.action for entry in logged] == [READ]


def test_reads_are_logged_behind_the_answer() -> None:
    logged = threading.Event()
    accesses = Accesses(lambda _: logged.set(), gathering=0.001)
    accesses.note(read("1"))
    assert logged.wait(60)
    accesses.close()


def test_one_read_too_many_is_counted_and_that_is_logged() -> None:
    logged = []
    accesses = Accesses(logged.extend, gathering=LONG, most=2)
    for number in range(5):
        accesses.note(read(str(number)))
    accesses.close()
    assert [(entry.action, entry.detail["reads"]) for entry in logged] == [
        (READ, 2),
        (LOST, 3),
    ]


@pytest.mark.parametrize(
    "fault",
    [HomeUnusable(Text(zh="磁盘已满", en="the disk is full")), ValueError("ours")],
)
def test_reads_that_could_not_be_logged_are_told_of_later(fault) -> None:
    logged, full = [], [True]

    def append(entries) -> None:
        if full:
            raise fault
        logged.extend(entries)

    accesses = Accesses(append, gathering=LONG)
    accesses.note(read("1"))
    accesses.flush()
    assert logged == []
    full.clear()
    accesses.flush()
    assert [(entry.action, entry.detail) for entry in logged] == [(LOST, {"reads": 1})]
    accesses.close()


@pytest.mark.parametrize("times", [1, 2])
def test_closing_twice_logs_once(times: int) -> None:
    logged = []
    accesses = Accesses(logged.extend, gathering=LONG)
    accesses.note(read("1"))
    for _ in range(times):
        accesses.close()
    assert len(logged) == 1
