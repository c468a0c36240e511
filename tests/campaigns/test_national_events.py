"""The national events are dated, sourced, in both languages, and honest about doubt."""

import re
from datetime import date

from voucher_service.campaigns.national_events import national_events

EVENTS = national_events()


def test_events_come_in_order_and_have_their_source():
    assert len(EVENTS) > 10
    assert [each.start for each in EVENTS] == sorted(each.start for each in EVENTS)
    for each in EVENTS:
        assert re.search("[\u4e00-\u9fff]", each.name.zh), each
        assert each.name.en.isascii(), each
        assert each.source.strip(), each


def test_what_was_not_looked_up_is_said_to_be_as_reported():
    for each in EVENTS:
        assert ("据报道" in each.source) is not each.certain, each


def test_the_ends_that_the_seed_campaigns_window_contains_are_known():
    within = {
        each.name.en: (each.start, each.end)
        for each in EVENTS
        if each.end >= date(2022, 12, 7) and each.start <= date(2023, 1, 10)
    }
    assert set(within.values()) == {
        (date(2022, 6, 1), date(2022, 12, 31)),  # half purchase tax
        (date(2022, 12, 7), date(2022, 12, 7)),
        (date(2022, 12, 20), date(2022, 12, 31)),
        (date(2022, 12, 31), date(2022, 12, 31)),  # purchase subsidy
        (date(2023, 1, 8), date(2023, 1, 8)),
    }


def test_the_outbreak_begins_two_days_before_the_festival_of_2020():
    outbreak = next(each for each in EVENTS if each.kind == "disturbance")
    assert outbreak.start == date(2020, 1, 23)
