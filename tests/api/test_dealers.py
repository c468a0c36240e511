"""The board of feed quality over HTTP."""

import httpx
import pytest

from tests.api.conftest import FIRST_FEED
from voucher_service.model.kinds import Role

PATH = "/v1/dealers/quality"
RETOLD = FIRST_FEED + "D002,XS-9,坏,2023-01-06,90000.00,乙牌,燃油,合成数据\n"


def test_every_dealer_has_a_row_for_the_bureau(running):
    with running.client() as client:
        board = client.get(PATH).json()
    rows = {row["dealer_id"]: row for row in board["dealers"]}
    assert set(rows) == {"D001", "D002"}
    assert rows["D001"]["rows"] == rows["D001"]["accepted"] == 2
    assert rows["D001"]["acceptance_rate"] == 1.0
    assert rows["D001"]["lateness_median_days"] == 22
    assert rows["D001"]["last_feed_at"].endswith("Z")
    assert board["synthetic"]


def test_a_dealer_reads_its_own_row_alone(running):
    with running.client(Role.DEALER) as client:
        board = client.get(PATH).json()
    assert [row["dealer_id"] for row in board["dealers"]] == ["D001"]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.BUREAU, Role.ANALYST])
def test_offices_read_the_whole_board(running, role):
    with running.client(role) as client:
        assert len(client.get(PATH).json()["dealers"]) == 2


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"from": "2023-02-30"}, "from"),
        ({"to": "soon"}, "to"),
        ({"known_at": "now"}, "known_at"),
        ({"dealer": "D001"}, "dealer"),
    ],
)
def test_a_bad_parameter_is_named(running, parameters, field):
    with running.client() as client:
        refused = client.get(PATH, params=parameters)
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert refused.json()["errors"][0]["field"] == field


def test_days_the_wrong_way_round_are_refused(running):
    with running.client() as client:
        refused = client.get(PATH, params={"from": "2023-01-12", "to": "2023-01-11"})
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize(
    ("first", "last", "rows"),
    [
        ("2023-01-11", "2023-01-11", 2),
        ("2023-01-12", "2023-12-31", 0),
        ("2022-01-01", "2023-01-10", 0),
        ("0001-01-01", "9999-12-31", 2),
    ],
)
def test_days_of_receipt_are_both_included(running, first, last, rows):
    with running.client() as client:
        board = client.get(PATH, params={"from": first, "to": last}).json()
    assert [row["rows"] for row in board["dealers"]] == [rows, rows]
    assert (board["first_day"], board["last_day"]) == (first, last)


def test_a_resent_file_is_unchanged_and_a_bad_row_its_dealers(growing):
    files = {"file": ("again.csv", RETOLD.encode())}
    with growing.client() as client:
        assert client.post("/v1/feeds", files=files).status_code == 201
        board = client.get(PATH).json()
    worst, best = board["dealers"]
    assert (worst["dealer_id"], worst["refused"], worst["unchanged"]) == ("D002", 1, 2)
    assert (best["refused"], best["unchanged"], best["deliveries"]) == (0, 2, 2)
