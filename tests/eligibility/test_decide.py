"""The seed terms, decided in pairs just on and just over each edge."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.eligibility.known_sales import (
    SEED,
    TERMS,
    VIN,
    known,
    sale,
    sales_frames,
    terms_of_any_kind,
)
from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.eligibility.decide import decide
from voucher_service.model.frames import Decision, KnownSale
from voucher_service.model.reasons import EligibilityReason


def reasons_of(row: dict[str, object], **terms: object) -> list[str]:
    (decision,) = decide(known(row), TERMS.model_copy(update=terms)).to_dicts()
    assert decision["eligible"] is (decision["reasons"] == [])
    assert decision["amount_fen"] == (150_000 if decision["eligible"] else 0)
    return decision["reasons"]


OTHER_VIN = "LSVAU2180N2000002"


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"bare_price_fen": 2_999_999}, ["price_below_floor"]),
        ({"bare_price_fen": 3_000_000}, []),
        ({"bare_price_fen": None}, ["value_missing"]),
        ({"invoice_total_fen": None, "invoice_net_fen": None}, []),
        ({"sold_on": date(2022, 12, 15)}, ["sold_before_start"]),
        ({"sold_on": date(2022, 12, 16)}, []),
        ({"sold_on": date(2023, 1, 31)}, []),
        ({"sold_on": date(2023, 2, 1)}, ["sold_after_end"]),
        ({"condition": "new"}, []),
        ({"condition": "used"}, ["not_new"]),
        ({"condition": None}, ["value_missing"]),
        ({"vin": VIN}, []),
        ({"vin": None}, ["identity_required"]),
        ({"invoice_number": None, "record_no": None}, []),
        ({"buyer_key": None, "energy": None, "district": None}, []),
    ],
)
def test_the_seed_terms_decide_each_edge(changes, reasons) -> None:
    assert reasons_of(sale(**changes)) == reasons


@pytest.mark.parametrize(
    ("vehicle", "condition", "reasons"),
    [
        ("new", "new", []),
        ("new", "used", ["not_new"]),
        ("used", "used", []),
        ("used", "new", ["not_used"]),
        ("used", None, ["value_missing"]),
        ("any", "used", []),
        ("any", None, []),
    ],
)
def test_terms_ask_for_new_cars_used_cars_or_either(vehicle, condition, reasons):
    assert reasons_of(sale(condition=condition), vehicle=vehicle) == reasons


def test_every_reason_is_given_in_the_order_of_precedence() -> None:
    worst = sale(vin=None, condition=None, bare_price_fen=1, sold_on=date(2022, 12, 15))
    assert reasons_of(worst) == [
        "identity_required",
        "value_missing",
        "sold_before_start",
        "price_below_floor",
    ]


def test_the_first_sale_of_a_vehicle_counts_and_names_itself_to_the_second() -> None:
    first = sale(sale_id="S9", sold_on=date(2022, 12, 20))
    second = sale(sale_id="S1", sold_on=date(2022, 12, 21))
    decided = decide(known(second, first), TERMS).to_dicts()
    version = TERMS.version
    assert decided == [
        {
            "sale_id": "S1",
            "version": 1,
            "outcome": "ineligible",
            "eligible": False,
            "reasons": ["vehicle_already_counted"],
            "amount_fen": 0,
            "price_fen": 10_000_000,
            "tier": None,
            "rival_sale_id": "S9",
            "waits_for": None,
            "waitlist_rank": None,
            "terms_version": version,
            "input_hash": f"hash of S1.{version}.hash of S9",
        },
        {
            "sale_id": "S9",
            "version": 1,
            "outcome": "eligible",
            "eligible": True,
            "reasons": [],
            "amount_fen": 150_000,
            "price_fen": 10_000_000,
            "tier": None,
            "rival_sale_id": None,
            "waits_for": None,
            "waitlist_rank": None,
            "terms_version": version,
            "input_hash": f"hash of S9.{version}.-",
        },
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"sold_on": date(2022, 12, 20)}, {"sold_on": date(2022, 12, 21)}),
        (
            {"sold_on": date(2022, 12, 20), "invoice_number": "00000002"},
            {"sold_on": date(2022, 12, 21), "invoice_number": "00000001"},
        ),
        ({"invoice_number": "00000001"}, {"invoice_number": "00000002"}),
        (
            {"invoice_number": "00000001", "sale_id": "B"},
            {"invoice_number": "00000002", "sale_id": "A"},
        ),
        ({"invoice_number": "99999999"}, {"invoice_number": None}),
        ({"sale_id": "A"}, {"sale_id": "B"}),
    ],
)
@pytest.mark.parametrize("arrival", [1, -1])
def test_day_then_invoice_number_then_id_say_which_sale_is_first(
    first, second, arrival
) -> None:
    rows = [sale(**{"sale_id": "Y", **first}), sale(**{"sale_id": "Z", **second})]
    decided = decide(known(*rows[::arrival]), TERMS)
    (winner,) = decided.filter("eligible")["sale_id"]
    assert winner == rows[0]["sale_id"]


def test_a_sale_that_fails_a_rule_takes_no_vehicle() -> None:
    early = sale(sale_id="S1", sold_on=date(2022, 12, 15))
    cheap = sale(sale_id="S2", sold_on=date(2022, 12, 16), bare_price_fen=1)
    passing = sale(sale_id="S3", sold_on=date(2022, 12, 20))
    decided = decide(known(early, cheap, passing), TERMS)
    assert decided["reasons"].to_list() == [
        ["sold_before_start"],
        ["price_below_floor"],
        [],
    ]
    assert decided["rival_sale_id"].to_list() == [None, None, None]


@pytest.mark.parametrize(
    ("per_vehicle", "reasons"), [(1, ["value_missing"]), (None, [])]
)
def test_one_a_vehicle_needs_the_vehicle_to_be_known(per_vehicle, reasons) -> None:
    terms = TERMS.model_copy(update={"requires": (), "per_vehicle": per_vehicle})
    rows = [sale(sale_id=f"S{i}", vin=None) for i in range(3)]
    assert decide(known(*rows), terms)["reasons"].to_list() == [reasons] * 3


def test_a_car_sold_by_two_dealers_waits_and_neither_sale_counts() -> None:
    first, other = (
        sale(),
        sale(sale_id="S2", dealer_id="D2", sold_on=date(2022, 12, 21)),
    )
    decided = decide(known(first, other), TERMS).to_dicts()
    assert [row["reasons"] for row in decided] == [["vehicle_in_conflict"]] * 2
    assert [row["rival_sale_id"] for row in decided] == ["S2", "S1"]
    assert [row["amount_fen"] for row in decided] == [0, 0]


@pytest.mark.parametrize(
    "settled",
    [
        {"cancelled": True},
        {"set_aside": True},
        {"condition": "used"},
        {"vin": "LSVAU2180N2000002"},
        {"vin": None},
    ],
)
def test_a_sale_that_fell_or_is_of_a_used_car_contradicts_none(settled) -> None:
    other = sale(sale_id="S2", dealer_id="D2", **settled)
    decided = decide(known(sale(), other), TERMS).to_dicts()
    assert decided[0]["eligible"] is True
    assert "vehicle_in_conflict" not in decided[1]["reasons"]


def test_a_sale_below_the_floor_contradicts_all_the_same() -> None:
    other = sale(sale_id="S2", dealer_id="D2", bare_price_fen=1)
    decided = decide(known(sale(), other), TERMS).to_dicts()
    assert decided[0]["reasons"] == ["vehicle_in_conflict"]
    assert decided[1]["reasons"] == ["price_below_floor", "vehicle_in_conflict"]


def test_a_sale_taken_back_frees_the_vehicle_for_the_next() -> None:
    first, later = sale(cancelled=True), sale(sale_id="S2", invoice_number="00000002")
    decided = decide(known(first, later), TERMS).to_dicts()
    assert [row["reasons"] for row in decided] == [["sale_cancelled"], []]


def test_taking_back_and_setting_aside_change_what_was_read() -> None:
    hashes = [
        decide(known(sale(**fallen)), TERMS)["input_hash"].item()
        for fallen in ({}, {"cancelled": True}, {"set_aside": True})
    ]
    assert len(set(hashes)) == 3


def test_without_a_rule_per_vehicle_each_sale_counts() -> None:
    terms = TERMS.model_copy(update={"per_vehicle": None})
    decided = decide(known(sale(sale_id="S1"), sale(sale_id="S2")), terms)
    assert decided["eligible"].to_list() == [True, True]


def test_no_sales_give_no_decisions() -> None:
    empty = decide(known(), TERMS)
    assert empty.is_empty()
    assert Decision.is_valid(empty)


_LOST = {
    "vehicle_already_counted",
    "vehicle_in_conflict",
    "buyer_cap_reached",
    "phone_cap_reached",
}


@settings(deadline=None)
@given(sales=sales_frames(), terms=terms_of_any_kind)
def test_decisions_are_whole_and_say_what_they_mean(sales, terms) -> None:
    decided = decide(sales, terms)
    assert Decision.validate(decided).height == sales.height
    assert decided.schema == Decision.create_empty().schema
    assert decided["sale_id"].to_list() == sales["sale_id"].to_list()
    order = [reason.value for reason in EligibilityReason]
    for row in decided.iter_rows(named=True):
        assert row["reasons"] == sorted(set(row["reasons"]), key=order.index)
        assert row["eligible"] is (not row["reasons"])
        assert row["eligible"] is (row["outcome"] == "eligible")
        assert row["eligible"] or row["amount_fen"] == 0
        lost = _LOST.intersection(row["reasons"])
        assert (row["rival_sale_id"] is not None) is bool(lost)


@settings(deadline=None)
@given(sales=sales_frames(), terms=terms_of_any_kind, random=st.randoms())
def test_the_order_of_arrival_decides_nothing(sales, terms, random) -> None:
    rows = sales.to_dicts()
    random.shuffle(rows)
    shuffled = decide(known(*rows), terms)
    assert shuffled.sort("sale_id").equals(decide(sales, terms).sort("sale_id"))
    assert decide(sales, terms).equals(decide(sales, terms))


@settings(deadline=None)
@given(sales=sales_frames(), terms=terms_of_any_kind)
def test_a_vehicle_counts_once_and_the_rival_is_what_counts(sales, terms) -> None:
    decided = decide(sales, terms).join(sales.select("sale_id", "vin"), on="sale_id")
    counted = decided.filter("eligible").drop_nulls("vin")
    if terms.per_vehicle is not None:
        assert counted["vin"].is_unique().all()
    lost = pl.col("reasons").list.contains("vehicle_already_counted")
    rivals = decided.filter(lost).join(
        counted, left_on="rival_sale_id", right_on="sale_id", how="left"
    )
    assert (rivals["vin"] == rivals["vin_right"]).all()


def test_another_content_or_other_terms_make_another_input_hash() -> None:
    other_terms = TERMS.model_copy(update={"price_floor_yuan": Decimal("1.00")})
    hashes = [
        decide(known(sale()), TERMS)["input_hash"][0],
        decide(known(sale(row_hash="changed")), TERMS)["input_hash"][0],
        decide(known(sale()), other_terms)["input_hash"][0],
    ]
    assert len(set(hashes)) == 3


def test_the_seed_terms_are_those_of_the_shipped_file() -> None:
    campaign = parse_campaign(shipped_campaigns()[SEED], SEED)
    assert campaign.current == TERMS
    assert KnownSale.is_valid(known(sale()))
