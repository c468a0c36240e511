"""A sale's history tells each version, its source row and what it changed."""

import pytest

from tests.feed_texts import REGISTER, feed, sale_row, vin
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.kinds import Role
from voucher_service.model.reports import Principal
from voucher_service.usecases.show_sales import (
    SalesQuery,
    find_sale,
    list_sales,
    sale_history,
    show_sale,
)

OWN = Principal(name="T-01", role=Role.DEALER, dealer="T-01")


@pytest.fixture
def dealt(desk):
    desk.ingest(REGISTER)
    desk.ingest(feed(*(sale_row(number) for number in range(1, 8))), "first.csv")
    desk.ingest(feed(sale_row(9), sale_row(1, price="160000.00")), "second.csv")
    return desk.service


def test_a_corrected_sale_keeps_both_versions_with_file_and_row(dealt):
    first, second = sale_history(dealt, find_sale(dealt, "00000001"))
    assert (first.version, first.source.file, first.source.row) == (1, "first.csv", 2)
    assert (second.version, second.source.file, second.source.row) == (
        2,
        "second.csv",
        3,
    )
    assert (first.changed, second.changed) == ((), ("bare_price_fen",))
    assert show_sale(dealt, first.sale_id) == second
    assert second.district == "永定区"
    assert second.phone_masked == "138****0001"


@pytest.mark.parametrize("needle", [vin(3), vin(3).lower(), "00000003"])
def test_a_sale_is_found_by_vin_or_invoice_number(dealt, needle):
    assert show_sale(dealt, find_sale(dealt, needle)).vin == vin(3)


def test_an_unknown_sale_is_not_found_and_an_ambiguous_name_lists_the_ids(dealt, desk):
    with pytest.raises(NotFound, match="nope"):
        find_sale(dealt, "nope")
    again = sale_row(11).replace(vin(11), vin(3))
    desk.ingest(feed(again))
    with pytest.raises(BadParameter) as several:
        find_sale(dealt, vin(3))
    assert len(several.value.choices) == 2


def test_pages_give_every_sale_once_and_end(dealt):
    seen, cursor = [], None
    for _ in range(10):
        page = list_sales(dealt, SalesQuery(cursor=cursor, limit=3))
        seen += [sale.sale_id for sale in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 8


def test_a_dealer_sees_its_own_sales_alone(dealt):
    own = list_sales(dealt, SalesQuery(), OWN)
    assert {sale.dealer_id for sale in own.items} == {"T-01"}
    assert list_sales(dealt, SalesQuery(dealer="T-02"), OWN).items == ()
    others = list_sales(dealt, SalesQuery(dealer="T-02")).items[0].sale_id
    with pytest.raises(NotFound):
        show_sale(dealt, others, OWN)


@pytest.mark.parametrize(
    ("limit", "ok"), [(0, False), (1, True), (500, True), (501, False)]
)
def test_a_page_has_between_1_and_500_sales(dealt, limit, ok):
    if ok:
        assert list_sales(dealt, SalesQuery(limit=limit)).items
    else:
        with pytest.raises(BadParameter, match="500"):
            list_sales(dealt, SalesQuery(limit=limit))


@pytest.mark.parametrize("cursor", ["x", "sal_", "sal_" + "g" * 20])
def test_a_cursor_of_no_page_is_refused_not_taken_for_the_end(dealt, cursor):
    with pytest.raises(BadParameter, match="next_cursor"):
        list_sales(dealt, SalesQuery(cursor=cursor))
