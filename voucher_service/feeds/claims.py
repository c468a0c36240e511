"""What the rows read so far say of which sale, so that no two may contradict."""

from collections.abc import Sequence

import polars as pl


class Claims:
    """The identities that a file's slices claim, and a digest of what each says.

    It keeps 17 bytes a row. ``disputed`` are digests of identities of which an earlier
    reading found two stories in two slices.
    """

    def __init__(self, disputed: pl.Series | None = None) -> None:
        self._disputed = disputed
        self._parts: list[pl.DataFrame] = []

    def judge(
        self, rows: pl.DataFrame, facts: pl.DataFrame, conflicts: pl.Series | None
    ) -> pl.Series | None:
        """Note what a slice claims; give its conflicts, those with others added.

        ``rows`` has identity and outcome, ``facts`` what makes a row's story.
        """
        claims = rows["outcome"].is_null() & rows["identity"].is_not_null()
        who, what = rows["identity"].hash(), facts.hash_rows()
        if self._disputed is not None:
            disputed = who.is_in(self._disputed.implode()) & claims
            conflicts = disputed if conflicts is None else conflicts | disputed
        held = pl.repeat(False, rows.height, eager=True, dtype=pl.Boolean)
        noted = pl.DataFrame(
            {"who": who, "what": what, "held": held if conflicts is None else conflicts}
        )
        self._parts.append(noted.filter(claims))
        return conflicts

    def disputed(self) -> pl.Series | None:
        """Give the digests of identities with two stories of which one has landed."""
        if not self._parts:
            return None
        told = pl.concat(self._parts)
        told = told.filter(told["who"].is_duplicated())
        if told.is_empty():
            return None
        found = told.group_by("who").agg(
            unlike=pl.col("what").n_unique() > 1, held=pl.col("held").all()
        )
        open_ones = found.filter(pl.col("unlike") & ~pl.col("held"))["who"]
        if open_ones.is_empty():
            return None
        known = self._disputed
        return open_ones if known is None else pl.concat([known, open_ones])


def facts_of(
    rows: pl.DataFrame, facts: Sequence[str], types: pl.Schema
) -> pl.DataFrame:
    """Give the columns that make a row's story, in the types they land in."""
    return rows.select(pl.col(fact).cast(types[fact]) for fact in facts)
