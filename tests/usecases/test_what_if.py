"""Other terms are tried on the sample's sales; nothing is changed by it."""

from datetime import UTC, date, datetime

import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import HEADER, REGISTER, feed, sale_row, vin
from voucher_service.campaigns.catalogue import shipped_campaigns
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.money import yuan_from_fen
from voucher_service.store.decisions import decisions_known
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart
from voucher_service.usecases.open_campaign import open_campaign
from voucher_service.usecases.render_figure import ChartFormat
from voucher_service.usecases.report_totals import TotalsQuery, report_totals
from voucher_service.usecases.set_terms import UnusableSetting
from voucher_service.usecases.what_if import WhatIfQuery, what_if

SIDES = ("cars_sold", "sales_fen", "vouchers_fen", "mean_price_fen")
GROUPS = ("by_district", "by_dealer", "by_price", "by_energy")


def trial(desk, settings=None, **asked):
    return what_if(desk.service, WhatIfQuery(SEED_CAMPAIGN, settings or {}, **asked))


@pytest.mark.parametrize("as_of", [None, date(2022, 12, 20), date(2023, 1, 10)])
def test_todays_side_is_what_the_totals_say(sample_desk, as_of):
    found = trial(sample_desk, {"price_floor_yuan": "99999"}, as_of=as_of)
    totals = report_totals(sample_desk.service, TotalsQuery(SEED_CAMPAIGN, as_of))
    assert found.as_of == totals.as_of
    for name in SIDES:
        assert getattr(found.today, name) == getattr(totals, name)


def test_the_same_terms_change_nothing(sample_desk):
    found = trial(sample_desk)
    assert found.today == found.other
    assert set(found.difference.model_dump(exclude={"vouchers_yuan"}).values()) == {0}
    assert found.lost_reasons == ()
    assert found.synthetic
    assert found.statement.zh
    assert "behaviour held fixed" in found.statement.en


def test_the_other_side_is_what_a_campaign_with_those_terms_adds_up_to(open_desk):
    desk = open_desk()
    desk.ingest(REGISTER, "dealers.csv")
    prices = ("29999.99", "30000", "79999.99", "80000", "200000")
    rows = [sale_row(n, price=price) for n, price in enumerate(prices, 1)]
    desk.ingest(feed(*rows))
    settings = {"price_floor_yuan": "80000", "voucher_yuan": "2000"}
    found = trial(desk, settings)
    document = shipped_campaigns()[SEED_CAMPAIGN].partition("examples:")[0]
    document = document.replace(SEED_CAMPAIGN, "tried-out")
    document = document.replace("30000", "80000", 1).replace("1500", "2000", 1)
    document = document.replace("face_yuan: 1500", "face_yuan: 2000")
    open_campaign(desk.service, document, "tried.yaml")
    totals = report_totals(desk.service, TotalsQuery("tried-out", found.as_of))
    assert [getattr(found.other, name) for name in SIDES] == [
        getattr(totals, name) for name in SIDES
    ]
    assert (found.other.cars_sold, found.other.vouchers_fen) == (2, 400_000)
    assert (found.cars_lost, found.cost_lost_fen, found.cost_gained_fen) == (
        2,
        300_000,
        100_000,
    )


@pytest.mark.parametrize(
    "settings",
    [
        {"price_floor_yuan": "80000", "voucher_yuan": "2000"},
        {"budget_yuan": "300000"},
        {"per_dealer_day": "1"},
        {"sales_to": "2022-12-31"},
        {"vehicle": "any", "per_vehicle": None, "requires": None},
        {"energy": "nev"},
    ],
)
def test_groups_add_up_to_the_whole(sample_desk, settings):
    found = trial(sample_desk, settings)
    for name in GROUPS:
        groups = getattr(found, name)
        assert sum(g.cars_today for g in groups) == found.today.cars_sold
        assert sum(g.cars_other for g in groups) == found.other.cars_sold
        assert sum(g.vouchers_today_fen for g in groups) == found.today.vouchers_fen
        assert sum(g.vouchers_other_fen for g in groups) == found.other.vouchers_fen
        assert sum(g.cars_gained for g in groups) == found.cars_gained
        assert sum(g.cars_lost for g in groups) == found.cars_lost
        assert sum(g.cost_lost_fen for g in groups) == found.cost_lost_fen
    change = found.cars_gained - found.cars_lost
    assert found.difference.cars_sold == change
    assert found.difference.vouchers_fen == found.cost_gained_fen - found.cost_lost_fen
    assert found.cars_gained + found.cars_lost + found.cost_gained_fen > 0


def test_money_that_runs_out_lets_sales_wait(sample_desk):
    found = trial(sample_desk, {"budget_yuan": "150000"})
    assert found.other.cars_sold == 100
    assert found.other.waitlisted > 0
    assert [reason.code for reason in found.lost_reasons] == ["budget_spent"]
    assert found.lost_reasons[0].cars == found.cars_lost == 360


def test_asking_changes_nothing(sample_desk):
    service = sample_desk.service

    def kept():
        with service.store.read() as connection:
            version = service.store.data_version()
            return version, decisions_known(connection, SEED_CAMPAIGN, version)

    before, decisions = kept()
    trial(sample_desk, {"price_floor_yuan": "1"})
    after, again = kept()
    assert after == before
    assert again.equals(decisions)


def test_the_past_answers_as_it_did_then(open_desk):
    desk = open_desk()
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed(sale_row(1, price="30000"), sale_row(2, price="90000")))
    known_at = desk.service.store.data_version()
    settings = {"price_floor_yuan": "50000"}
    then = trial(desk, settings, as_of=date(2023, 1, 10))
    desk.ingest(feed(sale_row(3, price="40000"), sale_row(2, price="20000")))
    now = trial(desk, settings, as_of=date(2023, 1, 10))
    again = trial(desk, settings, as_of=date(2023, 1, 10), known_at=known_at)
    assert again == then
    assert (then.other.cars_sold, now.other.cars_sold) == (1, 0)


def test_another_citys_terms_are_fitted_and_every_fit_is_said(sample_desk):
    found = trial(sample_desk, terms="nanning-2023")
    assert found.terms == "nanning-2023"
    said = " ".join(text.zh for text in found.adapted)
    assert "2022-12-16 至 2023-01-31" in said
    assert "桂A" in said
    assert "座位数" in said
    assert all(text.en for text in found.adapted)
    asked = {fact.fact: fact.asked for fact in found.unknown}
    assert asked == {
        "invoice_total_fen": True,
        "phone_key": True,
        "energy": True,  # it says of which kind the voucher is
        "seats": False,
    }
    assert found.other.cars_sold > 0
    assert found.difference.sales_fen is None
    assert found.difference.mean_price_fen is None


def test_another_citys_terms_as_written_refuse_our_days(sample_desk):
    found = trial(sample_desk, terms="nanning-2023", as_written=True)
    assert found.adapted == ()
    assert found.other.cars_sold == 0
    assert found.lost_reasons[0].code == "sold_before_start"


@pytest.mark.parametrize("name", sorted(shipped_campaigns()))
def test_every_campaign_of_the_catalogue_can_be_tried(sample_desk, name):
    found = trial(sample_desk, terms=name)
    assert found.other.terms_versions
    assert len(found.other.terms_versions) == 1
    assert found.other.vouchers_fen >= 0


def test_a_document_is_taken_as_an_id_is(sample_desk):
    by_id = trial(sample_desk, terms="yantai-2023-03")
    by_text = trial(sample_desk, terms=shipped_campaigns()["yantai-2023-03"])
    assert by_text == by_id


def test_settings_are_set_in_the_terms_that_were_taken(sample_desk):
    found = trial(sample_desk, {"price_basis": "bare_price"}, terms="nanning-2023")
    assert found.other.price_basis == "bare_price"
    assert found.difference.sales_fen is not None
    assert (
        found.other.cars_sold > trial(sample_desk, terms="nanning-2023").other.cars_sold
    )


def test_a_price_that_no_sale_has_is_read_on_our_basis_and_said(open_desk):
    desk = open_desk()
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed(sale_row(1, price="90000")))
    found = trial(desk, terms="nanning-2023")
    assert found.other.price_basis == "bare_price"
    assert found.other.cars_sold == 1
    assert any("未作换算" in text.zh for text in found.adapted)
    assert {f.fact for f in found.unknown if not f.asked} >= {"invoice_total_fen"}


def test_a_fact_that_some_sales_tell_stays_asked(open_desk):
    desk = open_desk()
    desk.ingest(REGISTER, "dealers.csv")
    seats = [
        row.replace("示例,", f"示例,{n},")
        for n, row in (("5", sale_row(1)), ("", sale_row(2)))
    ]
    text = "\n".join([HEADER.replace("品牌,", "品牌,座位数,"), *seats]) + "\n"
    desk.ingest(text)
    found = trial(desk, {"seats.at_most": "7"})
    assert [(f.fact, f.sales, f.considered, f.asked) for f in found.unknown] == [
        ("seats", 1, 2, True)
    ]
    assert found.other.cars_sold == 1


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"settings": {"price_flor_yuan": "1"}}, UnusableSetting),
        ({"terms": "nowhere-1999"}, UnusableSetting),
        ({"terms": "id: [\n"}, UnusableSetting),
        ({"terms": "id: x\nterms: 3\n"}, UnusableSetting),
        ({"known_at": datetime(2999, 1, 1, tzinfo=UTC)}, BadParameter),
    ],
)
def test_what_cannot_be_tried_is_refused(sample_desk, asked, error):
    with pytest.raises(error) as refused:
        trial(sample_desk, **asked)
    assert refused.value.message.zh
    assert refused.value.message.en


def test_a_campaign_that_is_not_open_is_not_found(sample_desk):
    with pytest.raises(NotFound):
        what_if(sample_desk.service, WhatIfQuery("nowhere-1999"))


@pytest.mark.parametrize(
    "settings",
    [{}, {"voucher_yuan": "2000"}, {"budget_yuan": "300000"}, {"per_dealer_day": "1"}],
)
def test_a_curves_points_are_what_those_floors_give(sample_desk, settings):
    curve = trial(sample_desk, settings, curve=True).curve
    assert curve[0].price_floor_yuan == 0
    assert yuan_from_fen(3_000_000) in {point.price_floor_yuan for point in curve}
    for point in (curve[0], curve[3], curve[len(curve) // 2], curve[-1]):
        floor = {"price_floor_yuan": str(point.price_floor_yuan)}
        other = trial(sample_desk, settings | floor).other
        assert (other.cars_sold, other.vouchers_fen) == (
            point.cars_sold,
            point.vouchers_fen,
        )
    cars = [point.cars_sold for point in curve]
    assert cars == sorted(cars, reverse=True)


def test_the_chart_of_floors_tells_the_curve_of_todays_terms(sample_desk):
    query = ChartQuery(SEED_CAMPAIGN, "what-if-floor", format=ChartFormat.CSV)
    lines = draw_chart(sample_desk.service, query).body.decode("utf-8-sig").splitlines()
    told = [tuple(line.split(",")[:3]) for line in lines[1:]]
    curve = trial(sample_desk, curve=True).curve
    assert told == [
        (str(p.price_floor_yuan), str(p.cars_sold), str(p.vouchers_fen)) for p in curve
    ]


def test_a_home_without_sales_answers_with_noughts(open_desk):
    found = trial(open_desk(), {"price_floor_yuan": "1"}, curve=True)
    assert (found.today.cars_sold, found.other.cars_sold) == (0, 0)
    assert found.today.mean_price_fen is None
    assert found.by_district == ()


def test_two_dealers_claims_of_one_car_stay_in_review(open_desk):
    desk = open_desk()
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed(sale_row(1), sale_row(2).replace(vin(2), vin(1))))
    found = trial(desk, {"price_floor_yuan": "1"})
    assert (found.today.needs_review, found.other.needs_review) == (2, 2)
