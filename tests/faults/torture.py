"""A service is killed under load again and again, and held to all it ever answered."""

import random
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.conftest import SEED_CAMPAIGN, Clock, Desk
from tests.faults.books import FACE, GONE, LIVE, Asked, Bank, Line
from tests.faults.serving_nursery import ServingNursery
from tests.teller import BANK, issued
from voucher_service.model.kinds import Role
from voucher_service.resources import SQL
from voucher_service.usecases.audit_home import AuditReport, audit_home
from voucher_service.usecases.manage_tokens import NewTokenRequest, create_token
from voucher_service.usecases.open_service import Opening, open_service

PATIENCE_SECONDS = 60
SAMPLE = 3
LOOKED_UP = 10
EARLY, TORN = 0.15, 0.2


@dataclass
class Found:
    """What came of all moments; lost and doubled have to stay nothing."""

    seed: int
    moments: int = 0
    while_opening: int = 0
    torn: int = 0
    acknowledged: int = 0
    refused: int = 0
    unanswered: int = 0
    had_happened: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    audit: AuditReport | None = None

    def table(self) -> str:
        return (
            f"\nkill -9 of a service under load, seed {self.seed}:\n"
            f"  moments {self.moments} (while opening {self.while_opening},"
            f" with a torn log {self.torn})\n"
            f"  acknowledged {self.acknowledged}, refused {self.refused}\n"
            f"  unanswered {self.unanswered}, of which had happened"
            f" {self.had_happened}\n"
            f"  lost {len(self.lost)}, doubled {len(self.doubled)}, audits"
            f" {'clean' if self.audit and self.audit.clean else 'NOT CLEAN'}\n"
        )


def made_home(home: Path, vouchers: int) -> tuple[list[str], str]:
    """Make a home with vouchers; give their codes and a bank's token."""
    desk = opened(home)
    try:
        codes = issued(desk, vouchers)
        request = NewTokenRequest(role=Role.BANK, bank=BANK)
        return codes, create_token(desk.service, request).token
    finally:
        desk.service.close()


def opened(home: Path) -> Desk:
    clock = Clock(datetime.now(UTC))
    opening = Opening(home=home, sql=SQL, campaigns=(SEED_CAMPAIGN,))
    return Desk(open_service(opening, lambda: datetime.now(UTC)), clock)


class Torture:
    """A home, its service, the banks that use it, and what they found."""

    def __init__(self, place: Path, seed: int, banks: int, vouchers: int) -> None:
        self.home = place / "home"
        self.codes, self.token = made_home(self.home, vouchers)
        self.port = free_port()
        self.rng = random.Random(seed)
        self.found = Found(seed)
        self.line = Line(self.port, self.token, steady=True)
        self.banks = [
            Bank(
                f"B{number}",
                Line(self.port, self.token),
                self.codes,
                random.Random(f"{seed}-{number}"),
            )
            for number in range(banks)
        ]
        self.nursery = ServingNursery(self.home, self.port, place / "service.log")

    def run(self, moments: int) -> Found:
        """Kill the service at so many moments; then hold it to its words."""
        try:
            for _ in range(moments):
                self._live_and_die()
            child = self.nursery.serve()
            self._await()
            self._resolve()
            self._hold_to_every_word()
            self._hold_to_balances()
            self.nursery.kill(child)
        finally:
            self.line.hang_up()
            self.nursery.close()
        desk = opened(self.home)
        self.found.audit = audit_home(desk.service)
        desk.service.close()
        return self.found

    def _live_and_die(self) -> None:
        child = self.nursery.serve()
        self.found.moments += 1
        if self.rng.random() < EARLY:
            self.found.while_opening += 1
            wait(self.rng.uniform(0, 0.5))
            self.nursery.kill(child)
            return
        self._await()
        try:
            self._resolve()
        except GONE as error:
            wait(1)
            how = self.nursery.how_it_ended()
            raise AssertionError(f"nobody killed the service: it {how}") from error
        stopped = threading.Event()
        threads = [
            threading.Thread(target=bank.work_until_dead, args=(stopped,))
            for bank in self.banks
        ]
        for thread in threads:
            thread.start()
        wait(self.rng.uniform(0.02, 0.4))
        self.nursery.kill(child)
        stopped.set()
        for thread in threads:
            thread.join(PATIENCE_SECONDS)
            assert not thread.is_alive()
        if self.rng.random() < TORN:
            self._tear()

    def _tear(self) -> None:
        """Leave what a machine leaves that stops while it writes the log."""
        log = self.home / "voucher.duckdb.wal"
        logs = [log] if log.exists() else list(self.home.glob("*.wal"))
        if logs:
            self.found.torn += 1
            with logs[0].open("ab") as file:
                file.write(self.rng.randbytes(self.rng.randrange(1, 5_000)))

    def _await(self) -> None:
        """Wait until the service answers."""
        for _ in range(PATIENCE_SECONDS * 100):
            try:
                if self.line.ask("GET", "/healthz").status == 200:
                    return
            except GONE:
                wait(0.01)
        raise AssertionError("the service does not come up again")

    def _resolve(self) -> None:
        """Ask again for what was not answered; it comes out in exactly one way."""
        for bank in self.banks:
            for asked in bank.unanswered():
                self.found.unanswered += 1
                happened = self._that_happened(asked)
                answer = bank.settle(asked, self.line.send(asked))
                if happened is not None:
                    self.found.had_happened += 1
                    told = answer.told.get("id")
                    if not answer.replayed or told != happened:
                        self.found.doubled.append(f"{asked} {answer}")
            for asked in bank.asked[-SAMPLE:]:
                self._hold_to_word(self.line, asked)

    def _that_happened(self, asked: Asked) -> str | None:
        """Query before retrying: give the id of the redemption, if there is one."""
        if asked.number is None:
            return None
        found = self._of_number(self.line, asked.number)
        return found["id"] if found else None

    def _of_number(self, line: Line, number: str) -> dict | None:
        answer = line.ask("GET", f"/v1/redemptions?out_request_no={number}")
        assert answer.status in {200, 404}, answer
        return answer.told if answer.status == 200 else None

    def _hold_to_word(self, line: Line, asked: Asked, *, look_up: bool = True) -> None:
        """What was answered once is answered so again, and can be looked up."""
        first = asked.answer
        assert first is not None
        if not first.final:
            return
        again = line.send(asked)
        if not again.replayed or (again.status, again.body) != (
            first.status,
            first.body,
        ):
            self.found.lost.append(f"{asked} was answered {again}")
        if look_up and first.done and asked.number is not None:
            found = self._of_number(line, asked.number)
            if found is None or found["id"] != first.told["id"]:
                self.found.lost.append(f"{asked} is found as {found}")

    def _hold_to_every_word(self) -> None:
        """Ask for all again, each bank for its own at the same time."""

        def hold(bank: Bank) -> None:
            line = Line(self.port, self.token, steady=True)
            for place, asked in enumerate(bank.asked):
                self._hold_to_word(line, asked, look_up=place % LOOKED_UP == 0)
            line.hang_up()

        with ThreadPoolExecutor(len(self.banks)) as pool:
            list(pool.map(hold, self.banks))
        answers = [asked.answer for bank in self.banks for asked in bank.asked]
        self.found.acknowledged = sum(a is not None and a.done for a in answers)
        self.found.refused = len(answers) - self.found.acknowledged

    def _hold_to_balances(self) -> None:
        """What banks think they took of each voucher is what is gone from it.

        A promise may lapse while it is looked at, so all are asked before and after.
        """
        before = self._spent()
        gone = {code: FACE - self._balance(code) for code in self.codes}
        after = self._spent()
        for code, fen in gone.items():
            assert 0 <= fen <= FACE
            taken = f"{code}: {fen} fen gone, {after[code]} to {before[code]} taken"
            if fen > before[code]:
                self.found.doubled.append(taken)
            if fen < after[code]:
                self.found.lost.append(taken)

    def _balance(self, code: str) -> int:
        told = self.line.ask("POST", f"/v1/vouchers/{code}/validate", {}).told
        left: int = told["voucher_balance"]["total"]
        return left

    def _spent(self) -> dict[str, int]:
        """Add up by voucher what the banks hold, asking which promises still stand."""
        spent = dict.fromkeys(self.codes, 0)
        for bank in self.banks:
            for taken in bank.taken.values():
                if taken.status == "authorized":  # its time may be over
                    path = f"/v1/redemptions/{taken.its_id}"
                    taken.status = self.line.ask("GET", path).told["status"]
                    assert taken.status in {"authorized", "lapsed"}
                spent[taken.code] += taken.fen * (taken.status in LIVE)
        return spent


def wait(seconds: float) -> None:
    """Let time pass: the moments are what is tried."""
    threading.Event().wait(seconds)


def free_port() -> int:
    """Give a port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def tell(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
