"""A large CSV is taken block by block, each cut where a row ends."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voucher_service.feeds.decoding import valid_utf8
from voucher_service.feeds.sniff import sniff, top_of
from voucher_service.feeds.source import HeldBytes, Source, pieces
from voucher_service.model.errors import UnreadableInput

_PIECE = 2**23
_TOP = 2**18
_QUOTE = ord('"')
_UTF8, _GB = "utf-8", "gb18030"


class NeedsWholeFile(Exception):
    """A file that only means what it says when it is read as a whole."""


@dataclass(frozen=True)
class LargeText:
    """Text that can be taken in blocks: its encoding, and how many lines it has.

    ``start`` is where the text begins, behind a byte order mark.
    """

    source: Source
    encoding: str
    start: int
    lines: int

    def top(self) -> bytes:
        """Give the beginning of the text as UTF-8."""
        raw = self.source.read(self.start, _TOP)
        return raw.decode(self._codec, errors="ignore").encode()[:_TOP]

    def blocks(self, separator: str, behind: int, rows: int) -> Iterator[bytes]:
        """Give the text behind so many bytes of UTF-8 as blocks of whole rows.

        Each has about so many ``rows``. Raises NeedsWholeFile where it is not clear
        which line ends are within quotation marks.
        """
        length = max(1, len(self.source) * rows // max(self.lines, 1))
        rest = b""
        for part in self._parts(behind, length):
            text = rest + part
            end = end_of_rows(text, separator)
            if end:
                yield text[:end]
            rest = text[end:]
        if rest:
            yield rest

    @property
    def _codec(self) -> str:
        return _GB if self.encoding == _GB else _UTF8

    def _parts(self, behind: int, length: int) -> Iterator[bytes]:
        if self._codec == _UTF8:
            yield from pieces(self.source, self.start + behind, length)
            return
        decoder = codecs.getincrementaldecoder(_GB)()
        for piece in pieces(self.source, self.start, length):
            try:
                text = decoder.decode(piece).encode()
            except UnicodeDecodeError:
                raise NeedsWholeFile from None
            yield text[behind:]
            behind = max(0, behind - len(text))
        if decoder.getstate()[0]:
            raise NeedsWholeFile


def survey(source: Source, name: str) -> LargeText:
    """Look through a file once for its encoding and its lines.

    Raises NeedsWholeFile for what is no plain CSV in UTF-8 or GB18030, or is damaged:
    reading it as a whole says what is wrong with it.
    """
    head = source.read(0, _TOP)
    try:
        found = sniff(top_of(HeldBytes(head)), name=name)
    except UnreadableInput:
        raise NeedsWholeFile from None
    mark = found.encoding == "utf-8-sig"
    if found.format != "csv" or found.encoding not in (_UTF8, "utf-8-sig", _GB):
        raise NeedsWholeFile
    start = len(codecs.BOM_UTF8) if mark else 0
    lines, valid, rest = 0, True, b""
    for piece in pieces(source, start, _PIECE):
        if b"\x00" in piece:
            raise NeedsWholeFile
        lines += piece.count(b"\n")
        if valid:
            text = rest + piece
            end = _end_of_characters(text)
            valid, rest = valid_utf8(text[:end]), text[end:]
    valid = valid and not rest
    if not lines or (mark and not valid):
        raise NeedsWholeFile
    known_as = "utf-8-sig" if mark else _UTF8
    return LargeText(source, known_as if valid else _GB, start, lines)


def end_of_rows(text: bytes, separator: str) -> int:
    """Give where the last whole row of a block ends, 0 where none does.

    Raises NeedsWholeFile where a quotation mark stands inside a cell's words.
    """
    if b'"' not in text:
        return text.rfind(b"\n") + 1
    codes = np.frombuffer(text, np.uint8)
    quotes = np.flatnonzero(codes == _QUOTE)
    opening, closing = quotes[0::2], quotes[1::2]
    if not _all_structural(codes, opening, closing, separator):
        raise NeedsWholeFile
    if opening.size == closing.size and closing[-1] == len(text) - 1:
        closing = closing[:-1]  # it may be the first half of a doubled mark
    if opening.size == closing.size:
        opening = np.append(opening, len(text))
    for at in range(opening.size - 1, -1, -1):
        floor = int(closing[at - 1]) if at else 0
        end = text.rfind(b"\n", floor, int(opening[at]))
        if end >= 0:
            return end + 1
    return 0


def _all_structural(
    codes: npt.NDArray[np.uint8],
    opening: npt.NDArray[np.intp],
    closing: npt.NDArray[np.intp],
    separator: str,
) -> bool:
    """Tell whether every quotation mark opens or closes a cell, or is doubled."""
    breaks = np.array([ord(separator), ord("\n"), ord("\r")], np.uint8)
    before = np.isin(codes[opening - 1], breaks) | (opening == 0)
    before[1:] |= opening[1:] - 1 == closing[: opening.size - 1]
    inner = closing[closing < codes.size - 1]
    after = np.isin(codes[inner + 1], breaks)
    follows = opening[1 : inner.size + 1]
    after[: follows.size] |= inner[: follows.size] + 1 == follows
    return bool(before.all() and after.all())


def _end_of_characters(text: bytes) -> int:
    """Give where the last whole character of UTF-8 text ends."""
    for back in range(1, min(4, len(text)) + 1):
        lead = text[-back]
        if lead >= 0xC0:
            needed = 2 + (lead >= 0xE0) + (lead >= 0xF0)
            return len(text) - back if back < needed else len(text)
        if lead < 0x80:
            break
    return len(text)
