"""What is published is what is known, whole, documented and without personal data."""

import json
import shutil
import threading
from dataclasses import replace
from datetime import date, datetime, timedelta

import duckdb
import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import HEADER, REGISTER, feed, sale_row, vin
from tests.teller import Teller, issued, told
from voucher_service.model.days import SHANGHAI
from voucher_service.model.errors import HomeUnusable, NotFound
from voucher_service.model.publications import Publishing
from voucher_service.resources import SQL
from voucher_service.store.published_files import definitions
from voucher_service.store.publishing import Halt
from voucher_service.usecases.publish import (
    is_stale,
    list_publications,
    publish,
    published_database,
    published_table,
    tidy,
)
from voucher_service.usecases.report_totals import TotalsQuery, report_totals

FILES = definitions(SQL)
TEN = [sale_row(number) for number in range(1, 11)]
NOON = datetime(2023, 2, 21, 12, tzinfo=SHANGHAI)


def opened(desk):
    path = desk.service.store.home.published / "voucher.duckdb"
    return duckdb.connect(str(path), read_only=True)


def rows(desk, query):
    with opened(desk) as connection:
        return connection.execute(query).fetchall()


def live(desk, query):
    with desk.service.store.read() as connection:
        return connection.execute(query).fetchall()


def filled(desk):
    """Take in sales of two districts with corrections, and redeem of some vouchers."""
    codes = issued(desk, 6)
    desk.ingest(feed(sale_row(1, price="160000.00"), *TEN[6:], sale_row(11, price="1")))
    teller = Teller(desk)
    taken = told(teller.redeem(codes[0], 50_000))
    teller.lock(codes[1], 30_000)
    teller.reverse(taken["id"])
    teller.redeem(codes[2], 70_000)
    return codes


def test_totals_are_those_of_the_live_database(desk):
    filled(desk)
    made = publish(desk.service)
    totals = report_totals(desk.service, TotalsQuery(SEED_CAMPAIGN))
    told_of = (totals.cars_sold, totals.sales_fen, totals.vouchers_fen)
    columns = "cars_sold, sales_fen, vouchers_fen"
    assert rows(desk, f"SELECT {columns} FROM campaign_totals") == [told_of]
    assert rows(
        desk,
        "SELECT cumulative_cars, cumulative_sales_fen, cumulative_vouchers_fen"
        " FROM daily_totals ORDER BY day DESC LIMIT 1",
    ) == [told_of]
    assert made.publication.as_of == totals.as_of
    assert made.publication.synthetic


LIVE_AND_PUBLISHED = [
    (
        "SELECT count(*), sum(bare_price_fen), sum(version), count(DISTINCT sale_id),"
        " count(*) FILTER (cancelled), min(sold_on), max(recorded_at), max(district)"
        " FROM sales",
        "SELECT count(*), sum(bare_price_fen), sum(versions), count(DISTINCT sale_id),"
        " count(*) FILTER (cancelled), min(sold_on), max(recorded_at), max(district)"
        " FROM sales",
    ),
    *(
        (query, query)
        for query in (
            "SELECT outcome, count(*), sum(price_fen), sum(amount_fen)"
            " FROM decisions GROUP BY ALL ORDER BY ALL",
            "SELECT status, bank, count(*), sum(amount_fen), min(changed_at)"
            " FROM redemptions GROUP BY ALL ORDER BY ALL",
            "FROM budget_states ORDER BY ALL",
            "SELECT dealer_id, name, district, active FROM dealers ORDER BY ALL",
        )
    ),
    (
        "SELECT voucher_no, state, balance_fen, locked_fen, captured_fen, changed_at"
        " FROM vouchers_now ORDER BY ALL",
        "SELECT voucher_no, state, balance_fen, locked_fen, captured_fen, changed_at"
        " FROM vouchers ORDER BY ALL",
    ),
    (
        "SELECT reason, count(*) FROM (SELECT unnest(reasons) AS reason FROM decisions)"
        " GROUP BY ALL ORDER BY ALL",
        "SELECT reason, count(*) FROM reasons GROUP BY ALL ORDER BY ALL",
    ),
    (
        "SELECT dealer_id, row_count, accepted, unchanged, review, refused"
        " FROM feed_quality_at(NULL, NULL, TIMESTAMP 'infinity') ORDER BY ALL",
        "SELECT dealer_id, rows, accepted, unchanged, review, refused"
        " FROM feed_quality ORDER BY ALL",
    ),
]


def test_every_table_adds_up_to_the_live_one(desk):
    filled(desk)
    publish(desk.service)
    for ours, theirs in LIVE_AND_PUBLISHED:
        assert rows(desk, theirs) == live(desk, ours), theirs


def test_a_publication_says_until_when_and_by_which_log(desk):
    filled(desk)
    made = publish(desk.service).publication
    [(known_at, entries, head, cell)] = rows(
        desk, "SELECT known_at, chain_entries, chain_head, smallest_cell FROM published"
    )
    assert known_at == made.known_at.replace(tzinfo=None)
    assert live(
        desk, f"SELECT entry_hash FROM audit_log WHERE entry_no = {entries}"
    ) == [(head,)]
    assert cell == made.smallest_cell
    counted = dict(rows(desk, "SELECT table_name, row_count FROM published_tables"))
    assert counted == made.tables
    for table, count in counted.items():
        assert rows(desk, f"SELECT count(*) FROM {table}") == [(count,)]


def test_every_table_view_and_column_is_documented(desk):
    publish(desk.service)
    with opened(desk) as connection:
        for file in FILES:
            described = connection.execute(f"DESCRIBE {file.name}").fetchall()
            assert [row[0] for row in described] == list(file.columns), file.name
            assert " · " in file.meaning
            assert all(" · " in text for text in file.columns.values()), file.name
        comments = connection.execute(
            "SELECT table_name, column_name, comment FROM duckdb_columns()"
            " WHERE NOT internal"
        ).fetchall()
        made = connection.execute(
            "SELECT table_name, comment FROM duckdb_tables() UNION ALL"
            " SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
    texts = {file.name: dict(file.columns) for file in FILES}
    assert all(texts[table][column] == said for table, column, said in comments)
    assert dict(made) == {file.name: file.comment for file in FILES}


def test_the_same_state_gives_the_same_rows_and_the_same_ids(desk):
    filled(desk)
    publish(desk.service)
    tables = [file.name for file in FILES]
    first = {name: sorted(rows(desk, f"FROM {name}"), key=repr) for name in tables}
    publish(desk.service, anew=True)
    again = {name: sorted(rows(desk, f"FROM {name}"), key=repr) for name in tables}
    assert first == again


CHANGES = {
    "a sale": lambda desk, _codes: desk.ingest(feed(sale_row(20))),
    "a redemption": lambda desk, codes: Teller(desk).redeem(codes[3], 10_000),
    "the same feed again": lambda desk, _codes: desk.ingest(feed(*TEN[:6])),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_published_and_nothing_else_is(desk, change):
    codes = issued(desk, 6)
    assert publish(desk.service).written
    assert not is_stale(desk.service)
    assert not publish(desk.service).written
    CHANGES[change](desk, codes)
    assert is_stale(desk.service) == (change != "the same feed again")


def test_a_reader_keeps_what_it_opened_across_publications(desk):
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed(*TEN[:2]))
    publish(desk.service)
    with opened(desk) as reader:
        for number in range(3, 8):
            desk.ingest(feed(TEN[number]))
            publish(desk.service)
            assert reader.execute("SELECT count(*) FROM sales").fetchall() == [(2,)]
    assert rows(desk, "SELECT count(*) FROM sales") == [(7,)]


def of_the_day(desk, day):
    desk.clock.instant = NOON + timedelta(days=day)
    desk.ingest(feed(sale_row(30 + day)))
    return publish(desk.service).publication


def test_the_last_publications_are_kept_and_opened_by_date(desk):
    desk.ingest(REGISTER, "dealers.csv")
    service = replace(desk.service, publishing=Publishing(kept=3))
    desk = replace(desk, service=service)
    made = [of_the_day(desk, day) for day in range(5)]
    assert list_publications(service).publications == tuple(made[:1:-1])
    for asked, day in [(None, 4), (4, 4), (9, 4), (3, 3), (2, 2)]:
        on = None if asked is None else NOON.date() + timedelta(days=asked)
        file = published_database(service, on)
        assert file.sha256 == made[day].sha256
        file.content.close()
    with pytest.raises(NotFound) as refused:
        published_database(service, NOON.date() + timedelta(days=1))
    assert "2023-02-23" in refused.value.choices
    folder = service.store.home.published
    assert len(list(folder.glob("history/*.duckdb"))) == 3
    assert len(list(folder.glob("history/*.json"))) == 3


def test_nothing_published_is_not_found(desk):
    with pytest.raises(NotFound):
        published_database(desk.service)


def test_what_a_killed_process_left_is_taken_away_and_mended(desk):
    desk.ingest(REGISTER, "dealers.csv")
    first = publish(desk.service)
    folder = desk.service.store.home.published
    before = folder / "kept"
    shutil.copy2(folder / "voucher.duckdb", before)
    desk.ingest(feed(TEN[0]))
    last = publish(desk.service).publication
    before.replace(folder / "voucher.duckdb")  # killed before the last rename
    strays = ("voucher.duckdb.part", "voucher.duckdb.part.wal", "history/x.json.part")
    for stray in strays:
        (folder / stray).write_bytes(b"half")
    halves = folder / "history" / "voucher-29990101T000000.000000Z.duckdb"
    halves.write_bytes(b"half")
    tidy(desk.service)
    assert rows(desk, "SELECT count(*) FROM sales") == [(1,)]
    assert list_publications(desk.service).publications[0] == last != first
    assert not any((folder / stray).exists() for stray in strays)


def origin_of(parquet):
    """Give what a Parquet file says of where it is from."""
    [(told,)] = duckdb.execute(
        f"SELECT decode(value) FROM parquet_kv_metadata('{parquet}')"
        " WHERE decode(key) = 'voucher_service'"
    ).fetchall()
    return json.loads(told)


def test_a_table_is_given_as_parquet_made_once(desk, tmp_path):
    filled(desk)
    made = publish(desk.service).publication
    origin = {
        "as_of": "2023-01-05",
        "known_at": made.known_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "synthetic": True,
        "program_version": made.program_version,
        "schema_version": made.schema_version,
    }
    for file in FILES:
        if file.is_view:
            continue
        first, again = (published_table(desk.service, file.name) for _ in range(2))
        assert first.sha256 == again.sha256
        place = tmp_path / "table.parquet"
        place.write_bytes(first.content.read())
        first.content.close()
        again.content.close()
        found = duckdb.execute(f"FROM '{place}'").fetchall()
        assert sorted(found, key=repr) == sorted(
            rows(desk, f"FROM {file.name}"), key=repr
        )
        assert origin_of(place) == {"table": file.name, **origin}
    files = list(desk.service.store.home.published.glob("history/*.parquet"))
    assert len(files) == sum(not file.is_view for file in FILES)
    with pytest.raises(NotFound):
        published_table(desk.service, "eligible_sales")


def test_where_nothing_can_be_written_it_is_said_and_the_service_goes_on(desk):
    desk.ingest(REGISTER, "dealers.csv")
    publish(desk.service)
    folder = desk.service.store.home.published
    (folder / "voucher.duckdb.part").mkdir()
    (folder / "voucher.duckdb.part" / "x").touch()
    desk.ingest(feed(TEN[0]))
    with pytest.raises(HomeUnusable, match="cannot publish"):
        publish(desk.service)
    assert rows(desk, "SELECT count(*) FROM sales") == [(0,)]
    assert live(desk, "SELECT count(*) FROM sales") == [(1,)]


D1, D2, D3 = "永定区", "慈利县", "桑植县"
CELLS = [
    # cars by district, smallest cell, the districts that are hidden
    ({D1: 5, D2: 4}, 3, set()),
    ({D1: 5, D2: 3}, 3, set()),
    ({D1: 5, D2: 2}, 3, {D2, D3}),
    ({D1: 9, D2: 2, D3: 5}, 3, {D2, D3}),
    ({D1: 5, D2: 2, D3: 5}, 3, {D1, D2, D3}),
    ({D1: 9, D2: 2, D3: 2}, 3, {D1, D2, D3}),
    ({D1: 9, D2: 1, D3: 1}, 3, {D2, D3}),
    ({D1: 1}, 3, {D1, D2, D3}),
    ({D1: 6}, 3, {D1, D2, D3}),
    ({D1: 1, D2: 9}, 1, set()),
]


@pytest.mark.parametrize(("cars", "smallest", "hidden"), CELLS)
def test_small_cells_are_hidden_and_do_not_follow_from_the_total(
    desk, cars, smallest, hidden
):
    places = (D1, D2, D3)
    register = "经销商编号,经销商名称,区县,数据性质\n" + "".join(
        f"T-{n},测试{n}号汽车（合成）,{place},合成数据\n"
        for n, place in enumerate(places)
    )
    desk.ingest(register, "dealers.csv")
    sold = [places.index(place) for place, count in cars.items() for _ in range(count)]
    text = [
        f"T-{dealer},143002220001,{n:08d},{vin(n)},2023-01-05,150000.00,示例,燃油,"
        f",,合成数据"
        for n, dealer in enumerate(sold, start=1)
    ]
    desk.ingest("\n".join([HEADER, *text]) + "\n")
    service = replace(desk.service, publishing=Publishing(smallest_cell=smallest))
    publish(service)
    found = rows(
        desk,
        "SELECT district, cars_sold, sales_fen, suppressed FROM district_daily_totals"
        " WHERE day = DATE '2023-01-05'",
    )
    shown = {place: count for place, count, _, suppressed in found if not suppressed}
    gone = {place for place, _, _, suppressed in found if suppressed}
    assert gone == hidden
    assert gone >= {place for place, n in cars.items() if n < smallest}
    assert shown == {p: cars.get(p, 0) for p in places if p not in gone}
    assert all((n is None) == (fen is None) == gone_ for _, n, fen, gone_ in found)


def test_a_publication_that_is_broken_off_leaves_the_last_one(desk):
    desk.ingest(REGISTER, "dealers.csv")
    publish(desk.service)
    desk.ingest(feed(TEN[0]))
    halt, over = Halt(), threading.Event()

    def keep_asking() -> None:
        while not over.wait(0.001):
            halt.ask()

    asker = threading.Thread(target=keep_asking)
    asker.start()
    try:
        with pytest.raises(HomeUnusable, match="cannot publish"):
            publish(desk.service, halt=halt)
    finally:
        over.set()
        asker.join()
    assert rows(desk, "SELECT count(*) FROM sales") == [(0,)]
    assert publish(desk.service).written
    assert rows(desk, "SELECT count(*) FROM sales") == [(1,)]


def test_the_days_of_a_campaign_are_all_there(desk):
    filled(desk)
    publish(desk.service)
    [(first, last, days)] = rows(
        desk, "SELECT min(day), max(day), count(*) FROM daily_totals"
    )
    assert (first, last) == (date(2022, 12, 16), date(2023, 1, 5))
    assert days == (last - first).days + 1
