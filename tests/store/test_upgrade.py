"""A home of an earlier program opens whole: what it knew stays, what is new is told."""

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.campaign_texts import campaign, entry
from tests.conftest import SEED_CAMPAIGN, Clock
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.campaigns.catalogue import kept_campaign, parse_campaign
from voucher_service.model.errors import BadParameter
from voucher_service.resources import SQL
from voucher_service.store.database import Store
from voucher_service.store.home import Home
from voucher_service.usecases.decide_sales import decide_sales
from voucher_service.usecases.open_campaign import shipped_document

BEFORE_RULE_BOOK = ("0001", "0002", "0003")
OLD_FACTS = (
    *("identity", "dealer_id", "record_no", "vin", "invoice_code", "invoice_number"),
    *("sold_on", "condition", "brand", "model", "energy"),
    *("bare_price_fen", "invoice_total_fen", "invoice_net_fen", "invoice_tax_fen"),
    *("district", "buyer_key", "buyer_id_masked", "buyer_name_masked"),
    *("phone_key", "phone_masked", "synthetic"),
)
"""The facts of which an earlier program made a row's content hash, in its order."""


def old_sql(folder: Path) -> Path:
    """Give the migrations that an earlier program had, and no views."""
    (folder / "migrations").mkdir(parents=True)
    (folder / "views").mkdir()
    for file in (SQL / "migrations").glob("*.sql"):
        if file.name.startswith(BEFORE_RULE_BOOK):
            shutil.copy(file, folder / "migrations")
    return folder


def fill(database: Path) -> None:
    """Put in what an earlier program would have recorded of one car sold twice."""
    prices = {"sal_a": (9, 15_000_000), "sal_b": (10, 2_000_000)}
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "INSERT INTO commits VALUES (TIMESTAMP '2023-01-09 01:00:00', 'ingest')"
        )
        for sale_id, (day, price) in prices.items():
            connection.execute(
                "INSERT INTO sale_versions BY NAME SELECT ? AS sale_id, 1 AS version,"
                " make_timestamp(2023, 1, ?, 1, 0, 0) AS recorded_at, 'fed' AS feed_id,"
                " '' AS sheet, 1 AS row_no, 'h' AS row_hash, 'i' AS identity,"
                " 'D' AS dealer_id, DATE '2023-01-05' AS sold_on,"
                " ? AS bare_price_fen, true AS synthetic, false AS cancelled",
                [sale_id, day, price],
            )
        connection.execute(
            "INSERT INTO campaign_versions SELECT ?, 1, TIMESTAMP '2023-01-08', ?, 'x',"
            " 'terms', 'bare_price', DATE '2022-12-16', DATE '2023-01-31', 3000000,"
            " 150000, 1",
            [SEED_CAMPAIGN, shipped_document(SEED_CAMPAIGN)],
        )
        for sale_id, eligible, reasons in (
            ("sal_a", True, []),
            ("sal_b", False, ["price_below_floor"]),
            ("sal_c", False, ["vehicle_in_conflict"]),
        ):
            connection.execute(
                "INSERT INTO decision_versions SELECT ?, ?, 1, TIMESTAMP '2023-01-10',"
                " 1, ?, ?, 0, NULL, 'terms', 'input'",
                [SEED_CAMPAIGN, sale_id, eligible, reasons],
            )


@pytest.fixture
def upgraded(tmp_path):
    home = Home(tmp_path / "home")
    Store.open(home, sql=old_sql(tmp_path / "sql"), clock=Clock()).close()
    fill(home.database)
    store = Store.open(home, sql=SQL, clock=Clock())
    yield store
    store.close()


def test_what_was_known_is_told_in_the_new_columns(upgraded):
    with upgraded.read() as connection:
        decisions = connection.execute(
            "SELECT sale_id, outcome, price_fen, tier, waits_for FROM decision_versions"
            " ORDER BY sale_id"
        ).fetchall()
        submitted = connection.execute(
            "SELECT sale_id, submitted_at = recorded_at FROM sale_versions ORDER BY 1"
        ).fetchall()
    assert decisions == [
        ("sal_a", "eligible", 15_000_000, None, None),
        ("sal_b", "ineligible", 2_000_000, None, None),
        ("sal_c", "needs_review", None, None, None),
    ]
    assert submitted == [("sal_a", True), ("sal_b", True)]


def test_a_row_without_the_new_facts_has_the_content_hash_it_had(desk):
    desk.ingest(REGISTER)
    nobody = sale_row(1).replace("430800199001010011", "")
    desk.ingest(feed(nobody))
    parts = ", ".join(
        f"coalesce(CAST({fact} AS VARCHAR), chr(0))" for fact in OLD_FACTS
    )
    hashed = f"substr(md5(concat_ws(chr(31), {parts})), 1, 20)"
    with desk.service.store.read() as connection:
        rows = connection.execute(
            f"SELECT row_hash = {hashed}, seats, buyer_kind FROM sale_versions"
        ).fetchall()
    assert rows == [(True, None, None)]


def test_a_fact_that_is_told_later_is_a_version_and_once_told_it_stays(desk):
    desk.ingest(REGISTER)
    plain = feed(sale_row(1))
    seated = plain.replace("数据性质", "数据性质,座位数").replace(
        "合成数据", "合成数据,5"
    )
    for text in (plain, seated):
        desk.ingest(text)
    again = desk.ingest(seated + "\n", "again.csv")
    assert (again.accepted, again.unchanged) == (0, 1)
    with desk.service.store.read() as connection:
        rows = connection.execute(
            "SELECT version, seats FROM sale_versions ORDER BY version"
        ).fetchall()
    assert rows == [(1, None), (2, 5)]


def test_the_seed_campaign_keeps_the_version_its_decisions_carry(desk):
    assert decide_sales(desk.service, SEED_CAMPAIGN).terms_version == "76c60453ae72"


def test_terms_that_a_later_program_calls_contradictory_stay_readable():
    overlapping = "tiers:\n" + "".join(
        f"  - {{name: {name}, at_least_yuan: 1, amount_yuan: 1}}\n" for name in "ab"
    )
    text = campaign(entry(overlapping)).replace(", face_yuan: 1500", "")
    with pytest.raises(BadParameter, match="重叠"):
        parse_campaign(text, "new.yaml")
    assert len(kept_campaign(text).current.tiers) == 2
