"""Below the use cases there is no clock, file, connection or environment."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "voucher_service"
PURE_ROOMS = (
    "model",
    "campaigns",
    "feeds",
    "eligibility",
    "ledger",
    "analytics",
    "charts",
    "bulletin",
    "samples",
)
CLOCKS = (
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.strftime",
)
ENVIRONMENT = ("os.environ", "os.environb", "os.getenv", "os.putenv")
OUTER_WORLD = (
    "asyncio",
    "builtins.input",
    "builtins.open",
    "bz2.open",
    "codecs.open",
    "duckdb",
    "fcntl",
    "fileinput",
    "glob",
    "gzip.open",
    "http",
    "httpx",
    "io.FileIO",
    "io.open",
    "locale",
    "lzma.open",
    "multiprocessing",
    "os",
    "pathlib.Path",
    "pathlib.PosixPath",
    "platform",
    "polars.scan_csv",
    "polars.scan_parquet",
    "requests",
    "secrets",
    "select",
    "shutil",
    "signal",
    "socket",
    "sqlite3",
    "ssl",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib.request",
    "urllib3",
    "uuid.uuid1",
    "uuid.uuid4",
)
SQL_CLOCK = re.compile(
    r"\b(current_date|current_time|current_timestamp|localtimestamp)\b"
    r"|\b(now|today|get_current_time\w*)\s*\(",
    re.IGNORECASE,
)


def names_used(source: str) -> Iterator[tuple[int, str]]:
    """Every imported or dotted name with its line, its import aliases undone."""
    tree = ast.parse(source)
    meaning = {"open": "builtins.open", "input": "builtins.input"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.split(".")[0]
                meaning[alias.asname or root] = alias.name if alias.asname else root
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                meaning[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield node.lineno, f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            root, _, rest = ast.unparse(node).partition(".")
            if root in meaning:
                yield node.lineno, f"{meaning[root]}.{rest}".rstrip(".")


def impurities(source: str, banned: tuple[str, ...]) -> set[str]:
    return {
        f"line {line}: {rule}"
        for line, name in names_used(source)
        for rule in banned
        if name == rule or name.startswith(f"{rule}.")
    }


def found_in(rooms: tuple[str, ...], banned: tuple[str, ...]) -> dict[str, set[str]]:
    return {
        str(file.relative_to(ROOT)): found
        for room in rooms
        for file in (PACKAGE / room).rglob("*.py")
        if (found := impurities(file.read_text("utf-8"), banned))
    }


def test_pure_rooms_read_no_clock_file_connection_or_environment() -> None:
    assert found_in(PURE_ROOMS, CLOCKS + ENVIRONMENT + OUTER_WORLD) == {}


def test_the_store_is_told_the_time_and_its_place() -> None:
    assert found_in(("store",), CLOCKS + ENVIRONMENT) == {}


def test_sql_is_told_the_time() -> None:
    told = {
        str(file.relative_to(ROOT)): found
        for file in (ROOT / "sql").rglob("*.sql")
        if (found := SQL_CLOCK.findall(_statements(file.read_text("utf-8"))))
    }
    assert told == {}


def _statements(sql: str) -> str:
    return re.sub(r"--[^\n]*|/\*.*?\*/", "", sql, flags=re.DOTALL)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime as dt\nx = dt.datetime.now(dt.UTC)",
        "from datetime import date as d\nx = d.today()",
        "from datetime import datetime\nfield(default_factory=datetime.now)",
        "import time\nx = time.time()",
        "from time import time as clock",
        "import os\nx = os.environ['HOME']",
        "from os import environ",
        "import os.path",
        "x = open('a')",
        "from pathlib import Path\nx = Path('a').read_text()",
        "import pathlib\nx = pathlib.Path('a')",
        "import gzip\nx = gzip.open('a')",
        "import duckdb",
        "def f():\n    import socket",
        "import urllib.request",
        "import polars as pl\nx = pl.scan_csv('a')",
        "import uuid\nx = uuid.uuid4()",
    ],
)
def test_a_planted_impurity_is_found(source: str) -> None:
    assert impurities(source, CLOCKS + ENVIRONMENT + OUTER_WORLD)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\nx = date(2022, 12, 16)",
        "import gzip\nx = gzip.decompress(content)",
        "from pathlib import PurePosixPath\nx = PurePosixPath('a').suffix",
        "from importlib import resources\nx = resources.files('a').read_text()",
        "import polars as pl\nx = pl.read_csv(io.BytesIO(content))",
        "from random import Random\nx = Random(7).random()",
        "x = sale.open\ny = today",
        "from urllib.parse import quote",
    ],
)
def test_what_needs_nothing_from_outside_is_left_alone(source: str) -> None:
    assert impurities(source, CLOCKS + ENVIRONMENT + OUTER_WORLD) == set()


@pytest.mark.parametrize(
    ("sql", "tells"),
    [
        ("SELECT now()", True),
        ("CREATE TABLE a (b TIMESTAMP DEFAULT current_timestamp)", True),
        ("SELECT Today ()", True),
        ("-- now() is never asked\nSELECT known_at FROM sales", False),
        ("/* current_date\n*/ SELECT knownow FROM sales", False),
    ],
)
def test_a_clock_in_sql_is_found(sql: str, tells: bool) -> None:
    assert bool(SQL_CLOCK.search(_statements(sql))) is tells
