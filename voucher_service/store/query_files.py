"""A query of the library is a file that opens with what it answers.

Its head tells the question, the parameters and the columns; what an analyst writes may
leave any of it out. The statement below is plain SQL that any DuckDB client can
prepare, with parameters as ``$name``.
"""

import re
from decimal import Decimal
from pathlib import Path

from voucher_service.model.published_queries import Parameter, Query
from voucher_service.model.text import Text

_ZH, _EN = "-- 问题：", "-- Question: "
_NOTE = "-- Note: "
_PARAM = re.compile(
    r"^-- param: (?P<name>[a-z][a-z0-9_]*) (?P<type>[A-Za-z]+(?:\([0-9, ]+\))?)"
    r"(?: = (?P<default>.+?))?"
    r"(?:, (?P<least>-?\d+(?:\.\d+)?) to (?P<most>-?\d+(?:\.\d+)?))?"
    r"(?: · (?P<zh>[^·]+) · (?P<en>.+))?$"
)
_COLUMN = re.compile(r"^--   (?P<name>[a-z_]+): (?P<zh>.+?) · (?P<en>.+)$")
_BETWEEN = " · "
_NAME = re.compile(r"^[a-z_]+$")


def library(sql: Path) -> dict[str, Query]:
    """Read the queries that come with the program, by their names."""
    paths = sorted((sql / "queries").glob("*.sql"))
    return {path.stem: read_query(path.stem, path.read_text("utf-8")) for path in paths}


def find_in_library(sql: Path, name: str) -> Query | None:
    """Read one query that comes with the program, if it has this name."""
    path = sql / "queries" / f"{name}.sql"
    known = _NAME.match(name) and path.is_file()
    return read_query(name, path.read_text("utf-8")) if known else None


def read_query(name: str, text: str) -> Query:
    """Read a query from its text."""
    zh, en, note = "", "", None
    parameters: list[Parameter] = []
    columns: dict[str, Text] = {}
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        if line.startswith(_ZH):
            zh = line.removeprefix(_ZH)
        elif line.startswith(_EN):
            en = line.removeprefix(_EN)
        elif line.startswith(_NOTE) and _BETWEEN in line:
            note_zh, note_en = line.removeprefix(_NOTE).split(_BETWEEN, 1)
            note = Text(zh=note_zh, en=note_en)
        elif found := _PARAM.match(line):
            parameters.append(_parameter(found))
        elif told := _COLUMN.match(line):
            columns[told["name"]] = Text(zh=told["zh"], en=told["en"])
    question = Text(zh=zh or en, en=en or zh) if zh or en else None
    return Query(name, text, question, note, tuple(parameters), columns)


def _parameter(found: re.Match[str]) -> Parameter:
    meaning = Text(zh=found["zh"], en=found["en"]) if found["zh"] else None
    least, most = found["least"], found["most"]
    bounds = (Decimal(least), Decimal(most)) if least else None
    type_ = found["type"].upper()
    return Parameter(found["name"], type_, found["default"], meaning, bounds)
