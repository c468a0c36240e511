"""How much a file may hold before it is refused as a whole, limit by limit."""

from dataclasses import dataclass

from voucher_service.feeds.unreadable import unreadable


@dataclass(frozen=True)
class Limits:
    """The most that is taken of one file; the defaults suit a machine of 4 GB.

    ``rows`` are rows below the headers of the whole file, ``sheets`` its sheets or, in
    a zip, its members, ``columns`` those of one sheet, ``cells`` the rectangle that one
    sheet spans (a single stray cell stretches it), ``unpacked_bytes`` what a packed
    file unpacks to, ``ratio`` how many times its packed size that may be once it is
    above ``RATIO_FROM``.
    """

    rows: int = 10_000_000
    sheets: int = 200
    columns: int = 1_000
    cells: int = 25_000_000
    unpacked_bytes: int = 2**30
    ratio: int = 200

    def allow_rows(self, found: int, name: str) -> None:
        """Raise UnreadableInput for more data rows than are taken."""
        _allow("rows", found, self.rows, name)

    def allow_sheets(self, found: int, name: str) -> None:
        """Raise UnreadableInput for more sheets or members than are taken."""
        _allow("sheets", found, self.sheets, name)

    def allow_columns(self, found: int, name: str, sheet: str = "") -> None:
        """Raise UnreadableInput for a sheet with more columns than are taken."""
        _allow("columns", found, self.columns, name, sheet)

    def allow_area(
        self, rows: int, columns: int, name: str, sheet: str = "", size: int = 0
    ) -> None:
        """Raise UnreadableInput where a sheet's cells lie too far apart.

        A table may have as many cells as its file has bytes (``size``), or ``cells``
        where that is more: beyond that most of them are not in the file.
        """
        if columns > self.columns or rows * columns > max(self.cells, size):
            raise unreadable(
                name,
                "limit_cells",
                place=f"[{sheet}] " if sheet else "",
                cell=f"{column_letters(columns)}{rows}",
                columns=self.columns,
                limit=self.cells,
            )

    def allow_unpacked(self, unpacked: int, packed: int, name: str) -> None:
        """Raise UnreadableInput for what unpacks to too much, or is a bomb."""
        _allow("unpacked", unpacked, self.unpacked_bytes, name)
        if unpacked > RATIO_FROM and unpacked > self.ratio * packed:
            raise unreadable(name, "limit_ratio", limit=self.ratio)


RATIO_FROM = 2**25
"""Below this many bytes nothing is a bomb, however well it packs."""


def column_letters(number: int) -> str:
    """Give the letters a spreadsheet shows over its n-th column: 1 is A, 28 is AB."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _allow(what: str, found: int, limit: int, name: str, sheet: str = "") -> None:
    if found > limit:
        place = f"[{sheet}] " if sheet else ""
        raise unreadable(name, f"limit_{what}", place=place, found=found, limit=limit)
