"""Totals over HTTP are the model's keys, and the same bytes when asked again."""

import pytest

from voucher_service.model.reports import (
    CampaignDetail,
    CampaignSummary,
    Totals,
    TotalsGroup,
)

CAMPAIGN = "zhangjiajie-2022-new-year"
TOTALS = f"/v1/campaigns/{CAMPAIGN}/totals"


def test_the_campaign_is_listed(running):
    with running.client() as client:
        listed = client.get("/v1/campaigns").json()
    assert [set(each) for each in listed] == [set(CampaignSummary.model_fields)]
    assert listed[0]["id"] == CAMPAIGN


def test_the_campaign_is_shown_with_its_assumptions(running):
    with running.client() as client:
        shown = client.get(f"/v1/campaigns/{CAMPAIGN}").json()
    assert set(shown) == set(CampaignDetail.model_fields)
    assert shown["voucher_fen"] == 150_000
    assert "budget_yuan" in {each["field"] for each in shown["assumptions"]}


CASES = [
    # as of, cars, fen: 1 car at the floor exactly, then 2, then 3; one is below it
    ("2022-12-15", 0, 0),
    ("2022-12-16", 1, 3_000_000),
    ("2022-12-19", 1, 3_000_000),
    ("2022-12-20", 2, 18_000_000),
    ("2023-01-06", 3, 27_999_999),
    ("9999-12-31", 3, 27_999_999),
    ("0001-01-01", 0, 0),
]


@pytest.mark.parametrize(("as_of", "cars", "fen"), CASES)
def test_totals_count_to_the_day_asked_for(running, as_of, cars, fen):
    with running.client() as client:
        totals = client.get(TOTALS, params={"as_of": as_of}).json()
    assert set(totals) == set(Totals.model_fields)
    assert (totals["as_of"], totals["cars_sold"]) == (as_of, cars)
    assert (totals["sales_fen"], totals["vouchers_fen"]) == (fen, cars * 150_000)
    assert (totals["mean_price_fen"] is None) == (cars == 0)


@pytest.mark.parametrize("by", ["day", "district", "dealer", "brand", "energy"])
def test_the_parts_add_up_to_the_whole(running, by):
    with running.client() as client:
        totals = client.get(TOTALS, params={"as_of": "2023-01-10", "by": by}).json()
    assert all(
        set(group) == set(TotalsGroup.model_fields) for group in totals["groups"]
    )
    for key in ("cars_sold", "sales_fen", "vouchers_fen"):
        assert sum(group[key] for group in totals["groups"]) == totals[key]


def test_money_in_yuan_is_exact_text(running):
    with running.client() as client:
        totals = client.get(TOTALS, params={"as_of": "2023-01-06"}).json()
    assert totals["sales_yuan"] == "279999.99"


def test_an_earlier_instant_gives_the_same_bytes_after_another_feed(
    growing, later_feed
):
    asked = {"as_of": "2023-01-10"}
    with growing.client() as client:
        before = client.get(TOTALS, params=asked)
        asked["known_at"] = before.json()["known_at"]
        again = client.get(TOTALS, params=asked)
        later_feed.land()
        after = client.get(TOTALS, params=asked)
        latest = client.get(TOTALS, params={"as_of": "2023-01-10"})
    assert before.content == again.content == after.content
    assert before.headers["etag"] == after.headers["etag"]
    assert latest.json()["cars_sold"] == before.json()["cars_sold"] + 1
    assert latest.headers["etag"] != before.headers["etag"]


def test_an_offset_whose_plus_sign_was_lost_is_still_read(running):
    with running.client() as client:
        latest = client.get(TOTALS).json()
        lost = client.get(f"{TOTALS}?known_at=2099-01-01T00:00:00+08:00")
        kept = client.get(f"{TOTALS}?known_at=2099-01-01T00:00:00%2B08:00")
    assert lost.status_code == kept.status_code
    assert lost.content.replace(lost.headers["x-request-id"].encode(), b"") == (
        kept.content.replace(kept.headers["x-request-id"].encode(), b"")
    )
    assert latest["cars_sold"] == 3
