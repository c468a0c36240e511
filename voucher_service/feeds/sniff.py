"""What a file is, by its content and never by its name."""

import gzip
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, replace

from voucher_service.feeds.decoding import decode
from voucher_service.feeds.limits import Limits
from voucher_service.feeds.source import Source, whole
from voucher_service.feeds.unreadable import DAMAGED_ZIP, unreadable
from voucher_service.model.errors import UnreadableInput

_TOP = 2**18
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_CONTAINER = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook\0", "Book\0"))
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF 文件", "a PDF document"),
    (b"\x89PNG", "图片", "an image"),
    (b"\xff\xd8\xff", "图片", "an image"),
    (b"GIF8", "图片", "an image"),
    (b"II*\x00", "图片", "an image"),
    (b"MM\x00*", "图片", "an image"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"7z\xbc\xaf", "7z 压缩包", "a 7z archive"),
    (b"\xff\xfe\x00\x00", "UTF-32 文本", "UTF-32 text"),
    (b"MIME-Version:", "网页归档（MHT）文件", "a web archive (MHT)"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
)
_DOCUMENTS = (
    ("WordDocument", "Word 97-2003 文档", "a Word 97-2003 document"),
    ("PowerPoint Document", "PowerPoint 97-2003 文档", "a PowerPoint 97-2003 document"),
    ("__nameid_version", "Outlook 邮件", "an Outlook message"),
)
_PACKAGES: tuple[tuple[str, str, str], ...] = (
    ("word/document.xml", "Word 文档", "a Word document"),
    ("ppt/presentation.xml", "PowerPoint 文档", "a PowerPoint document"),
    ("xl/workbook.bin", "XLSB 二进制工作簿", "an XLSB binary workbook"),
    ("content.xml", "OpenDocument 文档", "an OpenDocument file"),
)
_WORKBOOK = "xl/workbook.xml"
_WHOLE = (*_ZIP, _CONTAINER, b"PAR1", b"\xff\xfe", b"\xfe\xff", b"<")
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body")
_TABLE = re.compile(rb"<table[\s>]", re.IGNORECASE)
_JSON = re.compile(rb'\s*(?:\[\s*[{\]]|\{\s*["}])')


@dataclass(frozen=True)
class Delivery:
    """A file whose type is known: ``content`` is UTF-8 text, or binary as it came.

    ``member`` names it within the archive it came in.
    """

    name: str
    format: str
    encoding: str | None
    content: bytes
    member: str = ""


_STANDARD = Limits()


def sniff(content: bytes, *, name: str, limits: Limits = _STANDARD) -> Delivery:
    """Tell what a file is and decode it.

    The format is csv, json, html, xlsx, xls, parquet or zip, with ``.gz`` behind it
    when it came gzipped. Text comes back as UTF-8 without BOM, that of a CSV with
    lines ending in a line feed. Raises UnreadableInput for anything else, and for
    what unpacks beyond the limits.
    """
    if content.startswith(_GZIP):
        inner = _gunzip(content, name, limits)
        if inner.startswith(_GZIP):
            raise _foreign(name, "重复压缩的文件", "a file gzipped twice")
        unpacked = sniff(inner, name=name, limits=limits)
        return replace(unpacked, format=f"{unpacked.format}.gz")
    if content.startswith(_ZIP):
        kind = _zip_kind(content, name, limits)
        return Delivery(name, kind, None, content)
    if content.startswith(_CONTAINER):
        _check_container(content, name)
        return Delivery(name, "xls", None, content)
    if content.startswith(b"PAR1"):
        return Delivery(name, "parquet", None, content)
    for magic, zh, en in _FOREIGN:
        if content.startswith(magic):
            raise _foreign(name, zh, en)
    encoding, text = decode(content, name)
    kind = _text_kind(text, name)
    if kind == "csv" and b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    return Delivery(name, kind, encoding, text)


def top_of(source: Source) -> bytes:
    """Give whole lines from the top of a text file, unpacked; others as they are."""
    content = source.read(0, _TOP)
    if content.startswith(_GZIP):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(whole(source))) as packed:
                content = packed.read(_TOP)
        except (OSError, EOFError, zlib.error):
            return b""
    elif content.startswith(_WHOLE) or _JSON.match(content[:64]):
        return whole(source)
    if len(content) < _TOP:
        return content
    return content[: content.rfind(b"\n", 0, _TOP) + 1] or content[:_TOP]


def _foreign(name: str, zh: str, en: str) -> UnreadableInput:
    return unreadable(name, "wrong_type", kind_zh=zh, kind_en=en)


def _gunzip(content: bytes, name: str, limits: Limits) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            inner = packed.read(limits.unpacked_bytes + 1)
    except (OSError, EOFError, zlib.error):
        raise unreadable(name, "damaged") from None
    limits.allow_unpacked(len(inner), len(content), name)
    return inner


def _zip_kind(content: bytes, name: str, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
    except DAMAGED_ZIP:
        raise unreadable(name, "damaged") from None
    if any(member.flag_bits & 1 for member in members):
        raise unreadable(name, "encrypted")
    unpacked = sum(member.file_size for member in members)
    limits.allow_unpacked(unpacked, len(content), name)
    inside = {member.filename for member in members}
    if _WORKBOOK in inside:
        return "xlsx"
    if inside & {"[Content_Types].xml", "mimetype"}:
        for part, zh, en in _PACKAGES:
            if part in inside:
                raise _foreign(name, zh, en)
    return "zip"


def _check_container(content: bytes, name: str) -> None:
    if _ENCRYPTED in content:
        raise unreadable(name, "encrypted")
    for stream, zh, en in _DOCUMENTS:
        if stream.encode("utf-16-le") in content:
            raise _foreign(name, zh, en)
    if not any(book in content for book in _BOOKS):
        raise unreadable(name, "damaged")


def _text_kind(text: bytes, name: str) -> str:
    head = text[:1024].lstrip().lower()
    if head.startswith((*_MARKUP, b"<?xml", b"<!--", b"<!doctype")):
        if _TABLE.search(text) and b"<workbook" not in head:
            return "html"
        if head.startswith(_MARKUP):
            raise unreadable(name, "no_table")
        raise _foreign(name, "网页（HTML/XML）文件", "an HTML or XML page")
    return "json" if _JSON.match(text[:4096]) else "csv"
