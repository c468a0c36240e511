"""A bank's file is taken in once, and each of its lines has an outcome of its own."""

import shutil
from pathlib import Path

import pytest

from tests.api.branch import FACE, Branch, branch_at, ndjson, redemption
from voucher_service.model.kinds import Role
from voucher_service.usecases import run_batch
from voucher_service.usecases.audit_home import audit_home

CSV = "text/csv"


def test_each_line_has_an_outcome_of_its_own(branch: Branch):
    one, two, _ = branch.codes
    answer = branch.send_lines(
        redemption(one, 50_000, "A1"),
        redemption(two.lower(), FACE, "A2"),
        redemption("ABCDEFGHJKLMNPQR", 100, "A3"),
        redemption(one, 100_001, "A4"),
    )
    assert answer.status_code == 202
    batch = answer.json()
    assert (batch["status"], batch["pending"]["count"]) == ("processing", 4)
    assert answer.headers["Location"] == f"/v1/redemption-batches/{batch['id']}"

    done = branch.settled(batch["id"])
    assert done["status"] == "completed"
    assert done["accepted"] == {
        "count": 2,
        "amount": {"total": 200_000, "currency": "CNY"},
    }
    assert done["refused"]["amount"]["total"] == 100_101
    assert [
        (each["line_no"], each["status"], (each["problem"] or {}).get("code"))
        for each in branch.items(batch["id"])
    ] == [
        (1, "accepted", None),
        (2, "accepted", None),
        (3, "refused", "VOUCHER_NOT_FOUND"),
        (4, "refused", "AMOUNT_MISMATCH"),
    ]


def test_an_accepted_line_is_a_redemption_like_any_other(branch: Branch):
    batch = branch.send_lines(redemption(branch.codes[0], 700, "A1")).json()
    branch.settled(batch["id"])
    (item,) = branch.items(batch["id"])
    found = branch.get("/v1/redemptions", out_request_no="A1").json()
    assert found["id"] == item["redemption_id"]
    reversal = {"out_request_no": "R1", "reason": "customer_refund"}
    path = f"/v1/redemptions/{item['redemption_id']}/reversals"
    assert branch.post(path, json=reversal).status_code == 201


def test_control_totals_are_held_against_the_file_before_anything_is_done(
    branch: Branch,
):
    file = ndjson(redemption(branch.codes[0], 700, "A1"))
    for count, total in ((2, 700), (1, 701)):
        answer = branch.send(file, count, total)
        assert answer.status_code == 422
        assert answer.json()["code"] == "CONTROL_TOTAL_MISMATCH"
    assert branch.get("/v1/redemptions", out_request_no="A1").status_code == 404
    assert branch.send(file, 1, 700).status_code == 202


def test_a_file_that_is_no_text_is_told_what_is_taken(branch: Branch):
    answer = branch.send(b"PK\x03\x04\x00\x00\x00\x00", 1, 700, CSV)
    assert (answer.status_code, answer.json()["code"]) == (400, "PARAM_ERROR")
    for said in answer.json()["remedy"].values():
        assert "NDJSON" in said
        assert "CSV" in said
        assert "XLSX" not in said


@pytest.mark.parametrize("wanted", ["count", "total_fen"])
def test_control_totals_are_wanted(branch: Branch, wanted: str):
    params = {"count": 0, "total_fen": 0}
    del params[wanted]
    answer = branch.post(
        "/v1/redemption-batches",
        params=params,
        content=b"{}",
        headers={"Content-Type": CSV},
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "PARAM_ERROR")
    assert answer.json()["errors"][0]["field"] == wanted


def test_the_same_file_again_is_the_same_batch_and_nothing_new(branch: Branch):
    line = redemption(branch.codes[0], 700, "A1")
    first = branch.send_lines(line)
    branch.settled(first.json()["id"])
    again = branch.send_lines(line)
    assert again.status_code == 202
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json()["id"] == first.json()["id"]
    assert again.json()["status"] == "completed"
    assert branch.settled(first.json()["id"])["accepted"]["count"] == 1


def test_the_same_key_gets_the_same_bytes_and_no_other_file(branch: Branch):
    file = ndjson(redemption(branch.codes[0], 700, "A1"))
    key = {"Idempotency-Key": "mine"}
    first = branch.send(file, 1, 700, **key)
    again = branch.send(file, 1, 700, **key)
    assert again.content == first.content
    other = branch.send(file + b"\n", 1, 700, **key)
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")


def test_a_number_redeemed_before_moves_no_money_again(branch: Branch):
    code = branch.codes[0]
    assert branch.redeem(code, 700, "A1").status_code == 201
    batch = branch.send_lines(
        redemption(code, 700, "A1"),
        redemption(code, 800, "A1"),
        redemption(code, 900, "A2"),
        redemption(code, 900, "A2"),
    ).json()
    done = branch.settled(batch["id"])
    assert (done["accepted"]["count"], done["replayed"]["count"]) == (1, 2)
    assert [
        (each["status"], (each["problem"] or {}).get("code"))
        for each in branch.items(batch["id"])
    ] == [
        ("replayed", None),
        ("refused", "IDEMPOTENCY_KEY_REUSED"),
        ("accepted", None),
        ("replayed", None),
    ]
    left = branch.post(f"/v1/vouchers/{code}/validate").json()["voucher_balance"]
    assert left["total"] == FACE - 1_600


CSV_FILES = [
    pytest.param("utf-8", id="UTF-8"),
    pytest.param("utf-8-sig", id="UTF-8 with BOM"),
    pytest.param("gb18030", id="GB18030"),
]


@pytest.mark.parametrize("encoding", CSV_FILES)
def test_a_chinese_csv_is_read_in_every_encoding(branch: Branch, encoding: str):
    text = (
        "券码,金额（元）,流水号,交易时间,网点,终端号\r\n"
        f"{branch.codes[0]},500.5,A1,2023-01-11 12:02:00,永定站,P1\r\n\r\n"
    )
    batch = branch.send(text.encode(encoding), 1, 50_050, CSV).json()
    assert branch.settled(batch["id"])["accepted"]["count"] == 1
    made = branch.get("/v1/redemptions", out_request_no="A1").json()
    assert made["redeemed_at"] == "2023-01-11T12:02:00+08:00"
    assert (made["station"], made["terminal"]) == ("永定站", "P1")


def test_an_english_csv_may_authorize(branch: Branch):
    header = "voucher_code;amount_fen;out_request_no;mode\n"
    text = f"{header}{branch.codes[0]};7;A1;authorize\n"
    batch = branch.send(text.encode(), 1, 7, CSV).json()
    branch.settled(batch["id"])
    made = branch.get("/v1/redemptions", out_request_no="A1").json()
    assert made["status"] == "authorized"


def test_a_line_whose_form_is_bad_is_refused_by_itself(branch: Branch):
    text = (
        "券码,金额(元),流水号\n"
        f"{branch.codes[0]},1.005,A1\n"
        f"{branch.codes[0]},1.00,?\n"
        f"{branch.codes[0]},1.00,A3\n"
    )
    batch = branch.send(text.encode(), 3, 200, CSV).json()
    assert batch["refused"]["count"] == 2
    done = branch.settled(batch["id"])
    assert (done["accepted"]["count"], done["status"]) == (1, "completed")
    first, second = branch.items(batch["id"], status="refused")
    assert (first["line_no"], first["problem"]["column"]) == (1, "金额(元)")
    assert first["problem"]["code"] == "PARAM_ERROR"
    assert (second["problem"]["field"], second["amount"]["total"]) == (
        "out_request_no",
        100,
    )


UNUSABLE = [
    ("", CSV, "file"),
    ("券码,金额\nA,1\n", CSV, "file"),
    ("券码,金额,流水号,备注\nA,1,B,C\n", CSV, "file"),
    ("券码,金额(分),金额(元),流水号\nA,1,1,B\n", CSV, "file"),
    ('券码,金额,流水号\n"A,1,B\n', CSV, "file"),
    ("\n \n", "application/x-ndjson", "file"),
    ("{}", "application/json", "Content-Type"),
]


@pytest.mark.parametrize(("text", "kind", "field"), UNUSABLE)
def test_a_file_nobody_can_read_is_refused_whole(branch, text, kind, field):
    answer = branch.send(text.encode(), 1, 100, kind)
    assert (answer.status_code, answer.json()["code"]) == (400, "PARAM_ERROR")
    assert answer.json()["errors"][0]["field"] == field


def test_lines_are_given_page_by_page(branch: Branch):
    lines = [redemption(branch.codes[0], 1, f"A{n}") for n in range(5)]
    batch = branch.send_lines(*lines).json()
    branch.settled(batch["id"])
    path = f"/v1/redemption-batches/{batch['id']}/items"
    pages, cursor = [], 0
    while cursor is not None:
        page = branch.get(path, limit=2, cursor=cursor).json()
        pages.append([each["line_no"] for each in page["items"]])
        cursor = page["next_cursor"]
    assert pages == [[1, 2], [3, 4], [5]]


def test_another_bank_finds_no_such_batch_and_the_bureau_does(branch: Branch):
    batch = branch.send_lines(redemption(branch.codes[0], 1, "A1")).json()
    path = f"/v1/redemption-batches/{batch['id']}"
    assert branch.get(path, Role.BUREAU).json()["bank"] == "ccb-zjj"
    missing = branch.get("/v1/redemption-batches/bat_0000000000000000")
    assert (missing.status_code, missing.json()["code"]) == (404, "BATCH_NOT_FOUND")


def test_a_file_over_the_limit_is_not_taken_in(branch: Branch):
    most = branch.running.service.max_batch_bytes
    answer = branch.send(b" " * (most + 1), 1, 1)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_batch_goes_on_after_a_restart_and_doubles_no_line(
    tmp_path: Path, issued_home: Path, monkeypatch: pytest.MonkeyPatch
):
    home = tmp_path / "home"
    shutil.copytree(issued_home, home)
    monkeypatch.setattr(run_batch, "CHUNK_LINES", 2)
    with branch_at(home) as branch:
        lines = [redemption(branch.codes[0], 10, f"A{n}") for n in range(9)]
        branch.running.service.batches.close()  # it takes nothing from now on
        batch = branch.send_lines(*lines).json()
        service = branch.running.service
        run_batch.run_batch(service, batch["id"], None, _StopsAfter(2))
        so_far = branch.get(f"/v1/redemption-batches/{batch['id']}").json()
        assert (so_far["status"], so_far["accepted"]["count"]) == ("processing", 4)
        pending = branch.items(batch["id"], status="pending")
        assert [each["line_no"] for each in pending] == [5, 6, 7, 8, 9]
    with branch_at(home) as branch:
        done = branch.settled(batch["id"])
        assert (done["accepted"]["count"], done["replayed"]["count"]) == (9, 0)
        left = branch.post(f"/v1/vouchers/{branch.codes[0]}/validate").json()
        assert left["voucher_balance"]["total"] == FACE - 90
        assert audit_home(branch.running.service).clean


class _StopsAfter:
    """Asks to stop once it was looked at so often."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def is_set(self) -> bool:
        self.looks -= 1
        return self.looks < 0
