"""A log that takes nothing more stops nobody; how much is lost is counted."""

import errno
import io
import subprocess
import sys

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import in_own_loop
from voucher_service.api.logs import json_log
from voucher_service.app import create_app

FULL = OSError(errno.ENOSPC, "no space")


class Full(io.StringIO):
    """A stream whose disk is full for so many writes."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def write(self, text):
        if self.times:
            self.times -= 1
            raise FULL
        return super().write(text)


def closed():
    stream = io.StringIO()
    stream.close()
    return stream


@pytest.mark.parametrize("stream", [Full(times=9), closed()])
def test_lines_that_cannot_be_written_are_counted_and_not_kept(stream):
    lost = []
    log = json_log(stream, lost.append)
    log.info("one")
    log.info("two")
    log.flush()
    log.flush()
    try:
        raise FULL
    except OSError:
        log.exception("three")
    assert [count for count in lost if count] == [2, 1]


def test_a_log_goes_on_once_there_is_room():
    stream, lost = Full(times=1), []
    log = json_log(stream, lost.append)
    for event in ("one", "two"):
        log.info(event)
        log.flush()
    assert lost == [1]
    assert [word in stream.getvalue() for word in ("one", "two")] == [False, True]


def test_a_request_is_answered_though_nobody_can_log_it(desk):
    async def ask():
        app = create_app(desk.service, log_to=Full(times=9))
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test"
        ) as client:
            return await client.get("/healthz")

    assert in_own_loop(ask()).status_code == 200
    told = desk.service.meters.told().decode()
    (family,) = (
        each
        for each in text_string_to_metric_families(told)
        if each.name == "voucher_log_lines_lost"
    )
    assert [sample.value for sample in family.samples] == [1]


UNDER_A_FULL_DISK = """
import sys, structlog
from voucher_service.serve import quiet_logs

class Full:
    def write(self, text):
        raise OSError("no space")

    flush = write

there, sys.stderr = sys.stderr, Full()
lost = []
quiet_logs().lost = lost.append
try:
    raise ValueError
except ValueError:
    structlog.get_logger("x").exception("interrupted", secret="SECRET")
sys.stderr = there
print(sum(lost))
"""


def test_what_the_service_logs_of_itself_may_be_lost_too():
    ran = subprocess.run(
        [sys.executable, "-c", UNDER_A_FULL_DISK],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (ran.stdout, ran.stderr) == ("1\n", "")
