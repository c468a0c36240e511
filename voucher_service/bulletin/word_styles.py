"""The page and the styles of a Word bulletin, near to GB/T 9704 (公文格式)."""

from typing import NamedTuple

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import (
    WD_ALIGN_PARAGRAPH,
    WD_LINE_SPACING,
    WD_TAB_ALIGNMENT,
)
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.parfmt import ParagraphFormat

from voucher_service.bulletin.widths import TEXT_WIDTH_MM
from voucher_service.model.text import Language

TABLE_TEXT = "Table Text"
_LATIN = "Times New Roman"
_BLACK = RGBColor(0, 0, 0)
_SONG, _FANGSONG, _HEI, _KAI = "宋体", "仿宋", "黑体", "楷体"
_DISPLAY = "方正小标宋简体"
_TWO_CHARACTERS = "200"


class _Face(NamedTuple):
    """A style's Chinese font, its size in points in zh and en, and its weight."""

    chinese: str
    size: float
    size_en: float
    bold: bool = False


_FACES = {
    "Normal": _Face(_FANGSONG, 16, 12),
    "Body Text": _Face(_FANGSONG, 16, 12),
    "List": _Face(_FANGSONG, 16, 12),
    "Quote": _Face(_KAI, 14, 11),
    "Title": _Face(_DISPLAY, 22, 18),
    "Subtitle": _Face(_KAI, 14, 11),
    "Heading 1": _Face(_HEI, 16, 13, bold=True),
    "Heading 2": _Face(_KAI, 16, 12, bold=True),
    "Caption": _Face(_HEI, 10.5, 10, bold=True),
    "Header": _Face(_SONG, 10.5, 9),
    "Footer": _Face(_SONG, 14, 11),
    TABLE_TEXT: _Face(_FANGSONG, 10.5, 10),
    "footnote text": _Face(_FANGSONG, 9, 9),
}


def lay_out(document: WordDocument, language: Language) -> None:
    """Set the page and every style that a bulletin uses."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(22), Mm(22)
    _add_styles(document)
    for name, face in _FACES.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        _dress(style, face, language)
    _set_paragraphs(document, language)
    _name_second_choice(document)


def _add_styles(document: WordDocument) -> None:
    styles = document.styles
    for name, number, known in (
        (TABLE_TEXT, "TableText", False),
        ("footnote text", "FootnoteText", True),
    ):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=known)
        assert isinstance(made, ParagraphStyle)
        made.base_style = styles["Normal"]
        made.element.set(qn("w:styleId"), number)
    mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.element.set(qn("w:styleId"), "FootnoteReference")
    mark.font.superscript = True


def _dress(style: ParagraphStyle, face: _Face, language: Language) -> None:
    chinese = language is Language.ZH
    font = style.font
    font.size = Pt(face.size if chinese else face.size_en)
    font.bold, font.italic = face.bold and not chinese, False
    font.color.rgb = _BLACK
    told = style.element.get_or_add_rPr()
    for name in ("w:rFonts", "w:lang", "w:spacing", "w:kern"):
        for old in told.findall(qn(name)):
            told.remove(old)
    fonts = OxmlElement("w:rFonts")
    for slot in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{slot}"), _LATIN)
    fonts.set(qn("w:eastAsia"), face.chinese)
    told.insert(0, fonts)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "en-GB")
    spoken.set(qn("w:eastAsia"), "zh-CN")
    told.append(spoken)


def _set_paragraphs(document: WordDocument, language: Language) -> None:
    chinese = language is Language.ZH
    for name in _FACES:
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        shape = style.paragraph_format
        _close_up(style)
        if name in {"Body Text", "List", "Title", "Heading 1", "Heading 2"}:
            _exactly(shape, (34 if name == "Title" else 28) if chinese else None)
        if name in {"Title", "Subtitle", "Caption", "Footer"}:
            shape.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape.keep_with_next = name in {"Title", "Heading 1", "Heading 2"} or None
    for name in ("Body Text", "List"):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        if chinese:
            _first_line(style)
        else:
            style.paragraph_format.space_after = Pt(6)
    for name, before, after in (
        ("Title", 0, 6),
        ("Subtitle", 0, 14),
        ("Heading 1", 8, 2),
        ("Heading 2", 4, 2),
        ("Caption", 4, 4),
    ):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
    head = document.styles["Header"]
    assert isinstance(head, ParagraphStyle)
    head.paragraph_format.tab_stops.clear_all()
    head.paragraph_format.tab_stops.add_tab_stop(
        Mm(TEXT_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT
    )


def _close_up(style: ParagraphStyle) -> None:
    """Take away what the template put around a paragraph: borders, gaps, indents."""
    told = style.element.get_or_add_pPr()
    for name in ("w:pBdr", "w:ind", "w:spacing", "w:contextualSpacing", "w:numPr"):
        for old in told.findall(qn(name)):
            told.remove(old)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    style.paragraph_format.widow_control = True


def _exactly(shape: ParagraphFormat, points: int | None) -> None:
    if points is None:
        shape.line_spacing = 1.15
        return
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(points)


def _first_line(style: ParagraphStyle) -> None:
    style.paragraph_format.first_line_indent = Pt(32)
    indent = style.element.get_or_add_pPr().find(qn("w:ind"))
    assert indent is not None
    indent.set(qn("w:firstLineChars"), _TWO_CHARACTERS)


def _name_second_choice(document: WordDocument) -> None:
    """Let Word take 宋体 where the font of titles is not installed."""
    for related in document.part.rels.values():
        if related.reltype.endswith("/fontTable"):
            part = related.target_part
            told = (
                f'<w:font w:name="{_DISPLAY}"><w:altName w:val="{_SONG}"/>'
                '<w:charset w:val="86"/><w:family w:val="auto"/></w:font></w:fonts>'
            )
            blob = part.blob.replace(b"</w:fonts>", told.encode())
            part._blob = blob  # noqa: SLF001 - the library leaves the part as it is
