"""Papers lie beside their file under names that the file system takes."""

import errno
from pathlib import Path

import pytest

from voucher_service.watch.filing import LETTER, RECEIPT, Papers, put_away


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def arrive(inbox, name, content="内容"):
    path = inbox / name
    path.write_text(content, "utf-8")
    return path


def papers(sha256="a" * 64, **others):
    return Papers({"sha256": sha256}, others)


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("a.csv", "a-2.csv"),
        ("a", "a-2"),
        ("a.csv.gz", "a-2.csv.gz"),
        ("销售.xlsx", "销售-2.xlsx"),
    ],
)
def test_a_second_file_of_a_name_is_numbered(inbox, tmp_path, name, second):
    done = tmp_path / "done"
    first = put_away(arrive(inbox, name, "1"), done, papers("1"))
    other = put_away(arrive(inbox, name, "2"), done, papers("2"))
    assert (first.name, other.name) == (name, second)
    assert (first.read_text(), other.read_text()) == ("1", "2")


def test_papers_of_another_file_keep_their_name(inbox, tmp_path):
    done = tmp_path / "done"
    put_away(arrive(inbox, "a.csv"), done, papers("1")).unlink()
    place = put_away(arrive(inbox, "a.csv"), done, papers("2"))
    assert place.name == "a-2.csv"
    assert '"1"' in (done / f"a.csv{RECEIPT}").read_text()


def test_papers_of_the_same_file_are_kept_and_those_that_lack_added(inbox, tmp_path):
    done = tmp_path / "done"
    put_away(arrive(inbox, "a.csv"), done, papers("1")).unlink()
    again = Papers({"sha256": "1", "later": True}, {LETTER: b"letter"})
    assert put_away(arrive(inbox, "a.csv"), done, again).name == "a.csv"
    assert "later" not in (done / f"a.csv{RECEIPT}").read_text()
    assert (done / f"a.csv{LETTER}").read_bytes() == b"letter"


def test_a_name_as_long_as_can_be_gets_its_papers(inbox, tmp_path):
    name = "长" * 83 + ".csv"
    place = put_away(
        arrive(inbox, name), tmp_path / "done", Papers({"sha256": "1"}, {LETTER: b""})
    )
    assert place.name == name
    assert len(list(place.parent.iterdir())) == 3


def test_a_paper_is_for_its_owner_alone_and_nothing_unfinished_is_left(inbox, tmp_path):
    place = put_away(arrive(inbox, "a.csv"), tmp_path / "done", papers())
    assert (place.parent / f"a.csv{RECEIPT}").stat().st_mode & 0o077 == 0
    assert not [path for path in place.parent.iterdir() if path.name.startswith(".")]


def test_a_file_on_another_disk_is_copied_and_then_removed(
    inbox, tmp_path, monkeypatch
):
    def elsewhere(self, target):
        raise OSError(errno.EXDEV, "another disk")

    monkeypatch.setattr(Path, "rename", elsewhere)
    file = arrive(inbox, "a.csv", "1")
    place = put_away(file, tmp_path / "done", papers())
    assert (place.read_text(), file.exists()) == ("1", False)
