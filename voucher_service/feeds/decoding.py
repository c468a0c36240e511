"""Text of whatever encoding becomes UTF-8."""

import codecs
import struct
from collections.abc import Iterator

import pyarrow as pa

from voucher_service.feeds.unreadable import unreadable

_CHUNK = 2**20
_UTF8_BOM = codecs.BOM_UTF8
_LONGEST = 3
_BINARY_WITHIN = 1024
_MARKED = (
    (_UTF8_BOM, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)


def decode(content: bytes, name: str) -> tuple[str, bytes]:
    """Give the encoding and the text as UTF-8 without BOM.

    A byte order mark decides; without one text is UTF-8 or else GB18030. Raises
    UnreadableInput for what is neither, for NUL characters and for nothing.
    """
    encoding, text = _decoded_text(content, name)
    if (at := text.find(b"\x00")) >= 0:
        if at < _BINARY_WITHIN and not encoding.startswith("utf-16"):
            kind = {"kind_zh": "二进制文件", "kind_en": "a binary file"}
            raise unreadable(name, "wrong_type", **kind)
        raise unreadable(name, "nul", line=text.count(b"\n", 0, at) + 1)
    if not text or text.isspace():
        raise unreadable(name, "empty")
    return encoding, text


def _decoded_text(content: bytes, name: str) -> tuple[str, bytes]:
    for mark, encoding, known_as in _MARKED:
        if content.startswith(mark):
            body = content[len(mark) :]
            if (offset := _first_fault(body, encoding)) is not None:
                raise unreadable(
                    name,
                    "encoding",
                    offset=offset + len(mark),
                    expected=encoding.upper(),
                )
            return known_as, body if encoding == "utf-8" else _as_utf8(body, encoding)
    if (offset := _first_fault(content, "utf-8")) is None:
        return "utf-8", content
    if offset >= len(content) - _LONGEST and not content[:offset].isascii():
        # All of it is UTF-8 but half a character at the end: it was cut there.
        raise unreadable(name, "encoding", offset=offset, expected="UTF-8")
    try:
        return "gb18030", _as_utf8(content, "gb18030").removeprefix(_UTF8_BOM)
    except UnicodeDecodeError:
        if b"\x00" in content[:_BINARY_WITHIN]:
            return "utf-8", content  # its NULs say what it is
        offset = _first_fault(content, "gb18030")
        raise unreadable(
            name, "encoding", offset=offset, expected="UTF-8 / GB18030"
        ) from None


def _as_utf8(content: bytes, encoding: str) -> bytes:
    return b"".join(part.encode() for part in _decoded(content, encoding))


def _decoded(content: bytes, encoding: str) -> Iterator[str]:
    """Decode by the piece, so that a large file is never held as one string."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(content)
    for start in range(0, len(view), _CHUNK):
        piece = view[start : start + _CHUNK]
        yield decoder.decode(piece, final=start + _CHUNK >= len(view))


def _first_fault(content: bytes, encoding: str) -> int | None:
    """Give about where text stops being of an encoding, or None if it never does."""
    plain = content.isascii() and not encoding.startswith("utf-16")
    if plain or (encoding == "utf-8" and valid_utf8(content)):
        return None
    done = 0
    try:
        for number, _ in enumerate(_decoded(content, encoding), start=1):
            done = number * _CHUNK
    except UnicodeDecodeError as fault:
        return done + fault.start
    return None


def valid_utf8(content: bytes) -> bool:
    """Tell whether bytes are UTF-8.

    Without decoding them, which would take memory four times their size.
    """
    ends = pa.py_buffer(struct.pack("=qq", 0, len(content)))
    text = pa.Array.from_buffers(
        pa.large_string(), 1, [None, ends, pa.py_buffer(content)]
    )
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
