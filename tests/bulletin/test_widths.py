"""Columns are as wide as their words need, and share what is left."""

import pytest

from voucher_service.bulletin.content import Column, Run, Table
from voucher_service.bulletin.widths import column_widths


def table(names, row, shares):
    columns = tuple(
        Column(name, share, numbers=n > 0)
        for n, (name, share) in enumerate(zip(names, shares, strict=True))
    )
    return Table((Run("t"),), columns, (row,))


@pytest.mark.parametrize(
    ("names", "row", "shares", "least"),
    [
        (("Place", "Dealer"), ("1", "9"), (1, 20), 15),  # Place stands in one line
        (("名次", "企业"), ("1", "9"), (1, 40), 11),
        (("District", "Cars"), ("Wulingyuan", "460"), (1, 20), 25),
    ],
)
def test_a_narrow_column_gets_what_its_longest_word_needs(names, row, shares, least):
    widths = column_widths(table(names, row, shares), 156)
    assert widths[0] >= least
    assert sum(widths) == pytest.approx(156)


def test_columns_that_have_room_keep_their_shares():
    assert column_widths(table(("a", "b"), ("c", "1"), (2, 1)), 156) == [104, 52]


def test_more_than_there_is_room_for_is_shared():
    widths = column_widths(table(("a" * 90, "b"), ("c", "1" * 90), (1, 1)), 156)
    assert sum(widths) == pytest.approx(156)
