"""With the service running a command goes through its socket, and answers the same."""

import signal
import socket
import stat

import pytest

from tests.conftest import SEED_CAMPAIGN, run_command
from tests.control.service_process import ServiceProcess
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.console import clock, exit_code
from voucher_service.control import client
from voucher_service.model.errors import HomeHeld
from voucher_service.resources import SQL
from voucher_service.usecases.open_service import Opening
from voucher_service.usecases.service import no_progress


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def running(home):
    with ServiceProcess(home) as service:
        yield service


def ask(home, *arguments, wait="5"):
    return run_command(
        *arguments, VOUCHER_HOME=str(home), VOUCHER_LOCK_WAIT_SECONDS=wait
    )


@pytest.fixture
def files(tmp_path):
    register = tmp_path / "dealers.csv"
    register.write_text(REGISTER, encoding="utf-8")
    sales = tmp_path / "sales.csv"
    sales.write_text(feed(sale_row(1), sale_row(2, price="x")), encoding="utf-8")
    return register, sales


def test_a_command_answers_the_same_whether_or_not_the_service_runs(
    running, home, files
):
    reports = ask(home, "ingest", *files, "--json")
    assert reports.code == 0
    assert [report["accepted"] for report in reports.json] == [2, 1]
    commands = [
        ("totals", SEED_CAMPAIGN, "--json"),
        ("explain", SEED_CAMPAIGN, "00000001", "--json"),
        ("decide", SEED_CAMPAIGN, "--json"),
        ("feeds", "--json"),
        ("totals", "nope", "--json"),
        ("totals", SEED_CAMPAIGN, "--by", "moon", "--json"),
    ]
    served = [ask(home, *command) for command in commands]
    assert running.stop() == 0
    alone = [ask(home, *command) for command in commands]
    assert served == alone


@pytest.mark.parametrize("name", ['a"b.csv', "new\nline.csv", "中文 空格%22;='.csv"])
def test_a_file_keeps_its_name_on_its_way_to_the_service(running, tmp_path, name):
    path = tmp_path / name
    path.write_text(REGISTER, encoding="utf-8")
    [report] = ask(running.home, "ingest", path, "--json").json
    assert report["file"] == str(path)


def test_the_control_socket_is_for_the_owner_alone(running, home):
    mode = (home / "control.sock").stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600


def test_a_killed_service_leaves_a_home_that_commands_can_use(running, home):
    running.process.kill()
    running.process.wait(30)
    assert (home / "control.sock").exists()
    assert ask(home, "feeds", "--json").json == []


def test_a_second_service_is_refused_while_the_first_runs(running, home):
    ran = ask(home, "serve", "--port", "0", wait="0.2")
    assert ran.code == 4
    assert str(running.process.pid) in ran.err


def test_a_home_whose_path_is_long_is_served_too(tmp_path):
    home = tmp_path / ("a" * 60) / ("b" * 60)
    with ServiceProcess(home):
        assert ask(home, "feeds", "--json").code == 0


def test_a_taken_port_is_said_before_anything_is_opened(tmp_path, home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = ask(home, "serve", "--port", port)
    assert ran.code == 1
    assert port in ran.err
    assert "--port" in ran.err
    assert not home.exists()


def test_a_service_that_does_not_answer_is_said_with_its_process_id(
    running, home, monkeypatch
):
    monkeypatch.setattr(client, "_SILENCE_SECONDS", 0.2)
    running.process.send_signal(signal.SIGSTOP)
    opening = Opening(home, SQL, wait_seconds=0.2)
    with pytest.raises(HomeHeld, match=str(running.process.pid)) as held:
        client.operate(opening, clock, "feeds", {}, progress=no_progress)
    assert exit_code(held.value) == 4
