"""Single values of terms are set as a command line writes them, or refused in words."""

from functools import cache

import pytest

from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.usecases.set_terms import (
    UnusableSetting,
    read_settings,
    set_terms,
    settable_keys,
    split_settings,
)


@cache
def campaign(name="zhangjiajie-2022-new-year"):
    return parse_campaign(shipped_campaigns()[name], name)


def tried(*written, name="zhangjiajie-2022-new-year"):
    return set_terms(campaign(name), split_settings(written))


@pytest.mark.parametrize(
    ("written", "path", "value"),
    [
        ("price_floor_yuan=50000", "price_floor_yuan", "50000.00"),
        ("voucher_yuan=2000", "voucher.face_yuan", "2000.00"),
        ("budget_yuan=690000.5", "budget_yuan", "690000.50"),
        ("budget_yuan=none", "budget_yuan", "None"),
        ("per_buyer=1", "caps.per_buyer", "1"),
        ("per_phone=2", "caps.per_phone", "2"),
        ("per_dealer_day=30", "caps.per_dealer_day", "30"),
        ("sales_from=2022-12-20", "sales_window.start", "2022-12-20"),
        ("sales_to=2023-01-10", "sales_window.end", "2023-01-10"),
        ("voucher.kind=general", "voucher.kind", "general"),
        ("seats.at_most=7", "seats.at_most", "7"),
        ("per_vehicle=none", "per_vehicle", "None"),
        ("emission_at_least=6", "emission_at_least", "6"),
        ("requires=vin，invoice_number", "requires", "('vin', 'invoice_number')"),
        ("requires=none", "requires", "()"),
        ("place.districts=永定区、慈利县", "place.districts", "('永定区', '慈利县')"),
        ("energy=nev,hev", "energy", "('nev', 'hev')"),
        ("old_vehicle.disposal=scrapped", "old_vehicle.disposal", "('scrapped',)"),
    ],
)
def test_a_value_is_set_and_all_else_stays(written, path, value):
    before, after = campaign(), tried(written)
    found = after.current
    for part in path.split("."):
        found = getattr(found, part)
    plain = tuple(map(str, found)) if isinstance(found, tuple) else found
    assert str(plain) == value
    changed = {
        name
        for name in type(before.current).model_fields
        if getattr(before.current, name) != getattr(after.current, name)
    }
    assert changed <= {path.split(".")[0]}


@pytest.mark.parametrize(
    ("written", "path", "value"),
    [
        ("tiers.nev-from-100k.amount_yuan=1", "tiers", "1.00"),
        ("quotas.coupons.count=7", "quotas", "7"),
        ("bonuses.scrapped.amount_yuan=9", "bonuses", "9.00"),
    ],
)
def test_an_item_is_found_by_its_name(written, path, value):
    name = written.split(".")[1]
    items = getattr(tried(written, name="yantai-2023-03").current, path)
    item = next(item for item in items if item.name == name)
    field = written.split("=")[0].rsplit(".", 1)[1]
    assert str(getattr(item, field)) == value


def test_a_whole_part_can_be_left_out():
    assert tried("quotas=none", name="yantai-2023-03").current.quotas == ()


def test_every_dated_entry_is_set():
    name = "national-scrappage-2024"
    assert len(campaign(name).terms) > 1
    floors = {
        entry.price_floor_yuan for entry in tried("price_floor_yuan=1", name=name).terms
    }
    assert {str(floor) for floor in floors} == {"1.00"}


@pytest.mark.parametrize(
    ("written", "field", "said"),
    [
        ("price_flor_yuan=1", "price_flor_yuan", "price_floor_yuan"),
        ("price_floor_yuan=abc", "price_floor_yuan", "数字"),
        ("price_floor_yuan=-1", "price_floor_yuan", "0"),
        ("price_floor_yuan=0.001", "price_floor_yuan", "两位小数"),
        ("price_floor_yuan=none", "price_floor_yuan", "缺少"),
        ("per_buyer=0", "per_buyer", "1"),
        ("sales_to=2022-12-15", "sales_to", "2022-12-16"),
        ("sales_to=20230110", "sales_to", "日期"),
        ("budget_yuan=1499.99", "budget_yuan", "1,500.00"),
        ("voucher.kind=beer", "voucher.kind", "fuel"),
        ("caps=3", "caps", "caps=none"),
        ("effective_from=2022-12-01", "effective_from", "tiers"),
        ("without", "set", "KEY=VALUE"),
        ("=1", "set", "KEY=VALUE"),
        ("per_buyer=--5", "per_buyer", "数字"),
        ("per_buyer=" + "9" * 5000, "per_buyer", "999…"),
        ("per_buyer=²", "per_buyer", "数字"),
        ("price_floor_yuan=" + "9" * 5000, "price_floor_yuan", "999…"),
        ("per_buyer=\ud800", "set", "U+D800"),
        ("\udcff=1", "set", "U+DCFF"),
        ("voucher.kind=fuel\x1b", "set", "U+001B"),
        ("seats.at_lea=\x00", "set", "U+0000"),
        ("old_vehicle.seats.at_least=7", "old_vehicle.seats.at_least", "没有"),
    ],
)
def test_what_cannot_be_set_is_refused_with_what_mends_it(written, field, said):
    with pytest.raises(UnusableSetting) as refused:
        tried(written)
    error = refused.value
    assert error.field == field
    assert said in f"{error.message} {error.remedy}"
    assert error.message.zh
    assert error.message.en
    assert error.remedy


@pytest.mark.parametrize(
    ("pairs", "field"),
    [
        ({"voucher_yuan": 1, "voucher.face_yuan": 2}, "voucher.face_yuan"),
        ({"caps.per_buyer": 1, "per_buyer": None}, "per_buyer"),
        ({"voucher_yuan": 1, " voucher_yuan": 1}, "voucher_yuan"),
    ],
)
def test_two_settings_of_one_value_contradict_each_other(pairs, field):
    with pytest.raises(UnusableSetting, match="矛盾") as refused:
        set_terms(campaign(), read_settings(pairs))
    assert refused.value.field == field


def test_on_a_command_line_the_last_of_one_key_holds():
    assert split_settings(["per_buyer=1", " per_buyer =2"]) == {"per_buyer": "2"}


def test_a_setting_is_not_blamed_for_what_is_missing_elsewhere():
    for also in ([], ["per_buyer=1"]):
        with pytest.raises(UnusableSetting, match="缺少") as refused:
            tried("old_vehicle.disposed.from=2023-01-01", *also)
        assert refused.value.field == "old_vehicle.disposal"
        assert "一并设置 old_vehicle.disposal" in str(refused.value.remedy)


def test_the_face_of_tiered_terms_is_set_tier_by_tier():
    with pytest.raises(UnusableSetting) as refused:
        tried("voucher_yuan=1", name="yantai-2023-03")
    assert "tiers.nev-from-100k.amount_yuan" in refused.value.choices


@pytest.mark.parametrize(("floor", "refused"), [("100000", False), ("100000.01", True)])
def test_what_would_contradict_is_refused_as_in_a_file(floor, refused):
    wanted = [
        "price_floor_yuan=" + floor,
        "tiers.nev-below-100k.below_yuan=none",
        "tiers.nev-below-100k.at_most_yuan=100000",
        "tiers.nev-from-100k.at_least_yuan=none",
        "tiers.nev-from-100k.above_yuan=100000",
    ]
    wanted += [text.replace("nev-", "fuel-") for text in wanted[1:]]
    if refused:
        with pytest.raises(UnusableSetting, match="below-100k"):
            tried(*wanted, name="yantai-2023-03")
    else:
        assert tried(*wanted, name="yantai-2023-03")


def test_a_window_before_the_campaign_can_be_tried():
    terms = tried("sales_from=2021-01-01", "sales_to=2021-06-30").current
    assert str(terms.sales_window.start) == str(terms.effective_from) == "2021-01-01"


def test_plain_values_of_json_are_read_as_their_texts():
    told = {"a": 1, "b": 1.5, "c": None, "d": True, "e": " None ", "f": "x"}
    assert read_settings(told) == {
        "a": "1",
        "b": "1.5",
        "c": None,
        "d": "true",
        "e": None,
        "f": "x",
    }


@pytest.mark.parametrize("name", ["zhangjiajie-2022-new-year", "yantai-2023-03"])
def test_every_key_told_of_can_be_unset_or_says_what_mends_it(name):
    answers = {key: unset(campaign(name), key) for key in settable_keys(campaign(name))}
    assert answers["dealers"] is None
    assert answers["price_floor_yuan"]
    assert "" not in answers.values()


def unset(tried_on, key: str) -> str | None:
    """Give the remedy of a refusal, None where there is none."""
    try:
        set_terms(tried_on, {key: None})
    except UnusableSetting as refused:
        return str(refused.remedy or "")
    return None
