"""Whom the fund still pays is what plain counting says, for random lines and funds."""

from collections import Counter
from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.campaign_texts import campaign, entry
from voucher_service.campaigns.catalogue import parse_campaign
from voucher_service.campaigns.terms import Campaign
from voucher_service.eligibility.funding import funds_of, hold_to_funds, in_line
from voucher_service.eligibility.judging import Context

FIRST = date(2023, 1, 1)
SHAPES = {
    "a budget": "budget_yuan: 50\n",
    "a part for fuel": "sub_budgets:\n"
    "  - {name: fuel, energy: [fuel], amount_yuan: 30}\n",
    "a part a dealer": "sub_budgets:\n  - {name: each, per: dealer, amount_yuan: 20}\n",
    "a part a day": "sub_budgets:\n  - {name: daily, per: day, amount_yuan: 20}\n",
    "parts and a budget": "budget_yuan: 50\nsub_budgets:\n"
    "  - {name: each, per: dealer, amount_yuan: 20}\n",
    "by invoice": "budget_yuan: 50\nallocation: {order: invoice}\n",
}
SALES = st.lists(
    st.tuples(
        st.integers(0, 4),  # the day of the invoice
        st.integers(0, 4),  # the day of the report
        st.sampled_from(["D1", "D2", None]),
        st.sampled_from(["ice", "bev", None]),
        st.integers(1, 2000),  # fen
    ),
    max_size=12,
)


def opened(more: str, *, face: str = "0.01") -> Campaign:
    return parse_campaign(campaign(entry(more, face=face)), "test.yaml")


def frame(sales: list[tuple], version: str) -> pl.DataFrame:
    rows = [
        {
            "sale_id": f"sal_{number:02}",
            "invoice_number": f"{number:08}",
            "sold_on": FIRST + timedelta(days=sold),
            "submitted_at": datetime(2023, 1, 1 + told, 3),  # noqa: DTZ001
            "dealer_id": dealer,
            "district": None,
            "energy": energy,
            "tier": None,
            "earns": fen,
            "terms_version": version,
        }
        for number, (sold, told, dealer, energy, fen) in enumerate(sales)
    ]
    schema = {
        **dict.fromkeys(
            ("sale_id", "invoice_number", "dealer_id", "district", "energy", "tier"),
            pl.String,
        ),
        "sold_on": pl.Date,
        "submitted_at": pl.Datetime("us"),
        "earns": pl.Int64,
        "terms_version": pl.String,
    }
    return pl.DataFrame(rows, schema=schema)


def counted(shape: str, sales: list[tuple], taken: Counter) -> dict[str, str]:
    """Say for which part each sale waits, by plain counting."""
    by_invoice = shape == "by invoice"
    line = sorted(
        enumerate(sales),
        key=lambda told: (() if by_invoice else (told[1][1],), told[1][0], told[0]),
    )
    held: dict[str, str] = {}
    has_parts, has_budget = "part" in shape, "budget" in shape or by_invoice
    for is_part in [True] * has_parts + [False] * has_budget:
        shut, sums = set(), Counter(taken)
        for number, (_, told, dealer, energy, fen) in line:
            sale = f"sal_{number:02}"
            part = "budget"
            if is_part and shape == "a part for fuel":
                part = "fuel" if energy == "ice" else None
            elif is_part and shape == "a part a day":
                part = f"daily@{date(2023, 1, 1 + told)}"
            elif is_part:
                part = dealer and f"each@{dealer}"
            most = 5000 if part == "budget" else 3000 if part == "fuel" else 2000
            if part is None or sale in held:
                continue
            if part in shut or sums[part] + fen > most:
                shut.add(part)
                held[sale] = part
            else:
                sums[part] += fen
    return held


@pytest.mark.parametrize("shape", SHAPES)
@given(sales=SALES, before=st.integers(0, 2500))
def test_it_is_what_plain_counting_says(shape, sales, before):
    terms = opened(SHAPES[shape]).terms
    funds = funds_of(terms, Context())
    taken = Counter({"budget": before, "fuel": before, "each@D1": before})
    line = in_line(frame(sales, terms[0].version), terms, Context())
    told = hold_to_funds(line, funds, taken)
    held = told.drop_nulls("held_for").select("sale_id", "held_for").rows()
    assert dict(held) == counted(shape, sales, taken)


@given(sales=SALES, before=st.integers(0, 6000))
def test_no_part_is_ever_given_more_than_there_is(sales, before):
    terms = opened(SHAPES["parts and a budget"]).terms
    funds = funds_of(terms, Context())
    taken = {"budget": before}
    line = in_line(frame(sales, terms[0].version), terms, Context())
    told = hold_to_funds(line, funds, taken).filter(pl.col("held_for").is_null())
    for fund, most in zip(funds, (2000, 5000), strict=True):
        sums = told.group_by(part=fund.part()).agg(pl.col("earns").sum())
        for part, fen in sums.drop_nulls("part").rows():
            assert fen + taken.get(part, 0) <= most or fen == 0


@given(sales=SALES, less=st.integers(0, 5000), more=st.integers(0, 5000))
def test_more_money_never_means_fewer_vouchers(sales, less, more):
    terms = opened(SHAPES["a budget"]).terms
    line = in_line(frame(sales, terms[0].version), terms, Context())
    funds = funds_of(terms, Context())

    def paid(taken: int) -> set[str]:
        told = hold_to_funds(line, funds, {"budget": taken})
        return set(told.filter(pl.col("held_for").is_null())["sale_id"])

    assert paid(max(less, more)) <= paid(min(less, more))


def test_terms_without_money_hold_nobody():
    terms = opened("").terms
    assert funds_of(terms, Context()) == []
    line = in_line(frame([(0, 0, "D1", "ice", 5)], terms[0].version), terms, Context())
    assert hold_to_funds(line, [], {})["held_for"].to_list() == [None]
