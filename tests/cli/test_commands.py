"""Commands say what they did in one document and end with the code they promise."""

import json
import os

import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row


@pytest.fixture
def files(tmp_path):
    register = tmp_path / "dealers.csv"
    register.write_text(REGISTER, encoding="utf-8")
    sales = tmp_path / "sales.csv"
    sales.write_text(feed(sale_row(1), sale_row(2, price="abc")), encoding="utf-8")
    return register, sales


@pytest.fixture
def dealt(command, files):
    assert command("ingest", *files).code == 0
    return command


def test_ingest_reports_one_object_a_file_whose_counts_add_up(command, files):
    ran = command("ingest", "--json", *files)
    assert ran.code == 0
    register, sales = ran.json
    for report in (register, sales):
        assert report["rows"] == sum(
            report[part] for part in ("accepted", "unchanged", "refused", "review")
        )
    assert sales["file"] == str(files[1])
    assert sales["reasons"] == {"price_unreadable": 1}
    assert sales["first_refusals"][0]["row"] == 3
    assert command("ingest", "--json", *files).json[1]["duplicate"] is True


def test_totals_and_decide_and_explain_answer_with_one_document(dealt):
    totals = dealt("totals", SEED_CAMPAIGN, "--as-of", "2023-01-10", "--json").json
    assert (totals["cars_sold"], totals["sales_fen"]) == (1, 15_000_000)
    assert totals["sales_yuan"] == "150000.00"
    decided = dealt("decide", SEED_CAMPAIGN, "--json").json
    assert (decided["sales"], decided["eligible"], decided["changed"]) == (1, 1, 0)
    [explained] = dealt("explain", SEED_CAMPAIGN, "00000001", "--json").json
    assert explained["eligible"] is True
    assert {one["row"] for one in explained["conditions"]} == {2}
    assert "裸车价" in {one["column"] for one in explained["conditions"]}


@pytest.mark.parametrize("ending", ["html", "json", "csv"])
def test_chart_writes_the_format_its_file_names(dealt, tmp_path, ending):
    out = tmp_path / f"chart.{ending}"
    ran = dealt("chart", SEED_CAMPAIGN, "daily-sales", "--out", out)
    assert ran.code == 0
    text = out.read_text(encoding="utf-8-sig")
    assert {"html": "<!doctype html>", "json": '{"data"', "csv": "day,"}[ending] in text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["totals", "nope"], 2, SEED_CAMPAIGN),
        (["totals", SEED_CAMPAIGN, "--by", "moon"], 2, "by"),
        (["totals", SEED_CAMPAIGN, "--as-of", "soon"], 2, "as_of"),
        (["totals", SEED_CAMPAIGN, "--known-at", "soon"], 2, "known_at"),
        (
            ["totals", SEED_CAMPAIGN, "--known-at", "0001-01-01T00:00+14:00"],
            2,
            "known_at",
        ),
        (["chart", SEED_CAMPAIGN, "nope", "--out", "x.csv"], 2, "cumulative-sales"),
        (["chart", SEED_CAMPAIGN, "daily-sales", "--out", "x.gif"], 2, "format"),
        (["explain", SEED_CAMPAIGN, "nope"], 2, "nope"),
        (["ingest", "nowhere.csv"], 3, "nowhere.csv"),
        (["ingest", "--profile", "nope", "{register}"], 2, "standard"),
        (["campaign", "open", "nope"], 2, SEED_CAMPAIGN),
        (["token", "create", "--role", "king"], 2, "role"),
        (["token", "create", "--role", "bank"], 2, "--bank"),
        (["token", "create", "--role", "bank", "--bank", "nope"], 2, "ccb-zjj"),
        (["token", "revoke", "tok_nope"], 2, "tok_nope"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_a_fault_of_the_caller_is_named_with_its_remedy(
    command, files, arguments, code, said
):
    ran = command(*[part.format(register=files[0]) for part in arguments])
    assert ran.code == code
    assert said in ran.err
    assert "Traceback" not in ran.err + ran.out
    assert ran.out == ""


def test_an_unreadable_file_ends_with_3_and_a_wholly_refused_one_with_1(
    command, tmp_path
):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    ran = command("ingest", broken, "--json")
    assert (ran.code, ran.json[0]["kind"]) == (3, "unreadable")
    assert command("feeds", "--json").json == []
    refused = tmp_path / "refused.csv"
    refused.write_text(feed(sale_row(1)), encoding="utf-8")
    ran = command("ingest", refused, "--json")
    assert (ran.code, ran.json[0]["reasons"]) == (1, {"dealer_unknown": 1})


def test_an_error_is_one_json_document_too(command):
    ran = command("totals", "nope", "--json")
    assert ran.code == 2
    assert ran.json["error"]["code"] == "not_found"
    assert SEED_CAMPAIGN in ran.json["error"]["choices"]


def test_a_token_is_shown_once_and_revoked_for_good(command):
    made = command("token", "create", "--role", "bureau", "--json").json
    assert made["token"].startswith("vs_")
    [kept] = command("token", "list", "--json").json
    assert "token" not in kept
    assert kept["revoked_at"] is None
    revoked = command("token", "revoke", made["id"], "--json").json
    assert revoked["revoked_at"] is not None


def test_a_campaign_of_ones_own_is_opened_from_its_file(command, tmp_path):
    terms = command("campaign", "show", SEED_CAMPAIGN, "--json").json
    assert terms["price_floor_fen"] == 3_000_000
    assert len(terms["assumptions"]) >= 5
    from voucher_service.campaigns.catalogue import shipped_campaigns

    document = shipped_campaigns()[SEED_CAMPAIGN]
    own = tmp_path / "own.yaml"
    own.write_text(document.replace(SEED_CAMPAIGN, "my-own-town"), encoding="utf-8")
    assert command("campaign", "open", own, "--json").json["id"] == "my-own-town"
    listed = command("campaign", "list", "--json").json
    assert [one["id"] for one in listed] == ["my-own-town", SEED_CAMPAIGN]


def test_a_home_is_named_by_flag_before_or_after_the_command(command, tmp_path):
    other = tmp_path / "other"
    first = command("--home", other, "token", "create", "--role", "analyst", "--json")
    second = command("token", "list", "--home", other, "--json")
    assert [token["id"] for token in second.json] == [json.loads(first.out)["id"]]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VOUCHER_PORT", "many"),
        ("VOUCHER_PORT", "65536"),
        ("VOUCHER_SESSION_HOURS", "inf"),
        ("VOUCHER_LOGIN_LINK_MINUTES", "1e300"),
        ("VOUCHER_CAMPAIGNS", "[not json"),
    ],
)
def test_a_bad_setting_is_named(command, name, value):
    ran = command("feeds", **{name: value})
    assert ran.code == 2
    assert name.removeprefix("VOUCHER_").lower() in ran.err.lower()


def test_a_terminal_that_lacks_a_sign_still_gets_the_answer(dealt):
    ran = dealt("explain", SEED_CAMPAIGN, "00000001", PYTHONIOENCODING="gbk")
    assert ran.code == 0


def test_a_file_whose_name_is_no_utf_8_is_taken_in(command, tmp_path):
    path = tmp_path / os.fsdecode(b"\xff.csv")
    path.write_text(REGISTER, encoding="utf-8")
    [report] = command("ingest", path, "--json").json
    assert report["accepted"] == 2
