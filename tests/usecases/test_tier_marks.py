"""Where tiers begin, and what they earn in words."""

import pytest
import yaml

from tests.campaign_texts import campaign, entry
from voucher_service.campaigns.benefits import Tier
from voucher_service.campaigns.catalogue import parse_campaign
from voucher_service.usecases.tier_marks import tier_marks


def marks(*tiers: str) -> list[tuple[int, str, str]]:
    plain = parse_campaign(campaign(entry()), "test.yaml").current
    made = [Tier.model_validate(yaml.safe_load(f"{{name: t, {t}}}")) for t in tiers]
    found = tier_marks(plain.model_copy(update={"tiers": tuple(made)}))
    return [
        (
            mark.first_fen,
            "，".join(text.zh for text in mark.earns),
            ", ".join(text.en for text in mark.earns),
        )
        for mark in found
    ]


@pytest.mark.parametrize(
    ("tiers", "told"),
    [
        ([], []),
        (
            ["at_least_yuan: 100000, amount_yuan: 3000", "amount_yuan: 500"],
            [(0, "500 元", "500 yuan"), (10_000_000, "3,000 元", "3,000 yuan")],
        ),
        (
            ["above_yuan: 100000, percent: 2.5, cap_yuan: 5000"],
            [(10_000_001, "2.5%，至多 5,000 元", "2.5%, at most 5,000 yuan")],
        ),
        (
            [
                "at_least_yuan: 50000, energy: [bev, phev, erev], amount_yuan: 4000",
                "at_least_yuan: 50000, energy: [ice, hev], amount_yuan: 3000",
            ],
            [
                (
                    5_000_000,
                    "新能源 4,000 元，非新能源 3,000 元",
                    "NEV 4,000 yuan, not NEV 3,000 yuan",
                )
            ],
        ),
        (
            ["energy: [bev], amount_yuan: 99.50"],
            [(0, "纯电动 99.50 元", "battery electric 99.50 yuan")],
        ),
        (["percent: 10"], [(0, "10%", "10%")]),
    ],
)
def test_a_tier_is_marked_where_it_begins(tiers, told):
    assert marks(*tiers) == told
