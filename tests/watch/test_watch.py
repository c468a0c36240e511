"""Files put into a folder are taken in by the real command and put away."""

import io
import json
import os
import signal
import subprocess
import sys

import openpyxl
import pytest

from tests.conftest import run_command
from tests.control.service_process import ServiceProcess
from tests.feed_texts import REGISTER, feed, sale_row

pytestmark = pytest.mark.slow


class Post:
    """A watched folder, its home, and the short ways a test uses them."""

    def __init__(self, root):
        self.folder = root / "post"
        self.home = root / "home"
        (self.folder / "inbox").mkdir(parents=True)

    def put(self, place, content):
        path = self.folder / "inbox" / place
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def look(self, *options):
        ran = run_command(
            *("watch", self.folder, "--once", "--every", "0", *options),
            VOUCHER_HOME=str(self.home),
        )
        assert ran.code == 0, ran.err
        return ran

    def feeds(self):
        ran = run_command("feeds", "--json", VOUCHER_HOME=str(self.home))
        return ran.json

    def files(self):
        return sorted(
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if not path.is_dir() and path.name != ".watch.lock"
        )

    def receipt(self, place):
        return json.loads((self.folder / f"{place}.receipt.json").read_text("utf-8"))


@pytest.fixture
def post(tmp_path):
    post = Post(tmp_path)
    post.put("dealers.csv", REGISTER)
    post.look()
    return post


def test_each_file_is_put_away_with_its_receipt(post):
    post.put("T-01/好.csv", feed(sale_row(1)))
    post.put("T-01/部分.csv", feed(sale_row(3), sale_row(5, price="面议")))
    post.put("T-01/坏.csv", feed(sale_row(7, price="面议")))
    post.put("T-01/不是表格.xlsx", b"PK\x03\x04")
    post.put("_bureau/混合.csv", feed(sale_row(9), sale_row(2)))
    post.look()
    assert post.files() == [
        "done/T-01/好.csv",
        "done/T-01/好.csv.receipt.json",
        "done/T-01/部分.csv",
        "done/T-01/部分.csv.receipt.json",
        "done/T-01/部分.csv.rejects.xlsx",
        "done/T-01/部分.csv.回执.txt",
        "done/_bureau/混合.csv",
        "done/_bureau/混合.csv.receipt.json",
        "done/dealers.csv",
        "done/dealers.csv.receipt.json",
        "refused/T-01/不是表格.xlsx",
        "refused/T-01/不是表格.xlsx.receipt.json",
        "refused/T-01/不是表格.xlsx.回执.txt",
        "refused/T-01/坏.csv",
        "refused/T-01/坏.csv.receipt.json",
        "refused/T-01/坏.csv.rejects.xlsx",
        "refused/T-01/坏.csv.回执.txt",
    ]
    receipt = post.receipt("done/T-01/部分.csv")
    assert (receipt["accepted"], receipt["refused"]) == (1, 1)
    assert receipt["sender"] == {
        "channel": "watch",
        "name": "T-01",
        "role": "dealer",
        "dealer_id": "T-01",
    }
    told = (post.folder / "done/T-01/部分.csv.回执.txt").read_bytes()
    assert told.startswith(b"\xef\xbb\xbf")
    assert "金额无法识别（1 行）" in told.decode()
    book = (post.folder / "done/T-01/部分.csv.rejects.xlsx").read_bytes()
    rows = list(openpyxl.load_workbook(io.BytesIO(book)).active.values)
    assert "面议" in rows[-1]


def test_a_dealer_s_folder_takes_that_dealer_s_rows_alone(post):
    post.put("T-01/a.csv", feed(sale_row(1), sale_row(2)))
    post.look()
    receipt = post.receipt("done/T-01/a.csv")
    assert (receipt["accepted"], receipt["reasons"]) == (1, {"dealer_not_sender": 1})


def test_a_folder_of_no_known_dealer_is_refused_in_words(post):
    post.put("T-99/a.csv", feed(sale_row(1)))
    post.look()
    told = (post.folder / "refused/T-99/a.csv.回执.txt").read_text("utf-8-sig")
    assert "T-99 不是名录内任何经销商的编号" in told
    assert [feed["kind"] for feed in post.feeds()] == ["dealers"]


def test_nothing_is_overwritten(post):
    for number in (1, 3, 5):
        post.put("T-01/a.csv", feed(sale_row(number)))
        post.look()
    kept = {
        name: (post.folder / "done/T-01" / name).read_text("utf-8")
        for name in ("a.csv", "a-2.csv", "a-3.csv")
    }
    assert kept == {
        name: feed(sale_row(number))
        for name, number in zip(kept, (1, 3, 5), strict=True)
    }


@pytest.mark.parametrize(
    "name",
    [".a.csv", "a.csv.part", "a.csv.TMP", "a.csv.crdownload", "a.csv~", "~$a.xlsx"],
)
def test_what_is_still_being_written_is_left(post, name):
    path = post.put(f"T-01/{name}", feed(sale_row(1)))
    post.look()
    assert path.exists()
    assert len(post.feeds()) == 1


def test_a_file_that_changed_a_moment_ago_is_left(post):
    path = post.put("T-01/a.csv", feed(sale_row(1)))
    post.look("--every", "3600")
    assert path.exists()


def test_links_and_folders_within_are_refused_and_not_followed(post, tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_text(feed(sale_row(1)), "utf-8")
    inside = post.put("T-01/a.csv", "").with_name("inner")
    inside.mkdir()
    (inside / "b.csv").write_text(feed(sale_row(3)), "utf-8")
    (inside.parent / "link.csv").symlink_to(outside)
    (inside.parent / "a.csv").unlink()
    post.look()
    refused = post.folder / "refused/T-01"
    assert (refused / "link.csv").is_symlink()
    assert (refused / "inner/b.csv").read_text("utf-8") == feed(sale_row(3))
    assert "这是一个链接" in (refused / "link.csv.回执.txt").read_text("utf-8-sig")
    assert outside.read_text("utf-8") == feed(sale_row(1))
    assert len(post.feeds()) == 1


def test_a_file_taken_in_before_a_kill_is_put_away_by_the_next_look(post):
    text = feed(sale_row(1), sale_row(3, price="面议"))
    post.put("T-01/a.csv", text)
    post.look()
    done = post.folder / "done/T-01"
    first = (done / "a.csv.receipt.json").read_bytes()
    # Killed with its receipt written and nothing else: the file is where it was.
    (done / "a.csv").rename(post.folder / "inbox/T-01/a.csv")
    (done / "a.csv.rejects.xlsx").unlink()
    post.look()
    assert sorted(path.name for path in done.iterdir()) == [
        "a.csv",
        "a.csv.receipt.json",
        "a.csv.rejects.xlsx",
        "a.csv.回执.txt",
    ]
    assert (done / "a.csv.receipt.json").read_bytes() == first
    assert [feed["accepted"] for feed in post.feeds()] == [2, 1]


def test_a_workbook_mended_and_put_back_lands(post):
    post.put("T-01/a.csv", feed(sale_row(1, price="面议")))
    post.look()
    rejects = post.folder / "refused/T-01/a.csv.rejects.xlsx"
    book = openpyxl.load_workbook(rejects)
    for row in book.active.iter_rows():
        for cell in row:
            if cell.fill.fill_type == "solid" and cell.comment:
                cell.value = "150000.00"
    book.save(post.folder / "inbox/T-01/a.csv.rejects.xlsx")
    post.look()
    assert post.receipt("done/T-01/a.csv.rejects.xlsx")["accepted"] == 1


def test_it_works_through_the_running_service(post):
    post.put("T-01/a.csv", feed(sale_row(1)))
    with ServiceProcess(post.home):
        post.look()
        assert post.receipt("done/T-01/a.csv")["accepted"] == 1


def test_it_runs_until_it_is_told_to_end_and_one_at_a_time(post):
    post.put("T-01/a.csv", feed(sale_row(1)))
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "voucher_service"),
            *("watch", str(post.folder), "--every", "0.05"),
        ],
        env={**os.environ, "VOUCHER_HOME": str(post.home)},
        stdout=subprocess.PIPE,
        text=True,
    ) as watching:
        assert watching.stdout.readline() == "→ done/T-01/a.csv\n"
        other = run_command("watch", post.folder, "--once")
        assert other.code == 2
        assert "另一进程已在监视" in other.err
        watching.send_signal(signal.SIGTERM)
        assert watching.wait(60) == 0


def test_a_home_that_cannot_be_used_keeps_the_file_where_it_is(post):
    path = post.put("T-01/a.csv", feed(sale_row(1)))
    (post.home / "hmac.key").chmod(0o644)
    ran = run_command(
        *("watch", post.folder, "--once", "--every", "0"), VOUCHER_HOME=str(post.home)
    )
    assert ran.code == 3
    assert path.exists()
