"""A bulletin as a Word document that an office can edit: styles, notes, tables."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

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
from voucher_service.bulletin.widths import MOST_UNTORN, TEXT_WIDTH_MM, column_widths
from voucher_service.bulletin.word_notes import Notes
from voucher_service.bulletin.word_styles import TABLE_TEXT, lay_out

_MARK_COLOUR = RGBColor(0xB3, 0x47, 0x00)
_STYLES = {Manner.BODY: "Body Text", Manner.ITEM: "List", Manner.REMARK: "Quote"}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_THUMBNAIL = "/thumbnail"


def as_word(bulletin: Bulletin) -> bytes:
    """Write a bulletin as .docx, the same bytes each time."""
    document = Document()
    lay_out(document, bulletin.language)
    _describe(document, bulletin)
    notes = Notes(bulletin.notes)
    _head_and_foot(document, bulletin)
    title = document.add_paragraph(bulletin.title, style="Title")
    if bulletin.mark:
        title.add_run().add_break()
        _marked(title, f"（{bulletin.mark}）")
    document.add_paragraph(bulletin.byline, style="Subtitle")
    for block in bulletin.blocks:
        _write(document, block, notes)
    notes.attach(document)
    kept = BytesIO()
    document.save(kept)
    return _timeless(kept.getvalue())


def _describe(document: WordDocument, bulletin: Bulletin) -> None:
    told = document.core_properties
    told.title, told.author = bulletin.title, bulletin.author
    told.last_modified_by, told.comments = bulletin.author, bulletin.byline
    told.created = told.modified = bulletin.known_at.replace(microsecond=0, tzinfo=None)
    told.language = bulletin.language.value
    package = document.part.package
    for key, related in list(package.rels.items()):
        if related.reltype.endswith(_THUMBNAIL):  # it shows another document
            del package.rels[key]


def _head_and_foot(document: WordDocument, bulletin: Bulletin) -> None:
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.paragraph_format.tab_stops.clear_all()
    head.add_run(bulletin.running_head)
    if bulletin.mark:
        head.add_run("\t")
        _marked(head, bulletin.mark)
    foot = section.footer.paragraphs[0]
    foot.add_run("— ")
    _field(foot, "PAGE", "1")
    foot.add_run(" —")


def _marked(paragraph: WordParagraph, mark: str) -> None:
    run = paragraph.add_run(mark)
    run.font.size, run.font.bold = Pt(10.5), True
    run.font.color.rgb = _MARK_COLOUR


def _field(paragraph: WordParagraph, code: str, shown: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - the library has no word for fields


def _write(document: WordDocument, block: Block, notes: Notes) -> None:
    match block:
        case Heading(text=text, level=level, new_page=new_page):
            heading = document.add_paragraph(text, style=f"Heading {level}")
            heading.paragraph_format.page_break_before = new_page or None
        case Paragraph(runs=runs, manner=manner):
            _say(document.add_paragraph(style=_STYLES[manner]), runs, notes)
        case Picture():
            _picture(document, block)
            _say(document.add_paragraph(style="Caption"), block.caption, notes)
        case Table():
            caption = document.add_paragraph(style="Caption")
            caption.paragraph_format.keep_with_next = True
            _say(caption, block.caption, notes)
            _table(document, block)


def _say(paragraph: WordParagraph, runs: Runs, notes: Notes) -> None:
    for run in runs:
        paragraph.add_run(run.text).bold = run.strong or None
        if run.note:
            notes.mention(paragraph, run.note)


def _picture(document: WordDocument, picture: Picture) -> None:
    paragraph = document.add_paragraph(style=TABLE_TEXT)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    if picture.image is None:
        paragraph.add_run(picture.instead)
        return
    shown = paragraph.add_run().add_picture(
        BytesIO(picture.image.body), width=Mm(TEXT_WIDTH_MM)
    )
    told = shown._inline.docPr  # noqa: SLF001 - the library has no word for alt text
    told.set("descr", picture.description)
    told.set("title", picture.caption[0].text)


def _table(document: WordDocument, table: Table) -> None:
    made = document.add_table(1 + len(table.rows), len(table.columns), "Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = [Mm(width) for width in column_widths(table)]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    names = tuple(column.name for column in table.columns)
    last = len(table.rows)
    for place, (row, texts) in enumerate(
        zip(_rows(made), (names, *table.rows), strict=True)
    ):
        heavy = place == 0 or (table.summed and place == last)
        for index, (cell, text) in enumerate(zip(row, texts, strict=True)):
            cell.width = widths[index]
            _fill(cell, text, table.columns[index].numbers, heavy)
    _repeat_head(made)
    if last <= MOST_UNTORN:
        _keep_together(made)
    document.add_paragraph(style=TABLE_TEXT)  # room below


def _rows(table: WordTable) -> list[list[_Cell]]:
    """Give all cells row by row; the library's own way looks at each table anew."""
    cells, across = table._cells, len(table.columns)  # noqa: SLF001
    return [cells[at : at + across] for at in range(0, len(cells), across)]


def _fill(cell: _Cell, text: str, numbers: bool, heavy: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = TABLE_TEXT
    paragraph.add_run(text).bold = heavy or None
    if numbers:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat_head(table: WordTable) -> None:
    """Let the first row stand on every page, and no row be torn in two."""
    for place, row in enumerate(table.rows):
        told = row._tr.get_or_add_trPr()  # noqa: SLF001 - as above
        told.append(OxmlElement("w:cantSplit"))
        if place == 0:
            told.append(OxmlElement("w:tblHeader"))


def _keep_together(table: WordTable) -> None:
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _timeless(document: bytes) -> bytes:
    """Pack a document again with one time for all its parts."""
    packed = BytesIO()
    with ZipFile(BytesIO(document)) as parts, ZipFile(packed, "w") as timeless:
        for part in parts.infolist():
            entry = ZipInfo(part.filename, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            timeless.writestr(entry, parts.read(part))
    return packed.getvalue()
