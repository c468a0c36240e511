"""A file is whole when it has not changed for a while; what is no file is named."""

import os

import pytest

from voucher_service.watch.inbox import BUREAU, Inbox

LONG_AGO = 1_600_000_000


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "T-01").mkdir()
    (tmp_path / BUREAU).mkdir()
    return tmp_path


def names(found):
    return [each.path.name for each in found]


def test_a_file_is_the_dealer_s_whose_folder_it_lies_in(folder):
    for place in ("T-01/a.csv", f"{BUREAU}/b.csv", "c.csv"):
        (folder / place).touch()
    found = {each.path.name: each.dealer for each in Inbox(folder, 0).ready()}
    assert found == {"a.csv": "T-01", "b.csv": None, "c.csv": None}


@pytest.mark.parametrize(("settle", "taken"), [(0, ["a.csv"]), (3600, [])])
def test_a_file_just_written_waits_as_long_as_it_is_told(folder, settle, taken):
    (folder / "a.csv").touch()
    assert names(Inbox(folder, settle).ready()) == taken


def test_an_old_day_of_the_file_s_own_does_not_make_it_whole(folder):
    (folder / "a.csv").touch()
    os.utime(folder / "a.csv", (LONG_AGO, LONG_AGO))
    assert Inbox(folder, 3600).ready() == []


def test_a_file_from_a_clock_ahead_is_whole_once_it_was_seen_unchanged(folder):
    (folder / "a.csv").touch()
    os.utime(folder / "a.csv", (4_000_000_000, 4_000_000_000))
    inbox = Inbox(folder, 60)
    assert inbox.ready() == []
    signature, since = inbox.seen[folder / "a.csv"]
    inbox.seen[folder / "a.csv"] = (signature, since - 60)
    assert names(inbox.ready()) == ["a.csv"]


def test_a_file_that_grew_since_is_waited_for_anew(folder):
    path = folder / "a.csv"
    path.touch()
    inbox = Inbox(folder, 60)
    inbox.ready()
    signature, since = inbox.seen[path]
    inbox.seen[path] = (signature, since - 60)
    path.write_text("more")
    assert inbox.ready() == []


def test_links_folders_and_pipes_are_named_as_what_they_are(folder):
    (folder / "T-01/inner").mkdir()
    (folder / "T-01/link.csv").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.csv")
    faults = {each.path.name: each.fault for each in Inbox(folder, 0).ready()}
    assert faults == {"inner": "folder", "link.csv": "link", "pipe.csv": "special"}


def test_a_link_to_a_folder_is_a_link(folder, tmp_path_factory):
    (folder / "T-02").symlink_to(tmp_path_factory.mktemp("other"))
    [found] = Inbox(folder, 0).ready()
    assert (found.fault, found.folder) == ("link", None)
