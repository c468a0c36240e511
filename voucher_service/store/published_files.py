"""What is published is defined by files, each with a header that says what it means.

Each file of ``sql/published`` makes one table or view. Its header is the one source of
the comments inside the database and of the data dictionary.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voucher_service.store.queries import Connection, quoted

_NAME = re.compile(r"^\d\d_([a-z_]+)\.sql$")
_PART = re.compile(r"^-- (Meaning|Grain|Columns|Units):\s*(.*)$")
_COLUMN = re.compile(r"^--   ([a-z_]+): (.+)$")
_GOES_ON = "--   "
_BETWEEN = " · "
_VIEW = re.compile(r"^CREATE VIEW published\.", re.MULTILINE)


@dataclass(frozen=True)
class Definition:
    """One file of ``sql/published``: what it makes and what that means.

    Texts are in Chinese and English, with " · " between them. ``columns`` tells each
    column, in the order of the table or view.
    """

    name: str
    is_view: bool
    sql: str
    meaning: str
    grain: str
    units: str
    columns: Mapping[str, str]

    @property
    def comment(self) -> str:
        """Give the comment of the table or view itself."""
        grain = _labelled(self.grain, "粒度", "Grain")
        units = _labelled(self.units, "单位", "Units")
        return f"{self.meaning}\n{grain}\n{units}"


def _labelled(text: str, zh: str, en: str) -> str:
    chinese, between, english = text.partition(_BETWEEN)
    return f"{zh}：{chinese}{between}{en}: {english}"


def definitions(sql: Path) -> tuple[Definition, ...]:
    """Read the files of the published database, in the order in which they are made."""
    paths = sorted((sql / "published").glob("*.sql"))
    assert paths, f"nothing to publish in {sql}"
    return tuple(_read(path) for path in paths)


def write_comments(connection: Connection, definition: Definition) -> None:
    """Put the header of a file into the database, on what the file has made."""
    kind = "VIEW" if definition.is_view else "TABLE"
    name = f"published.{definition.name}"
    connection.execute(f"COMMENT ON {kind} {name} IS {quoted(definition.comment)}")
    for column, text in definition.columns.items():
        connection.execute(f'COMMENT ON COLUMN {name}."{column}" IS {quoted(text)}')


def _read(path: Path) -> Definition:
    """Read a file; a line of nothing but ``--`` ends what is published of its header.

    What stands below that line, or below the statement's first, is for maintainers.
    """
    named = _NAME.match(path.name)
    assert named, f"{path.name} is no name of a table or view"
    text = path.read_text(encoding="utf-8")
    parts: dict[str, list[str]] = {"Meaning": [], "Grain": [], "Units": []}
    columns: dict[str, str] = {}
    under = ""
    for line in text.splitlines():
        if line == "--" or not line.startswith("--"):
            break
        part, column = _PART.match(line), _COLUMN.match(line)
        if part:
            under = part[1]
            if under in parts:
                parts[under].append(part[2])
        elif under == "Columns" and column:
            columns[column[1]] = column[2]
        else:
            known = under == "Meaning" and line.startswith(_GOES_ON)
            assert known, f"{path.name}: who is to read this? {line}"
            parts[under].append(line.removeprefix(_GOES_ON).strip())
    told = {name: "\n".join(lines) for name, lines in parts.items()}
    assert all(told.values()), f"{path.name} does not tell its meaning, grain and units"
    return Definition(
        name=named[1],
        is_view=bool(_VIEW.search(text)),
        sql=text,
        meaning=told["Meaning"],
        grain=told["Grain"],
        units=told["Units"],
        columns=columns,
    )
