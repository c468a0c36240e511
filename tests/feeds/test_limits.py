"""Each limit: a file just within it is read, one just beyond is refused by name."""

import gzip
import io
import zipfile

import pytest

from tests.feeds.corpus import lines, sales, table, text
from tests.feeds.corpus_books import KEYS, TWO, xlsx
from tests.feeds.corpus_packed import CSV, packed
from tests.feeds.corpus_records import html, parquet
from tests.feeds.feed_rows import DEALERS, TODAY
from tests.feeds.xls_file import XlsSheet, xls_bytes
from voucher_service.feeds.limits import RATIO_FROM, Limits, column_letters
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import is_register, read_delivery
from voucher_service.feeds.sales import Reader
from voucher_service.feeds.source import HeldBytes
from voucher_service.model.errors import UnreadableInput

BOOK = xlsx(("a", TWO), ("b", TWO))
XLS = xls_bytes(XlsSheet("a", TWO), XlsSheet("b", TWO))
OBJECTS = "\n".join('{"车架号": "x", "开票日期": "y", "裸车价": "1"}' for _ in range(2))
WIDTH = len(KEYS)
EDGES = [
    ("rows", text({}, {}).encode(), 2),
    ("rows", BOOK, 4),
    ("rows", XLS, 4),
    ("rows", html(TWO).encode(), 2),
    ("rows", OBJECTS.encode(), 2),
    ("rows", parquet(), 2),
    ("rows", packed(("a.csv", CSV), ("b.csv", CSV)), 4),
    ("sheets", BOOK, 2),
    ("sheets", XLS, 2),
    ("sheets", (html(TWO) * 2).encode(), 2),
    ("sheets", packed(("a.csv", CSV), ("b.csv", CSV)), 2),
    ("columns", text({}, {}).encode(), WIDTH),
    ("columns", lines(*table(sales({})), separator="\t").encode(), WIDTH),
    ("columns", BOOK, WIDTH),
    ("columns", XLS, WIDTH),
    ("columns", html(TWO).encode(), WIDTH),
    ("columns", OBJECTS.encode(), 3),
    ("columns", parquet(), WIDTH),
    ("cells", BOOK, 3 * WIDTH),
    ("cells", XLS, 3 * WIDTH),
    ("cells", html(TWO).encode(), 3 * WIDTH),
    ("cells", OBJECTS.encode(), 6),
    ("unpacked_bytes", gzip.compress(CSV), len(CSV)),
    ("unpacked_bytes", packed(("a.csv", CSV)), len(CSV)),
]


def unlike_bytes(value):
    """Name a case without its bytes, which hold the time they were packed at."""
    return "file" if isinstance(value, bytes) else None


def _read(content: bytes, seal, **limits: int):
    return read_delivery(
        content,
        name="台账",
        profile=Profile(),
        reader=Reader(DEALERS, seal, TODAY),
        limits=Limits(**limits),
    )


@pytest.mark.parametrize(("limit", "content", "edge"), EDGES, ids=unlike_bytes)
def test_a_file_is_refused_just_beyond_a_limit_that_is_named(
    seal, limit, content, edge
):
    reading = _read(content, seal, **{limit: edge})
    assert reading.rows == reading.accepted.height + reading.refused.height > 0
    with pytest.raises(UnreadableInput) as caught:
        _read(content, seal, **{limit: edge - 1})

    error = caught.value
    assert limit in error.message.zh
    assert limit in error.message.en
    assert str(edge - 1) in str(error.message)
    assert error.remedy.zh
    assert error.remedy.en


def test_a_bomb_is_known_by_its_ratio_only_once_it_is_large(seal):
    small = gzip.compress(CSV + b" " * (RATIO_FROM - len(CSV)))
    large = gzip.compress(CSV + b" " * (RATIO_FROM - len(CSV) + 1))

    assert _read(small, seal).rows == 2
    with pytest.raises(UnreadableInput, match="limit of 200 times its size"):
        _read(large, seal)
    assert _read(large, seal, ratio=1_100).rows == 2


def test_text_and_parquet_may_have_as_many_cells_as_bytes(seal):
    for content in (CSV, parquet()):
        assert _read(content, seal, cells=1).rows == 2
    ragged = CSV + b"x\n" * 5_000

    assert _read(ragged, seal, cells=5_003 * WIDTH).rows == 5_002
    with pytest.raises(UnreadableInput, match=r"beyond the limits .* cells"):
        _read(ragged, seal, cells=5_003 * WIDTH - 1)


def test_a_workbook_is_measured_before_it_is_opened(seal):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(BOOK)) as given,
        zipfile.ZipFile(out, "w") as target,
    ):
        for name in given.namelist():
            part = given.read(name)
            if name == "xl/worksheets/sheet2.xml":
                part = part.replace(b'r="A3"', b'r="XFD1048576"')
            target.writestr(name, part)

    with pytest.raises(UnreadableInput, match=r"\[b\] it reaches .* XFD1048576"):
        _read(out.getvalue(), seal)


def test_the_register_is_looked_for_within_the_limits_too():
    register = "经销商名称,统一社会信用代码\n甲,91430800MA4L1A2B3K\n".encode()
    gz = gzip.compress(register)

    def ask(limits):
        return is_register(HeldBytes(gz), name="f", profile=Profile(), limits=limits)

    assert ask(Limits(unpacked_bytes=len(register)))
    assert not ask(Limits(columns=1))


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")],
)
def test_columns_have_the_letters_a_spreadsheet_shows(number, letters):
    assert column_letters(number) == letters
