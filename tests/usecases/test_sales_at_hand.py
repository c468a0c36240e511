"""Sales kept small are judged just as they are written."""

from hypothesis import given

from tests.eligibility.rule_book import sales_of_all_kinds, terms_of_the_rule_book
from voucher_service.eligibility.decide import decide_campaign
from voucher_service.eligibility.judging import NOTHING_ELSE, codes_of
from voucher_service.eligibility.stages import conflicts
from voucher_service.usecases.sales_at_hand import (
    SalesAtHand,
    columns_of,
    judged,
    made_small,
)

ORDER = ["sold_on", "invoice_number", "sale_id"]


@given(sales=sales_of_all_kinds(), terms=terms_of_the_rule_book())
def test_small_sales_get_the_decisions_of_whole_ones(sales, terms) -> None:
    whole = sales.sort(ORDER, nulls_last=True)
    columns = sorted(columns_of([terms]))
    frame = made_small(whole.select(columns)).with_columns(row_hash=whole["row_hash"])
    marks = conflicts().judge(frame.with_row_index("row"), None)
    found = judged(SalesAtHand(frame, NOTHING_ELSE, marks, {}, True), (terms,))
    decided = decide_campaign(whole, (terms,))
    reasons = [list(codes_of(against)) for against in found["against"].to_list()]
    assert reasons == decided["reasons"].to_list()
    assert found["cost_fen"].to_list() == decided["amount_fen"].to_list()
    assert found["price_fen"].to_list() == decided["price_fen"].to_list()
