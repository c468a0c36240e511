"""Known sales, made up: one that passes the seed terms, and random ones.

Terms that use the whole rule book, and sales that meet its edges, are in ``rule_book``.
"""

from datetime import UTC, date, datetime, timedelta

import polars as pl
from hypothesis import strategies as st

from voucher_service.campaigns.benefits import Voucher
from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.campaigns.terms import Terms
from voucher_service.campaigns.windows import Window
from voucher_service.model.frames import KnownSale
from voucher_service.model.kinds import Identity, PriceBasis

SEED = "zhangjiajie-2022-new-year"
TERMS = parse_campaign(shipped_campaigns()[SEED], SEED).current
VIN = "LSVAU2180N2000001"
VINS = (VIN, "LSVAU2180N2000002", "LSVAU2180N2000003")

PASSING: dict[str, object] = {
    "sale_id": "S1",
    "version": 1,
    "row_hash": "h1",
    "dealer_id": "D1",
    "dealer_name": "示例汽车销售有限公司",
    "record_no": "R1",
    "vin": VIN,
    "invoice_number": "00000001",
    "sold_on": date(2022, 12, 20),
    "condition": "new",
    "brand": "示例",
    "model": "甲",
    "energy": "ice",
    "bare_price_fen": 10_000_000,
    "invoice_total_fen": 11_300_000,
    "invoice_net_fen": 10_000_000,
    "district": "永定区",
    "buyer_key": "k1",
    "phone_key": "p1",
    "contract_on": date(2022, 12, 18),
    "registered_on": date(2022, 12, 25),
    "applied_on": date(2022, 12, 26),
    "buyer_kind": "person",
    "buyer_age": 30,
    "vehicle_use": "non_commercial",
    "seats": 5,
    "emission_stage": 6,
    "displacement_ml": 1500,
    "tax_authority": "14308020000 张家界市永定区税务局",
    "plate_region": "湘G",
    "old_disposal": "scrapped",
    "old_fuel": "petrol",
    "old_registered_on": date(2010, 6, 30),
    "old_disposed_on": date(2022, 12, 10),
    "submitted_at": datetime(2022, 12, 21, 1, tzinfo=UTC).replace(tzinfo=None),
    "synthetic": True,
    "cancelled": False,
    "set_aside": False,
}


def sale(**changes: object) -> dict[str, object]:
    """A sale that passes the seed terms, but for the changes."""
    number = changes.get("sale_id", "S1")
    return {**PASSING, "row_hash": f"hash of {number}", **changes}


def known(*rows: dict[str, object]) -> pl.DataFrame:
    return KnownSale.validate(
        pl.DataFrame(list(rows), schema=KnownSale.create_empty().schema)
    )


START = TERMS.sales_window.start
END = TERMS.sales_window.end
FLOOR = TERMS.price_floor_fen

days = st.sampled_from(
    [START + timedelta(days=d) for d in (-400, -1, 0, 1, 9)]
    + [END + timedelta(days=d) for d in (-1, 0, 1, 400)]
)
prices = st.sampled_from([None, 1, FLOOR - 1, FLOOR, FLOOR + 1, 2 * FLOOR, 10**11])
conditions = st.sampled_from(["new", "new", "used", "demo", None])

_rows = st.fixed_dictionaries(
    {
        "vin": st.sampled_from([*VINS, None]),
        "invoice_number": st.sampled_from(["00000001", "00000002", "1" * 20, None]),
        "record_no": st.sampled_from(["R1", None]),
        "sold_on": days,
        "condition": conditions,
        "bare_price_fen": prices,
        "invoice_total_fen": prices,
        "invoice_net_fen": prices,
        "version": st.integers(1, 3),
        "dealer_id": st.sampled_from(["D1", "D1", "D1", "D2"]),
        "cancelled": st.sampled_from([False, False, False, True]),
        "set_aside": st.sampled_from([False, False, False, True]),
    }
)

_contested = st.fixed_dictionaries(
    {
        "vin": st.sampled_from(VINS[:2]),
        "invoice_number": st.sampled_from(["00000001", "00000002", None]),
        "sold_on": st.sampled_from([START, START + timedelta(days=1)]),
    }
)
"""Sales that pass most terms and differ only in who comes first."""


@st.composite
def sales_frames(draw, rows=_rows | _contested, min_size: int = 0) -> pl.DataFrame:
    """Sales of a few vehicles, each with its own id, in any order."""
    drawn = draw(st.lists(rows, min_size=min_size, max_size=14))
    ids = draw(st.permutations(range(len(drawn))))
    return known(
        *(sale(**row, sale_id=f"S{i:02}") for i, row in zip(ids, drawn, strict=True))
    )


contested_sales = sales_frames(_contested, min_size=6)
"""Passing sales of two vehicles, so that some must lose."""


# Terms of the rules that the first campaign knew; all others are in rule_book.
terms_of_any_kind = st.builds(
    Terms,
    effective_from=st.just(START),
    sales_window=st.sampled_from(
        [
            Window(start=START, end=END),
            Window(start=START, end=START),
            Window(start=END, end=END + timedelta(days=1)),
        ]
    ),
    price_basis=st.sampled_from(PriceBasis),
    price_floor_yuan=st.sampled_from(["0", "30000", "30000.01", "59999.99"]),
    vehicle=st.sampled_from(["new", "new", "used", "any"]),
    voucher=st.sampled_from(
        [Voucher(kind="fuel", face_yuan=1500), Voucher(kind="cash", face_yuan="0.01")]
    ),
    per_vehicle=st.sampled_from([1, 1, None]),
    requires=st.sampled_from(
        [(), (Identity.VIN,), (Identity.VIN, Identity.INVOICE_NUMBER)]
    ),
)
