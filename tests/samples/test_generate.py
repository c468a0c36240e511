import csv
import io
import zipfile
from pathlib import Path

import fastexcel
import pytest
from stdnum.cn import uscc

from voucher_service.samples.generate import sample_feeds, sample_files

ON_DISK = Path(__file__).parents[2] / "sample_data"
FILES = {file.path: file.content for file in sample_files()}
FEEDS = sample_feeds()


def test_the_sample_is_the_same_each_time():
    assert {file.path: file.content for file in sample_files()} == FILES


def test_the_sample_on_disk_is_the_one_made_now():
    on_disk = {
        file.relative_to(ON_DISK).as_posix(): file.read_bytes()
        for file in ON_DISK.rglob("*")
        if file.is_file()
    }
    assert sorted(on_disk) == sorted(FILES)
    stale = [path for path, content in FILES.items() if on_disk[path] != content]
    assert stale == [], "run: make sample-data"


def test_the_register_comes_first_and_the_readme_last():
    assert next(iter(FILES)) == "dealers.csv"
    assert list(FILES)[-1] == "README.md"


def test_the_sample_stays_small():
    assert sum(len(content) for content in FILES.values()) < 3_000_000


def test_paths_are_plain_and_relative():
    for path in FILES:
        assert path.isascii()
        assert not path.startswith("/")
        assert ".." not in path


def test_the_register_holds_twenty_open_dealers_in_four_districts_and_a_closed_one():
    text = FILES["dealers.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert FILES["dealers.csv"].startswith(b"\xef\xbb\xbf")
    assert [row["经销商编号"] for row in rows] == [
        f"ZJJ-{number:03d}" for number in range(1, 22)
    ]
    codes = [row["统一社会信用代码"] for row in rows]
    assert all(uscc.is_valid(code) for code in codes)
    assert len(set(codes)) == len({row["经销商名称"] for row in rows}) == 21
    assert [row["经营状态"] for row in rows] == ["在营"] * 20 + ["停业"]
    areas = {
        "永定区": "430802",
        "武陵源区": "430811",
        "慈利县": "430821",
        "桑植县": "430822",
    }
    assert {row["区县"] for row in rows} == set(areas)
    for row in rows:
        assert row["统一社会信用代码"][2:8] == areas[row["区县"]]
        assert "示例" in row["经销商名称"]
        assert "合成" in row["经销商名称"]


def test_dealers_send_utf8_gb18030_and_workbooks():
    kinds = {feed.dealer.dealer_id: feed.layout.encoding for feed in FEEDS}
    counts = [list(kinds.values()).count(kind) for kind in ("gb18030", "")]
    assert counts == [6, 6]
    assert sum(kind.startswith("utf-8") for kind in kinds.values()) == 8


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.path)
def test_every_row_of_every_file_says_that_it_is_synthetic(feed):
    if feed.layout.is_workbook:
        sheet = fastexcel.read_excel(FILES[feed.path]).load_sheet(
            0, header_row=None, dtypes="string"
        )
        table = sheet.to_polars().rows()[feed.layout.header_row :]
        assert "SYNTHETIC DATA" in sheet.to_polars().item(0, 0)
        assert table[-1][0] == "合计"
        table = table[:-1]
        column = -1
    else:
        text = FILES[feed.path].decode(feed.layout.encoding)
        header, *table = csv.reader(io.StringIO(text, newline=""))
        column = header.index("数据性质")
    assert len(table) == len(feed.sales)
    assert {row[column] for row in table} == {"合成数据 synthetic"}


def test_workbooks_hold_nothing_that_differs_between_machines():
    for path, content in FILES.items():
        if path.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                for part in parts.infolist():
                    assert part.compress_type == zipfile.ZIP_STORED
                    assert part.date_time == (1980, 1, 1, 0, 0, 0)
                    assert part.create_system == 3


def test_each_dealer_keeps_to_its_own_headers():
    headers = {}
    for feed in FEEDS:
        own = headers.setdefault(feed.dealer.dealer_id, feed.layout.columns)
        assert feed.layout.columns == own
    assert len(set(headers.values())) == len(headers) == 20
