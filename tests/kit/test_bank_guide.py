"""The bank's guide tells of every code what the program does."""

import re
from pathlib import Path

import pytest

from tests.api.test_sandbox import STATUS
from voucher_service.api.bank_faults import BANK_FAULTS
from voucher_service.api.problems import kind_of, unexpected_problem
from voucher_service.model.voucher_errors import SYSTEM_ERROR
from voucher_service.usecases.sandbox_codes import MAGIC, TIMES_REFUSED

GUIDE = (Path(__file__).parents[2] / "docs" / "bank-api.md").read_text("utf-8")
CODES = {
    code: (int(status), retry == "是 yes")
    for status, code, retry in re.findall(
        r"^\| (\d{3}) \| `([A-Z_]+)` \| (\S+ \S+) \|", GUIDE, re.MULTILINE
    )
}
MAGIC_ROWS = re.findall(
    r"^\| `([2-9A-Z]{16})` \| `(\d{3})`(?: `([A-Z_]+)`)? \| (.+) \|$",
    GUIDE,
    re.MULTILINE,
)


def test_the_guide_tells_status_and_retry_of_every_code():
    told = {
        fault.code: (kind_of(fault).status, kind_of(fault).retryable)
        for fault in BANK_FAULTS
    }
    surprise = unexpected_problem("req_12345678", SYSTEM_ERROR)
    told[SYSTEM_ERROR] = (surprise.status, surprise.retryable)
    assert told == CODES


@pytest.mark.parametrize("code", sorted(STATUS))
def test_the_frozen_vocabulary_keeps_its_statuses(code):
    assert CODES[code][0] == STATUS[code]


def test_the_guide_holds_the_table_of_magic_codes():
    rows = [(code, int(status), problem) for code, status, problem, _ in MAGIC_ROWS]
    assert rows == [
        (code, STATUS.get(magic.problem, 201), magic.problem or "")
        for code, magic in MAGIC.items()
    ]


@pytest.mark.parametrize("row", MAGIC_ROWS, ids=lambda row: row[0])
def test_each_row_says_what_happens(row):
    magic, means = MAGIC[row[0]], row[3]
    assert means.startswith(f"{magic.means.zh} · {magic.means.en}")
    assert ("refused twice" in means) is magic.passing
    assert TIMES_REFUSED == 2
