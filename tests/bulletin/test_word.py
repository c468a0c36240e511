"""A Word bulletin has an office's own things: styles, footnotes, alt text, heads."""

from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.bulletin.written import AWKWARD, MARK, NOTE, OTHER_NOTE, small_bulletin
from voucher_service.bulletin.word import as_word
from voucher_service.model.text import Language


@pytest.fixture(scope="module")
def written() -> bytes:
    return as_word(small_bulletin("image/png"))


def part(written: bytes, name: str) -> ET.Element:
    return ET.fromstring(ZipFile(BytesIO(written)).read(name))


def opened(written: bytes):
    return docx.Document(BytesIO(written))


def test_each_note_is_one_footnote_of_word(written):
    notes = [
        "".join(each.itertext()).strip()
        for each in part(written, "word/footnotes.xml").findall(qn("w:footnote"))
        if each.get(qn("w:type")) is None
    ]
    assert notes == [NOTE, OTHER_NOTE]


def test_a_note_is_placed_once_and_referred_to_again_by_its_number(written):
    body = part(written, "word/document.xml")
    placed = [each.get(qn("w:id")) for each in body.iter(qn("w:footnoteReference"))]
    fields = [each.text.strip() for each in body.iter(qn("w:instrText"))]
    names = [each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))]
    assert placed == ["1", "2"]
    assert fields == [r"NOTEREF _RefNote1 \f \h", r"NOTEREF _RefNote2 \f \h"]
    assert names == ["_RefNote1", "_RefNote2"]


def test_every_paragraph_has_a_style_that_the_document_defines(written):
    document = opened(written)
    told = [(p.style.name, p.text[:6]) for p in document.paragraphs]
    assert [style for style, _ in told] == [
        *("Title", "Subtitle", "Heading 1", "Body Text", "Heading 2", "List"),
        *("Quote", "Table Text", "Caption", "Heading 1", "Caption", "Table Text"),
    ]
    ids = {style.style_id for style in document.styles}
    assert {"FootnoteText", "FootnoteReference"} <= ids


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
        ("Body Text", "仿宋", 16),
        ("Caption", "黑体", 10.5),
    ],
)
def test_styles_have_the_fonts_of_official_documents(written, style, font, points):
    told = opened(written).styles[style]
    assert told.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == font
    assert told.font.size.pt == points


def test_the_page_is_a4_with_the_margins_of_official_documents(written):
    section = opened(written).sections[0]
    sizes = (section.page_width, section.page_height)
    margins = (
        *(section.top_margin, section.bottom_margin),
        *(section.left_margin, section.right_margin),
    )
    assert [round(size.mm) for size in sizes] == [210, 297]
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]


def test_made_up_data_are_marked_in_the_title_and_on_every_page(written):
    document = opened(written)
    assert MARK in document.paragraphs[0].text
    assert MARK in document.sections[0].header.paragraphs[0].text
    assert "PAGE" in document.sections[0].footer._element.xml


def test_a_picture_has_its_description_and_the_width_of_the_text(written):
    document = opened(written)
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == f"各区县{AWKWARD}"
    assert abs(shape.width - Mm(156)) < Mm(1)


def test_a_table_repeats_its_head_and_is_as_wide_as_the_text(written):
    (table,) = opened(written).tables
    assert table.style.name == "Table Grid"
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[1].cells] == [f"永定区{AWKWARD}", "460"]
    assert round(sum(cell.width for cell in table.rows[0].cells) / Mm(1)) == 156


def test_without_an_image_the_reader_is_told_where_the_numbers_stand():
    document = opened(as_word(small_bulletin()))
    assert "数据见附表1。" in [paragraph.text for paragraph in document.paragraphs]


def test_the_file_tells_no_time_but_that_of_its_figures(written):
    entries = ZipFile(BytesIO(written)).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    told = opened(written).core_properties
    assert told.created.isoformat() == told.modified.isoformat()
    assert told.created.isoformat().startswith("2023-02-20T01:02:03")
    assert (told.author, told.title) == ("张家界市商务局", f"通报{AWKWARD}")
    assert not [entry for entry in entries if "thumbnail" in entry.filename]


@pytest.mark.parametrize("language", Language)
def test_it_is_the_same_bytes_each_time(language):
    first, again = (as_word(small_bulletin("image/png", language)) for _ in range(2))
    assert first == again
