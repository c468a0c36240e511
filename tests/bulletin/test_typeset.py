"""A bulletin is set as PDF, every sign as itself, the same bytes each time."""

import re

import pytest
import typst

from tests.bulletin.written import AWKWARD, small_bulletin
from voucher_service.bulletin.typeset import MAIN, Typefaces, as_typst
from voucher_service.model.errors import ToolMissing
from voucher_service.model.text import Language
from voucher_service.usecases.print_pdf import choose_faces, print_pdf

EMBEDDED = ("Libertinus Serif",)  # comes with the compiler
FACES = Typefaces(EMBEDDED, EMBEDDED, EMBEDDED, EMBEDDED, EMBEDDED)
NOTO = frozenset({"Noto Serif CJK SC", "Noto Sans CJK SC", *EMBEDDED})


def compiled(language: Language, media_type: str | None) -> bytes:
    files = as_typst(small_bulletin(media_type, language), FACES)
    pdf, warnings = typst.compile_with_warnings(files, format="pdf", timestamp=0)
    assert [warning.message for warning in warnings] == []
    return pdf


@pytest.mark.parametrize("media_type", [None, "image/svg+xml"])
@pytest.mark.parametrize("language", Language)
def test_it_compiles_without_a_warning_to_the_same_bytes(language, media_type):
    first, again = compiled(language, media_type), compiled(language, media_type)
    assert first.startswith(b"%PDF-")
    assert first == again


def test_the_texts_are_what_was_said_sign_by_sign():
    source = as_typst(small_bulletin(), FACES)[MAIN].decode()
    quoted = AWKWARD.replace("\\", "\\\\").replace('"', '\\"')
    assert source.count(quoted) == 5  # title twice, sentence, note, cell
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", source)
    assert "<b>" not in outside


def test_a_note_is_written_once_and_referred_to_again():
    source = as_typst(small_bulletin(), FACES)[MAIN].decode()
    assert len(re.findall(r"#footnote\[", source)) == 2
    assert re.findall(r"#footnote\((<note-\d>)\)", source) == ["<note-1>", "<note-2>"]


def test_fonts_are_those_of_official_documents_as_far_as_they_are_there():
    faces = choose_faces(NOTO | {"FangSong", "KaiTi", "SimHei"})
    assert faces.body == ("FangSong", "Noto Serif CJK SC", "SimHei", "Noto Sans CJK SC")
    assert faces.heading[0] == "SimHei"
    assert faces.lesser[0] == "KaiTi"
    assert choose_faces(NOTO).body[0] == "Noto Serif CJK SC"
    assert choose_faces(NOTO).latin == EMBEDDED


def test_without_a_chinese_font_no_page_of_empty_boxes_is_made():
    with pytest.raises(ToolMissing) as refused:
        choose_faces(frozenset({"DejaVu Sans", *EMBEDDED}))
    assert "中文字体" in refused.value.message.zh
    assert "fonts-noto-cjk" in refused.value.remedy.en


def test_this_machine_sets_it_twice_the_same():
    try:
        first = print_pdf(small_bulletin("image/svg+xml"))
    except ToolMissing:
        pytest.skip("no Chinese font on this machine")
    assert first == print_pdf(small_bulletin("image/svg+xml"))
