"""The view of who waits gives each sale the place that its decision gave it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import duckdb
import polars as pl
import pytest
from hypothesis import given

from tests.eligibility.known_sales import TERMS, known, sale
from tests.eligibility.rule_book import (
    sales_of_all_kinds,
    seeds,
    terms_of_the_rule_book,
)
from voucher_service.campaigns.limits import Quota
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.decide import decide
from voucher_service.eligibility.judging import Context
from voucher_service.resources import SQL
from voucher_service.store.campaigns import CampaignRecord, record_campaign
from voucher_service.store.database import Writing
from voucher_service.store.decisions import record_decisions
from voucher_service.store.draws import record_reveal
from voucher_service.store.migrations import migrate
from voucher_service.store.queries import insert_frame

CAMPAIGN = "test-campaign"
NOW = datetime(2023, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        migrate(connection, SQL, NOW)
        yield connection


def kept(writing: Writing, sales: pl.DataFrame, terms: Terms, seed: str | None) -> None:
    """Keep sales, a campaign and a seed as a landing would."""
    rows = sales.drop("dealer_name", "set_aside").with_columns(
        recorded_at=pl.lit(writing.stamp),
        feed_id=pl.lit("fed"),
        sheet=pl.lit(""),
        row_no=pl.lit(2),
        identity=pl.col("sale_id"),
    )
    insert_frame(writing.connection, "sale_versions", rows)
    drawn = terms.allocation.method == "lottery"
    record_campaign(
        writing,
        CampaignRecord(
            campaign_id=CAMPAIGN,
            document="",
            document_sha256="",
            terms_version=terms.version,
            price_basis=terms.price_basis.value,
            sales_from=terms.sales_window.start,
            sales_to=terms.sales_window.end,
            price_floor_fen=terms.price_floor_fen,
            voucher_fen=None,
            per_vehicle=terms.per_vehicle,
            queue="lottery" if drawn else terms.allocation.order,
        ),
    )
    if drawn and seed is not None:  # a seed is revealed of a draw alone
        record_reveal(writing, CAMPAIGN, terms.version, "0" * 64, seed)


def waiting(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, int | None]]:
    rows = connection.execute(
        "SELECT sale_id, waits_for, rank FROM waitlist_at(?) WHERE campaign_id = ?",
        [NOW.replace(tzinfo=None), CAMPAIGN],
    ).fetchall()
    return {sale_id: (waits_for, rank) for sale_id, waits_for, rank in rows}


def ranks_told(connection, sales: pl.DataFrame, terms: Terms, seed: str | None):
    """What decisions say of those who wait, and what the view says of them."""
    decisions = decide(sales, terms, Context(seed=seed))
    connection.execute("BEGIN")
    try:
        writing = Writing(connection, NOW)
        kept(writing, sales, terms, seed)
        record_decisions(writing, CAMPAIGN, decisions)
        found = waiting(connection)
    finally:
        connection.execute("ROLLBACK")
    told = decisions.drop_nulls("waits_for")
    said = told.select("sale_id", "waits_for", "waitlist_rank").rows()
    return {sale_id: (waits, rank) for sale_id, waits, rank in said}, found


@given(sales=sales_of_all_kinds(), terms=terms_of_the_rule_book(), seed=seeds)
def test_the_view_ranks_as_the_decisions_do(database, sales, terms, seed):
    decided, found = ranks_told(database, sales, terms, seed)
    assert found == decided


def test_those_who_wait_are_ranked_by_their_first_report(database):
    reported = datetime(2022, 12, 20, tzinfo=UTC).replace(tzinfo=None)
    rows = [
        sale(
            sale_id=f"S{at}",
            vin=f"LSVAU2180N200000{at}",
            submitted_at=reported.replace(minute=9 - at),
            sold_on=date(2022, 12, 18 + at),
        )
        for at in range(1, 5)
    ]
    terms = TERMS.model_copy(update={"quotas": (Quota(name="places", count=1),)})
    _, found = ranks_told(database, known(*rows), terms, None)
    assert found == {"S1": ("places", 3), "S2": ("places", 2), "S3": ("places", 1)}
