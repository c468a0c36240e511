"""A campaign's vouchers are handed over to a bank: codes and money, and no person."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import polars as pl
from xlsxwriter import Workbook

from voucher_service.model.days import AHEAD_OF_UTC
from voucher_service.model.errors import BadParameter, RefusedByRule
from voucher_service.model.text import Text
from voucher_service.model.voucher_reports import HandedOver
from voucher_service.store.database import Writing
from voucher_service.store.voucher_listing import holds_made_up, vouchers_to_hand_over
from voucher_service.usecases.service import Service, find_campaign
from voucher_service.usecases.write_csv import in_gb18030, spreadsheet_csv
from voucher_service.usecases.write_tables import MOST_SHEET_ROWS
from voucher_service.usecases.write_whole import written_whole

ENCODINGS = ("utf-8", "gb18030")
FORMATS = (".csv", ".xlsx")
_NATURE = "数据性质 nature"
_MADE_UP = "合成数据 synthetic data"
_HEADERS = {
    "code": "券码 code",
    "kind": "种类 kind",
    "face": "面额（元） face_yuan",
    "pieces": "各张面额（元） pieces_yuan",
    "starts_on": "首日 valid_from",
    "ends_on": "末日（含） valid_until",
}


def export_vouchers(
    service: Service, campaign_id: str, bank: str, path: Path, encoding: str = "utf-8"
) -> HandedOver:
    """Write the vouchers that a bank may be asked to take to a file.

    Its ending names the format. Raises NotFound for an unknown campaign, BadParameter
    for a bank that takes no part in it, another ending or encoding, or a file that
    cannot be written, and RefusedByRule for more rows than a spreadsheet holds.
    """
    write = _writer_of(path, encoding)
    campaign = find_campaign(service, campaign_id, service.store.data_version())
    banks = tuple(each.id for each in campaign.banks)
    if bank not in banks:
        raise BadParameter(
            Text(
                zh=f"银行 {bank} 未参加活动 {campaign_id}",
                en=f"the bank {bank} takes no part in {campaign_id}",
            ),
            choices=banks,
        )
    with service.store.read() as connection:
        vouchers = vouchers_to_hand_over(connection, campaign_id)
        made_up = holds_made_up(connection, campaign_id)
    table = _table(vouchers)
    if made_up:
        table = table.with_columns(pl.lit(_MADE_UP).alias(_NATURE))
    with written_whole(path, 0o600) as part:
        write(table, part)
        written = part.read_bytes()
    told = HandedOver(
        campaign=campaign_id,
        bank=bank,
        file=str(path),
        vouchers=vouchers.height,
        face_fen=int(vouchers["face_fen"].sum()),
        bytes=len(written),
        sha256=hashlib.sha256(written).hexdigest(),
        synthetic=made_up,
        known_at=service.store.data_version(),
    )

    def job(writing: Writing) -> None:
        handed = told.model_dump(include={"bank", "vouchers", "sha256"})
        writing.note("voucher-export", campaign_id, **handed)

    service.store.write(None, job)
    return told


def _table(vouchers: pl.DataFrame) -> pl.DataFrame:
    """Give what the bank reads: yuan, and days of which the last is included."""
    yuan = pl.col("face_fen").cast(pl.Decimal(18, 2)) / 100
    last = pl.col("expires_at") - timedelta(microseconds=1)
    pieces = pl.col("pieces_fen").list.eval(
        (pl.element() // 100).cast(pl.String)
        + "."
        + (pl.element() % 100).cast(pl.String).str.zfill(2)
    )
    return vouchers.select(
        code="code",
        kind="kind",
        face=yuan.cast(pl.Decimal(18, 2)),
        pieces=pieces.list.join("+"),
        starts_on=(pl.col("starts_at") + AHEAD_OF_UTC).dt.date().cast(pl.String),
        ends_on=(last + AHEAD_OF_UTC).dt.date().cast(pl.String),
    ).rename(_HEADERS)


def _writer_of(path: Path, encoding: str) -> Callable[[pl.DataFrame, Path], None]:
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise BadParameter(
            Text(
                zh=f"文件名 {path} 须以 .csv 或 .xlsx 结尾",
                en=f"the name {path} has to end in .csv or .xlsx",
            ),
            choices=FORMATS,
        )
    if encoding not in ENCODINGS:
        raise BadParameter(
            Text(
                zh=f"编码 {encoding} 不支持，可选 utf-8、gb18030",
                en=f"the encoding is utf-8 or gb18030, not {encoding}",
            ),
            choices=ENCODINGS,
        )
    if ending == ".xlsx":
        return _write_sheet

    def write_csv(table: pl.DataFrame, part: Path) -> None:
        body = spreadsheet_csv(table)
        if encoding != "utf-8":
            body = in_gb18030(body)
        part.write_bytes(body)

    return write_csv


def _write_sheet(table: pl.DataFrame, part: Path) -> None:
    if table.height > MOST_SHEET_ROWS:
        raise RefusedByRule(
            Text(
                zh=f"共 {table.height:,} 张，超过表格的行数上限",
                en=f"{table.height:,} vouchers are more than a spreadsheet holds",
            ),
            remedy=Text(zh="请改用 .csv", en="write a .csv instead"),
        )
    book = Workbook(str(part), {"constant_memory": True})
    page = book.add_worksheet("消费券 vouchers")
    money = book.add_format({"num_format": "0.00"})
    for at, name in enumerate(table.columns):
        page.write_string(0, at, name)
        page.set_column(at, at, 22)
    for row, values in enumerate(table.iter_rows(), 1):
        for at, value in enumerate(values):
            if isinstance(value, str):
                page.write_string(row, at, value)
            elif value is not None:
                page.write_number(row, at, float(value), money)
    book.close()
