"""Campaigns that exclude each other count a car, or a buyer, once among them."""

import pytest

from tests.campaign_texts import campaign, entry
from tests.feed_texts import REGISTER, feed, sale_row
from tests.return_texts import feed as returns
from tests.return_texts import red
from voucher_service.model.errors import BadParameter, RefusedByRule
from voucher_service.store.decisions import decisions_known
from voucher_service.usecases.amend_campaign import amend_campaign
from voucher_service.usecases.explain_sale import explain_one_sale
from voucher_service.usecases.open_campaign import open_campaign


def excluding(other: str, same: str = "vin") -> str:
    return f"excludes:\n  - {{campaign: {other}, same: [{same}]}}\n"


CITY = campaign(entry(floor="100000"), name="city-campaign")
COUNTY = campaign(entry(excluding("city-campaign")), name="county-campaign")


def outcomes(desk, name: str = "county-campaign") -> list[tuple[str, list[str]]]:
    """Give outcome and reasons of a campaign's sales, by invoice number."""
    with desk.service.store.read() as connection:
        known_at = desk.service.store.data_version()
        decided = decisions_known(connection, name, known_at)
        sales = connection.sql("SELECT sale_id, invoice_number FROM sales").pl()
    rows = decided.join(sales, on="sale_id").sort("invoice_number")
    return [(row["outcome"], row["reasons"]) for row in rows.to_dicts()]


@pytest.mark.parametrize("order", [(CITY, COUNTY), (COUNTY, CITY)])
def test_a_car_that_counts_in_the_city_does_not_count_in_the_county(desk, order):
    desk.ingest(REGISTER)
    for document in order:
        open_campaign(desk.service, document, "test.yaml")
    desk.ingest(feed(sale_row(1, price="150000.00"), sale_row(3, price="90000.00")))
    assert outcomes(desk, "city-campaign") == [
        ("eligible", []),
        ("ineligible", ["price_below_floor"]),
    ]
    assert outcomes(desk) == [
        ("ineligible", ["counted_elsewhere"]),
        ("eligible", []),
    ]


def test_an_explanation_names_the_campaign_that_counted_the_car(desk):
    third = campaign(entry(floor="500000"), name="dear-campaign")
    both = excluding("city-campaign") + "  - {campaign: dear-campaign, same: [vin]}\n"
    for document in (CITY, third, campaign(entry(both), name="county-campaign")):
        desk.ingest(REGISTER)
        open_campaign(desk.service, document, "test.yaml")
    desk.ingest(feed(sale_row(1)))
    told = explain_one_sale(desk.service, "county-campaign", "00000001")
    assert told.verdict.zh.endswith("不可叠加的活动：city-campaign（同一车架号）")


def test_what_no_longer_counts_elsewhere_is_decided_again(desk):
    desk.ingest(REGISTER)
    for document in (CITY, COUNTY):
        open_campaign(desk.service, document, "test.yaml")
    desk.ingest(feed(sale_row(1)))
    desk.ingest(returns(red(900, original="00000001", car=1)), "return.csv")
    assert outcomes(desk) == [("ineligible", ["sale_cancelled"])]
    desk.ingest(feed(sale_row(3)))
    assert outcomes(desk)[1] == ("ineligible", ["counted_elsewhere"])


def test_a_buyer_can_be_what_is_known_again(desk):
    desk.ingest(REGISTER)
    county = campaign(entry(excluding("city-campaign", "buyer")), name="by-buyer")
    for document in (CITY, county):
        open_campaign(desk.service, document, "test.yaml")
    cheap = sale_row(3, price="90000.00")
    stranger = sale_row(5, price="90000.00").replace("430800199001010011", "")
    desk.ingest(feed(sale_row(1), cheap, stranger))
    assert outcomes(desk, "by-buyer") == [
        ("ineligible", ["counted_elsewhere"]),
        ("ineligible", ["counted_elsewhere"]),
        ("ineligible", ["value_missing"]),
    ]


def test_opening_and_amending_the_city_decides_the_county_in_the_same_commit(desk):
    desk.ingest(REGISTER)
    desk.ingest(feed(sale_row(1, price="150000.00")))
    open_campaign(desk.service, COUNTY, "county.yaml")
    assert outcomes(desk) == [("eligible", [])]
    open_campaign(desk.service, CITY, "city.yaml")
    assert outcomes(desk) == [("ineligible", ["counted_elsewhere"])]
    dearer = campaign(entry(floor="200000"), name="city-campaign")
    told = {"apply": True, "rewrite_past": True}
    amend_campaign(desk.service, dearer, "city.yaml", **told)
    assert outcomes(desk, "city-campaign") == [("ineligible", ["price_below_floor"])]
    assert outcomes(desk) == [("eligible", [])]


def test_two_campaigns_cannot_exclude_each_other(desk):
    open_campaign(desk.service, COUNTY, "county.yaml")
    city = campaign(entry(excluding("county-campaign")), name="city-campaign")
    with pytest.raises(RefusedByRule) as refused:
        open_campaign(desk.service, city, "city.yaml")
    assert "互相排斥" in refused.value.message.zh
    assert refused.value.remedy is not None


def test_a_campaign_cannot_exclude_itself(desk):
    own = campaign(entry(excluding("own-campaign")), name="own-campaign")
    with pytest.raises(BadParameter, match="活动不能排斥自己"):
        open_campaign(desk.service, own, "own.yaml")
