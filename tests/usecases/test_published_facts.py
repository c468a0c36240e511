"""What a publication says of days, campaigns and itself is so, or else left open."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.campaign_texts import campaign, entry
from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.model.published_queries import Limits
from voucher_service.resources import SQL
from voucher_service.store.published_reading import PublishedReader
from voucher_service.usecases.ask_published import (
    ask_published,
    list_queries,
    origin_of,
    query_of,
)
from voucher_service.usecases.lay_out_answer import table_lines
from voucher_service.usecases.open_campaign import open_campaign
from voucher_service.usecases.publish import list_publications, publish
from voucher_service.usecases.published_facts import calendar_of

LATER = "later-2027"
TO_COME = campaign(
    entry(effective_from="2027-12-16")
    .replace("2022-12-16", "2027-12-16")
    .replace("2023-01-31", "2028-01-31"),
    name=LATER,
)


def rows(file, query):
    with duckdb.connect(file, read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def later(desk):
    """Give a desk with a second campaign, whose days are still to come."""
    desk.ingest(REGISTER, "dealers.csv")
    open_campaign(desk.service, TO_COME, "later.yaml")
    return desk


def test_a_campaign_without_a_sale_stands_at_no_day(later):
    assert publish(later.service).publication.as_of is None
    later.ingest(feed(sale_row(1), sale_row(2, day="2022-12-20")))
    made = publish(later.service)
    assert made.publication.as_of == date(2023, 1, 5)
    assert list_publications(later.service).publications[0].as_of == date(2023, 1, 5)
    for table in ("campaigns", "campaign_totals"):
        assert rows(
            made.file, f"SELECT campaign_id, as_of, synthetic FROM {table} ORDER BY ALL"
        ) == [(LATER, None, False), (SEED_CAMPAIGN, date(2023, 1, 5), True)]
    assert rows(made.file, "SELECT as_of, synthetic FROM published") == [
        (date(2023, 1, 5), True)
    ]
    for table in ("daily_totals", "district_daily_totals"):
        days = f"SELECT DISTINCT campaign_id, max(day) FROM {table} GROUP BY ALL"
        assert rows(made.file, days) == [(SEED_CAMPAIGN, date(2023, 1, 5))]
    assert rows(made.file, "SELECT cars_sold FROM campaign_totals ORDER BY ALL") == [
        (0,),
        (2,),
    ]


def test_the_library_has_an_answer_where_there_is_no_sale(later):
    file = Path(publish(later.service).file)
    for query in list_queries(SQL):
        given = {"campaign": LATER}
        asked = given if "campaign" in {each.name for each in query.parameters} else {}
        assert table_lines(ask_published(file, query, asked))
    with PublishedReader.open(file, Limits()) as reader:
        assert origin_of(reader).as_of is None


def test_a_publication_holds_its_terms_versions_and_row_counts(later):
    made = publish(later.service)
    [(versions, counts)] = rows(
        made.file, "SELECT terms_versions, row_counts FROM published"
    )
    assert versions == dict(
        rows(made.file, "SELECT campaign_id, terms_version FROM campaigns")
    )
    assert set(versions) == {LATER, SEED_CAMPAIGN}
    assert counts == made.publication.tables
    answer = ask_published(Path(made.file), query_of("sql", "FROM published"), {})
    assert LATER in str(answer.frame["terms_versions"].item())


@pytest.mark.parametrize(("year", "known"), [(2022, {True, False}), (2027, {None})])
def test_in_a_year_without_a_notice_no_day_is_a_working_day_or_none(year, known):
    days = calendar_of(date(year, 12, 1), date(year, 12, 31))
    assert set(days["is_working_day"]) == known
    assert days["weekday"].null_count() == 0
