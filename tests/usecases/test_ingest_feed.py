"""A feed lands wholly or not at all; its rows end in exactly one place."""

import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.feeds.profile import shipped_profiles
from voucher_service.model.errors import UnreadableInput
from voucher_service.usecases.choose_profile import ProfileChoice
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.explain_sale import explain_sale
from voucher_service.usecases.feed_reports import list_feeds
from voucher_service.usecases.ingest_feed import ingest_feed
from voucher_service.usecases.ingest_files import ingest_files
from voucher_service.usecases.report_totals import TotalsQuery, report_totals


def counts(report):
    return (
        report.rows,
        report.accepted,
        report.unchanged,
        report.refused,
        report.review,
    )


@pytest.fixture
def dealt(desk):
    desk.ingest(REGISTER, "dealers.csv")
    return desk


def test_the_same_file_twice_is_a_duplicate_and_changes_nothing(dealt):
    text = feed(sale_row(1), sale_row(2, price="abc"))
    first = dealt.ingest(text)
    version = dealt.service.store.data_version()
    again = dealt.ingest(text, "renamed.csv")
    assert counts(first) == (2, 1, 0, 1, 0)
    assert (again.duplicate, *counts(again)) == (True, 2, 0, 1, 1, 0)
    assert again.reasons == first.reasons == {"price_unreadable": 1}
    assert dealt.service.store.data_version() == version


def test_a_row_sent_again_is_unchanged_and_a_changed_one_a_new_version(dealt):
    dealt.ingest(feed(sale_row(1), sale_row(2)))
    report = dealt.ingest(feed(sale_row(1), sale_row(2, price="160000.00")))
    assert counts(report) == (2, 1, 1, 0, 0)
    [sale] = explain_sale(dealt.service, SEED_CAMPAIGN, "00000002")
    assert sale.version == 2
    assert (
        report_totals(dealt.service, TotalsQuery(SEED_CAMPAIGN)).sales_fen == 31_000_000
    )


def test_a_sale_corrected_back_has_three_versions(dealt):
    for price in ("150000", "160000", "150000.00"):
        dealt.ingest(feed(sale_row(1, price=price)))
    [sale] = explain_sale(dealt.service, SEED_CAMPAIGN, "00000001")
    assert sale.version == 3


@pytest.mark.parametrize(("price", "waits"), [("999.99", 1), ("1000", 0)])
def test_a_price_too_small_for_yuan_waits_for_a_person(dealt, price, waits):
    assert dealt.ingest(feed(sale_row(1, price=price))).review == waits


def test_a_dry_run_reports_what_would_happen_and_leaves_no_trace(dealt):
    version = dealt.service.store.data_version()
    delivery = Delivery.of("feed.csv", feed(sale_row(1)).encode())
    standard = shipped_profiles()["standard"]
    tried = ingest_feed(dealt.service, delivery, standard, dry_run=True)
    assert (tried.dry_run, *counts(tried)) == (True, 1, 1, 0, 0, 0)
    assert dealt.service.store.data_version() == version
    assert [feed.file for feed in list_feeds(dealt.service)] == ["dealers.csv"]
    landed = ingest_feed(dealt.service, delivery, standard)
    assert (landed.duplicate, landed.accepted) == (False, 1)


def test_a_correction_that_frees_a_vehicle_gives_its_voucher_to_the_next(dealt):
    early, late = sale_row(1, "2023-01-03"), sale_row(3, "2023-01-04")
    same_car = late.replace(late.split(",")[3], early.split(",")[3])
    dealt.ingest(feed(early, same_car))
    [_, second] = explain_sale(dealt.service, SEED_CAMPAIGN, early.split(",")[3])
    assert second.reasons == ("vehicle_already_counted",)
    dealt.ingest(feed(sale_row(1, "2023-01-03", price="29999.99")))
    [first, second] = explain_sale(dealt.service, SEED_CAMPAIGN, early.split(",")[3])
    assert (first.eligible, second.eligible) == (False, True)
    assert second.amount_fen == 150000


def test_a_register_lands_first_wherever_it_stands_among_the_files(desk):
    files = [
        Delivery.of("a.csv", feed(sale_row(1)).encode()),
        Delivery.of("dealers.csv", REGISTER.encode()),
    ]
    reports = ingest_files(desk.service, files, ProfileChoice())
    assert [report.file for report in reports] == ["a.csv", "dealers.csv"]
    assert [report.accepted for report in reports] == [1, 2]


def test_an_unreadable_file_stores_nothing_and_spares_the_others(desk):
    files = [
        Delivery.of("broken.xlsx", b"PK\x03\x04 broken"),
        Delivery.of("dealers.csv", REGISTER.encode()),
    ]
    broken, register = ingest_files(desk.service, files, ProfileChoice())
    assert (broken.kind, broken.rows) == ("unreadable", 0)
    assert "broken.xlsx" in broken.error.zh
    assert "broken.xlsx" in broken.error.en
    assert register.accepted == 2
    assert [feed.file for feed in list_feeds(desk.service)] == ["dealers.csv"]


def test_a_file_over_the_limit_is_refused_whole(desk):
    delivery = Delivery.of("big.csv", b"x" * (desk.service.max_feed_bytes + 1))
    with pytest.raises(UnreadableInput, match="上限"):
        ingest_feed(desk.service, delivery, shipped_profiles()["standard"])


def test_no_personal_number_reaches_the_database_in_clear(dealt):
    dealt.ingest(feed(sale_row(1), sale_row(2, price="x")))
    home = dealt.service.store.home
    dealt.service.close()
    kept = b"".join(path.read_bytes() for path in home.path.glob("voucher.duckdb*"))
    assert b"4308********0011" in kept
    for secret in (b"430800199001010011", b"13800000001"):
        assert secret not in kept


def test_a_file_refused_for_its_dealer_lands_once_the_dealer_is_registered(desk):
    text = feed(sale_row(1), sale_row(2), sale_row(3, price="x"))
    first = desk.ingest(text)
    assert (first.refused, first.reasons["dealer_unknown"]) == (3, 3)
    assert desk.ingest(text).duplicate
    desk.ingest(REGISTER)
    second = desk.ingest(text)
    assert (second.duplicate, *counts(second)) == (False, 3, 2, 0, 1, 0)
    assert desk.ingest(text).duplicate


def test_another_reading_leaves_rows_that_landed_and_were_corrected_as_they_are(desk):
    one, two = REGISTER.splitlines(keepends=True)[1:]
    header = REGISTER.splitlines(keepends=True)[0]
    desk.ingest(header + one)
    text = feed(sale_row(1), sale_row(2))
    assert counts(desk.ingest(text)) == (2, 1, 0, 1, 0)
    desk.ingest(feed(sale_row(1, price="99000.00")))
    desk.ingest(header + two)
    assert counts(desk.ingest(text)) == (2, 1, 1, 0, 0)
    totals = report_totals(desk.service, TotalsQuery(SEED_CAMPAIGN))
    assert totals.sales_fen == 9_900_000 + 15_000_000
