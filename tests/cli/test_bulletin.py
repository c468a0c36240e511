"""The bulletin is written by command, into the kind of file that its name says."""

import shutil
from io import BytesIO
from zipfile import is_zipfile

import pytest

from tests.conftest import SEED_CAMPAIGN, run_command
from tests.usecases.bulletin_feeds import REGISTER, feed

AS_OF = ("--as-of", "2023-01-10")
OPENINGS = {"docx": b"PK", "pdf": b"%PDF-"}  # with PNG, and with SVG inside


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with one sale, closed."""
    folder = tmp_path_factory.mktemp("bulletins")
    (folder / "dealers.csv").write_text(REGISTER, "utf-8")
    sale = feed("XS-1", "LSYSYN105N0000001", "2023-01-03", "150000.00")
    (folder / "sales.csv").write_text(sale, "utf-8")
    files = (folder / "dealers.csv", folder / "sales.csv")
    taken = run_command("ingest", *files, VOUCHER_HOME=str(folder / "home"))
    assert taken.code == 0, taken.err
    return folder / "home"


@pytest.fixture
def written(home, tmp_path):
    """Write a bulletin of a copy of the home, as another process would."""

    def write(name: str, *more: str, **environment: str):
        copy = tmp_path / f"home-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(home, copy)
        out = tmp_path / name
        asked = ("bulletin", SEED_CAMPAIGN, *AS_OF, "--out", out, *more)
        return out, run_command(*asked, VOUCHER_HOME=str(copy), **environment)

    return write


@pytest.mark.slow
@pytest.mark.parametrize("kind", OPENINGS)
def test_two_processes_write_the_same_bytes(written, kind):
    bodies = []
    for seed in ("1", "2"):
        out, ran = written(
            f"{seed}.{kind}", "--issue", "3", PYTHONHASHSEED=seed, TZ="Asia/Tokyo"
        )
        assert ran.code == 0, ran.err
        assert f"{out}: {out.stat().st_size} 字节 bytes" in ran.out
        bodies.append(out.read_bytes())
    assert bodies[0] == bodies[1]
    assert bodies[0].startswith(OPENINGS[kind])
    assert is_zipfile(BytesIO(bodies[0])) == (kind == "docx")


def test_it_comes_in_english_too(written):
    out, ran = written("bulletin.md", "--lang", "en", "--issue", "12")
    assert ran.code == 0
    said = out.read_text("utf-8")
    assert said.startswith("# Bulletin on “New Year, new car")
    assert "(No. 12)" in said.splitlines()[0]


@pytest.mark.parametrize(
    ("name", "more", "told"),
    [
        ("bulletin.doc", (), "文件名的结尾即其格式，可选值：docx, pdf, html, md"),
        ("bulletin", (), "文件名的结尾即其格式，可选值：docx, pdf, html, md"),
        ("nosuch/bulletin.md", (), "无法写入文件"),
        ("bulletin.md", ("--issue", "0"), "参数 issue 有误：不得小于 1"),
        ("bulletin.md", ("--lang", "fr"), "参数 language 有误"),
        ("bulletin.md", ("--known-at", "2099-01-01"), "晚于现在"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence(written, name, more, told):
    out, ran = written(name, *more)
    assert ran.code == 2
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert not out.exists()
