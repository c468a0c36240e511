"""A sale is taken back, and made out anew; nothing is lost on the way."""

import pytest

from tests.audits import audits_hold
from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, vin
from tests.return_texts import CODE, OTHER_BUYER, feed, red, row
from voucher_service.model.kinds import SaleStatus
from voucher_service.usecases.explain_sale import explain_sale
from voucher_service.usecases.feed_reports import show_feed
from voucher_service.usecases.report_totals import TotalsQuery, report_totals
from voucher_service.usecases.show_sales import (
    SalesQuery,
    find_sale,
    list_sales,
    sale_history,
)


@pytest.fixture
def dealt(desk):
    desk.ingest(REGISTER, "dealers.csv")
    return desk


def counts(report) -> tuple[int, ...]:
    return (
        report.rows,
        report.accepted,
        report.unchanged,
        report.refused,
        report.review,
    )


def versions(desk, needle: str) -> list[tuple[int, str, str | None]]:
    history = sale_history(desk.service, find_sale(desk.service, needle))
    return [(v.version, v.status.value, v.invoice_number) for v in history]


def cars(desk) -> int:
    return report_totals(desk.service, TotalsQuery(SEED_CAMPAIGN)).cars_sold


def test_a_red_letter_invoice_takes_its_sale_back_and_the_voucher_with_it(dealt):
    dealt.ingest(feed(row(1)))
    assert cars(dealt) == 1
    report = dealt.ingest(feed(red(2, original="00000001", reason="销货退回")))
    assert counts(report) == (1, 1, 0, 0, 0)
    history = sale_history(dealt.service, find_sale(dealt.service, "00000001"))
    first, last = history
    assert (first.status, last.status) == (SaleStatus.VALID, SaleStatus.CANCELLED)
    assert (str(last.cancelled_on), last.cancel_reason) == ("2023-01-08", "returned")
    assert last.red_invoice == f"{CODE}00000002"
    assert (last.changed, last.bare_price_fen) == (("cancelled",), 15_000_000)
    [sale] = explain_sale(dealt.service, SEED_CAMPAIGN, "00000001")
    assert sale.reasons == ("sale_cancelled",)
    assert "退车" in sale.verdict.zh
    assert cars(dealt) == 0
    audits_hold(dealt)


@pytest.mark.parametrize("named", ["00000001", f"{CODE}00000001", ""])
def test_the_original_is_named_by_number_with_or_without_code_or_by_vehicle(
    dealt, named
):
    dealt.ingest(feed(row(1)))
    assert counts(dealt.ingest(feed(red(2, original=named)))) == (1, 1, 0, 0, 0)
    assert versions(dealt, "00000001")[-1][1] == "cancelled"


def test_the_same_cancellation_again_changes_nothing_nor_does_the_old_sale(dealt):
    dealt.ingest(feed(row(1)))
    dealt.ingest(feed(red(2, original="00000001")))
    again = dealt.ingest(feed(row(1), red(2, original="00000001")))
    assert counts(again) == (2, 0, 2, 0, 0)
    assert len(versions(dealt, "00000001")) == 2


def test_a_correction_after_the_return_does_not_bring_the_sale_back(dealt):
    dealt.ingest(feed(row(1)))
    dealt.ingest(feed(red(2, original="00000001")))
    dealt.ingest(feed(row(1, price="151000.00")))
    assert versions(dealt, "00000001")[-1] == (3, "cancelled", "00000001")
    assert cars(dealt) == 0
    audits_hold(dealt)


def test_blue_red_blue_is_one_sale(dealt):
    dealt.ingest(feed(row(1)))
    dealt.ingest(feed(red(2, original="00000001", reason="开票有误")))
    report = dealt.ingest(feed(row(3, day="2023-01-09", price="149000.00")))
    assert counts(report) == (1, 1, 0, 0, 0)
    assert versions(dealt, "00000003") == [
        (1, "valid", "00000001"),
        (2, "cancelled", "00000001"),
        (3, "valid", "00000003"),
    ]
    [_, _, last] = sale_history(dealt.service, find_sale(dealt.service, "00000003"))
    assert last.replaces_invoice == f"{CODE}00000001"
    assert (last.cancelled_on, last.cancel_reason, last.red_invoice) == (None,) * 3
    assert cars(dealt) == 1
    audits_hold(dealt)


def test_blue_red_blue_in_one_file_in_any_order_is_one_sale(dealt):
    rows = [
        row(3, day="2023-01-09"),
        red(2, original="00000001"),
        row(1),
        row(7, car=7),
    ]
    assert counts(dealt.ingest(feed(*rows))) == (4, 4, 0, 0, 0)
    assert [told[1:] for told in versions(dealt, "00000003")] == [
        ("valid", "00000001"),
        ("cancelled", "00000001"),
        ("valid", "00000003"),
    ]
    assert cars(dealt) == 2
    again = dealt.ingest(feed(*rows, row(9, car=9)))
    assert counts(again) == (5, 1, 4, 0, 0)
    audits_hold(dealt)


@pytest.mark.parametrize(
    ("new", "sales"),
    [
        ({"day": "2023-02-07"}, 1),  # the thirtieth day
        ({"day": "2023-02-08"}, 2),
        ({"day": "2023-01-07"}, 2),  # before it was taken back
        ({"day": "2023-01-09", "buyer": ""}, 1),
        ({"day": "2023-01-09", "buyer": OTHER_BUYER}, 2),
        ({"day": "2023-01-09", "dealer": "T-02"}, 2),
    ],
)
def test_a_new_invoice_is_the_same_sale_for_the_same_buyer_within_the_grace(
    dealt, new, sales
):
    dealt.ingest(feed(row(1)))
    dealt.ingest(feed(red(2, original="00000001")))
    dealt.ingest(feed(row(3, **new)))
    page = list_sales(dealt.service, SalesQuery(vin=vin(1)))
    assert len(page.items) == sales


def test_a_new_invoice_that_names_the_old_one_is_the_same_sale(dealt):
    dealt.ingest(feed(row(1)))
    dealt.ingest(feed(row(3, car=5, original="00000001", day="2023-01-09")))
    assert [told[2] for told in versions(dealt, "00000003")] == ["00000001", "00000003"]
    late = dealt.ingest(feed(red(2, original="00000001", day="2023-01-08")))
    assert counts(late) == (1, 0, 1, 0, 0)
    assert cars(dealt) == 1


def test_an_old_invoice_once_replaced_is_not_changed_any_more(dealt):
    dealt.ingest(feed(row(1)))
    dealt.ingest(feed(row(3, original="00000001", day="2023-01-09")))
    report = dealt.ingest(feed(row(1, price="99000.00"), row(5, car=5)))
    assert counts(report) == (2, 1, 0, 0, 1)
    assert report.reasons == {"invoice_replaced": 1}
    assert len(versions(dealt, "00000003")) == 2


@pytest.mark.parametrize(
    ("back", "reason", "place"),
    [
        (red(2, original="00000009"), "original_sale_unknown", "00000009"),
        (red(2, car=4), "original_sale_unknown", None),
        (
            red(2, original="00000001", day="2023-01-04"),
            "cancelled_before_sold",
            "2023-01-04",
        ),
        (
            red(2, original="00000001", price="-149999.98"),
            "red_amount_differs",
            "149999.98",
        ),
    ],
)
def test_a_cancellation_that_fits_no_sale_is_kept_with_its_reason(
    dealt, back, reason, place
):
    dealt.ingest(feed(row(1)))
    report = dealt.ingest(feed(back))
    assert report.reasons == {reason: 1}
    assert report.accepted == 0
    [told] = show_feed(dealt.service, report.feed_id).first_refusals
    assert told.row == 2
    if place is not None:
        assert (told.found, told.header is not None) == (place, True)
    assert cars(dealt) == 1


def test_a_red_amount_within_a_fen_is_the_whole_amount(dealt):
    dealt.ingest(feed(row(1)))
    report = dealt.ingest(feed(red(2, original="00000001", price="-149999.99")))
    assert report.accepted == 1


def test_a_vehicle_alone_does_not_say_which_of_two_sales_is_meant(dealt):
    dealt.ingest(feed(row(1), row(3)))
    report = dealt.ingest(feed(red(5)))
    assert report.reasons == {"original_sale_ambiguous": 1}
    assert report.review == 1


def test_a_return_that_came_before_its_sale_lands_when_sent_again(dealt):
    text = feed(red(2, original="00000001"))
    assert dealt.ingest(text).refused == 1
    assert dealt.ingest(text).duplicate
    dealt.ingest(feed(row(1)))
    second = dealt.ingest(text)
    assert (second.duplicate, *counts(second)) == (False, 1, 1, 0, 0, 0)
    assert cars(dealt) == 0


def test_one_dealer_cannot_take_back_the_sale_of_another(dealt):
    dealt.ingest(feed(row(1)))
    report = dealt.ingest(feed(red(2, original="00000001", dealer="T-02")))
    assert report.reasons == {"original_sale_unknown": 1}


def test_a_return_is_known_only_from_the_instant_it_was_reported(dealt):
    dealt.ingest(feed(row(1)))
    before = dealt.service.store.data_version()
    dealt.ingest(feed(red(2, original="00000001")))
    query = TotalsQuery(SEED_CAMPAIGN, known_at=before)
    assert report_totals(dealt.service, query).cars_sold == 1
    [then] = explain_sale(dealt.service, SEED_CAMPAIGN, "00000001", before)
    assert then.eligible


def test_a_corrected_old_row_and_the_new_invoice_may_come_in_one_file(dealt):
    dealt.ingest(feed(row(1)))
    dealt.ingest(feed(red(2, original="00000001")))
    both = dealt.ingest(feed(row(1, price="151000.00"), row(3, day="2023-01-10")))
    assert counts(both) == (2, 2, 0, 0, 0)
    assert [told[1:] for told in versions(dealt, "00000003")] == [
        ("valid", "00000001"),
        ("cancelled", "00000001"),
        ("cancelled", "00000001"),
        ("valid", "00000003"),
    ]
    audits_hold(dealt)


def test_a_return_whose_invoice_and_vehicle_disagree_waits(dealt):
    dealt.ingest(feed(row(1), row(3, car=3)))
    report = dealt.ingest(feed(red(5, original="00000003", car=1)))
    assert report.reasons == {"vehicle_differs": 1}
    assert cars(dealt) == 2


def test_two_cars_may_be_returned_on_one_day(dealt):
    dealt.ingest(feed(row(1), row(3, car=3)))
    both = feed(red(5, original="00000001", car=1), red(7, original="00000003", car=3))
    assert counts(dealt.ingest(both)) == (2, 2, 0, 0, 0)
    assert cars(dealt) == 0


def test_a_return_of_the_next_owners_car_on_the_same_day_waits(dealt):
    dealt.ingest(feed(row(1)))
    dealt.ingest(feed(red(2, original="00000001")))
    dealt.ingest(feed(row(3, day="2023-01-08", buyer=OTHER_BUYER)))
    assert cars(dealt) == 1
    assert dealt.ingest(feed(red(5, original="00000003"))).accepted == 1
    assert cars(dealt) == 0


def test_an_original_that_comes_after_its_replacement_stays_the_older(dealt):
    dealt.ingest(feed(row(3, car=5, original="00000001", day="2023-01-09")))
    dealt.ingest(feed(row(1)))
    assert [told[2] for told in versions(dealt, "00000003")] == [
        "00000003",
        "00000001",
        "00000003",
    ]
    assert cars(dealt) == 1
    assert counts(dealt.ingest(feed(row(1), row(7, car=7)))) == (2, 1, 1, 0, 0)
    audits_hold(dealt)


def chain() -> tuple[str, str, str]:
    """Three invoices of one sale, each replacing the one before."""
    return (
        row(1),
        row(3, car=3, original="00000001", day="2023-01-09"),
        row(5, car=5, original="00000003", day="2023-01-10"),
    )


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)])
@pytest.mark.parametrize("files", [1, 3])
def test_three_invoices_of_one_car_are_one_sale_in_any_order(dealt, order, files):
    rows = [chain()[at] for at in order]
    for part in [rows] if files == 1 else [[each] for each in rows]:
        dealt.ingest(feed(*part))
    assert cars(dealt) == 1
    assert versions(dealt, "00000005")[-1][2] == "00000005"
    assert dealt.ingest(feed(red(7, original="00000005", car=5, day="2023-01-12")))
    assert cars(dealt) == 0
    audits_hold(dealt)


def test_an_invoice_is_replaced_but_once(dealt):
    dealt.ingest(feed(row(1)))
    dealt.ingest(feed(row(3, car=3, original="00000001", day="2023-01-09")))
    report = dealt.ingest(feed(row(5, car=5, original="00000001", day="2023-01-10")))
    assert report.reasons == {"original_replaced": 1}
    assert (report.review, cars(dealt)) == (1, 1)


def test_two_that_claim_one_original_in_one_file_are_not_both_taken(dealt):
    dealt.ingest(feed(row(1)))
    report = dealt.ingest(
        feed(
            row(3, car=3, original="00000001", day="2023-01-09"),
            row(5, car=5, original="00000001", day="2023-01-10"),
        )
    )
    assert (report.accepted, report.review, cars(dealt)) == (1, 1, 1)
