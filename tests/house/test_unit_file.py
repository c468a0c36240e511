"""The systemd unit starts a command we have, and gives a stop the time it needs."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from voucher_service.cli import app
from voucher_service.console import REFUSED, UNREADABLE, USAGE
from voucher_service.serve import DRAIN_SECONDS
from voucher_service.settings import Settings

UNIT = Path(__file__).parents[2] / "docs" / "voucher-service.service"


@pytest.fixture(scope="module")
def unit() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text("utf-8").splitlines():
        if match := re.fullmatch(r"(\w+)=(.*)", line):
            found.setdefault(match[1], []).append(match[2])
    return found


def test_it_starts_a_command_of_ours(unit: dict[str, list[str]]) -> None:
    [start] = unit["ExecStart"]
    program, command, *options = start.split()
    assert Path(program).is_absolute()
    assert Path(program).name == "voucher-service"
    served = get_command(app).commands[command]
    served.make_context("serve", options)


def test_it_sets_what_is_a_setting(unit: dict[str, list[str]]) -> None:
    named = [line.partition("=")[0] for line in unit["Environment"]]
    known = {f"VOUCHER_{name}".upper() for name in Settings.model_fields}
    assert named
    assert set(named) <= known


def test_a_stop_has_more_time_than_requests_under_way(
    unit: dict[str, list[str]],
) -> None:
    assert int(unit["TimeoutStopSec"][0]) >= 3 * DRAIN_SECONDS
    assert unit["KillSignal"] == ["SIGTERM"]


def test_it_waits_for_the_word_and_tries_again_where_that_helps(
    unit: dict[str, list[str]],
) -> None:
    assert unit["Type"] == ["notify"]
    assert unit["Restart"] == ["on-failure"]
    never = set(map(int, unit["RestartPreventExitStatus"][0].split()))
    assert never == {USAGE, UNREADABLE}
    assert REFUSED not in never
