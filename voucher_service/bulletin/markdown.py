"""A bulletin as Markdown: footnotes are its own, pictures are told of in words."""

import re

from voucher_service.bulletin.content import (
    Block,
    Bulletin,
    Heading,
    Manner,
    Paragraph,
    Picture,
    Runs,
    Table,
)

_MEANT_OTHERWISE = re.compile(r"([\\`*_\[\]<>|~])")


def as_markdown(bulletin: Bulletin) -> bytes:
    """Write a bulletin as UTF-8 Markdown (GitHub's, with footnotes)."""
    number = {note: n for n, note in enumerate(bulletin.notes, 1)}
    mark = f"（{bulletin.mark}）" if bulletin.mark else ""
    parts = [f"# {_plain(bulletin.title)}{mark}", _plain(bulletin.byline)]
    parts += [_block(block, number) for block in bulletin.blocks]
    parts += [f"[^{n}]: {_plain(note)}" for note, n in number.items()]
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block, number: dict[str, int]) -> str:
    match block:
        case Heading(text=text, level=level):
            return f"{'#' * (level + 1)} {_plain(text)}"
        case Paragraph(runs=runs, manner=manner):
            opening = "> " if manner is Manner.REMARK else ""
            return opening + _line(runs, number)
        case Picture():
            return (
                f"**{_line(block.caption, number)}**\n\n"
                f"> {_plain(block.description)} {_plain(block.instead)}"
            )
        case Table():
            return f"**{_line(block.caption, number)}**\n\n{_table(block)}"


def _table(table: Table) -> str:
    rows = [
        [column.name for column in table.columns],
        ["---:" if column.numbers else "---" for column in table.columns],
        *([_plain(cell) for cell in row] for row in table.rows),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _line(runs: Runs, number: dict[str, int]) -> str:
    said = []
    for run in runs:
        text = _plain(run.text)
        said.append(f"**{text}**" if run.strong else text)
        if run.note:
            said.append(f"[^{number[run.note]}]")
    return "".join(said)


def _plain(text: str) -> str:
    """Give a text in which no sign means anything to Markdown."""
    return _MEANT_OTHERWISE.sub(r"\\\1", text)
