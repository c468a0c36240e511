"""A process killed at any moment leaves each feed wholly there or wholly absent."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.conftest import run_command
from tests.control.service_process import ServiceProcess
from tests.faults.nursery import Nursery
from tests.feed_texts import REGISTER, vin
from tests.long_run import long_run

pytestmark = pytest.mark.slow

KILLS = long_run(short=100, long=400)
IN_A_NEW_HOME = KILLS // 5
AS_A_PROCESS = 4
WHILE_SERVING = 6
SEED = 20230105
CODE = "143002220001"
HEADER = (
    "经销商编号,发票代码,发票号码,原发票号码,车架号,开票日期,裸车价,身份证号,"
    "姓名,数据性质\n"
)


def row(number: int, price: str = "150000.00", *, red: int | None = None) -> str:
    dealer = "T-01" if number % 2 else "T-02"
    invoice, original = number, ""
    if red is not None:
        invoice, original, price = red, f"{number:08d}", f"-{price}"
    return (
        f"{dealer},{CODE},{invoice:08d},{original},{vin(number)},2023-01-05,{price},"
        "430800199001010011,张合成,合成数据\n"
    )


FILES = {
    "dealers.csv": REGISTER,
    "1-sales.csv": HEADER + "".join(row(n) for n in range(1, 41)) + row(41, "面议"),
    "2-corrections-and-a-return.csv": HEADER
    + "".join(row(n, "151000.00") for n in range(1, 11))
    + row(12, red=900)
    + row(42)
    + row(44, "x"),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("feeds")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in FILES]


class Trial:
    """A home to kill in, the files sent to it, and what an unkilled run leaves."""

    def __init__(self, nursery: Nursery, root: Path, files: list[Path]) -> None:
        self.root = root
        self.files = files
        self.template = root / "template"
        self.sales_alone = files[1:]
        nursery.ingest(self.template, files[:1])
        taken = []
        for kind in (False, True, False, True):
            home = self.home(f"unkilled-{len(taken)}", new=kind)
            sent = files if kind else self.sales_alone
            run = nursery.ingest(home, sent)
            assert run["code"] == 0
            taken.append((kind, run["seconds"]))
        self.seconds = {
            kind: max(time for this, time in taken if this is kind)
            for kind in (False, True)
        }
        self.unkilled = nursery.look_and_send_again(home, files)["told"]["after"]

    def home(self, name: str, *, new: bool) -> Path:
        home = self.root / name
        if not new:
            shutil.copytree(self.template, home)
        return home


def assert_whole(told, unkilled) -> int:
    """Hold a home against an unkilled one; give how many feeds had landed."""
    before, after = told["before"], told["after"]
    assert before["amiss"] == []
    for feed, rows in before["feeds"].items():
        assert rows == unkilled["feeds"][feed]
    landed = len(before["feeds"])
    assert before["landings"] == landed
    assert told["outcomes"] == ["duplicate"] * landed + ["landed"] * (
        len(FILES) - landed
    )
    assert after == unkilled
    return landed


def killed_once(nursery: Nursery, trial: Trial, number: int, moment: float):
    new = number < IN_A_NEW_HOME
    home = trial.home(f"killed-{number}", new=new)
    sent = trial.files if new else trial.sales_alone
    run = nursery.ingest(home, sent, kill_after=moment * trial.seconds[new])
    looked = nursery.look_and_send_again(home, trial.files)
    assert looked["code"] == 0, (number, moment)
    landed = assert_whole(looked["told"], trial.unkilled)
    shutil.rmtree(home)
    return "killed" if run["code"] == -signal.SIGKILL else "ended first", landed


def test_each_feed_is_whole_or_absent_after_many_kills(tmp_path, files, capsys):
    rng = random.Random(SEED)
    moments = [rng.random() for _ in range(KILLS)]
    with Nursery(0) as one, Nursery(1) as other, ThreadPoolExecutor(2) as pool:
        trial = Trial(one, tmp_path, files)

        def half(nursery: Nursery, first: int):
            return [
                killed_once(nursery, trial, number, moments[number])
                for number in range(first, KILLS, 2)
            ]

        halves = [pool.submit(half, one, 0), pool.submit(half, other, 1)]
        ended = Counter(result for each in halves for result in each.result())
    with capsys.disabled():
        sys.stdout.write(table(ended))
    assert ended.total() == KILLS
    killed = Counter({n: t for (how, n), t in ended.items() if how == "killed"})
    assert killed.total() > KILLS / 2
    assert len(killed) > 2, "the moments met too little of the run"


def table(ended: Counter[tuple[str, int]]) -> str:
    lines = [
        f"\n{KILLS} moments of ingesting, seed {SEED}: each feed whole or absent,",
        "sent again complete, nothing doubled. Of three feeds had landed:",
    ]
    for (how, landed), times in sorted(ended.items()):
        lines.append(f"  {how:<12} {landed} landed  {times:>4} times")
    return "\n".join(lines) + "\n"


def test_a_killed_command_in_a_process_of_its_own_leaves_whole_feeds(tmp_path, files):
    rng = random.Random(SEED)
    with Nursery() as nursery:
        trial = Trial(nursery, tmp_path, files)
        found = []
        for number in range(AS_A_PROCESS):
            home = trial.home(f"process-{number}", new=number % 2 == 0)
            process = subprocess.Popen(
                [sys.executable, "-m", "voucher_service", "ingest", *map(str, files)],
                env={**os.environ, "VOUCHER_HOME": str(home)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                process.wait(rng.uniform(0.7, 2.0))
            except subprocess.TimeoutExpired:
                process.kill()
            process.wait(30)
            looked = nursery.look_and_send_again(home, files)
            found.append(assert_whole(looked["told"], trial.unkilled))
    assert len(found) == AS_A_PROCESS


def test_a_service_killed_while_feeds_are_sent_leaves_whole_feeds(tmp_path, files):
    rng = random.Random(SEED)
    with Nursery() as nursery:
        trial = Trial(nursery, tmp_path, files)
        for number in range(WHILE_SERVING):
            home = trial.home(f"served-{number}", new=False)
            answered = sent_until_killed(home, files[1:], rng.uniform(0, 0.8))
            told = nursery.look_and_send_again(home, files)["told"]
            landed = assert_whole(told, trial.unkilled)
            assert landed > answered  # what was answered is there, after the register
            assert not list((home / "uploads").iterdir())


def sent_until_killed(home: Path, files: list[Path], seconds: float) -> int:
    """Post files one by one until the service is dead; count those answered."""
    created = run_command(
        "token", "create", "--role", "bureau", "--name", "x", VOUCHER_HOME=str(home)
    )
    told = {"Authorization": f"Bearer {created.out.strip()}"}
    with (
        ServiceProcess(home) as service,
        httpx.Client(
            base_url=service.url, headers=told, trust_env=False, timeout=30
        ) as client,
    ):
        killer = threading.Timer(seconds, service.process.kill)
        killer.start()
        answered = 0
        try:
            for file in files:
                sent = {"file": (file.name, file.read_bytes())}
                assert client.post("/v1/feeds", files=sent).status_code == 201
                answered += 1
        except httpx.TransportError:
            pass
        killer.join()
        service.process.wait(30)
    return answered
