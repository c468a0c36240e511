"""A file's lines go through the counter by chunks, and everybody gets a turn."""

import threading
from collections.abc import Callable

import pytest

from tests.conftest import Desk
from tests.teller import BANK, Teller, all_served, issued, told
from voucher_service.model.kinds import Role
from voucher_service.model.reports import Principal
from voucher_service.usecases import run_batch
from voucher_service.usecases.read_batches import batch_items, show_batch
from voucher_service.usecases.redeem import Asker
from voucher_service.usecases.register_batch import BatchFile, register_batch
from voucher_service.usecases.run_batch import ChunkClerk, resume_batches

PATIENCE = 60


class Holding:
    """A counter before the real one that lets a chunk through when it is told to."""

    def __init__(self, counter) -> None:
        self.counter = counter
        self.served: list[int] = []
        self.broken = False

    def serve(self, requests):
        if self.broken:
            return [RuntimeError("a fault of ours") for _ in requests]
        self.served.append(len(requests))
        return self.counter.serve(requests)

    def rest(self, *, idle):
        self.counter.rest(idle=idle)


@pytest.fixture
def bank(desk: Desk) -> Principal:
    desk.clock.step *= 0
    return Principal(role=Role.BANK, name="bank", bank=BANK, token_id="tok_test")


def register(desk: Desk, bank: Principal, codes: list[str], lines: int) -> str:
    rows = "".join(f"{codes[n % len(codes)]},1,F{n}\n" for n in range(lines))
    text = f"voucher_code,amount_fen,out_request_no\n{rows}"
    asker = Asker(bank, f"file-{lines}", "req_test", run_batch.problem_of_line)
    file = BatchFile(text.encode(), "csv", lines, lines)
    answer = register_batch(desk.service, asker, file)
    assert answer.status == 202
    batch_id: str = told(answer)["id"]
    return batch_id


def run(desk: Desk, batch_id: str) -> None:
    run_batch.run_batch(desk.service, batch_id, None, threading.Event())


def test_chunks_are_commands_and_outcomes_come_back_chunk_by_chunk(desk: Desk):
    (code,) = issued(desk, 1)
    teller = Teller(desk)
    clerk = ChunkClerk(desk.service.counter)
    chunks = [[teller.redeem_request(code, 1) for _ in range(size)] for size in (2, 1)]
    outcomes = clerk.serve(chunks)
    assert [[each.status for each in one] for one in outcomes] == [[201, 201], [201]]


def test_a_single_request_has_its_turn_between_two_chunks(
    desk: Desk, bank: Principal, monkeypatch: pytest.MonkeyPatch
):
    codes = issued(desk, 2)
    monkeypatch.setattr(run_batch, "CHUNK_LINES", 5)
    teller = Teller(desk)
    first_chunk = threading.Event()

    class Beside(Holding):
        def serve(self, requests):
            if not self.served:
                self.single = desk.service.store.submit(
                    self.counter, teller.redeem_request(codes[1], 700)
                )
                first_chunk.set()
            return super().serve(requests)

    desk.service.batches.close()
    batch_id = register(desk, bank, codes[:1], 20)
    counter = Beside(desk.service.counter)
    object.__setattr__(desk.service, "counter", counter)
    run(desk, batch_id)
    assert counter.single.result(PATIENCE).status == 201
    with desk.service.store.read() as connection:
        rows = connection.execute(
            "SELECT line_no FROM write_requests WHERE operation = 'redeem'"
            " ORDER BY request_no"
        ).fetchall()
    order = [number for (number,) in rows]
    assert len(order) == 21
    assert None in order[5:15]  # after the first chunk and long before the last


def test_a_line_that_met_a_fault_of_ours_is_refused_and_the_file_ends(
    desk: Desk, bank: Principal
):
    codes = issued(desk, 1)
    desk.service.batches.close()
    batch_id = register(desk, bank, codes, 2)
    counter = Holding(desk.service.counter)
    counter.broken = True
    object.__setattr__(desk.service, "counter", counter)
    run(desk, batch_id)
    report = show_batch(desk.service, batch_id, bank)
    assert (report.status, report.refused.count) == ("completed", 2)
    items = batch_items(desk.service, batch_id, bank, None, (0, 10)).items
    assert {item.problem.code for item in items} == {"SYSTEM_ERROR"}


def test_files_that_wait_go_on_at_the_next_opening(
    open_desk: Callable[..., Desk], bank: Principal, desk: Desk
):
    codes = issued(desk, 1)
    desk.service.batches.close()
    first, second = (register(desk, bank, codes, lines) for lines in (3, 4))
    desk.service.close()
    again = open_desk(clock=desk.clock)
    assert resume_batches(again.service) == 2
    assert all_served(again.service.batches)
    for batch_id, lines in ((first, 3), (second, 4)):
        report = show_batch(again.service, batch_id, bank)
        assert report.accepted.count + report.replayed.count == lines
    assert resume_batches(again.service) == 0
