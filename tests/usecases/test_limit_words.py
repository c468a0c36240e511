"""A quota is called by the cars it is for, never by the name that its file gives it."""

import re

import pytest

from tests.campaign_texts import campaign, entry
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.usecases.forecast_campaign import ForecastQuery, forecast_campaign
from voucher_service.usecases.limit_words import limit_label
from voucher_service.usecases.open_campaign import open_campaign

ONE = "name: places, count: 470"
TIERS = """\
tiers:
  - { name: a, at_least_yuan: 100000, below_yuan: 200000, amount_yuan: 1000 }
  - { name: b, at_least_yuan: 200000, amount_yuan: 2000 }
  - { name: c, below_yuan: 55500, amount_yuan: 500 }
"""
LABELS = [
    (ONE, "名额", "Places"),
    (f"{ONE}, per: day", "名额（每日各计）", "Places (each day)"),
    (f"{ONE}, energy: [nev]", "名额：新能源车", "Places: new-energy cars"),
    (
        f"{ONE}, energy: [nev], tiers: [b]",
        "名额：新能源车·20万元起",
        "Places: new-energy cars, from 200,000 yuan",
    ),
    (
        f"{ONE}, tiers: [a, c]",
        "名额：10万元至20万元、55,500元以下",
        "Places: 100,000 to 200,000 yuan, up to 55,500 yuan",
    ),
]


@pytest.mark.parametrize(("quota", "zh", "en"), LABELS)
def test_a_quota_is_called_by_what_it_is_for(quota, zh, en):
    more = f"{TIERS}quotas: [{{{quota}}}]\n"
    text = entry(more).replace("kind: fuel, face_yuan: 1500", "kind: fuel")
    terms = parse_campaign(campaign(text), "test.yaml").current
    label = limit_label(terms, terms.quotas[0])
    assert (label.zh, label.en) == (zh, en)


def test_two_of_one_name_are_told_apart():
    more = "quotas: [{name: early, count: 9}, {name: late, count: 9}]\n"
    terms = parse_campaign(campaign(entry(more)), "test.yaml").current
    assert [limit_label(terms, each).zh for each in terms.quotas] == [
        "名额（early）",
        "名额（late）",
    ]


def test_no_shipped_campaign_has_a_limit_with_a_raw_name_in_chinese():
    labels = [
        limit_label(found.current, cell).zh
        for found in (
            parse_campaign(text, name) for name, text in shipped_campaigns().items()
        )
        for cell in (*found.current.quotas, *found.current.sub_budgets)
    ]
    assert len(labels) > 6
    assert [label for label in labels if re.search("[a-z]", label)] == []


def test_the_forecast_calls_limits_the_same(desk):
    desk.ingest(REGISTER, "dealers.csv")
    more = "budget_yuan: 22500\nquotas: [{name: places, count: 12}]\n"
    open_campaign(desk.service, campaign(entry(more)), "test.yaml")
    desk.ingest(feed(*(sale_row(n, f"2023-01-{n:02d}") for n in range(1, 11))))
    found = forecast_campaign(desk.service, ForecastQuery("test-campaign"))
    assert {(each.limit, each.label.zh) for each in found.runs_out} == {
        ("budget", "预算"),
        ("places", "名额"),
    }
