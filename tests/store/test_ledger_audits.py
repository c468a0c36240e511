"""The audits of the ledger are silent on an honest day and find what was planted."""

from datetime import timedelta

import pytest

from tests.conftest import SEED_CAMPAIGN, Clock, Desk
from tests.teller import FACE, Teller, by_person, issued, outcome, told
from voucher_service.ledger.moves import clawed_back, resumed, suspended, voided
from voucher_service.resources import SQL
from voucher_service.store.log_check import verify_chain
from voucher_service.usecases.audit_home import audit_home
from voucher_service.usecases.open_service import Opening, open_service


def claimed(voucher, reason, now):
    return clawed_back(voucher, voucher.captured_fen, reason, now)


@pytest.fixture(scope="module")
def desk_after_a_day(tmp_path_factory):
    """Vouchers that went every way there is: 1 to 6, and 7 untouched."""
    clock = Clock()
    opening = Opening(
        home=tmp_path_factory.mktemp("day") / "home",
        sql=SQL,
        campaigns=(SEED_CAMPAIGN,),
    )
    desk = Desk(open_service(opening, clock), clock)
    one, two, three, four, five, six, _ = issued(desk, 7)
    teller = Teller(desk)
    first = told(teller.redeem(one, 50_000))["id"]
    teller.redeem(one, 100_000)
    assert outcome(teller.redeem(one, 1)) == "VOUCHER_ALREADY_REDEEMED"
    teller.reverse(first)
    teller.capture(told(teller.lock(two, 60_000))["id"])
    teller.cancel(told(teller.lock(two, 60_000))["id"])
    teller.lock(three, FACE)
    desk.clock.instant += timedelta(hours=1)
    assert outcome(teller.redeem(three, FACE)) == "ok"
    kept = told(teller.lock(four, 70_000))["id"]
    by_person(desk, four, suspended, resumed, voided)
    assert outcome(teller.capture(kept)) == "ok"
    teller.redeem(five, 70_000)
    by_person(desk, five, voided, claimed)
    teller.lock(six, 10_000)
    yield desk
    desk.service.close()


class NotKept(Exception):
    """What was planted is taken back."""


def found(connection) -> set[str]:
    """Name the audits of the ledger that find a row, and the log if it is broken."""
    audits = {each: SQL / "audits" / f"{each}.sql" for each in OURS - {SEALED}}
    rows = {
        each: connection.execute(audit.read_text("utf-8")).fetchall()
        for each, audit in audits.items()
    }
    broken = verify_chain(connection).broken
    return {each for each in OURS if rows.get(each, broken)}


def test_an_honest_day_leaves_nothing_to_find(desk_after_a_day):
    report = audit_home(desk_after_a_day.service)
    assert (report.clean, report.findings) == (True, ())
    with desk_after_a_day.service.store.read() as connection:
        assert found(connection) == set()


FOLD, FACES = "voucher_events_fold", "no_voucher_above_its_face"
MATCH, SEALED = "redemptions_match_events", "the log"
GAPS = "ledger_numbers_have_no_gaps"
OURS = {FOLD, FACES, MATCH, SEALED, GAPS, "one_success_a_number", "one_answer_a_key"}
COPY = (
    "INSERT INTO posted_requests BY NAME SELECT * REPLACE"
    " (request_no + 1000 AS request_no, {}) FROM write_requests"
    " WHERE request_no = 1"
)


@pytest.mark.parametrize(
    ("planted", "expected"),
    [
        ("UPDATE posted_events SET balance_fen = balance_fen + 1 WHERE event_no = 8",
         {FOLD, FACES}),
        ("UPDATE posted_events SET balance_fen = balance_fen - 1,"
         " captured_fen = captured_fen + 1 WHERE event_no = 8", {FOLD}),
        ("UPDATE posted_events SET held = true WHERE event_no = 8", {FOLD}),
        ("UPDATE posted_events SET state = 'expired' WHERE event_no = 8", {FOLD}),
        ("UPDATE posted_events SET clawed_fen = 1 WHERE event_no = 8", {FOLD}),
        ("UPDATE posted_events SET voucher_seq = 9 WHERE event_no = 8", {FOLD}),
        ("UPDATE posted_events SET kind = 'issued' WHERE event_no = 8",
         {FOLD, MATCH}),
        ("UPDATE posted_events SET of_lock = true WHERE event_no = 8",
         {FOLD, MATCH}),
        ("UPDATE posted_events SET amount_fen = amount_fen + 1 WHERE event_no = 8",
         {FOLD, MATCH}),
        ("UPDATE posted_events SET pieces_left = [1, 2] WHERE event_no = 8", {FACES}),
        ("DELETE FROM posted_events WHERE event_no = 1", {FOLD, GAPS}),
        ("DELETE FROM posted_events WHERE voucher_no = 7", {FOLD, GAPS}),
        ("DELETE FROM vouchers WHERE voucher_no = 7", {FOLD}),
        ("INSERT INTO posted_events FROM posted_events WHERE event_no = 8",
         {FOLD, GAPS, MATCH}),
        ("UPDATE posted_events SET event_no = 1000 WHERE event_no ="
         " (SELECT max(event_no) FROM posted_events)", {GAPS}),
        ("UPDATE posted_events SET redemption_no = 2 WHERE event_no = 8", {MATCH}),
        ("UPDATE posted_events SET request_no = NULL WHERE kind = 'reversed'",
         {MATCH}),
        ("UPDATE posted_requests SET amount_fen = 1 WHERE request_no = 1",
         {MATCH, SEALED}),
        ("UPDATE posted_requests SET amount_fen = 150001 WHERE request_no = 2",
         {MATCH, SEALED, FACES}),
        ("UPDATE posted_requests SET mode = 'authorize' WHERE request_no = 1", {MATCH}),
        ("UPDATE posted_requests SET problem = NULL WHERE request_no = 3",
         {MATCH, SEALED}),
        ("UPDATE posted_requests SET fingerprint = 'x' WHERE request_no = 3", {SEALED}),
        ("UPDATE posted_requests SET answer = 'x' WHERE request_no = 3", {SEALED}),
        ("DELETE FROM posted_requests WHERE request_no = 3", {SEALED, GAPS}),
        ("DELETE FROM audit_log WHERE action = 'redemptions' AND entry_no ="
         " (SELECT max(entry_no) FROM audit_log)", {SEALED}),
        (COPY.format("NULL AS idempotency_key"),
         {MATCH, SEALED, GAPS, "one_success_a_number"}),
        (COPY.format("'x' AS problem"), {SEALED, GAPS, "one_answer_a_key"}),
    ],
)  # fmt: skip
def test_a_planted_row_is_found_by_the_audits_it_offends(
    desk_after_a_day, planted, expected
):
    offended = set()

    def plant(writing):
        assert writing.connection.execute(planted).fetchall() > [(0,)]
        offended.update(found(writing.connection))
        raise NotKept

    with pytest.raises(NotKept):
        desk_after_a_day.service.store.write(None, plant)
    assert offended == expected
