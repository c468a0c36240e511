"""A slice keeps the sales it names, and the parts of a split make the whole."""

import polars as pl
import pytest
from hypothesis import given

from tests.analytics.decided_sales import decided, decided_sales, sale
from voucher_service.analytics.counted import narrowed
from voucher_service.model.slices import WHOLE, Slice
from voucher_service.model.text import Language


@pytest.mark.parametrize(
    ("part", "kept"),
    [
        (WHOLE, ["S000", "S001", "S002"]),
        (Slice(district="永定区"), ["S000"]),
        (Slice(district="unknown"), ["S002"]),
        (Slice(dealer="D2"), ["S001"]),
        (Slice(brand="甲", energy="bev"), ["S001"]),
        (Slice(brand="甲", energy="ice"), []),
    ],
)
def test_only_the_sales_of_the_slice_are_kept(part, kept):
    sales = decided(
        sale(),
        sale(district="慈利县", dealer_id="D2", brand="甲"),
        sale(district=None),
    )
    assert narrowed(sales, part)["sale_id"].to_list() == kept


@given(decided_sales())
def test_the_districts_make_the_whole(sales):
    names = sales["district"].unique().to_list()
    parts = [narrowed(sales, Slice(district=name or "unknown")) for name in names]
    assert sum(part.height for part in parts) == sales.height
    assert pl.concat([sales.clear(), *parts])["price_fen"].sum() == (
        sales["price_fen"].sum()
    )


def test_a_slice_says_what_it_keeps():
    words = Slice(district="永定区", energy="bev", brand="unknown").words
    assert words.of(Language.ZH) == "区县 永定区 · 品牌 未注明 · 能源类型 纯电动"
    assert words.of(Language.EN).startswith("district 永定区 · brand not stated")
