"""Nobody of the sample stands in any byte or value that is published."""

import re
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import duckdb
import pytest

from tests.conftest import SEED_CAMPAIGN, Clock, NewHome
from tests.feed_texts import REGISTER, vin
from tests.privacy.people import feeds, people_in
from voucher_service.resources import SQL
from voucher_service.store.published_files import definitions
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.publish import publish, published_table

pytestmark = pytest.mark.slow

WORDS = re.compile(rb"[0-9A-Z]{8,}")
SECRET = "buyer_key, phone_key, vin, invoice_number, record_no, sale_id, row_hash"


@lru_cache
def identifiers() -> frozenset[str]:
    """Give the vehicles' and invoices' numbers as the sample's files tell them."""
    told = {
        word
        for feed in feeds()
        for sale in feed.sales
        for word in (sale.vin, sale.invoice_number, sale.record_no)
    }
    return frozenset(word for word in told if word and len(word) >= 8)


class PublishedSample:
    """The sample, published with vouchers; and what the live database would hide."""

    def __init__(self, sample: NewHome, home: Path) -> None:
        shutil.copytree(sample.path, home)
        service = open_service(Opening(home, SQL), Clock(sample.instant))
        assert issue_vouchers(service, SEED_CAMPAIGN).issued > 0
        self.tables = publish(service).publication.tables
        for table in self.tables:
            published_table(service, table).content.close()
        with service.store.read() as connection:
            self.secrets = {
                value
                for row in connection.execute(
                    f"SELECT {SECRET} FROM sale_versions"
                ).fetchall()
                for value in row
                if value
            }
            codes = connection.execute("SELECT code, voucher_id FROM vouchers")
            self.secrets |= {value for row in codes.fetchall() for value in row}
        service.close()
        self.files = [p for p in (home / "published").rglob("*") if p.is_file()]
        self.database = home / "published" / "voucher.duckdb"

    def values(self) -> Iterator[str]:
        """Give every value of every table and view, and every comment and view."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            sources = [file.name for file in definitions(SQL)]
            sources += ["duckdb_columns()", "duckdb_tables()", "duckdb_views()"]
            for source in sources:
                found = connection.execute(f"SELECT DISTINCT * FROM {source}")
                while rows := found.fetchmany(5000):
                    yield from {str(value) for row in rows for value in row}


@pytest.fixture(scope="module")
def published(sample_home, tmp_path_factory) -> PublishedSample:
    return PublishedSample(sample_home, tmp_path_factory.mktemp("published") / "home")


def test_the_scan_would_find_somebody(published):
    sale = feeds()[0].sales[0]
    assert people_in(f"x{sale.buyer.phone}y".encode())
    assert people_in(f"、{sale.buyer.resident_id}".encode())
    assert len(identifiers()) > 1000
    assert identifiers() & published.secrets
    assert len(published.secrets) > 10_000


def test_no_byte_of_a_published_file_tells_of_anybody(published):
    assert len(published.files) > len(published.tables)
    for file in published.files:
        content = file.read_bytes()
        assert not people_in(content), file.name
        words = {word.decode() for word in WORDS.findall(content)}
        assert not words & identifiers(), file.name
        assert not words & published.secrets, file.name


def test_no_value_tells_of_anybody_however_it_is_compressed(published):
    values = set(published.values())
    assert len(values) > 10_000
    assert not values & published.secrets
    assert not values & identifiers()
    assert not people_in("\n".join(sorted(values)).encode())
    runs = {run for value in values for run in re.findall(r"[0-9A-Z]{8,}", value)}
    assert not runs & (published.secrets | identifiers())


def test_what_dealers_type_into_free_text_is_left_out_if_it_may_name_somebody(desk):
    cars = ["卡罗拉", "联系13800000001", vin(3), "SVW71412AY", "430800199001010011"]
    rows = [
        f"T-01,143002220001,{n:08d},{vin(n)},2023-01-05,150000.00,示例,{car},燃油,合成数据"
        for n, car in enumerate(cars, start=1)
    ]
    head = (
        "经销商编号,发票代码,发票号码,车架号,开票日期,裸车价,品牌,车型,能源类型,"
        "数据性质"
    )
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest("\n".join([head, *rows]) + "\n")
    made = publish(desk.service)
    with duckdb.connect(made.file, read_only=True) as connection:
        found = connection.execute("SELECT model FROM sales ORDER BY ALL").fetchall()
    assert sorted(found, key=str) == sorted(
        [("卡罗拉",), ("SVW71412AY",), (None,), (None,), (None,)], key=str
    )
