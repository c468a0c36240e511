"""Ugly archives: gzip and zip, bombs, and what is no table at all."""

import gzip
import io
import zipfile

from tests.feeds.corpus import Case, good, mixed, text, unreadable
from tests.feeds.corpus_books import PLAIN, REGISTER, TWO, xlsx
from tests.feeds.xls_file import XlsSheet, xls_bytes

CSV = text({}, {}).encode()
OTHER = text({"发票号码": "9"}, {"车架号": "X"}).encode("gb18030")


def packed(*members: tuple[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def _named_in_gb18030() -> bytes:
    """A zip as Chinese programs write it: names in GB18030, and no mark of it."""
    name = "一月台账.csv".encode("gb18030")
    content = packed(("x" * len(name), CSV))
    return content.replace(b"x" * len(name), name)


def _lying() -> bytes:
    """A workbook whose directory says that a sheet is shorter than it is."""
    content = bytearray(PLAIN)
    at = content.find(b"PK\x01\x02")
    while b"sheet1.xml" not in content[at + 46 : at + 90]:
        at = content.find(b"PK\x01\x02", at + 4)
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(content)


def _locked() -> bytes:
    content = bytearray(packed(("a.csv", CSV)))
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


ZEROS = bytes(40_000_000)

PACKED_CASES: list[Case] = [
    good("gzip of csv", gzip.compress(CSV, mtime=0), 2),
    good("gzip of xlsx", gzip.compress(PLAIN, mtime=0), 2),
    good("gzip of zip", gzip.compress(packed(("a.csv", CSV)), mtime=0), 2),
    unreadable("gzip, cut short", gzip.compress(CSV, mtime=0)[:-9], "damaged"),
    unreadable("gzip in gzip", gzip.compress(gzip.compress(CSV)), "twice"),
    unreadable("gzip bomb", gzip.compress(ZEROS), "as a bomb does"),
    mixed(
        "zip of csv, xlsx and xls",
        packed(
            ("12月/a.csv", OTHER),
            ("b.xlsx", PLAIN),
            ("c.xls", xls_bytes(XlsSheet("台账", TWO))),
        ),
        (6, 5, 1, 0),
        "vin_malformed",
    ),
    good(
        "zip with what a Mac leaves behind",
        packed(
            ("a.csv", CSV),
            ("__MACOSX/._a.csv", b"\0\5\26\7"),
            (".DS_Store", b"\0\0"),
            ("~$a.xlsx", b"x"),
        ),
        2,
    ),
    good("zip with a name in gb18030", _named_in_gb18030(), 2),
    unreadable(
        "zip with a letter among its tables",
        packed(("a.csv", CSV), ("说明.pdf", b"%PDF-1.7")),
        "说明.pdf",
    ),
    unreadable(
        "zip with a member cut short",
        packed(("a.csv", CSV), ("b.xlsx", PLAIN[:-40])),
        "b.xlsx",
    ),
    unreadable(
        "zip with a member of another table",
        packed(("a.csv", CSV), ("b.csv", b"a,b\n1,2\n")),
        "b.csv",
    ),
    unreadable(
        "zip in zip",
        packed(("a.zip", packed(("a.csv", CSV)))),
        "archive within an archive",
    ),
    unreadable(
        "gzip in zip", packed(("a.gz", gzip.compress(CSV))), "archive within an archive"
    ),
    unreadable(
        "zip of sales and register",
        packed(("a.csv", CSV), ("b.xlsx", xlsx(("名录", REGISTER)))),
        "both sales and a dealer register",
    ),
    unreadable("zip, cut short", packed(("a.csv", CSV))[:-30], "damaged"),
    unreadable(
        "zip, a member damaged",
        packed(("a.csv", CSV), level=zipfile.ZIP_STORED).replace(
            "合成".encode(), "成合".encode(), 1
        ),
        "damaged",
    ),
    unreadable("zip with a password", _locked(), "password"),
    unreadable("zip of nothing", packed(), "empty"),
    unreadable(
        "zip of 201 files",
        packed(*((f"{n}.csv", CSV) for n in range(201))),
        "201 sheets",
    ),
    unreadable("zip bomb", packed(("a.csv", ZEROS)), "as a bomb does"),
    unreadable(
        "xlsx bomb",
        packed(("xl/workbook.xml", b""), ("xl/a.xml", ZEROS)),
        "as a bomb does",
    ),
    unreadable("xlsx whose directory lies", _lying(), "damaged"),
    unreadable(
        "a Word document",
        packed(("[Content_Types].xml", b""), ("word/document.xml", b"")),
        "Word",
    ),
    unreadable(
        "an OpenDocument sheet",
        packed(("mimetype", b""), ("content.xml", b"")),
        "OpenDocument",
    ),
    unreadable("a PDF", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    unreadable("a photograph", b"\xff\xd8\xff\xe0" + bytes(99), "an image"),
    unreadable("a program", b"MZ\x90\x00\x03\x00", "binary"),
    unreadable("a RAR archive", b"Rar!\x1a\x07\x01\x00", "RAR"),
]
