"""A bank is handed codes and money, in a file its programs read, and nobody's name."""

import csv
import io
import re

import openpyxl
import pytest

from tests.audits import audits_hold
from tests.campaign_texts import campaign, entry
from tests.feed_texts import REGISTER, feed, sale_row, vin
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.vouchers import Operation
from voucher_service.usecases.change_voucher import Change, change_voucher
from voucher_service.usecases.export_vouchers import export_vouchers
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.open_campaign import open_campaign
from voucher_service.usecases.show_vouchers import VouchersQuery, list_vouchers

NAME = "test-campaign"
BANKS = "banks:\n  - {id: test-bank, name: {zh: 测试银行, en: Test bank}}\n"
HEADERS = [
    *("券码 code", "种类 kind", "面额（元） face_yuan"),
    *("各张面额（元） pieces_yuan", "首日 valid_from", "末日（含） valid_until"),
    "数据性质 nature",
]


@pytest.fixture
def issued(desk):
    """Three vouchers in pieces, good on certain days, one of them voided."""
    desk.ingest(REGISTER, "dealers.csv")
    voucher = (
        "{kind: general, face_yuan: 1500.50, piece_yuan: 1000.25,"
        " valid_until: 2023-03-31}\n"
        "    windows: {redemption: {from: 2023-02-25}}"
    )
    terms = entry().replace("{kind: fuel, face_yuan: 1500}", voucher)
    terms = terms.replace("piece_yuan: 1000.25", "piece_yuan: 750.25")
    document = campaign(terms).replace("terms:\n", BANKS + "terms:\n", 1)
    open_campaign(desk.service, document, "test.yaml")
    desk.ingest(feed(*(sale_row(number) for number in (1, 3, 5))))
    issue_vouchers(desk.service, NAME)
    code = list_vouchers(desk.service, VouchersQuery()).items[1].code
    change_voucher(desk.service, Change(Operation.VOID, code, "测试员", "测试"))
    yield desk
    audits_hold(desk)


def expected(desk) -> list[list[str]]:
    found = list_vouchers(desk.service, VouchersQuery()).items
    rest = ["general", "1500.50", "750.25+750.25", "2023-02-25", "2023-03-31"]
    rest.append("合成数据 synthetic data")
    return [[each.code, *rest] for each in found if each.status == "active"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_csv_holds_the_live_vouchers_in_the_banks_encoding(
    issued, tmp_path, encoding
):
    path = tmp_path / "vouchers.csv"
    told = export_vouchers(issued.service, NAME, "test-bank", path, encoding)
    body = path.read_bytes()
    assert body.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8")
    text = body.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    header, *rows = csv.reader(io.StringIO(text))
    assert header == HEADERS
    assert rows == expected(issued)
    assert (told.vouchers, told.face_fen, told.bytes) == (2, 300_100, len(body))


def test_a_workbook_holds_the_same(issued, tmp_path):
    path = tmp_path / "vouchers.xlsx"
    told = export_vouchers(issued.service, NAME, "test-bank", path)
    header, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    assert list(header) == HEADERS
    assert [[*row[:2], f"{row[2]:.2f}", *row[3:]] for row in rows] == expected(issued)
    assert told.vouchers == 2


def test_nothing_tells_of_a_car_or_a_person_and_only_its_owner_reads_it(
    issued, tmp_path
):
    path = tmp_path / "vouchers.csv"
    export_vouchers(issued.service, NAME, "test-bank", path)
    text = path.read_text("utf-8-sig")
    assert not any(vin(number) in text for number in (1, 3, 5))
    assert not re.search(r"sal_|4308|\*", text)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "bank", "encoding"),
    [
        ("vouchers.txt", "test-bank", "utf-8"),
        ("vouchers.csv", "another-bank", "utf-8"),
        ("vouchers.csv", "test-bank", "latin-1"),
        ("no/such/folder/vouchers.csv", "test-bank", "utf-8"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_left(
    issued, tmp_path, name, bank, encoding
):
    before = set(tmp_path.iterdir())
    with pytest.raises(BadParameter):
        export_vouchers(issued.service, NAME, bank, tmp_path / name, encoding)
    assert set(tmp_path.iterdir()) == before


def test_an_unknown_campaign_is_refused(issued, tmp_path):
    with pytest.raises(NotFound):
        export_vouchers(issued.service, "nosuch", "test-bank", tmp_path / "v.csv")


def test_that_it_was_handed_over_is_in_the_log(issued, tmp_path):
    told = export_vouchers(issued.service, NAME, "test-bank", tmp_path / "v.csv")
    with issued.service.store.read() as connection:
        [(subject, detail)] = connection.execute(
            "SELECT subject, detail FROM audit_log WHERE action = 'voucher-export'"
        ).fetchall()
    assert subject == NAME
    assert told.sha256 in detail
