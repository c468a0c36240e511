"""Decided sales, made up: one that counts, and random ones."""

from datetime import date, timedelta

import polars as pl
from hypothesis import strategies as st

from voucher_service.model.frames import DecidedSale
from voucher_service.model.reasons import BESIDE_THE_CAR

START = date(2022, 12, 16)
FLOOR_FEN = 3_000_000

COUNTED: dict[str, object] = {
    "sale_id": "S1",
    "sold_on": date(2022, 12, 20),
    "dealer_id": "D1",
    "dealer_name": "示例一店",
    "district": "永定区",
    "brand": "示例",
    "energy": "bev",
    "condition": "new",
    "price_fen": 10_000_000,
    "outcome": "eligible",
    "eligible": True,
    "reasons": [],
    "comparable": True,
    "amount_fen": 150_000,
    "synthetic": False,
}


def sale(**changes: object) -> dict[str, object]:
    return {**COUNTED, **changes}


def refused(*reasons: str, **changes: object) -> dict[str, object]:
    fallen = {"outcome": "ineligible", "eligible": False, "amount_fen": 0}
    told = {"comparable": set(reasons) <= set(BESIDE_THE_CAR), **changes}
    return sale(**fallen, reasons=list(reasons), **told)


def decided(*rows: dict[str, object]) -> pl.DataFrame:
    """A DecidedSale frame of the rows, each with an id of its own."""
    return DecidedSale.validate(
        pl.DataFrame(
            [{**row, "sale_id": f"S{i:03}"} for i, row in enumerate(rows)],
            schema=DecidedSale.create_empty().schema,
        )
    )


_prices = st.one_of(
    st.sampled_from([FLOOR_FEN - 1, FLOOR_FEN, FLOOR_FEN + 1, 1, 99_999_999_999]),
    st.integers(1, 50_000_000),
)
_dealers = st.sampled_from(
    [("D1", "示例一店"), ("D2", "示例二店"), ("D3", None)],
)


@st.composite
def decided_sales(draw, max_size: int = 20) -> pl.DataFrame:
    rows = []
    for _ in range(draw(st.integers(0, max_size))):
        dealer_id, dealer_name = draw(_dealers)
        facts = {
            "sold_on": START + timedelta(days=draw(st.integers(-3, 12))),
            "dealer_id": dealer_id,
            "dealer_name": dealer_name,
            "district": draw(st.sampled_from(["永定区", "慈利县", "桑植县", None])),
            "brand": draw(st.sampled_from(["甲", "乙", "unknown", None])),
            "energy": draw(st.sampled_from(["ice", "bev", None])),
            "price_fen": draw(_prices),
            "synthetic": draw(st.booleans()),
        }
        reason = draw(st.sampled_from([None, None, "price_below_floor", "not_new"]))
        unpriced = {"price_fen": None} if draw(st.booleans()) else {}
        rows.append(
            sale(**facts) if reason is None else refused(reason, **(facts | unpriced))
        )
    return decided(*rows)


days = st.integers(-4, 14).map(lambda offset: START + timedelta(days=offset))
