"""The log holds what was done, and shows whatever was done to it."""

import hashlib
import json

import pytest

from voucher_service.model.acting import Acting, acting_as
from voucher_service.store.audit_log import (
    NO_ENTRY,
    REDEMPTIONS,
    Entry,
    Head,
    append_entries,
    list_entries,
    read_head,
)
from voucher_service.store.log_check import verify_chain
from voucher_service.store.standing import REQUEST_COLUMNS
from voucher_service.store.vouchers import (
    digest_of_requests,
    record_requests,
)

LI = Acting("operator:cli:li", "operator", "req_1")


def append(desk, *entries):
    return desk.service.store.write(
        "test", lambda writing: append_entries(writing, entries)
    )


def spoil(desk, statement):
    def job(writing):
        writing.connection.execute(statement)
        writing.note("spoil")

    desk.service.store.write(None, job)


def check(desk, known=None):
    with desk.service.store.read() as connection:
        return verify_chain(connection, known)


def entries(desk, limit=1000):
    with desk.service.store.read() as connection:
        return list_entries(connection, limit)


def head(desk):
    with desk.service.store.read() as connection:
        return read_head(connection)


def test_entries_are_numbered_on_and_chained(desk):
    before = head(desk).entry_no
    first = append(desk, Entry("a"), Entry("b"))
    assert first == before + 1
    # the transaction appends one of its own, named by its command
    assert [row["action"] for row in entries(desk, 3)] == ["test", "b", "a"]
    assert check(desk).broken is None


def test_an_entry_can_be_hashed_by_anyone(desk):
    append(desk, Entry("拜访", "D001", {"b": 1, "a": "中"}))
    row = entries(desk, 2)[1]
    own = [
        row["entry_no"],
        row["recorded_at"].isoformat(timespec="microseconds"),
        *(row[name] for name in ("actor", "role", "action", "subject", "outcome")),
        row["request_id"],
        row["detail"],
    ]
    text = json.dumps(own, ensure_ascii=False, separators=(",", ":"))
    said = hashlib.sha256(f"{row['previous_hash']}\n{text}".encode()).hexdigest()
    assert row["entry_hash"] == said


def test_what_is_done_is_done_in_the_name_of_who_acts(desk):
    with acting_as(LI):
        append(desk, Entry("a"))
    row = entries(desk, 2)[1]
    assert (row["actor"], row["role"], row["request_id"]) == tuple(LI)


def test_what_was_rolled_back_leaves_no_gap(desk):
    def job(writing):
        append_entries(writing, [Entry("never")])
        raise KeyError

    before = head(desk).entry_no
    with pytest.raises(KeyError):
        desk.service.store.write("test", job)
    assert append(desk, Entry("a"), Entry("b")) == before + 1
    assert check(desk).broken is None


def test_a_home_opened_again_goes_on_with_the_chain(open_desk, tmp_path):
    desk = open_desk(tmp_path / "home")
    append(desk, Entry("a"))
    before = head(desk)
    desk.service.close()
    again = open_desk(tmp_path / "home")
    assert append(again, Entry("b")) == before.entry_no + 1
    assert check(again, before).broken is None


def test_a_change_that_nobody_named_is_not_made(desk):
    before = head(desk)
    with pytest.raises(AssertionError, match="nobody named"):
        desk.service.store.write(None, lambda _: None)
    assert head(desk) == before


SPOILT = [
    ("UPDATE audit_log SET actor = 'nobody' WHERE entry_no = 2", 2, "entry_hash"),
    ("UPDATE audit_log SET detail = '{}' WHERE entry_no = 3", 3, "entry_hash"),
    (
        "UPDATE audit_log SET recorded_at = recorded_at + INTERVAL 1 MICROSECOND"
        " WHERE entry_no = 1",
        1,
        "entry_hash",
    ),
    ("UPDATE audit_log SET entry_hash = 'ff' WHERE entry_no = 2", 2, "entry_hash"),
    (
        "UPDATE audit_log SET previous_hash = 'ff' WHERE entry_no = 3",
        3,
        "previous_hash",
    ),
    ("DELETE FROM audit_log WHERE entry_no = 1", 1, "missing"),
    ("DELETE FROM audit_log WHERE entry_no = 3", 3, "missing"),
]


@pytest.mark.parametrize(("statement", "entry_no", "why"), SPOILT)
def test_the_first_spoilt_entry_is_named(desk, statement, entry_no, why):
    append(desk, *(Entry(name, "x", {"n": 1}) for name in "abcde"))
    assert check(desk).broken is None
    spoil(desk, statement)
    assert check(desk).broken == (entry_no, why)


def test_an_end_that_was_cut_off_shows_against_a_published_head(desk):
    append(desk, Entry("a"))
    published = head(desk)

    def cut(writing):
        writing.connection.execute(
            "DELETE FROM audit_log WHERE entry_no >= ?", [published.entry_no]
        )
        raise_after.append(writing)

    raise_after = []
    with pytest.raises(AssertionError):  # it named nothing, so it is undone
        desk.service.store.write(None, cut)
    assert check(desk, published).broken is None
    spoil(desk, f"DELETE FROM audit_log WHERE entry_no >= {published.entry_no}")
    assert check(desk).broken is None
    assert check(desk, published).broken == (published.entry_no, "published_hash")


@pytest.mark.parametrize(
    ("known", "broken"),
    [
        (Head(1, "ff"), (1, "published_hash")),
        (Head(10**6, "ff"), None),
        (NO_ENTRY, None),
    ],
)
def test_a_published_head_is_held_against_the_log(desk, known, broken):
    append(desk, Entry("a"))
    expected = broken or (
        (head(desk).entry_no + 1, "missing") if known.entry_no else None
    )
    assert check(desk, known).broken == expected


def request_row(writing, number: int) -> list[object]:
    """Write a request that was answered; what is not asked about here is empty."""
    known = {
        "request_no": number,
        "scope": "bank:ccb-zjj",
        "actor": "token:tok_1:a",
        "operation": "redeem",
        "fingerprint": f"f{number}",
        "status": 201,
        "answer": "{}",
        "recorded_at": writing.stamp,
    }
    return [known.get(name) for name in REQUEST_COLUMNS]


def seal(desk, first: int, last: int) -> int:
    """Append requests and the entry that seals them; give the entry's number."""

    def job(writing):
        rows = [request_row(writing, number) for number in range(first, last + 1)]
        detail = {
            "requests": len(rows),
            "first": first,
            "last": last,
            "sha256": digest_of_requests(rows),
        }
        entry_no = append_entries(writing, [Entry(REDEMPTIONS, detail=detail)])
        for row in rows:
            row[list(REQUEST_COLUMNS).index("entry_no")] = entry_no
        record_requests(writing, rows)
        return entry_no

    return desk.service.store.write("redeem", job)


def test_requests_are_sealed_in_groups_of_any_size(desk):
    for first, last in [(1, 1), (2, 25_000), (25_001, 25_003), (25_004, 25_004)]:
        seal(desk, first, last)
    assert check(desk).broken is None


TAMPERED = [
    "UPDATE posted_requests SET actor = 'nobody' WHERE request_no = 6",
    "UPDATE posted_requests SET answer = '{ }' WHERE request_no = 4",
    "UPDATE posted_requests SET status = 409 WHERE request_no = 5",
    "UPDATE posted_requests SET amount_fen = 1 WHERE request_no = 4",
    "DELETE FROM posted_requests WHERE request_no = 5",
    "UPDATE posted_requests SET request_no = 99 WHERE request_no = 4",
]


@pytest.mark.parametrize("statement", TAMPERED)
def test_a_request_that_was_altered_shows_at_its_entry(desk, statement):
    seal(desk, 1, 3)
    second = seal(desk, 4, 6)
    seal(desk, 7, 7)
    spoil(desk, statement)
    assert check(desk).broken == (second, "requests")


def test_a_request_that_no_entry_seals_shows(desk):
    seal(desk, 1, 3)

    def job(writing):
        row = request_row(writing, 4)
        row[list(REQUEST_COLUMNS).index("entry_no")] = 1
        record_requests(writing, [row])

    desk.service.store.write("slip in", job)
    assert check(desk).broken == (head(desk).entry_no + 1, "requests")
