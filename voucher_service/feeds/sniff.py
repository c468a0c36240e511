"""What a file is, by its content and never by its name."""

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

from voucher_service.feeds.unreadable import unreadable
from voucher_service.model.errors import UnreadableInput

UNPACKED_LIMIT = 2**30
"""How many bytes a packed file may unpack to unless the caller says otherwise."""

_CHUNK = 2**20
_TOP = 2**18
_BOM = codecs.BOM_UTF8
_CONTAINER = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF 文件", "a PDF document"),
    (b"\x89PNG", "图片", "an image"),
    (b"\xff\xd8\xff", "图片", "an image"),
    (b"GIF8", "图片", "an image"),
    (b"II*\x00", "图片", "an image"),
    (b"MM\x00*", "图片", "an image"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"7z\xbc\xaf", "7z 压缩包", "a 7z archive"),
    (b"PAR1", "Parquet 文件", "a Parquet file"),
    (b"\xff\xfe", "UTF-16 文本", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 文本", "UTF-16 text"),
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml")


@dataclass(frozen=True)
class Delivery:
    """A file whose type is known: ``content`` is UTF-8 text, or a workbook."""

    name: str
    format: str
    encoding: str | None
    content: bytes


def sniff(
    content: bytes, *, name: str, unpacked_limit: int = UNPACKED_LIMIT
) -> Delivery:
    """Tell what a file is and decode it.

    The format is ``csv`` or ``xlsx``, with ``.gz`` behind it when it came gzipped.
    CSV text comes back as UTF-8 without BOM, lines ending in a line feed. Raises
    UnreadableInput for anything else, and for what unpacks beyond the limit.
    """
    if content.startswith(b"\x1f\x8b"):
        inner = _gunzip(content, name, unpacked_limit)
        if inner.startswith(b"\x1f\x8b"):
            raise _foreign(name, "重复压缩的文件", "a file gzipped twice")
        unpacked = sniff(inner, name=name, unpacked_limit=unpacked_limit)
        return replace(unpacked, format=f"{unpacked.format}.gz")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_workbook(content, name, unpacked_limit)
        return Delivery(name, "xlsx", None, content)
    _refuse_foreign(content, name)
    encoding, text = _decode(content, name)
    if not text or text.isspace():
        raise unreadable(name, "empty")
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    return Delivery(name, "csv", encoding, text)


def top_of(content: bytes) -> bytes:
    """Give whole lines from the top of a text file, unpacked; a workbook as it is."""
    if content.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
                content = packed.read(_TOP)
        except (OSError, EOFError, zlib.error):
            return b""
    if content.startswith(b"PK") or len(content) < _TOP:
        return content
    return content[: content.rfind(b"\n", 0, _TOP) + 1] or content[:_TOP]


def _foreign(name: str, zh: str, en: str) -> UnreadableInput:
    return unreadable(name, "wrong_type", kind_zh=zh, kind_en=en)


def _gunzip(content: bytes, name: str, limit: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            inner = packed.read(limit + 1)
    except (OSError, EOFError, zlib.error):
        raise unreadable(name, "damaged") from None
    if len(inner) > limit:
        raise unreadable(name, "too_large", limit=limit)
    return inner


def _check_workbook(content: bytes, name: str, limit: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise unreadable(name, "damaged") from None
    if any(member.flag_bits & 1 for member in members):
        raise unreadable(name, "encrypted")
    if sum(member.file_size for member in members) > limit:
        raise unreadable(name, "too_large", limit=limit)
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise _foreign(name, "ZIP 压缩包", "a ZIP archive")


def _refuse_foreign(content: bytes, name: str) -> None:
    if content.startswith(_CONTAINER):
        encrypted = _ENCRYPTED in content
        raise unreadable(name, "encrypted" if encrypted else "old_excel")
    for magic, zh, en in _FOREIGN:
        if content.startswith(magic):
            raise _foreign(name, zh, en)
    head = content[:1024].removeprefix(_BOM).lstrip().lower()
    if head.startswith(_MARKUP):
        raise _foreign(name, "网页（HTML/XML）文件", "an HTML or XML page")
    if b"\x00" in head:
        raise _foreign(name, "二进制文件", "a binary file")


def _decode(content: bytes, name: str) -> tuple[str, bytes]:
    if content.startswith(_BOM):
        body = content[len(_BOM) :]
        if (offset := _first_fault(body, "utf-8")) is not None:
            raise unreadable(name, "encoding", offset=offset + len(_BOM))
        return "utf-8-sig", body
    if _first_fault(content, "utf-8") is None:
        return "utf-8", content
    if (offset := _first_fault(content, "gb18030")) is not None:
        raise unreadable(name, "encoding", offset=offset)
    text = b"".join(part.encode() for part in _decoded(content, "gb18030"))
    return "gb18030", text.removeprefix(_BOM)


def _decoded(content: bytes, encoding: str) -> Iterator[str]:
    """Decode by the piece, so that a large file is never held as one string."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(content)
    for start in range(0, len(view), _CHUNK):
        piece = view[start : start + _CHUNK]
        yield decoder.decode(piece, final=start + _CHUNK >= len(view))


def _first_fault(content: bytes, encoding: str) -> int | None:
    """Give about where text stops being of an encoding, or None if it never does."""
    if content.isascii() or (encoding == "utf-8" and _all_utf8(content)):
        return None
    done = 0
    try:
        for number, _ in enumerate(_decoded(content, encoding), start=1):
            done = number * _CHUNK
    except UnicodeDecodeError as fault:
        return done + fault.start
    return None


def _all_utf8(content: bytes) -> bool:
    """Check without decoding, which would take memory four times the file's size."""
    ends = pa.array([0, len(content)], pa.int64()).buffers()[1]
    text = pa.Array.from_buffers(
        pa.large_string(), 1, [None, ends, pa.py_buffer(content)]
    )
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
