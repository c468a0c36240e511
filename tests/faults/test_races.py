"""Many ask for the same thing at once: one gets it, and the others are told who did."""

import json
import random
import socket
import sys
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tests.audits import audits_hold
from tests.campaign_texts import campaign, entry
from tests.control.service_process import ServiceProcess
from tests.faults.books import FACE, Line
from tests.faults.linear import Call, linearized
from tests.faults.torture import made_home
from tests.feed_texts import REGISTER, feed, sale_row
from tests.long_run import long_run
from voucher_service.model.errors import RefusedByRule
from voucher_service.model.vouchers import Operation
from voucher_service.usecases.change_voucher import Change, change_voucher
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.open_campaign import open_campaign

pytestmark = pytest.mark.slow

CLIENTS = 1_000
VOUCHERS = 12
SEED = 20230116


@pytest.fixture(scope="module")
def raced(tmp_path_factory):
    """A service in a process of its own, with its codes and a bank's token."""
    home = tmp_path_factory.mktemp("raced") / "home"
    codes, token = made_home(home, VOUCHERS)
    with ServiceProcess(home) as service:
        yield int(service.url.rpartition(":")[2]), codes, token


def at_once(port: int, requests: list[bytes]) -> list[tuple[int, bool, dict]]:
    """Send each request on a connection of its own before any answer is read."""
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in requests]
    answers = []
    try:
        for line, request in zip(lines, requests, strict=True):
            line.sendall(request)
        for line in lines:
            line.settimeout(60)
            whole = b"".join(iter(lambda line=line: line.recv(65_536), b""))
            head, _, body = whole.partition(b"\r\n\r\n")
            replayed = b"idempotency-replayed: true" in head.lower()
            answers.append((int(head[9:12]), replayed, json.loads(body)))
    finally:
        for line in lines:
            line.close()
    return answers


def request_of(token: str, code: str, key: str, number: str) -> bytes:
    amount = {"total": FACE, "currency": "CNY"}
    body = {"voucher_code": code, "amount": amount, "out_request_no": number}
    content = json.dumps(body).encode()
    head = (
        "POST /v1/redemptions HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Authorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def test_of_1000_clients_one_redeems_a_voucher_and_999_are_told_by_whom(raced, capsys):
    port, codes, token = raced
    requests = [
        request_of(token, codes[0], f"race-{n}", f"RACE{n}") for n in range(CLIENTS)
    ]
    answers = at_once(port, requests)
    [winner] = [body["id"] for status, _, body in answers if status == 201]
    losers = [(status, body["code"]) for status, _, body in answers if status != 201]
    assert losers == [(409, "VOUCHER_ALREADY_REDEEMED")] * (CLIENTS - 1)
    assert {body["redemption"] for status, _, body in answers if status != 201} == {
        winner
    }
    with capsys.disabled():
        counted = Counter(status for status, _, _ in answers)
        sys.stdout.write(f"\n{CLIENTS} clients, one voucher: {dict(counted)}\n")


@pytest.mark.parametrize("shared", ["key", "number"])
def test_of_1000_retries_sent_at_once_one_redeems_and_all_get_its_answer(raced, shared):
    port, codes, token = raced
    code = codes[1] if shared == "key" else codes[2]
    requests = [
        request_of(
            token,
            code,
            "same" if shared == "key" else f"same-{n}",
            f"SAME-{shared}",
        )
        for n in range(CLIENTS)
    ]
    answers = at_once(port, requests)
    assert {status for status, _, _ in answers} == {201}
    assert sum(not replayed for _, replayed, _ in answers) == 1
    assert len({body["id"] for _, _, body in answers}) == 1


def recorded(port: int, token: str, codes: list[str], clients: int, asks: int):
    """Let clients ask at random at the same time; give their calls by voucher."""
    calls: dict[str, list[Call]] = defaultdict(list)
    made: dict[str, list[tuple[int, str]]] = defaultdict(list)
    begun = threading.Barrier(clients)

    def work(client: int) -> None:
        rng, line = random.Random(f"{SEED}-{client}"), Line(port, token)
        begun.wait()
        for turn in range(asks):
            code, take = rng.choice(codes), client * asks + turn + 1
            fen = rng.choice([50_000, 75_000, FACE])
            what = rng.choice(["redeem", "lock", "capture", "cancel", "reverse"])
            body = {"out_request_no": f"L{take}", "reason": "other"}
            path = "/v1/redemptions"
            if what in {"redeem", "lock"} or not made[code]:
                what = what if what in {"redeem", "lock"} else "redeem"
                amount = {"total": fen, "currency": "CNY"}
                body = {"out_request_no": f"L{take}", "amount": amount}
                mode = "capture" if what == "redeem" else "authorize"
                body |= {"voucher_code": code, "mode": mode}
                wanted = take
            else:
                wanted, its_id = rng.choice(made[code][-4:])
                path += f"/{its_id}/{'reversals' if what == 'reverse' else what}"
                body = body if what == "reverse" else {}
            began = time.monotonic()
            answer = line.ask("POST", path, body, f"linear-{take}")
            ended = time.monotonic()
            told = answer.told
            outcome = "ok" if answer.done else told["code"]
            calls[code].append(Call(began, ended, what, wanted, fen, outcome))
            if outcome == "ok" and wanted == take:
                made[code].append((take, told["id"]))
        line.hang_up()

    with ThreadPoolExecutor(clients) as pool:
        for future in [pool.submit(work, client) for client in range(clients)]:
            future.result()
    return calls


def test_what_concurrent_clients_saw_could_have_happened_one_by_one(raced, capsys):
    port, codes, token = raced
    clients, asks = long_run(short=(8, 60), long=(16, 400))
    calls = recorded(port, token, codes[3:], clients, asks)
    for code, history in calls.items():
        assert linearized(history, datetime.now(UTC)) is not None, (code, history)
    outcomes = Counter(call.outcome for each in calls.values() for call in each)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{outcomes.total()} operations of {clients} clients on"
            f" {len(calls)} vouchers, seed {SEED}, are linearizable: {dict(outcomes)}\n"
        )
    assert outcomes.total() == clients * asks
    assert len(outcomes) >= 5, "the clients met too little"


@pytest.mark.parametrize(
    ("second", "possible"),
    [
        (Call(2, 3, "redeem", 2, FACE, "VOUCHER_ALREADY_REDEEMED"), True),
        (Call(2, 3, "redeem", 2, FACE, "ok"), False),
        (Call(0, 3, "redeem", 2, FACE, "ok"), False),
        (Call(2, 3, "capture", 1, FACE, "VOUCHER_ALREADY_REDEEMED"), True),
        (Call(2, 3, "capture", 1, FACE, "ok"), False),
        (Call(2, 3, "reverse", 1, FACE, "ok"), True),
        (Call(2, 3, "redeem", 2, 1, "AMOUNT_MISMATCH"), False),
    ],
)
def test_a_history_that_could_not_have_happened_is_found(second, possible):
    first = Call(0, 1, "redeem", 1, FACE, "ok")
    found = linearized([first, second], datetime.now(UTC))
    assert (found is not None) == possible


def test_who_overlapped_may_have_come_first_and_who_came_later_may_not():
    taken = "VOUCHER_ALREADY_REDEEMED"
    loser, winner = (
        Call(0, 2, "redeem", 1, FACE, taken),
        Call(1, 3, "redeem", 2, FACE, "ok"),
    )
    assert linearized([loser, winner], datetime.now(UTC)) == [winner, loser]
    late = Call(2.5, 3, "redeem", 2, FACE, "ok")
    assert linearized([loser, late], datetime.now(UTC)) is None


def test_issuers_that_race_for_the_last_fen_never_spend_it_twice(desk):
    rounds = long_run(short=40, long=1_000)
    desk.clock.step = timedelta(0)
    desk.ingest(REGISTER, "dealers.csv")
    terms = entry("budget_yuan: 4500\n")
    open_campaign(desk.service, campaign(terms), "test.yaml")
    desk.ingest(feed(*(sale_row(number) for number in range(1, 30))))

    def issue(_turn: int) -> int:
        return issue_vouchers(desk.service, "test-campaign").issued

    def void(turn: int) -> int:
        with desk.service.store.read() as connection:
            codes = connection.execute(
                "SELECT code FROM vouchers_now WHERE state = 'open' LIMIT 1"
            ).fetchall()
        for (code,) in codes:
            try:
                change = Change(Operation.VOID, code, "测试", "测试")
                change_voucher(desk.service, change)
            except RefusedByRule:
                return 0
            return 1
        return 0

    with ThreadPoolExecutor(16) as pool:
        issuing = [pool.submit(issue, turn) for turn in range(rounds)]
        voiding = [pool.submit(void, turn) for turn in range(5)]
        issued = sum(each.result() for each in issuing)
        voided = sum(each.result() for each in voiding)
    issued += issue(0)
    assert issued == 3 + voided
    with desk.service.store.read() as connection:
        open_fen = connection.execute(
            "SELECT sum(balance_fen)::BIGINT FROM vouchers_now WHERE state = 'open'"
        ).fetchall()
    assert open_fen == [(450_000,)]
    audits_hold(desk)
