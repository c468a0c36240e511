"""Whatever the bytes are: unreadable, or every row in exactly one place."""

import gzip
import io
from functools import lru_cache

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.feeds.feed_rows import DEALERS, SALE, TODAY, csv_of
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import read_feed
from voucher_service.feeds.sealing import BuyerSeal
from voucher_service.model.errors import UnreadableInput
from voucher_service.model.frames import DealerRow, RefusedRow, SaleRow

ROWS = [SALE | {"发票号码": f"{number:08}", "备注": '"说,明"\n'} for number in range(4)]


@lru_cache
def _originals() -> dict[str, bytes]:
    text = csv_of(*ROWS, titles="2022年12月业务台账\n\n")
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name in ("a", "b"):
            sheet = book.add_worksheet(name)
            sheet.write_row(1, 0, list(ROWS[0]))
            for number, row in enumerate(ROWS):
                sheet.write_row(number + 2, 0, list(row.values()))
    return {
        "utf-8": text.encode(),
        "bom": text.encode("utf-8-sig"),
        "gb18030": text.encode("gb18030"),
        "gzip": gzip.compress(text.encode(), mtime=0),
        "xlsx": out.getvalue(),
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


@pytest.mark.parametrize("kind", ["utf-8", "bom", "gb18030", "gzip", "xlsx"])
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(changes=CHANGES)
def test_mutated_bytes_are_unreadable_or_accounted_for(kind, changes):
    content = _originals()[kind]

    assert _accounted_for(_changed(content, changes))


@settings(max_examples=100, deadline=None)
@given(
    cells=st.fixed_dictionaries(
        {header: st.one_of(st.just(cell), st.text(max_size=20))
         for header, cell in SALE.items()}
    )
)  # fmt: skip
def test_any_text_in_any_cell_is_accounted_for(cells):
    assert _accounted_for(csv_of(SALE, cells).encode(errors="surrogatepass"))


@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_unreadable_or_accounted_for(content):
    assert _accounted_for(content)
