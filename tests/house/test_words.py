"""The repository speaks of the product alone and leaves nothing unfinished."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNFINISHED = re.compile(
    r"\b(TO" r"DO|FIX" r"ME|HA" r"CK|TB" r"D)\b|raise NotImplemented" r"Error"
)
MACHINE = re.compile(
    r"(?<![\w.])/(wo"
    r"rk|ro"
    r"ot|ho"
    r"me|Us"
    r"ers)/\w"
    r"|/tmp/"
    r"\w"
    r"|\.lib"
    r"rary\b"
)
REGISTRY = re.compile(
    r"py" r"pi\.|pythonhos" r"ted|--(?:extra-)?index" r"-url|trusted" r"-host"
)
LISTING = ("ls-files", "-z", "--cached")
MERGE_MARK = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)


def texts() -> dict[str, str]:
    """Every text file that git keeps, by its path; a reader's own files are theirs."""
    git = shutil.which("git")
    assert git is not None
    listing = subprocess.run(
        [git, "-c", f"safe.directory={ROOT}", *LISTING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = {}
    for path in filter(None, listing.split("\0")):
        file = ROOT / path
        content = file.read_bytes() if file.is_file() else b""
        if b"\0" not in content:
            found[path] = content.decode("utf-8", errors="replace")
    return found


@pytest.mark.parametrize(
    "unwanted",
    [
        pytest.param(UNFINISHED, id="unfinished work"),
        pytest.param(MACHINE, id="a path of one machine"),
        pytest.param(REGISTRY, id="a package registry's address"),
        pytest.param(MERGE_MARK, id="a merge mark"),
    ],
)
def test_no_file_holds(unwanted: re.Pattern[str]) -> None:
    found = {
        f"{path}:{number}": line.strip()[:100]
        for path, text in texts().items()
        if unwanted.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if unwanted.search(line)
    }
    assert found == {}


@pytest.mark.parametrize(
    ("unwanted", "text"),
    [
        (UNFINISHED, "# TO" + "DO: later"),
        (UNFINISHED, "raise NotImplemented" + "Error"),
        (MACHINE, "open('/wo" + "rk/main/a.csv')"),
        (MACHINE, "cd /ho" + "me/li/voucher"),
        (MACHINE, "/tm" + "p/report.json"),
        (REGISTRY, "https://files.pythonhos" + "ted.org/packages/a.whl"),
        (REGISTRY, "pip install --index" + "-url=https://mirror"),
        (MERGE_MARK, "a\n" + "<" * 7 + " HEAD\nb"),
    ],
)
def test_a_planted_word_is_found(unwanted: re.Pattern[str], text: str) -> None:
    assert unwanted.search(text)


@pytest.mark.parametrize(
    ("unwanted", "text"),
    [
        (UNFINISHED, "method, hackathon"),
        (MACHINE, "GET /work-orders and https://example.org/home/list"),
        (MACHINE, "voucher-service --home var"),
        (REGISTRY, "uv pip compile --no-emit-index-url"),
    ],
)
def test_an_innocent_word_is_left_alone(unwanted: re.Pattern[str], text: str) -> None:
    assert not unwanted.search(text)
