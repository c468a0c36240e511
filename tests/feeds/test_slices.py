"""A file read slice by slice says what it says when it is read at once."""

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from tests.feeds.corpus import Case
from tests.feeds.corpus_cells import CELL_CASES
from tests.feeds.corpus_facts import FACT_CASES
from tests.feeds.corpus_returns import RETURN_CASES
from tests.feeds.corpus_text import TEXT_CASES
from tests.feeds.feed_rows import DEALERS, SALE, TODAY, csv_of
from voucher_service.feeds.blocks import NeedsWholeFile, end_of_rows
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import FeedReading, read_delivery
from voucher_service.feeds.sales import Reader
from voucher_service.feeds.slices import (
    ReadAgain,
    Slicing,
    joined_readings,
    read_slices,
)
from voucher_service.feeds.source import HeldBytes
from voucher_service.model.errors import UnreadableInput

FRAMES = (
    *("accepted", "cancellations", "refused"),
    *("columns", "notes", "suggestions", "new_dealers"),
)
FEEDS = Path(__file__).parents[2] / "sample_data" / "feeds"
SAMPLES = sorted(FEEDS.rglob("*.csv"))[:6]
CASES: list[Case] = [*TEXT_CASES, *CELL_CASES, *RETURN_CASES, *FACT_CASES]
SEVEN = Slicing(rows=7, least_bytes=0)


@pytest.fixture(scope="module")
def reader(seal):
    return Reader(DEALERS, seal, TODAY)


def slices_of(content: bytes, reader: Reader, slicing: Slicing) -> list[FeedReading]:
    """Read slice by slice, from the start again for as long as one is asked to."""
    for _ in range(3):
        try:
            return list(_slices(content, reader, slicing))
        except ReadAgain as again:
            slicing = again.slicing
    raise AssertionError("a third reading is never needed")


def _slices(content: bytes, reader: Reader, slicing: Slicing) -> Iterator[FeedReading]:
    profile = Profile(unknown_dealers="register")
    return read_slices(
        HeldBytes(content), name="x", profile=profile, reader=reader, slicing=slicing
    )


def assert_same(content: bytes, reader: Reader, slicing: Slicing = SEVEN) -> int:
    """Check that the slices' rows end to end are the whole's; give their number."""
    profile = Profile(unknown_dealers="register")
    refusals = []
    for way in (Slicing(whole=True), slicing):
        try:
            found = slices_of(content, reader, way)
        except UnreadableInput as error:
            refusals.append(error.message)
    if refusals:
        assert refusals == [refusals[0]] * 2
        return 0
    whole = read_delivery(content, name="x", profile=profile, reader=reader)
    joint = joined_readings(found)
    assert joint.rows == whole.rows
    for name in FRAMES:
        assert_frame_equal(getattr(joint, name), getattr(whole, name))
    assert [part.as_text() for part in joint.rejects] == [
        part.as_text() for part in whole.rejects
    ]
    told = ("kind", "format", "encoding", "skipped_sheets")
    for each in found:
        assert [getattr(each, name) for name in told] == [
            getattr(whole, name) for name in told
        ]
    return len(found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_ugly_file_reads_the_same_in_slices(reader, case):
    assert assert_same(case.content, reader) >= 0


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name + path.name)
def test_a_sample_feed_reads_the_same_in_slices(reader, path):
    slicing = dataclasses.replace(SEVEN, rows=90)
    assert assert_same(path.read_bytes(), reader, slicing) >= 1


def many(count: int, **changed: list[str]) -> list[dict[str, str]]:
    """Give right rows that differ in their invoice number, and as told."""
    rows = [SALE | {"发票号码": f"{10_000_000 + at}"} for at in range(count)]
    for header, cells in changed.items():
        for row, cell in zip(rows, cells, strict=False):
            row[header] = cell
    return rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_long_file_comes_in_many_slices(reader, encoding):
    content = csv_of(*many(100)).encode(encoding)
    assert assert_same(content, reader) > 10


def test_two_stories_in_two_slices_are_a_conflict_as_in_one(reader):
    rows = many(40)
    told = rows[3] | {"品牌": "丰田"}
    again = rows[5]
    content = csv_of(*rows, told, again).encode()
    with pytest.raises(ReadAgain):
        list(_slices(content, reader, SEVEN))
    assert assert_same(content, reader) > 4


def test_a_third_story_in_another_slice_joins_a_conflict_within_one(reader):
    rows = many(40)
    rows[4] = rows[3] | {"品牌": "丰田"}
    content = csv_of(*rows, rows[3]).encode()
    assert assert_same(content, reader) > 4


def test_a_row_sent_twice_in_two_slices_is_no_conflict(reader):
    rows = many(40)
    content = csv_of(*rows, rows[3]).encode()
    assert sum(each.rows for each in _slices(content, reader, SEVEN)) == 41
    assert assert_same(content, reader) > 4


def test_days_without_a_year_are_read_with_the_rows_around_them(reader):
    days = ["2023-01-05"] * 20 + ["1月6日"] * 15 + ["2023-01-07"]
    content = csv_of(*many(36, 开票日期=days)).encode()
    assert assert_same(content, reader) == 1


def test_an_amount_in_another_unit_is_noted_as_in_the_whole(reader):
    prices = ["12.5万"] * 20 + ["130000"] * 16
    content = csv_of(*many(36, 裸车价=prices)).encode()
    assert assert_same(content, reader) == 1


def test_line_ends_within_quotes_do_not_end_a_row(reader):
    models = ['"秦\nPLUS, ""DM-i"""', '"元\r\nPLUS"', '""', "星瑞"]
    rows = [",".join(SALE)]
    for at in range(60):
        row = SALE | {"发票号码": f"{10_000_000 + at}", "品牌": models[at % 4]}
        rows.append(",".join(row.values()))
    assert assert_same("\n".join(rows).encode(), reader) > 5


def test_any_cut_gives_the_same(reader):
    draw = random.Random(7)
    rows = many(60, 品牌=[draw.choice(["大众", "", "无"]) for _ in range(60)])
    content = csv_of(*rows).encode("gb18030")
    for count in (1, 2, 3, 11, 59, 60, 61):
        slicing = dataclasses.replace(SEVEN, rows=count)
        assert assert_same(content, reader, slicing) >= 1


@pytest.mark.parametrize(
    ("text", "end"),
    [
        (b"", 0),
        (b"a,b", 0),
        (b"a,b\n", 4),
        (b"a,b\nc", 4),
        (b'a,"b\n"\nc', 7),
        (b'a\n"b\nc', 2),
        (b'"b\nc', 0),
        (b'"a""\n"\n', 7),
        (b'"a"\n"b"', 4),
        (b'"a"\n"b"\n', 8),
        (b'a\n"b","c\n",d', 2),
        (b'"a"\r\n"b"\r\n', 10),
    ],
)
def test_a_block_ends_where_a_row_does(text, end):
    assert end_of_rows(text, ",") == end


@pytest.mark.parametrize("text", [b'a,5" b\nc\n', b'a, "b"\n', b'"a"b\n'])
def test_a_quotation_mark_within_a_cell_asks_for_the_whole(text):
    with pytest.raises(NeedsWholeFile):
        end_of_rows(text, ",")
