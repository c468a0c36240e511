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
        return f"{self.meaning}\n{self.grain}\n{self.units}"


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
    named = _NAME.match(path.name)
    assert named, f"{path.name} is no name of a table or view"
    text = path.read_text(encoding="utf-8")
    parts: dict[str, list[str]] = {"Meaning": [], "Grain": [], "Units": []}
    columns: dict[str, str] = {}
    under = ""
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        part, column = _PART.match(line), _COLUMN.match(line)
        if part:
            under = part[1]
            if under in parts:
                parts[under].append(part[2])
        elif under == "Columns" and column:
            columns[column[1]] = column[2]
        elif under in parts:
            parts[under].append(line.removeprefix("--").strip())
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
