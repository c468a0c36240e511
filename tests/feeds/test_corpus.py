"""Every ugly file is unreadable as a whole, or each of its rows is in one place."""

import sys

import polars as pl
import pytest

from tests.feeds.corpus import Case, printed
from tests.feeds.corpus_books import BOOK_CASES
from tests.feeds.corpus_cells import CELL_CASES
from tests.feeds.corpus_facts import FACT_CASES
from tests.feeds.corpus_packed import PACKED_CASES
from tests.feeds.corpus_records import RECORD_CASES
from tests.feeds.corpus_returns import RETURN_CASES
from tests.feeds.corpus_text import TEXT_CASES
from voucher_service.feeds.read_feed import FeedReading
from voucher_service.model.errors import UnreadableInput
from voucher_service.model.frames import CancellationRow, DealerRow, RefusedRow, SaleRow

CASES: list[Case] = [
    *TEXT_CASES,
    *CELL_CASES,
    *BOOK_CASES,
    *RECORD_CASES,
    *PACKED_CASES,
    *RETURN_CASES,
    *FACT_CASES,
]


def _counts(reading: FeedReading) -> tuple[int, int, int, int]:
    outcomes = reading.refused["outcome"].cast(pl.String).to_list()
    return (
        reading.rows,
        reading.accepted.height + reading.cancellations.height,
        outcomes.count("refused"),
        outcomes.count("review"),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_ugly_file_becomes_what_it_must(read, case):
    if case.says:
        with pytest.raises(UnreadableInput) as caught:
            read(case.content, name=case.name)
        error = caught.value
        assert case.says in str(error.message)
        assert case.name in error.message.zh
        assert error.remedy.zh
        assert error.remedy.en
        return
    reading = read(case.content, name=case.name)
    found = {code for row in reading.refused["reasons"] for code in row}
    assert _counts(reading) == (case.rows, case.accepted, case.refused, case.review)
    assert found == case.reasons
    assert reading.notes.height == case.notes
    schema = SaleRow if reading.kind == "sales" else DealerRow
    schema.validate(reading.accepted)
    RefusedRow.validate(reading.refused)
    CancellationRow.validate(reading.cancellations)


def test_the_corpus_is_told_as_a_table_and_every_sum_is_equal(read, capsys):
    told = []
    for case in CASES:
        try:
            told.append((case, _counts(read(case.content, name=case.name))))
        except UnreadableInput as error:
            told.append((case, error.message.en.split(": ", 1)[1][:60]))
    with capsys.disabled():
        sys.stdout.write(f"\n{printed(told)}\n{len(CASES)} files\n")

    sums = [counts for _, counts in told if not isinstance(counts, str)]
    assert all(rows == sum(parts) for rows, *parts in sums)
    assert len({case.name for case in CASES}) == len(CASES) >= 80
