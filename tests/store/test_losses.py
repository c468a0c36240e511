"""A home that lost something opens with the rest, and says so until a person knows."""

import json

import pytest

from tests.feed_texts import REGISTER, feed, sale_row
from tests.store.torn_homes import copied, cut, turn
from voucher_service.store.losses import accept_losses, kept_losses


@pytest.fixture
def killed(desk, tmp_path):
    """A home with three landings in its log, as a kill leaves it."""
    sizes = []
    log = desk.service.store.home.log
    for text in (REGISTER, feed(sale_row(1)), feed(sale_row(2))):
        desk.ingest(text)
        sizes.append(log.stat().st_size)
    return copied(desk.service.store.home.path, tmp_path / "killed"), sizes


def landed(desk):
    with desk.service.store.read() as connection:
        return connection.execute("SELECT count(*) FROM feeds").fetchone()[0]


def kept(desk):
    with desk.service.store.read() as connection:
        return kept_losses(connection)


def logged(desk):
    with desk.service.store.read() as connection:
        return connection.execute(
            "SELECT detail FROM audit_log WHERE action = 'loss' ORDER BY entry_no"
        ).fetchall()


def test_a_killed_home_with_a_whole_log_lost_nothing(killed, open_desk):
    home, _ = killed
    desk = open_desk(home.path)
    assert landed(desk) == 3
    assert desk.service.store.losses == ()
    assert logged(desk) == []


def test_what_was_under_way_is_told_and_is_not_grave(killed, open_desk):
    home, _ = killed
    with home.log.open("ab") as log:
        log.write(b"\x52\0\0\0\0\0\0\0half of an entry")
    desk = open_desk(home.path)
    [loss] = desk.service.store.losses
    assert landed(desk) == 3
    assert (loss.grave, loss.cut_bytes, loss.missing_until) == (False, 24, None)
    assert (home.path / loss.kept_as).read_bytes().endswith(b"half of an entry")


@pytest.mark.parametrize(("back", "there"), [(1, 2), (0, 2)])
def test_an_answered_commit_that_is_gone_is_grave(killed, open_desk, back, there):
    home, sizes = killed
    cut(home, sizes[-1] - 1 if back else sizes[-2])
    desk = open_desk(home.path)
    [loss] = desk.service.store.losses
    assert landed(desk) == there
    assert loss.grave
    assert loss.found_until < loss.missing_until
    assert (loss.kept_as is None) == (back == 0)


def test_a_log_that_is_gone_altogether_is_grave(killed, open_desk, tmp_path):
    home, _ = killed
    open_desk(home.path).service.close()  # what was logged is in the database now
    desk = open_desk(home.path)
    desk.ingest(feed(sale_row(3)))
    gone = copied(home.path, tmp_path / "gone")
    gone.log.unlink()
    desk = open_desk(gone.path)
    assert landed(desk) == 3
    assert [loss.grave for loss in desk.service.store.losses] == [True]


def test_a_bit_turned_in_the_middle_opens_with_what_is_before_it(killed, open_desk):
    home, sizes = killed
    turn(home, sizes[0] + 30)
    home.mark.unlink()  # the log alone tells
    desk = open_desk(home.path)
    [loss] = desk.service.store.losses
    assert landed(desk) == 1
    assert (loss.grave, loss.later_commits >= 2) == (True, True)


def test_a_loss_is_kept_logged_once_and_waits_for_a_person(killed, open_desk):
    home, sizes = killed
    cut(home, sizes[1] + 5)
    first = open_desk(home.path)
    found = first.service.store.losses
    assert [json.loads(detail)["cut_bytes"] for (detail,) in logged(first)] == [5]
    first.service.close()
    again = open_desk(home.path)
    assert again.service.store.losses == ()
    assert kept(again) == found
    assert again.service.store.write(None, accept_losses, bool) == 1
    assert again.service.store.write(None, accept_losses, bool) == 0
    assert [loss.accepted_at is None for loss in kept(again)] == [False]


def test_what_is_written_after_a_loss_is_there_after_the_next_kill(
    killed, open_desk, tmp_path
):
    home, sizes = killed
    cut(home, sizes[2] - 3)
    desk = open_desk(home.path)
    desk.ingest(feed(sale_row(3)))
    again = open_desk(copied(home.path, tmp_path / "again").path)
    assert again.service.store.losses == ()
    assert landed(again) == 3


def test_a_transaction_that_left_nothing_behind_is_not_missed(
    desk, open_desk, tmp_path
):
    desk.ingest(REGISTER)
    desk.service.store.write_group(lambda _writing: "answered as before")
    home = copied(desk.service.store.home.path, tmp_path / "killed")
    assert open_desk(home.path).service.store.losses == ()


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 12])
def test_a_mark_that_is_not_whole_says_nothing(killed, open_desk, content):
    home, _ = killed
    home.mark.write_bytes(content)
    assert open_desk(home.path).service.store.losses == ()
