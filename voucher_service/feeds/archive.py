"""The files within a zip, each with its name."""

import io
import zipfile
from collections.abc import Iterator

from voucher_service.feeds.limits import Limits
from voucher_service.feeds.sniff import Delivery, sniff
from voucher_service.feeds.unreadable import DAMAGED_ZIP, unreadable

_UTF8_NAME = 0x800
_NO_DELIVERY = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini", "~$", "._")
_PACKED = (b"\x1f\x8b",)


def members_of(delivery: Delivery, limits: Limits) -> Iterator[Delivery]:
    """Give the files of a zip in its order, those of an operating system left out.

    Raises UnreadableInput, with the member's name, for the first that is no table.
    """
    with zipfile.ZipFile(io.BytesIO(delivery.content)) as packed:
        members = [info for info in packed.infolist() if _is_delivery(info)]
        limits.allow_sheets(len(members), delivery.name)
        if not members:
            raise unreadable(delivery.name, "empty")
        for info in members:
            member = _name_of(info)
            name = f"{delivery.name} » {member}"
            content = _content_of(packed, info, name)
            if content.startswith(_PACKED):
                raise unreadable(name, "nested")
            found = sniff(content, name=name, limits=limits)
            if found.format == "zip":
                raise unreadable(name, "nested")
            yield Delivery(name, found.format, found.encoding, found.content, member)


def _is_delivery(info: zipfile.ZipInfo) -> bool:
    last = info.filename.rsplit("/", 1)[-1]
    return not info.is_dir() and not any(
        info.filename.startswith(mark) or last.startswith(mark) for mark in _NO_DELIVERY
    )


def _name_of(info: zipfile.ZipInfo) -> str:
    """Give a member's name: Chinese programs write GB18030 and do not say so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _content_of(packed: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    try:
        return packed.read(info)
    except DAMAGED_ZIP:
        raise unreadable(name, "damaged") from None
