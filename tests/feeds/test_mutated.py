"""Whatever the bytes are: unreadable, or every row in exactly one place."""

import gzip
import json
import re
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.feeds.corpus import table
from tests.feeds.corpus_books import changed, xlsx
from tests.feeds.corpus_facts import FACTS
from tests.feeds.corpus_packed import packed
from tests.feeds.corpus_records import html, parquet
from tests.feeds.feed_rows import DEALERS, SALE, TODAY, csv_of
from tests.feeds.xls_file import XlsSheet, xls_bytes
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import read_feed
from voucher_service.feeds.sealing import BuyerSeal
from voucher_service.model.errors import UnreadableInput
from voucher_service.model.frames import DealerRow, RefusedRow, SaleRow

ROWS = [SALE | {"发票号码": f"{number:08}", "备注": '"说,明"\n'} for number in range(4)]
KINDS = ("utf-8", "bom", "gb18030", "utf-16", "tsv", "gzip", "xlsx", "xls", "html",
         "json", "ndjson", "parquet", "zip")  # fmt: skip
SHEET = "xl/worksheets/sheet1.xml"


@lru_cache
def _originals() -> dict[str, bytes]:
    text = csv_of(*ROWS, titles="2022年12月业务台账\n\n")
    cells = [["2022年12月业务台账"], *table(ROWS)]
    told = [json.dumps(row, ensure_ascii=False) for row in ROWS]
    return {
        "utf-8": text.encode(),
        "bom": text.encode("utf-8-sig"),
        "gb18030": text.encode("gb18030"),
        "utf-16": text.encode("utf-16"),
        "tsv": csv_of(*ROWS).replace(",", "\t").encode(),
        "gzip": gzip.compress(text.encode(), mtime=0),
        "xlsx": xlsx(("a", cells), ("b", cells)),
        "xls": xls_bytes(XlsSheet("a", cells, merges=[(2, 4, 1, 1)])),
        "html": html(cells).encode("gb18030"),
        "json": f"[{','.join(told)}]".encode(),
        "ndjson": "\n".join(told).encode(),
        "parquet": parquet(),
        "zip": packed(("a.csv", text.encode()), ("b.xlsx", xlsx(("b", cells)))),
    }


PIECES = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [b'"', b"\n", b"\r\n", b",", b"\x00", b"\xff", b";", b"\t", b"=1+1"]
    ),
    st.text(max_size=8).map(str.encode),
)
CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), PIECES), min_size=1, max_size=6
)


def _changed(content: bytes, changes) -> bytes:
    for place, removed, piece in changes:
        at = int(place * len(content))
        content = content[:at] + piece + content[at + removed :]
    return content


def _accounted_for(content: bytes) -> bool:
    """Tell whether a file is unreadable in two languages, or each row is in one place.

    Any other exception is a failure.
    """
    try:
        reading = read_feed(
            content,
            name="f",
            profile=Profile(),
            dealers=DEALERS,
            seal=BuyerSeal(b"k" * 32),
            today=TODAY,
        )
    except UnreadableInput as error:
        return bool(error.message.zh and error.remedy and error.remedy.en)
    schema = SaleRow if reading.kind == "sales" else DealerRow
    return (
        reading.rows == reading.accepted.height + reading.refused.height
        and schema.is_valid(reading.accepted)
        and RefusedRow.is_valid(reading.refused)
    )


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=160,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(changes=CHANGES)
def test_mutated_bytes_are_unreadable_or_accounted_for(kind, changes):
    content = _originals()[kind]

    assert _accounted_for(_changed(content, changes))


@settings(max_examples=100, deadline=None)
@given(
    old=st.sampled_from(["<row ", "<c ", "</c>", 'r="', 't="s"', "<v>", "A", "1"]),
    new=st.sampled_from(
        ["", "<c>", '<c r="XFD1048576"><v>1</v></c>', "<x:c ", 't="e" ', "9999999", "Z"]
    ),
    count=st.integers(1, 3),
)
def test_a_sheet_mutated_within_its_package_is_too(old, new, count):
    def mutate(found, left=[count]):  # noqa: B006 - one count a file
        left[0] -= 1
        return new if left[0] >= 0 else found[0]

    content = changed(_originals()["xlsx"], SHEET, re.escape(old), mutate)
    assert _accounted_for(content)


@settings(max_examples=100, deadline=None)
@given(
    cells=st.fixed_dictionaries(
        {header: st.one_of(st.just(cell), st.text(max_size=20))
         for header, cell in (SALE | FACTS).items()}
    )
)  # fmt: skip
def test_any_text_in_any_cell_is_accounted_for(cells):
    assert _accounted_for(csv_of(SALE | FACTS, cells).encode(errors="surrogatepass"))


@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_unreadable_or_accounted_for(content):
    assert _accounted_for(content)
