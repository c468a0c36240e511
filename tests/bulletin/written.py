"""A small bulletin with everything that a bulletin can hold, and awkward signs."""

import struct
import zlib
from datetime import UTC, datetime

from voucher_service.bulletin.content import (
    Bulletin,
    Column,
    Heading,
    Image,
    Labels,
    Manner,
    Paragraph,
    Picture,
    Run,
    Table,
)
from voucher_service.model.text import Language

AWKWARD = '<b> & "x" #x \\y *z* _w_ [a](b) | `c` $d$ @e ~'
NOTE, OTHER_NOTE = f"口径：{AWKWARD}", "来源：收件记录"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4">'
    b'<rect width="8" height="4"/></svg>'
)
MARK = "合成数据 synthetic data"


def png() -> bytes:
    """Give a picture of one grey dot."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    dot = zlib.compress(b"\x00\x80")
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def small_bulletin(
    media_type: str | None = None, language: Language = Language.ZH
) -> Bulletin:
    """Give it with a picture of a media type, or with no image in its picture."""
    bodies = {"image/png": png(), "image/svg+xml": SVG}
    image = Image(bodies[media_type], media_type) if media_type else None
    said = Run("460台", note=NOTE)
    return Bulletin(
        language=language,
        title=f"通报{AWKWARD}",
        byline="张家界市商务局",
        running_head="简报",
        author="张家界市商务局",
        known_at=datetime(2023, 2, 20, 1, 2, 3, 456789, tzinfo=UTC),
        labels=Labels("注释"),
        mark=MARK,
        blocks=(
            Heading("一、总体情况"),
            Paragraph((Run("销售"), said, Run(AWKWARD), said)),
            Heading("（一）小节", level=2),
            Paragraph((Run("1．"), Run("3行", OTHER_NOTE, strong=True)), Manner.ITEM),
            Paragraph((Run("说明"),), Manner.REMARK),
            Picture(
                (Run("图1　销量"),), f"各区县{AWKWARD}", "数据见附表1。", "c", image
            ),
            Heading("附表", new_page=True),
            Table(
                (Run("附表1", note=OTHER_NOTE),),
                (Column("区县", 3, numbers=False), Column("台数")),
                ((f"永定区{AWKWARD}", "460"), ("合计", "460")),
                summed=True,
            ),
        ),
    )
