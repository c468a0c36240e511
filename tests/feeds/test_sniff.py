"""A file is what its content is, whatever its name says."""

import codecs
import gzip
import io
import zipfile

import pytest
import xlsxwriter

from voucher_service.feeds.limits import Limits
from voucher_service.feeds.sniff import sniff, top_of
from voucher_service.feeds.source import HeldBytes
from voucher_service.model.errors import UnreadableInput

TEXT = "车架号,开票日期,裸车价\nLSVAA4182E2184847,2023-01-05,1\n"


def _xlsx():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_row(0, 0, ["车架号", "开票日期", "裸车价"])
    return out.getvalue()


def _zip(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for member, content in members.items():
            packed.writestr(member, content)
    return out.getvalue()


def _locked_zip():
    content = bytearray(_xlsx())
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def unlike_bytes(value):
    """Name a case without its bytes, which hold the time they were packed at."""
    return "file" if isinstance(value, bytes) else None


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
READABLE = [
    (TEXT.encode(), "csv", "utf-8"),
    (TEXT.encode("utf-8-sig"), "csv", "utf-8-sig"),
    (TEXT.encode("gb18030"), "csv", "gb18030"),
    (b"a,b\n1,2\n", "csv", "utf-8"),
    (gzip.compress(TEXT.encode()), "csv.gz", "utf-8"),
    (gzip.compress(TEXT.encode("utf-8-sig")), "csv.gz", "utf-8-sig"),
    (gzip.compress(TEXT.encode("gb18030")), "csv.gz", "gb18030"),
    (TEXT.encode("utf-16"), "csv", "utf-16-le"),
    (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "csv", "utf-16-be"),
    (b"\xef\xbb\xbf <html><table>", "html", "utf-8-sig"),
    (b'[{"a": 1}]', "json", "utf-8"),
    (b' {"a": 1}\n{"a": 2}', "json", "utf-8"),
    (b"[2022] a,b\n", "csv", "utf-8"),
    (b"PAR1....PAR1", "parquet", None),
    (COMPOUND + "Workbook\0".encode("utf-16-le"), "xls", None),
    (_zip(a="x"), "zip", None),
    (_xlsx(), "xlsx", None),
    (gzip.compress(_xlsx()), "xlsx.gz", None),
]
UNREADABLE = [
    (b"", "空", "empty"),
    (b"\xef\xbb\xbf", "空", "empty"),
    (b" \r\n\t\n", "空", "empty"),
    (gzip.compress(b""), "空", "empty"),
    (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "密码", "password"),
    (_locked_zip(), "密码", "password"),
    (COMPOUND, "损坏", "damaged"),
    (COMPOUND + "WordDocument".encode("utf-16-le"), "Word", "Word"),
    (b"%PDF-1.7\n", "PDF", "PDF"),
    (b"\x89PNG\r\n\x1a\n", "图片", "image"),
    (b"\xff\xd8\xff\xe0", "图片", "image"),
    (b"\xef\xbb\xbf <!DOCTYPE html>", "没有表格", "no table"),
    (b"<?xml version='1.0'?><Workbook/>", "XML", "XML"),
    (b"MIME-Version: 1.0\n", "MHT", "MHT"),
    (TEXT.encode("utf-32"), "UTF-32", "UTF-32"),
    (TEXT.encode("utf-16")[:-1], "UTF-16", "UTF-16"),
    (TEXT.encode("utf-16-le"), "二进制", "binary"),
    (("甲" * 600 + "\n\x00").encode(), "空字符", "NUL"),
    (b"MZ\x90\x00\x03", "二进制", "binary"),
    (_zip(**{"[Content_Types].xml": "", "word/document.xml": ""}), "Word", "Word"),
    (_zip(**{"mimetype": "", "content.xml": ""}), "OpenDocument", "OpenDocument"),
    (_xlsx()[:-30], "损坏", "damaged"),
    (gzip.compress(TEXT.encode())[:-9], "损坏", "damaged"),
    (gzip.compress(gzip.compress(TEXT.encode())), "重复压缩", "twice"),
    (b"a,b\n\xff\xff\xff,1\n", "UTF-8", "byte 4"),
    (b"\xef\xbb\xbfa,b\n\xff,1\n", "UTF-8", "byte 7"),
]


@pytest.mark.parametrize(("content", "kind", "encoding"), READABLE, ids=unlike_bytes)
def test_the_content_tells_format_and_encoding(content, kind, encoding):
    found = sniff(content, name="report.pdf")

    assert (found.format, found.encoding) == (kind, encoding)
    if kind.startswith("csv") and "车架号" in found.content.decode():
        assert found.content.decode() == TEXT


@pytest.mark.parametrize(("content", "zh", "en"), UNREADABLE, ids=unlike_bytes)
def test_what_is_no_table_is_named_in_both_languages_with_a_remedy(content, zh, en):
    with pytest.raises(UnreadableInput) as caught:
        sniff(content, name="台账.csv")

    error = caught.value
    assert "台账.csv" in error.message.zh
    assert zh in error.message.zh
    assert en in error.message.en
    assert error.remedy.zh.endswith("。")
    assert error.remedy.en.endswith(".")


@pytest.mark.parametrize(
    "packed", [gzip.compress(TEXT.encode()), _xlsx()], ids=["gzip", "xlsx"]
)
def test_a_packed_file_is_refused_just_over_its_limit(packed):
    with zipfile.ZipFile(io.BytesIO(_xlsx())) as book:
        whole = sum(member.file_size for member in book.infolist())
    size = whole if packed.startswith(b"PK") else len(TEXT.encode())

    assert sniff(packed, name="a", limits=Limits(unpacked_bytes=size)).content
    with pytest.raises(UnreadableInput, match="more than the limit"):
        sniff(packed, name="a", limits=Limits(unpacked_bytes=size - 1))


def test_a_bomb_is_refused_before_it_has_unpacked():
    bomb = gzip.compress(bytes(50_000_000))

    with pytest.raises(UnreadableInput, match="more than the limit"):
        sniff(bomb, name="bomb.csv.gz", limits=Limits(unpacked_bytes=1_000_000))
    with pytest.raises(UnreadableInput, match="as a bomb does"):
        sniff(bomb, name="bomb.csv.gz")
    assert Limits().unpacked_bytes == 2**30


def test_old_mac_lines_are_lines():
    assert sniff(b"a,b\r1,2\r", name="a").content == b"a,b\n1,2\n"


def test_a_character_cut_by_the_decoders_chunks_is_whole_again():
    text = "x" + "张" * 1_500_000

    assert sniff(text.encode("gb18030"), name="a").content == text.encode()
    assert sniff(text.encode(), name="a").content == text.encode()


def test_the_top_of_a_file_is_whole_lines():
    text = "张家界\n" * 60_000

    top = top_of(HeldBytes(gzip.compress(text.encode("gb18030"))))
    assert text.startswith(top.decode("gb18030"))
    assert top.endswith(b"\n")
    assert top_of(HeldBytes(b"\x1f\x8bnot gzip")) == b""
