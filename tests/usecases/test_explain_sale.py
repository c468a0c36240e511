"""A decision is explained down to the cell, with its amount, terms and history."""

import pytest

from tests.campaign_texts import campaign, entry
from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row, vin
from tests.return_texts import feed as returns
from tests.return_texts import red
from voucher_service.model.errors import NotFound
from voucher_service.model.kinds import Outcome, Role
from voucher_service.model.reports import Principal
from voucher_service.usecases.explain_sale import (
    AmbiguousSale,
    explain_one_sale,
    explain_sale,
)
from voucher_service.usecases.open_campaign import open_campaign

NAME = "test-campaign"
TWO_VOUCHERS = "budget_yuan: 3000\nplace: {districts: [永定区, 慈利县]}\n"
DEALER_1 = Principal(name="T-01", role=Role.DEALER, dealer="T-01")
DEALER_2 = Principal(name="T-02", role=Role.DEALER, dealer="T-02")


@pytest.fixture
def dealt(desk):
    desk.ingest(REGISTER, "dealers.csv")
    return desk


@pytest.fixture
def limited(dealt):
    open_campaign(dealt.service, campaign(entry(TWO_VOUCHERS)), "test.yaml")
    rows = [sale_row(number, f"2023-01-0{number}") for number in (1, 3, 5, 7)]
    dealt.ingest(feed(*rows), "sales.csv")
    return dealt


def place_of(explained, field: str):
    (found,) = {
        (each.file, each.row, each.column, each.cell)
        for each in explained.conditions
        if each.field == field
    }
    return found


def test_each_value_is_told_with_its_file_row_header_and_cell(limited):
    explained = explain_one_sale(limited.service, NAME, vin(3))
    assert place_of(explained, "bare_price_fen") == ("sales.csv", 3, "裸车价", "F3")
    assert place_of(explained, "vin") == ("sales.csv", 3, "车架号", "D3")
    assert place_of(explained, "status") == ("sales.csv", 3, None, None)
    assert place_of(explained, "district") == ("dealers.csv", 2, "区县", "D2")


def test_a_sale_that_waits_is_told_its_place_and_is_promoted_in_turn(limited):
    waiting = explain_one_sale(limited.service, NAME, vin(7))
    assert waiting.outcome is Outcome.WAITLISTED
    assert (waiting.waits_for, waiting.waitlist_rank) == ("budget", 2)
    assert (waiting.amount_fen, waiting.earns_fen) == (0, 150_000)
    assert waiting.verdict.zh.startswith("候补中：活动资金共 3,000.00 元")
    limited.ingest(returns(red(900, original="00000001", car=1)), "return.csv")
    assert explain_one_sale(limited.service, NAME, vin(7)).waitlist_rank == 1
    promoted = explain_one_sale(limited.service, NAME, vin(5))
    assert promoted.outcome is Outcome.ELIGIBLE
    assert [event.why.zh for event in promoted.history] == [
        "首次判定",
        "有名额或资金退回，递补；不再：活动资金已用完，列入候补",
    ]


def test_an_earlier_instant_is_explained_as_it_was_then(limited):
    before = limited.service.store.data_version()
    limited.ingest(returns(red(900, original="00000001", car=1)), "return.csv")
    now = explain_one_sale(limited.service, NAME, vin(1))
    then = explain_one_sale(limited.service, NAME, vin(1), before)
    assert (then.outcome, now.outcome) == (Outcome.ELIGIBLE, Outcome.INELIGIBLE)
    assert then.history == now.history[:1]
    assert now.history[-1].why.zh.startswith("退车或红冲；现在：")
    assert then.known_at == before


def test_a_correction_is_told_in_the_history(dealt):
    dealt.ingest(feed(sale_row(1)))
    dealt.ingest(feed(sale_row(1, price="29999.99")))
    explained = explain_one_sale(dealt.service, SEED_CAMPAIGN, "00000001")
    assert [(event.version, event.outcome.value) for event in explained.history] == [
        (1, "eligible"),
        (2, "ineligible"),
    ]
    assert explained.history[-1].why.zh == (
        "经销商更正上报（第 2 版）；现在：价格低于活动门槛"
    )
    assert explained.history[-1].outcome is explained.outcome


def test_the_terms_that_decided_and_their_source_are_named(dealt):
    dealt.ingest(feed(sale_row(1)))
    explained = explain_one_sale(dealt.service, SEED_CAMPAIGN, "00000001")
    assert explained.effective_from.isoformat() == "2022-12-16"
    assert explained.source.publisher in explained.terms_source
    assert [step.sum_fen for step in explained.amount_steps] == [150_000]
    assert explained.verdict.zh == "符合条件，可获 1,500.00 元加油券"


def test_a_number_of_several_sales_names_them(dealt):
    rows = [sale_row(1, "2023-01-03"), sale_row(3, "2023-01-04")]
    rows[1] = rows[1].replace(vin(3), vin(1))
    dealt.ingest(feed(*rows))
    both = explain_sale(dealt.service, SEED_CAMPAIGN, vin(1))
    with pytest.raises(AmbiguousSale) as refused:
        explain_one_sale(dealt.service, SEED_CAMPAIGN, vin(1))
    assert refused.value.choices == tuple(each.sale_id for each in both)
    for each in both:
        one = explain_one_sale(dealt.service, SEED_CAMPAIGN, each.sale_id)
        assert one == each


def test_a_dealer_is_told_of_its_own_sales_and_of_no_rival_elsewhere(dealt):
    one, two = sale_row(1), sale_row(2).replace(vin(2), vin(1))
    dealt.ingest(feed(one, two))
    own = explain_one_sale(dealt.service, SEED_CAMPAIGN, vin(1), asker=DEALER_1)
    assert own.dealer_id == "T-01"
    assert own.reasons == ("vehicle_in_conflict",)
    bureau = explain_one_sale(dealt.service, SEED_CAMPAIGN, own.sale_id)
    assert bureau.rival_sale_id is not None
    assert bureau.rival_sale_id not in own.model_dump_json()
    with pytest.raises(NotFound):
        explain_one_sale(dealt.service, SEED_CAMPAIGN, own.sale_id, asker=DEALER_2)


def test_no_key_of_a_person_is_told(limited):
    explained = explain_one_sale(limited.service, NAME, vin(1))
    with limited.service.store.read() as connection:
        [(buyer, phone)] = connection.execute(
            "SELECT buyer_key, phone_key FROM sales WHERE vin = ?", [vin(1)]
        ).fetchall()
    assert buyer
    for key in (buyer, phone):
        assert key not in explained.model_dump_json()
