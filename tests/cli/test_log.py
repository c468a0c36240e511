"""The log is printed with its head, and an altered one ends with 1."""

import os
import pwd

import duckdb
import pytest

USER = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def kept(command, tmp_path):
    """A home in which a token was made; give the head as it was printed."""
    assert command("token", "create", "--role", "bureau").code == 0
    log = command("log", "--json").json
    return f"{log['head_no']}:{log['head_hash']}"


@pytest.mark.slow
def test_the_log_tells_who_did_what_latest_first(command, kept):
    printed = command("log").out.splitlines()
    fields = printed[0].split("\t")
    assert fields[2:4] == [f"operator:cli:{USER}", "token-create"]
    assert printed[-1].endswith(f"head {kept}")


@pytest.mark.slow
def test_a_published_head_holds_until_the_log_is_altered(command, kept, tmp_path):
    assert command("log", "--published", kept).code == 0
    with duckdb.connect(str(tmp_path / "home" / "voucher.duckdb")) as connection:
        connection.execute("UPDATE audit_log SET actor = 'nobody' WHERE entry_no = 1")
    ran = command("log", "--limit", "0", "--verify")
    assert ran.code == 1
    assert "第 1 条有误" in ran.out
    assert "entry 1: what it says does not fit its own hash" in ran.out


@pytest.mark.slow
def test_what_is_no_head_is_refused_with_how_one_is_written(command):
    ran = command("log", "--published", "x:y")
    assert ran.code == 2
    assert "NUMBER:HASH" in ran.err


@pytest.mark.slow
def test_a_bank_that_has_to_sign_must_be_one(command):
    ran = command("log", VOUCHER_SIGNED_BANKS='["nosuch"]')
    assert ran.code == 2
    assert "nosuch" in ran.err
    assert command("log", VOUCHER_SIGNED_BANKS='["ccb-zjj"]').code == 0
