"""A bank's day is over at midnight in Shanghai, and reads the same ever after."""

import csv
import hashlib
import io
from datetime import UTC, datetime, timedelta

import pytest

from tests.api.branch import Branch, redemption
from voucher_service.model.kinds import Role

DAY = "/v1/statements/2023-01-11"
MIDNIGHT = datetime(2023, 1, 11, 16, tzinfo=UTC)


def busy_day(branch: Branch) -> None:
    """Capture twice, reverse one, cancel an authorization and let another lapse."""
    one, two, three = branch.codes
    branch.redeem(one, 50_000, "A1")
    made = branch.redeem(two, 70_000, "A2", station="=1+1").json()
    reversal = {"out_request_no": "R1", "reason": "duplicate"}
    branch.post(f"/v1/redemptions/{made['id']}/reversals", json=reversal)
    held = branch.redeem(three, 100, "A3", mode="authorize").json()
    branch.post(f"/v1/redemptions/{held['id']}/cancel")
    branch.redeem(three, 200, "A4", mode="authorize", ttl_seconds=60)
    branch.clock.now += timedelta(minutes=2)
    batch = branch.send_lines(redemption(three, 300, "A5")).json()
    branch.settled(batch["id"])


def test_a_day_lists_captures_reversals_and_ends_of_authorizations(branch: Branch):
    busy_day(branch)
    branch.clock.now = MIDNIGHT
    statement = branch.get(DAY).json()
    assert [
        (each["type"], each["out_request_no"], each["request_no"])
        for each in statement["items"]
    ] == [
        ("captured", "A1", "A1"),
        ("captured", "A2", "A2"),
        ("reversed", "A2", "R1"),
        ("cancelled", "A3", None),
        ("lapsed", "A4", None),
        ("captured", "A5", "A5"),
    ]
    assert statement["captured"]["count"] == 3
    assert statement["reversed"]["amount"] == {"total": 70_000, "currency": "CNY"}
    assert statement["net_fen"] == 50_300
    assert statement["items"][-1]["batch_line_no"] == 1


@pytest.mark.parametrize(
    ("now", "status"),
    [(MIDNIGHT - timedelta(microseconds=1), 409), (MIDNIGHT, 200)],
)
def test_a_statement_is_there_from_midnight_on(branch: Branch, now, status):
    branch.clock.now = now
    answer = branch.get(DAY)
    assert answer.status_code == status
    if status == 409:
        assert answer.json()["code"] == "STATEMENT_NOT_READY"
        assert answer.headers["Retry-After"] == "1"


def test_a_day_to_come_has_no_statement_yet(branch: Branch):
    assert branch.get("/v1/statements/9999-12-31").json()["code"] == (
        "STATEMENT_NOT_READY"
    )


def test_a_statement_has_the_same_bytes_whatever_happens_later(branch: Branch):
    busy_day(branch)
    branch.clock.now = MIDNIGHT
    first = branch.get(DAY)
    made = branch.get("/v1/redemptions", out_request_no="A1").json()
    reversal = {"out_request_no": "R9", "reason": "other"}
    branch.post(f"/v1/redemptions/{made['id']}/reversals", json=reversal)
    again = branch.get(DAY)
    assert again.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"]
    branch.clock.now += timedelta(days=1)
    (line,) = branch.get("/v1/statements/2023-01-12").json()["items"]
    assert (line["type"], line["request_no"]) == ("reversed", "R9")


def test_nothing_is_recorded_in_a_day_that_was_stated_though_the_clock_goes_back(
    branch: Branch,
):
    branch.clock.now = MIDNIGHT
    first = branch.get(DAY)
    branch.clock.now = MIDNIGHT - timedelta(hours=1)
    assert branch.redeem(branch.codes[0], 100, "A1").status_code == 201
    branch.clock.now = MIDNIGHT + timedelta(hours=1)
    assert branch.get(DAY).content == first.content


@pytest.mark.parametrize(
    ("encoding", "known_as"), [("utf-8", "sha256"), ("gb18030", "sha256_gb18030")]
)
def test_the_csv_is_the_one_whose_digest_the_statement_tells(
    branch: Branch, encoding, known_as
):
    busy_day(branch)
    branch.clock.now = MIDNIGHT
    statement = branch.get(DAY).json()
    answer = branch.get(DAY, format="csv", encoding=encoding)
    digest = hashlib.sha256(answer.content).hexdigest()
    assert digest == statement[known_as]
    assert answer.headers["ETag"] == f'"{digest}"'
    assert answer.content.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8")
    text = answer.content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    header, *rows = csv.reader(io.StringIO(text))
    assert header[1] == "类型/type"
    assert len(rows) == statement["lines"]
    assert rows[1][9] == "'=1+1"  # a spreadsheet runs nothing


def test_the_bureau_names_a_bank_and_a_bank_no_other(branch: Branch):
    busy_day(branch)
    branch.clock.now = MIDNIGHT
    own = branch.get(DAY)
    assert branch.get(DAY, Role.BUREAU, bank="ccb-zjj").content == own.content
    assert branch.get(DAY, Role.BUREAU).json()["code"] == "PARAM_ERROR"
    assert branch.get(DAY, Role.OPERATOR, bank="nosuch").json()["code"] == (
        "PARAM_ERROR"
    )
    refused = branch.get(DAY, bank="icbc-zjj")
    assert (refused.status_code, refused.json()["code"]) == (403, "NO_AUTH")


def test_a_day_without_redemptions_is_a_statement_too(branch: Branch):
    statement = branch.get("/v1/statements/2023-01-10").json()
    assert (statement["lines"], statement["net_fen"]) == (0, 0)
    again = branch.get("/v1/statements/2023-01-10", format="csv")
    assert hashlib.sha256(again.content).hexdigest() == statement["sha256"]


@pytest.mark.parametrize("day", ["1999-12-31", "0001-01-01", "2023-02-30", "today"])
def test_what_is_no_day_of_ours_is_a_bad_parameter(branch: Branch, day):
    answer = branch.get(f"/v1/statements/{day}")
    assert (answer.status_code, answer.json()["code"]) == (400, "PARAM_ERROR")
