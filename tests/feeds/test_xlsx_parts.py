"""What an XLSX says beside its cells, and how far they reach."""

import io

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feeds.corpus_books import changed
from voucher_service.feeds.grid import Merge
from voucher_service.feeds.limits import Limits, column_letters
from voucher_service.feeds.xlsx_parts import _beyond, read_parts

SHEET = "xl/worksheets/sheet1.xml"
PLACES = st.tuples(st.integers(0, 1_048_575), st.integers(0, 16_383))


def _book(places, *, more=None, **options):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("甲&乙")
        for row, column in places:
            sheet.write(row, column, 1)
        if more:
            more(sheet)
    return out.getvalue()


WIDE = Limits(columns=2**14, cells=2**40)


def _part(content, limits=WIDE):
    return read_parts(content, "a.xlsx", limits)["甲&乙"]


@settings(max_examples=60, deadline=None)
@given(st.lists(PLACES, min_size=1, max_size=5))
def test_a_sheet_reaches_as_far_as_its_cells(places):
    content = _book(places)
    rows = max(row for row, _ in places) + 1
    columns = max(column for _, column in places) + 1
    liars = [
        content,
        changed(content, SHEET, r"<dimension[^>]*>", ""),
        changed(content, SHEET, r"<dimension[^>]*>", '<dimension ref="A1"/>'),
        changed(content, SHEET, r"<c ", "<c x='1' "),
        changed(content, SHEET, r"<(/?)(row|c)\b", r"<\1x:\2"),
        changed(content, SHEET, r"<(row|c) r=\"(\w+)\"", r"<\1 r='\2'"),
    ]

    for one in liars:
        part = _part(one)
        assert (part.rows, part.columns) == (rows, columns)


@given(PLACES, PLACES)
def test_a_pattern_finds_exactly_the_cells_beyond_a_rectangle(corner, cell):
    rows, columns = corner[0] + 1, corner[1] + 1
    row, column = cell[0] + 1, cell[1] + 1
    tag = f'<c r="{column_letters(column)}{row}" s="1">'.encode()

    found = _beyond(rows, columns).search(tag) is not None
    assert found == (row > rows or column > columns)


@pytest.mark.parametrize("tag", [b"<c>", b"<c s='1'>", b'<c  r="A1">'])
def test_a_cell_without_a_plain_place_is_beyond(tag):
    assert _beyond(9, 9).search(tag)


def test_merges_hidden_columns_and_the_epoch_are_told():
    def more(sheet):
        sheet.merge_range(1, 2, 4, 3, "x")
        sheet.set_column(1, 2, 8, None, {"hidden": True})
        sheet.set_row(0, 8, None, {"hidden": True})

    marks = _part(_book([(0, 0)], more=more, date_1904=True)).marks
    assert marks.merged == (Merge(1, 2, 4, 3),)
    assert marks.hidden == {1, 2}
    assert marks.epoch_1904
    assert not marks.sheet_hidden
    assert not _part(_book([(0, 0)])).marks.epoch_1904


def test_errors_of_formulas_are_told_and_long_numbers_are_suspected():
    def more(sheet):
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 1, "=NA()", None, "#N/A")

    part = _part(_book([(0, 0)], more=more))
    assert part.faulty == {(1, 0): "#DIV/0!", (2, 1): "#N/A"}
    assert not part.long_numbers
    long = _book([(0, 0)], more=lambda sheet: sheet.write(1, 0, 4.3e17))
    assert _part(long).long_numbers
    for written in ("430000000000000000", "4.30800199001010003E17", "4.3E+17"):
        other = changed(long, SHEET, r"<v>4[^<]*", f"<v>{written}")
        assert _part(other).long_numbers


def test_what_is_told_does_not_hang_on_where_a_piece_ends(monkeypatch):
    def more(sheet):
        sheet.merge_range(99, 2, 100, 3, "x")
        sheet.write_formula(50, 0, "=1/0", None, "#DIV/0!")
        sheet.write(101, 0, 1)

    content = _book([(at, at % 7) for at in range(90)], more=more)
    whole = _part(content)
    for size in (64, 100, 333, 1_000):
        monkeypatch.setattr("voucher_service.feeds.xlsx_parts._CHUNK", size)
        assert _part(content) == whole


def test_names_are_read_as_they_are_shown():
    content = _book([(0, 0)])

    assert list(read_parts(content, "a", WIDE)) == ["甲&乙"]
