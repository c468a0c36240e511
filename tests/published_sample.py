"""The sample as it is published: its vouchers issued, some used, some taken back."""

import shutil
from datetime import timedelta
from pathlib import Path

from tests.conftest import SEED_CAMPAIGN, Clock, Desk, NewHome
from tests.return_texts import HEADER
from tests.teller import Teller, outcome, told
from voucher_service.resources import SQL
from voucher_service.store.publishing import write_published
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.published_facts import facts_of

STATIONS = ("永定加油站", "慈利加油站", None)
SMALLEST_CELL = 3


def publish_sample(sample_home: NewHome, folder: Path) -> Path:
    """Write the sample's published database into a folder; give its path."""
    shutil.copytree(sample_home.path, folder / "home")
    clock = Clock(sample_home.instant)
    service = open_service(Opening(home=folder / "home", sql=SQL), clock)
    desk = Desk(service, clock)
    try:
        issue_vouchers(service, SEED_CAMPAIGN)
        redeem_some(desk)
        take_back_one(desk)
        path = folder / "voucher.duckdb"
        write_published(service.store, path, SQL, facts_of(SMALLEST_CELL))
    finally:
        service.close()
    return path


def redeem_some(desk: Desk) -> None:
    """Use the first vouchers in part or up, over two weeks."""
    with desk.service.store.read() as connection:
        codes = connection.execute("SELECT code FROM vouchers ORDER BY voucher_no")
        first = [code for (code,) in codes.fetchmany(60)]
        connection.execute("SELECT 1").fetchall()
    teller = Teller(desk)
    for number, code in enumerate(first):
        desk.clock.instant += timedelta(hours=7)
        request = teller.redeem_request(code, 150_000 if number % 4 else 50_000)
        request.station = STATIONS[number % len(STATIONS)]
        answer = teller.ask(request)
        assert outcome(answer) == "ok"
        if number % 10 == 9:
            redemption = told(answer)["id"]
            assert outcome(teller.reverse(redemption)) == "ok"


def take_back_one(desk: Desk) -> None:
    """Take a car back whose voucher has been used."""
    with desk.service.store.read() as connection:
        [sale] = connection.execute(
            "SELECT s.dealer_id, s.invoice_code, s.invoice_number, s.vin,"
            " s.bare_price_fen"
            " FROM vouchers JOIN sales AS s USING (sale_id)"
            " WHERE s.invoice_code IS NOT NULL ORDER BY voucher_no LIMIT 1"
        ).fetchall()
    dealer, code, number, vin, fen = sale
    row = (
        f"{dealer},{code},99999999,{number},{vin},2023-02-01,-{fen / 100:.2f},,"
        "430800199001010011,销货退回,合成数据"
    )
    report = desk.ingest(f"{HEADER}\n{row}\n")
    assert report.accepted == 1
