"""The rows that did not land come back as a workbook, to those who may see them."""

import io

import openpyxl
import pytest

from tests.api.conftest import HEADER
from voucher_service.model.kinds import Role

OWN = HEADER + "D001,XS-9,LSYSYN10XN0000009,2023-01-08,,甲牌,燃油,合成数据\n"
OTHER = HEADER + "D002,XS-8,LSYSYN108N0000008,2023-01-08,,乙牌,燃油,合成数据\n"


def sent(running, role, text):
    with running.client(role) as client:
        return client.post("/v1/feeds", files={"file": ("一月.csv", text)}).json()


def fetch(running, role, feed_id, **headers):
    with running.client(role) as client:
        return client.get(f"/v1/feeds/{feed_id}/rejects.xlsx", headers=headers)


@pytest.mark.parametrize("asker", [Role.DEALER, Role.BUREAU, Role.OPERATOR])
@pytest.mark.parametrize("named_by", ["feed_id", "delivery_id"])
def test_the_workbook_of_a_dealer_s_own_file(growing, asker, named_by):
    report = sent(growing, Role.DEALER, OWN)
    answer = fetch(growing, asker, report[named_by])
    assert answer.status_code == 200
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert "%E9%80%80%E5%9B%9E.xlsx" in answer.headers["content-disposition"]
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in page[3]][:3] == ["D001", "XS-9", "LSYSYN10XN0000009"]
    tag = {"If-None-Match": answer.headers["etag"]}
    assert fetch(growing, asker, report[named_by], **tag).status_code == 304


def test_a_dealer_gets_no_workbook_of_what_others_sent(growing):
    for text in (OWN, OTHER):
        report = sent(growing, Role.BUREAU, text)
        for named in (report["feed_id"], report["delivery_id"]):
            assert fetch(growing, Role.DEALER, named).status_code == 404
            assert fetch(growing, Role.BUREAU, named).status_code == 200


@pytest.mark.parametrize("role", [Role.ANALYST, Role.BANK])
def test_nobody_else_gets_a_workbook(growing, role):
    report = sent(growing, Role.BUREAU, OWN)
    assert fetch(growing, role, report["feed_id"]).status_code == 403


def test_a_file_that_landed_wholly_has_no_workbook(growing):
    report = sent(growing, Role.BUREAU, OWN.replace(",,", ",88000,"))
    answer = fetch(growing, Role.BUREAU, report["feed_id"])
    assert answer.status_code == 404
    assert "没有退回的行" in answer.json()["message"]["zh"]
