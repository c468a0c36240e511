"""Every delivery leaves a receipt, and a dealer's holds its own sales alone."""

import pytest

from tests.feed_texts import HEADER, REGISTER, sale_row
from voucher_service.model.errors import NotFound
from voucher_service.model.feed_reports import FeedSender
from voucher_service.model.kinds import Role
from voucher_service.model.reports import Principal
from voucher_service.usecases.choose_profile import ProfileChoice
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.feed_receipts import (
    DeliveryQuery,
    find_receipt,
    list_deliveries,
)
from voucher_service.usecases.receive_feed import receive_feed

OFFICER = FeedSender(channel="page", name="值班员", role=Role.BUREAU)
STANDARD = ProfileChoice()


def dealer(own: str) -> FeedSender:
    return FeedSender(channel="http", name=own, role=Role.DEALER, dealer_id=own)


def asking(own: str) -> Principal:
    return Principal(name=own, role=Role.DEALER, dealer=own)


def feed(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def send(desk, text, name="feed.csv", sender=OFFICER, **how):
    content = text.encode() if isinstance(text, str) else text
    return receive_feed(
        desk.service, Delivery.of(name, content), STANDARD, sender, **how
    )


@pytest.fixture
def office(desk):
    """A desk at which the register has landed."""
    send(desk, REGISTER, "dealers.csv")
    return desk


def receipts(desk, asker=None, **query):
    return list_deliveries(desk.service, DeliveryQuery(**query), asker).items


def test_a_file_that_lands_a_duplicate_and_an_unreadable_one_leave_receipts(office):
    sent = [
        send(office, feed(sale_row(1))),
        send(office, feed(sale_row(1)), "again.csv"),
        send(office, b"\x89PNG\r\n\x1a\n", "photo.png"),
    ]
    assert [report.status for report in sent] == ["landed", "duplicate", "unreadable"]
    kept = receipts(office)[:3]
    assert [one.delivery_id for one in kept] == [
        report.delivery_id for report in reversed(sent)
    ]
    assert [one.outcome for one in kept] == ["unreadable", "duplicate", "landed"]
    assert [(one.accepted, one.unchanged) for one in kept] == [(0, 0), (0, 1), (1, 0)]
    assert all(one.sender == OFFICER for one in kept)
    assert kept[0].error == sent[2].error
    assert kept[0].feed_id is None


def test_a_dry_run_leaves_no_receipt(office):
    before = receipts(office)
    assert send(office, feed(sale_row(1)), dry_run=True).status == "previewed"
    assert send(office, b"", "empty.csv", dry_run=True).status == "unreadable"
    assert receipts(office) == before


def test_a_receipt_is_found_by_delivery_and_by_feed(office):
    landed = send(office, feed(sale_row(1)))
    again = send(office, feed(sale_row(1)), "again.csv")
    by_delivery = find_receipt(office.service, landed.delivery_id)
    assert by_delivery == find_receipt(office.service, landed.feed_id) == landed
    assert find_receipt(office.service, again.delivery_id) == again


def test_an_unreadable_delivery_is_told_again_as_it_was(office):
    sent = send(office, b"%PDF-1.7\n", "scan.pdf")
    assert find_receipt(office.service, sent.delivery_id) == sent
    assert sent.remedy is not None


@pytest.mark.parametrize("named", ["", "fed_0", "dlv_0", "sal_1"])
def test_what_nobody_sent_is_not_found(office, named):
    with pytest.raises(NotFound):
        find_receipt(office.service, named)


def test_a_receipt_tells_of_every_row_and_its_notes(office):
    rows = [sale_row(number, price="没有价格") for number in range(1, 31)]
    sent = send(office, feed(*rows))
    assert (sent.rows_told, sent.truncated) == (20, True)
    whole = find_receipt(office.service, sent.feed_id)
    assert (whole.rows_told, whole.truncated) == (30, False)
    assert {finding.row for finding in whole.first_refusals} == set(range(2, 32))


def test_an_unknown_header_is_told_with_the_one_it_resembles(office):
    text = feed(sale_row(1)).replace("联系电话", "联系电活", 1)
    sent = send(office, text)
    (told,) = sent.suggestions
    assert (told.header, told.field) == ("联系电活", "phone")
    assert told.nearest in told.sentence.zh
    assert find_receipt(office.service, sent.feed_id).suggestions == sent.suggestions


def test_made_up_rows_mark_the_receipt(office):
    assert send(office, feed(sale_row(1))).synthetic
    real = feed(sale_row(2).replace("合成数据", "")).replace(",数据性质", "", 1)
    assert not send(office, real, "real.csv").synthetic


def test_a_dealer_lands_its_own_sales_and_nobody_elses(office):
    sent = send(office, feed(sale_row(1)), sender=dealer("T-01"))
    assert (sent.status, sent.accepted) == ("landed", 1)
    other = send(office, feed(sale_row(3)), sender=dealer("T-02"))
    assert (other.accepted, other.reasons) == (0, {"dealer_not_sender": 1})


def test_a_row_that_names_no_dealer_is_the_senders(office):
    nameless = sale_row(2).replace("T-02", "", 1)
    sent = send(office, feed(nameless), sender=dealer("T-01"))
    assert (sent.accepted, sent.refused) == (1, 0)
    assert send(office, feed(nameless)).reasons == {"dealer_missing": 1}


def test_what_an_officer_sent_before_is_no_duplicate_of_a_dealers(office):
    first = send(office, feed(sale_row(1)))
    own = send(office, feed(sale_row(1)), sender=dealer("T-01"))
    assert own.status == "landed"
    assert own.feed_id != first.feed_id
    assert (own.accepted, own.unchanged) == (0, 1)
    assert send(office, feed(sale_row(1)), sender=dealer("T-01")).duplicate


def test_a_dealer_cannot_send_a_register(office):
    sent = send(office, REGISTER, "dealers.csv", sender=dealer("T-01"))
    assert sent.status == "unreadable"
    assert "名录" in sent.error.zh
    assert receipts(office)[0].outcome == "unreadable"


@pytest.mark.parametrize(
    ("sender", "asker", "seen"),
    [
        (dealer("T-01"), asking("T-01"), True),
        (dealer("T-01"), asking("T-02"), False),
        (dealer("T-02"), asking("T-01"), False),
        (OFFICER, asking("T-01"), False),
        (dealer("T-01"), Principal(name="值班员", role=Role.BUREAU), True),
        (OFFICER, Principal(name="值班员", role=Role.BUREAU), True),
        (OFFICER, None, True),
    ],
)
@pytest.mark.parametrize("content", [feed(sale_row(1)), "not a table at all"])
def test_a_dealer_sees_only_what_it_sent_itself(office, sender, asker, seen, content):
    sent = send(office, content, sender=sender)
    listed = {one.delivery_id for one in receipts(office, asker)}
    assert (sent.delivery_id in listed) is seen
    for named in filter(None, (sent.delivery_id, sent.feed_id)):
        if seen:
            assert find_receipt(office.service, named, asker).file == sent.file
        else:
            with pytest.raises(NotFound):
                find_receipt(office.service, named, asker)


def test_a_dealer_that_asks_for_anothers_receipts_gets_none(office):
    send(office, feed(sale_row(1)), sender=dealer("T-01"))
    assert receipts(office, asking("T-02"), dealer="T-01") == ()
    assert len(receipts(office, asking("T-01"), dealer="T-01")) == 1
    assert len(receipts(office, dealer="T-01")) == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("购车人430802199001010011.csv", "购车人4308********0011.csv"),
        ("13800000001 一月.xlsx", "138****0001 一月.xlsx"),
        ("sales-2022-12-16_2022-12-31.csv", "sales-2022-12-16_2022-12-31.csv"),
        ("发票22432001000000000577.csv", "发票22432001000000000577.csv"),
    ],
)
@pytest.mark.parametrize("content", [feed(sale_row(1)), "no table"])
def test_a_persons_number_in_a_files_name_is_kept_masked(office, name, kept, content):
    sent = send(office, content, name)
    assert sent.file == receipts(office)[0].file == kept
    assert name == kept or name.split(".")[0] not in str(sent)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"kind": "sales"}, ["again.csv", "feed.csv"]),
        ({"kind": "dealers"}, ["dealers.csv"]),
        ({"kind": "unreadable"}, ["x.csv"]),
        ({"outcome": "landed"}, ["feed.csv", "dealers.csv"]),
        ({"outcome": "duplicate"}, ["again.csv"]),
        ({"outcome": "unreadable", "kind": "sales"}, []),
        ({"dealer": "T-01"}, []),
    ],
)
def test_receipts_are_filtered(office, query, names):
    send(office, feed(sale_row(1)))
    send(office, feed(sale_row(1)), "again.csv")
    send(office, b"", "x.csv")
    assert [one.file for one in receipts(office, **query)] == names


def test_receipts_are_given_page_by_page_newest_first(office):
    for number in range(1, 6):
        send(office, feed(sale_row(number)), f"{number}.csv")
    names, cursor = [], None
    while cursor is not None or not names:
        page = list_deliveries(office.service, DeliveryQuery(), cursor=cursor, limit=2)
        names += [one.file for one in page.items]
        cursor = page.next_cursor
    assert names == ["5.csv", "4.csv", "3.csv", "2.csv", "1.csv", "dealers.csv"]


def test_receipts_of_a_day_are_those_of_the_day_in_shanghai(office):
    (one,) = receipts(office)
    day = one.received_at.astimezone(None).date()  # 09:00 in Shanghai, 01:00 UTC
    assert len(receipts(office, first_day=day, last_day=day)) == 1
    later = day.replace(day=day.day + 1)
    earlier = day.replace(day=day.day - 1)
    assert receipts(office, first_day=later) == ()
    assert receipts(office, last_day=earlier) == ()
