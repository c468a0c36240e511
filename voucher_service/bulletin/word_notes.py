"""Word's own footnotes: each note stands once, and is referred to again by number."""

from html import escape

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph as WordParagraph

_CONTENT_TYPE = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
)
_NAMES = nsdecls("w")
_STYLE = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
_LINES = (
    '<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:pPr><w:spacing w:after="0" '
    'w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
)
_NOTE = (
    '<w:footnote w:id="{n}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    f"<w:r>{_STYLE}<w:footnoteRef/></w:r>"
    '<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
)


class Notes:
    """The footnotes of one document, numbered from 1 in the order given."""

    def __init__(self, notes: tuple[str, ...]) -> None:
        self._number = {note: n for n, note in enumerate(notes, 1)}
        self._written: set[int] = set()

    def mention(self, paragraph: WordParagraph, note: str) -> None:
        """Refer to a note; the first mention is its place in the text."""
        n = self._number[note]
        if n in self._written:
            _append(paragraph, *_again(n))
            return
        self._written.add(n)
        _append(
            paragraph,
            f'<w:bookmarkStart {_NAMES} w:id="{n}" w:name="_RefNote{n}"/>',
            f'<w:r {_NAMES}>{_STYLE}<w:footnoteReference w:id="{n}"/></w:r>',
            f'<w:bookmarkEnd {_NAMES} w:id="{n}"/>',
        )

    def attach(self, document: WordDocument) -> None:
        """Give the document its part of footnotes."""
        notes = "".join(
            _NOTE.format(n=n, text=escape(note, quote=False))
            for note, n in self._number.items()
        )
        lines = _LINES.format(kind="separator", n=-1)
        lines += _LINES.format(kind="continuationSeparator", n=0)
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f"<w:footnotes {_NAMES}>{lines}{notes}</w:footnotes>"
        )
        part = Part(
            PackURI("/word/footnotes.xml"),
            _CONTENT_TYPE,
            xml.encode(),
            document.part.package,
        )
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = document.settings.element
        told = parse_xml(
            f'<w:footnotePr {_NAMES}><w:footnote w:id="-1"/><w:footnote w:id="0"/>'
            "</w:footnotePr>"
        )
        after = settings.find(qn("w:compat"))
        if after is None:
            settings.append(told)
        else:
            after.addprevious(told)


def _again(n: int) -> tuple[str, ...]:
    """Give a field that shows a note's number, and follows it when notes move."""
    code = f" NOTEREF _RefNote{n} \\f \\h "
    return (
        f'<w:r {_NAMES}>{_STYLE}<w:fldChar w:fldCharType="begin"/></w:r>',
        f'<w:r {_NAMES}>{_STYLE}<w:instrText xml:space="preserve">{code}'
        "</w:instrText></w:r>",
        f'<w:r {_NAMES}>{_STYLE}<w:fldChar w:fldCharType="separate"/></w:r>',
        f"<w:r {_NAMES}>{_STYLE}<w:t>{n}</w:t></w:r>",
        f'<w:r {_NAMES}>{_STYLE}<w:fldChar w:fldCharType="end"/></w:r>',
    )


def _append(paragraph: WordParagraph, *pieces: str) -> None:
    for piece in pieces:
        paragraph._p.append(parse_xml(piece))  # noqa: SLF001 - no word for notes
