"""A bank's day by the example client: every fen is told of the same by both sides."""

import sys
import unicodedata
from datetime import timedelta

import pytest

from tests.api.conftest import CAMPAIGN
from tests.conftest import Clock
from tests.kit.conftest import MORNING, served
from tests.kit.lossy_line import Loss
from voucher_service.model.kinds import Role

DAY = "2023-01-11"
NIGHT = timedelta(hours=16)


@pytest.fixture
def bank(connect, tmp_path):
    clock = Clock(MORNING)
    serving = served(tmp_path / "home", clock, sandbox=False)
    yield connect(next(serving), clock)
    next(serving, None)


class Diary:
    """What the bank writes down, line by line, and what it believes to have paid."""

    def __init__(self):
        self.lines = []
        self.paid = {}

    def note(self, what, answer=None):
        told = ""
        if answer is not None:
            fen, left = answer["amount"]["total"], answer["voucher_balance"]["total"]
            status = answer["status"]
            told = f"{fen / 100:>10,.2f} 元  {status:<10} 余额 left {left / 100:,.2f}"
            self.paid[answer["id"]] = fen if status == "captured" else 0
        wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in what)
        self.lines.append(what + " " * (40 - len(what) - wide) + told)


def issued(bank) -> list[str]:
    """Issue as the bureau does, and give the codes as they are handed to the bank."""
    with bank.running.client(Role.OPERATOR) as operator:
        key = {"Idempotency-Key": "issue-1"}
        path = f"/v1/campaigns/{CAMPAIGN}/issuances"
        assert operator.post(path, json={}, headers=key).json()["issued"] == 3
        found = operator.get("/v1/vouchers", params={"campaign": CAMPAIGN}).json()
    return [each["code"] for each in found["items"]]


def sums(told) -> tuple[int, int]:
    return told["count"], told["amount"]["total"]


def spend_a_day(bank, diary, code) -> None:
    client = bank.client
    good = client.validate(code)
    assert (good["valid"], good["voucher_balance"]["total"]) == (True, 150_000)
    diary.note("验券 validate")
    diary.note("核销一 first part", client.redeem(code, 30_000, "ZJJ-1", station="S01"))
    bank.line.losses.append(Loss.ANSWER)
    diary.note("核销二，答复丢失 answer lost", client.redeem(code, 45_050, "ZJJ-2"))
    bank.line.losses.extend([Loss.REQUEST, Loss.HALF_THE_ANSWER])
    last = client.redeem(code, 74_950, "ZJJ-3")
    diary.note("核销三，连断两次 cut twice", last)
    assert last["voucher_balance"]["total"] == 0
    again = client.redeem(code, 45_050, "ZJJ-2")
    assert again["id"] == client.query("ZJJ-2")["id"]
    diary.note("重发核销二 second sent again", again)
    bank.line.losses.append(Loss.ANSWER)
    back = client.reverse(last["id"], "ZJJ-4", "customer_refund")
    diary.note("冲正核销三，答复丢失 reversed", back)
    assert back["voucher_balance"]["total"] == 74_950


def test_a_banks_day_agrees_to_the_fen(bank, kit):
    diary = Diary()
    code, other, _ = issued(bank)
    spend_a_day(bank, diary, code)
    held = bank.client.authorize(other, 150_000, "ZJJ-5")
    diary.note("预授权 authorize", held)
    diary.note("请款 capture", bank.client.capture(held["id"]))
    with pytest.raises(kit.Refused, match="VOUCHER_ALREADY_REDEEMED"):
        bank.client.redeem(other, 1, "ZJJ-6")
    diary.note("再核销被拒 refused: already redeemed")
    bank.clock.instant += NIGHT
    told, lines = bank.client.statement(DAY)
    assert sums(told["captured"]) == (4, 300_000)
    assert sums(told["reversed"]) == (1, 74_950)
    assert told["net_fen"] == sum(diary.paid.values()) == 225_050
    assert {each["redemption_id"] for each in told["items"]} == set(diary.paid)
    again = bank.client.statement(DAY)
    assert again == (told, lines)
    with bank.running.client(Role.BUREAU) as bureau:
        items = bureau.get("/v1/vouchers").json()["items"]
    spent = sum(each["face_fen"] - each["balance_fen"] for each in items)
    assert spent == told["net_fen"]
    diary.note(f"对账单 statement {DAY}: 净额 net {told['net_fen'] / 100:,.2f} 元")
    sys.stdout.write("\n".join([*diary.lines, ""]))
