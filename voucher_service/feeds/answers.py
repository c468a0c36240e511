"""What we add to rows that we send back, and leave alone when they return."""

from dataclasses import replace

import polars as pl

from voucher_service.feeds.synonyms import plain, synonyms
from voucher_service.feeds.table import Table


def surplus_header(number: int) -> str:
    """Name the column that shows cells which stood to the right of the header."""
    return f"{synonyms().surplus}{number}"


def without_answers(table: Table) -> Table:
    """Give a table without the columns that we added to it, if we did.

    Cells that stood beyond the header stand beyond it again.
    """
    ours = {plain(word) for word in synonyms().answers}
    beyond = plain(synonyms().surplus)
    words = [plain(label.leaf) for label in table.labels]
    surplus = [word.startswith(beyond) for word in words]
    kept = [
        word not in ours and not shifted
        for word, shifted in zip(words, surplus, strict=True)
    ]
    if all(kept):
        return table
    shifted = [
        key for key, yes in zip(table.cells.columns, surplus, strict=True) if yes
    ]
    extra = table.cells.select(shifted)
    said = extra.select((pl.all().str.strip_chars() != "").fill_null(value=False))
    return replace(
        _columns_kept(table, kept),
        beyond=said.select(pl.any_horizontal(table.beyond, pl.all())).to_series(),
        surplus=extra.select(key for key in shifted if said[key].any()).hstack(
            table.surplus.get_columns()
        ),
    )


def _columns_kept(table: Table, kept: list[bool]) -> Table:
    places = [at for at, stays in enumerate(kept) if stays]
    keys = [table.cells.columns[at] for at in places]
    return replace(
        table,
        labels=tuple(table.labels[at] for at in places),
        column_nos=tuple(table.column_nos[at] for at in places),
        cells=table.cells.select(keys),
        filled={key: cells for key, cells in table.filled.items() if key in keys},
    )
