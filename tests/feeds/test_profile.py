"""A profile says how one sender differs, and says so wrongly only once."""

import pytest

from voucher_service.feeds.profile import Profile, parse_profile, shipped_profiles
from voucher_service.model.errors import BadParameter, UnreadableInput


def test_the_standard_profile_is_shipped_and_is_the_default():
    standard = shipped_profiles()["standard"]

    assert standard == Profile()
    assert standard.assume == {"condition": "new"}
    assert standard.unknown_dealers == "refuse"


@pytest.mark.parametrize("name", ["manheim", "kaggle"])
def test_the_profiles_of_the_real_data_are_right(profile_text, name):
    assert parse_profile(profile_text(name), f"{name}.yaml").name == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("headres: {}", "headers"),
        ("headers: {vim: [x]}", "vin"),
        ("assume: {bareprice: x}", "bare_price"),
        ("time_zone: Asia/Shangai", "Asia/Shanghai"),
        ("price_unit: fen", "wan_yuan"),
        ("unknown_dealers: maybe", "register"),
        ("date_drop: '('", "date_drop"),
        ("[1, 2]", "line 1"),
        ("a: [", "YAML"),
        ("name: {}", "name"),
        ("date_formats: ['%d.%m.%Y %H']", "no format of dates"),
        ("sold_from: 2023-13-45", "2023-01-31"),
        ("{sold_from: 2023-01-02, sold_to: 2023-01-01}", "before sold_from"),
        ("reported_late_after_days: -1", "reported_late_after_days"),
        (f"reported_late_after_days: {'9' * 5000}", "reported_late_after_days"),
        (f"reported_late_after_days: 0x{'f' * 9000}", "reported_late_after_days"),
    ],
)
def test_a_wrong_profile_is_refused_with_the_nearest_right_key(text, said):
    with pytest.raises((BadParameter, UnreadableInput)) as caught:
        parse_profile(text, "mine.yaml")

    assert said in f"{caught.value.message.en} {caught.value.remedy.en}"
    assert "mine.yaml 第 1 行" in caught.value.message.zh


def test_a_profile_adds_to_what_the_standard_assumes():
    profile = parse_profile("assume: {dealer_name: x}", "mine.yaml")

    assert profile.assume == {"condition": "new", "dealer_name": "x"}
    assert parse_profile("assume: {condition: used}", "x").assume["condition"] == "used"


def test_the_content_hash_tells_profiles_apart():
    one, same = Profile(name="a"), parse_profile("name: a", "x")

    assert one.content_hash == same.content_hash
    assert one.content_hash != Profile(name="a", time_zone="UTC").content_hash
