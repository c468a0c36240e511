"""A full disk is said in clear words; nothing is half done, and room mends it."""

import subprocess
import sys

import httpx
import pytest

from tests.conftest import SEED_CAMPAIGN, clean_environment, run_command
from tests.control.service_process import ServiceProcess
from tests.faults.small_disk import MEBIBYTE, small_disk
from tests.feed_texts import REGISTER, feed, sale_row

pytestmark = pytest.mark.slow

SIZE = 48 * MEBIBYTE
FIRST = feed(*(sale_row(number) for number in range(1, 9)))
SMALL = feed(*(sale_row(number) for number in range(11, 15)))
BIG = feed(*(sale_row(number) for number in range(1, 40_001)))


@pytest.fixture
def disk(tmp_path):
    place = tmp_path / "disk"
    place.mkdir()
    with small_disk(place, SIZE) as found:
        yield found


@pytest.fixture
def files(tmp_path):
    texts = {"dealers": REGISTER, "first": FIRST, "small": SMALL, "big": BIG}
    found = {}
    for name, text in texts.items():
        found[name] = tmp_path / f"{name}.csv"
        found[name].write_text(text, encoding="utf-8")
    return found


def run(disk, *arguments):
    return subprocess.run(
        [*disk.limits(), sys.executable, "-m", "voucher_service", *arguments],
        env=clean_environment(VOUCHER_HOME=str(disk.home)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def cars(disk) -> int:
    ran = run_command("totals", SEED_CAMPAIGN, "--json", VOUCHER_HOME=str(disk.home))
    return ran.json["cars_sold"]


@pytest.mark.parametrize(("name", "room"), [("small", 0), ("big", 3 * MEBIBYTE)])
def test_a_command_on_a_full_disk_lands_nothing_and_says_why(disk, files, name, room):
    assert run(disk, "ingest", files["dealers"], files["first"]).returncode == 0
    disk.leave(room)
    ran = run(disk, "ingest", files[name])
    assert ran.returncode == 3, ran.stderr
    assert "磁盘空间已满" in ran.stderr
    assert "the disk is full" in ran.stderr
    assert "再次报送不会重复" in ran.stderr
    disk.make_room()
    assert cars(disk) == 8
    again = run(disk, "ingest", files[name])
    assert again.returncode == 0, again.stderr
    assert "重复文件" not in again.stdout


def test_a_new_home_on_a_full_disk_is_said_and_begins_when_there_is_room(disk, files):
    disk.leave(0)
    ran = run(disk, "ingest", files["dealers"])
    assert ran.returncode == 3, ran.stderr
    assert "磁盘空间" in ran.stderr
    disk.make_room()
    assert run(disk, "ingest", files["dealers"], files["first"]).returncode == 0


@pytest.mark.parametrize(("name", "room"), [("small", 0), ("big", 6 * MEBIBYTE)])
def test_a_service_on_a_full_disk_refuses_feeds_and_goes_on(disk, files, name, room):
    assert run(disk, "ingest", files["dealers"], files["first"]).returncode == 0
    told = run(disk, "token", "create", "--role", "bureau", "--name", "x")
    bearer = {"Authorization": f"Bearer {told.stdout.strip()}"}
    totals = f"/v1/campaigns/{SEED_CAMPAIGN}/totals"
    with (
        ServiceProcess(disk.home) as service,
        httpx.Client(
            base_url=service.url, headers=bearer, trust_env=False, timeout=60
        ) as client,
    ):

        def send():
            return client.post(
                "/v1/feeds", files={"file": (name, files[name].read_bytes())}
            )

        before = client.get(totals).json()
        disk.leave(room, service.process.pid)
        refused = send()
        assert refused.status_code == 503
        assert refused.json()["code"] == "home_unusable"
        assert "磁盘空间" in refused.text
        assert client.get(totals).json() == before
        assert not list((disk.home / "uploads").iterdir())
        disk.make_room(service.process.pid)
        landed = send()
        assert landed.status_code == 201, landed.text
        assert client.get(totals).json()["cars_sold"] > before["cars_sold"]
        assert service.stop() == 0
