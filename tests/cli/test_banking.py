"""An operator writes down a bank's day, and says where its events are sent."""

import hashlib

import pytest

from tests.conftest import run_command

pytestmark = pytest.mark.slow

BANK = "ccb-zjj"
URL = "http://127.0.0.1:9/events"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    home = str(tmp_path_factory.mktemp("bank") / "home")

    def command(*arguments):
        return run_command(*arguments, VOUCHER_HOME=home)

    command("signing-key", "create", "--bank", BANK)
    return command


def test_a_statement_is_written_to_a_file(run, tmp_path):
    file = tmp_path / "statement.csv"
    wanted = ("statement", "2023-01-10", "--bank", BANK, "--out", file)
    ended = run(*wanted, "--json")
    assert ended.code == 0, ended.err
    first = file.read_bytes()
    assert first.startswith(b"\xef\xbb\xbf")
    assert ended.json["bytes"] == len(first)
    run(*wanted)
    assert hashlib.sha256(file.read_bytes()).digest() == hashlib.sha256(first).digest()
    run(*wanted, "--encoding", "gb18030")
    assert file.read_bytes().decode("gb18030") == first.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("day", "bank"), [("9999-12-31", BANK), ("2023-01-10", "nosuch"), ("today", BANK)]
)
def test_a_statement_that_cannot_be_is_refused_in_a_sentence(run, tmp_path, day, bank):
    file = tmp_path / "statement.csv"
    ended = run("statement", day, "--bank", bank, "--out", file)
    assert ended.code in {1, 2}
    assert "Traceback" not in ended.err
    assert not file.exists()


def test_an_address_is_added_listed_moved_and_removed(run):
    added = run("webhook", "add", "--bank", BANK, "--url", URL, "--json").json
    assert (added["state"], added["last_event"]) == ("active", None)
    assert added["id"] in run("webhook", "list").out
    moved = run("webhook", "send-again", added["id"], "--from", "evt_000000000001")
    assert moved.code == 0
    assert run("webhook", "remove", added["id"]).code == 0
    assert run("webhook", "list", "--json").json == []


@pytest.mark.parametrize(
    "words",
    [
        ("add", "--bank", BANK, "--url", "ftp://bank.example"),
        ("add", "--bank", "nosuch", "--url", URL),
        ("remove", "whk_0000000000000000"),
        ("send-again", "whk_0000000000000000", "--from", "evt_000000000001"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(run, words):
    ended = run("webhook", *words)
    assert ended.code in {1, 2}
    assert "Traceback" not in ended.err
