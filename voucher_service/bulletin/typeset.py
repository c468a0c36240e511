"""A bulletin as a Typst document, which a compiler sets as PDF pages."""

from dataclasses import dataclass

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
from voucher_service.bulletin.widths import MOST_UNTORN, column_widths
from voucher_service.model.text import Language

MAIN = "main.typ"
_JOINED = "#sym.wj"  # no line begins with the number of a note

_PREAMBLE = """\
#set document(title: {title}, author: {author}, date: {date})
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm),
  header: text(size: 10.5pt)[#{head} #h(1fr) {mark}],
  footer: align(center, text(size: 14pt)[— #context counter(page).display() —]))
#set text(font: {body}, size: {size}, lang: {lang}, region: {region})
#set par(leading: 0.75em, spacing: {gap}, justify: true,
  first-line-indent: (amount: {indent}, all: true))
#let plain(it) = {{ set par(first-line-indent: 0pt, justify: false); it }}
#show heading: it => block(above: 1.1em, below: 0.8em, sticky: true, plain(it.body))
#show heading.where(level: 1): set text(
  font: {heading}, size: {size}, weight: {weight})
#show heading.where(level: 2): set text(
  font: {lesser}, size: {size}, weight: {weight})
#show footnote.entry: set text(size: 9pt)
#show footnote.entry: set par(first-line-indent: 0pt, leading: 0.5em, spacing: 0.5em)
#set figure(numbering: none, supplement: none, gap: 0.6em)
#show figure: set text(size: 10.5pt)
#show figure: set par(first-line-indent: 0pt, justify: false, leading: 0.5em)
#show figure.caption: set text(font: {heading})
#show figure.caption: set block(sticky: true)
#show figure.where(kind: table): set figure.caption(position: top)
#set table(stroke: 0.5pt, inset: (x: 4pt, y: 4pt))
#show table.cell.where(y: 0): set text(font: {heading})
#let remark(it) = {{ set text(font: {lesser}, size: 0.85em)
  par(first-line-indent: 0pt, it) }}
#align(center, {{ set par(first-line-indent: 0pt, justify: false)
  text(font: {display}, size: {display_size})[#{title}]
  {title_mark}
  block(above: 1em, below: 1.5em, text(size: 0.85em)[#{byline}]) }})
"""
_MARK = 'text(size: 10.5pt, fill: rgb("#b34700"), weight: "bold")[#{mark}]'


@dataclass(frozen=True)
class Typefaces:
    """The font families of a machine to set a bulletin in, the best ones first.

    ``latin`` ones set letters and digits alone: Chinese quotation marks are others.
    """

    latin: tuple[str, ...]
    display: tuple[str, ...]
    heading: tuple[str, ...]
    lesser: tuple[str, ...]
    body: tuple[str, ...]


def as_typst(bulletin: Bulletin, faces: Typefaces) -> dict[str, bytes]:
    """Give the files to compile: ``MAIN`` and the pictures it names.

    The pictures have to be SVG: files given by name are texts to the compiler.
    """
    pictures = [block for block in bulletin.blocks if isinstance(block, Picture)]
    names = {
        id(picture): f"picture-{n}.svg"
        for n, picture in enumerate(pictures, 1)
        if picture.image is not None
    }
    writing = _Writing({note: n for n, note in enumerate(bulletin.notes, 1)}, names)
    source = _preamble(bulletin, faces) + "\n".join(map(writing.block, bulletin.blocks))
    images = {
        names[id(picture)]: picture.image.body
        for picture in pictures
        if picture.image is not None
    }
    return {MAIN: source.encode(), **images}


class _Writing:
    """Knows the numbers of notes, which of them were written, and the pictures."""

    def __init__(self, number: dict[str, int], pictures: dict[int, str]) -> None:
        self._number = number
        self._pictures = pictures
        self._written: set[int] = set()

    def block(self, block: Block) -> str:
        match block:
            case Heading(text=text, level=level, new_page=new_page):
                turn = "#pagebreak(weak: true)\n" if new_page else ""
                return f"{turn}#heading(level: {level})[#{_text(text)}]"
            case Paragraph(runs=runs, manner=Manner.REMARK):
                return f"#remark[{self._line(runs)}]"
            case Paragraph(runs=runs):
                return f"#par[{self._line(runs)}]"
            case Picture():
                return self._picture(block)
            case Table():
                return self._table(block)

    def _picture(self, picture: Picture) -> str:
        name = self._pictures.get(id(picture))
        if name is None:
            shown = f"box(inset: 1em, stroke: 0.5pt)[#{_text(picture.instead)}]"
        else:
            said = _text(picture.description)
            shown = f"image({_text(name)}, width: 100%, alt: {said})"
        caption = self._line(picture.caption)
        return f"#figure({shown}, kind: image, caption: [{caption}])"

    def _table(self, table: Table) -> str:
        widths = column_widths(table)
        shares = ", ".join(f"{width:.2f}mm" for width in widths)
        sides = ", ".join(
            "right + horizon" if column.numbers else "left + horizon"
            for column in table.columns
        )
        head = ", ".join(f"[#{_text(column.name)}]" for column in table.columns)
        rows = []
        for place, row in enumerate(table.rows, 1):
            heavy = table.summed and place == len(table.rows)
            cells = [f"[#{'strong' * heavy}({_text(cell)})]" for cell in row]
            rows.append(", ".join(cells))
        body = ",\n  ".join(rows)
        caption = self._line(table.caption)
        tear = "false" if len(table.rows) <= MOST_UNTORN else "true"
        return (
            f"#show figure.where(kind: table): set block(breakable: {tear})\n"
            f"#figure(kind: table, caption: [{caption}],\n"
            f"table(columns: ({shares}), align: ({sides}),\n"
            f"  table.header({head}),\n  {body}))"
        )

    def _line(self, runs: Runs) -> str:
        said = []
        for run in runs:
            text = _text(run.text)
            said.append(f"#strong[#{text}]" if run.strong else f"#{text}")
            if run.note:
                said.append(_JOINED + self._mention(self._number[run.note], run.note))
        return "".join(said)

    def _mention(self, n: int, note: str) -> str:
        if n in self._written:
            return f"#footnote(<note-{n}>)"
        self._written.add(n)
        return f"#[#footnote[#{_text(note)}]<note-{n}>]"


def _preamble(bulletin: Bulletin, faces: Typefaces) -> str:
    chinese = bulletin.language is Language.ZH
    day = bulletin.known_at
    latin = [(_beside_chinese if chinese else _text)(name) for name in faces.latin]
    mark = _MARK.format(mark=_text(bulletin.mark)) if bulletin.mark else ""
    return _PREAMBLE.format(
        title=_text(bulletin.title),
        author=_text(bulletin.author),
        date=f"datetime(year: {day.year}, month: {day.month}, day: {day.day})",
        head=_text(bulletin.running_head),
        mark=f"#{mark}" if mark else "",
        title_mark=f"linebreak()\n  {mark}" if mark else "",
        byline=_text(bulletin.byline),
        lang='"zh"' if chinese else '"en"',
        region='"cn"' if chinese else '"gb"',
        weight='"regular"' if chinese else '"bold"',
        gap="0.75em" if chinese else "1.2em",
        indent="2em" if chinese else "0pt",
        size="16pt" if chinese else "12pt",
        display_size="22pt" if chinese else "18pt",
        display=_families(latin, faces.display),
        heading=_families(latin, faces.heading),
        lesser=_families(latin, faces.lesser),
        body=_families(latin, faces.body),
    )


def _families(latin: list[str], chinese: tuple[str, ...]) -> str:
    return f"({', '.join([*latin, *map(_text, chinese)])},)"


def _beside_chinese(name: str) -> str:
    """Name a family for letters and digits, which leaves quotation marks to others."""
    return f'(name: {_text(name)}, covers: "latin-in-cjk")'


def _text(text: str) -> str:
    """Give a text as a literal in which no sign means anything to Typst."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
