"""All decisions in a list or a table: whole, the same each time, and safe to open."""

import io
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.campaign_texts import campaign, entry
from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row, vin
from voucher_service.model.decision_exports import EXPORT_COLUMNS, TableFormat
from voucher_service.model.errors import BadParameter, NotFound, RefusedByRule
from voucher_service.model.kinds import Outcome, Role
from voucher_service.model.reports import Principal
from voucher_service.usecases import export_decisions as exporting
from voucher_service.usecases.export_decisions import (
    DecisionsQuery,
    export_decisions,
    export_to_file,
    list_decisions,
)
from voucher_service.usecases.open_campaign import open_campaign

QUERY = DecisionsQuery(SEED_CAMPAIGN)
READ = {
    TableFormat.CSV: lambda body: pl.read_csv(body, infer_schema=False),
    TableFormat.PARQUET: pl.read_parquet,
    TableFormat.XLSX: lambda body: pl.read_excel(body, sheet_id=1),
}


@pytest.fixture
def dealt(desk):
    desk.ingest(REGISTER, "dealers.csv")
    rows = (sale_row(1), sale_row(2, price="29999.99"), sale_row(3, "2023-01-20"))
    desk.ingest(feed(*rows), "sales.csv")
    return desk


def exported(desk, format_, query=QUERY, asker=None) -> bytes:
    return b"".join(export_decisions(desk.service, query, format_, asker).pieces())


@pytest.mark.parametrize("format_", TableFormat)
def test_every_format_holds_the_same_decisions(dealt, format_):
    table = READ[format_](io.BytesIO(exported(dealt, format_)))
    assert table.height == 3
    if format_ is TableFormat.XLSX:
        table.columns = list(EXPORT_COLUMNS)
    assert table.columns == list(EXPORT_COLUMNS)
    (row,) = table.filter(pl.col("vin") == vin(2)).to_dicts()
    assert (row["outcome"], row["reasons"]) == ("ineligible", "price_below_floor")
    assert row["reasons_zh"] == "价格低于活动门槛"
    assert float(row["price_yuan"]) == 29_999.99
    assert str(row["price_fen"]) == "2999999"
    assert (row["file"], int(row["row"])) == ("sales.csv", 3)
    assert str(row["sold_on"]) == "2023-01-05"
    assert row["data_nature"] == "合成数据 synthetic data"


@pytest.mark.parametrize("format_", TableFormat)
def test_the_same_day_and_instant_give_the_same_bytes(dealt, format_):
    known_at = dealt.service.store.data_version()
    query = DecisionsQuery(SEED_CAMPAIGN, date(2023, 1, 10), known_at)
    first = exported(dealt, format_, query)
    dealt.ingest(feed(sale_row(2, price="160000.00"), sale_row(5)), "later.csv")
    assert exported(dealt, format_, query) == first
    assert exported(dealt, format_) != first


@pytest.mark.parametrize("format_", TableFormat)
def test_slices_make_the_table_that_one_would(dealt, format_, monkeypatch):
    whole = READ[format_](io.BytesIO(exported(dealt, format_)))
    monkeypatch.setattr(exporting, "ROWS_AT_ONCE", 1)
    assert READ[format_](io.BytesIO(exported(dealt, format_))).equals(whole)


def test_a_day_and_an_outcome_choose_among_the_decisions(dealt):
    by_day = DecisionsQuery(SEED_CAMPAIGN, date(2023, 1, 10))
    eligible = DecisionsQuery(SEED_CAMPAIGN, outcome=Outcome.ELIGIBLE)
    found = [
        {item.vin for item in list_decisions(dealt.service, query).items}
        for query in (QUERY, by_day, eligible)
    ]
    assert found == [{vin(1), vin(2), vin(3)}, {vin(1), vin(2)}, {vin(1), vin(3)}]


def test_a_list_is_given_page_by_page(dealt):
    first = list_decisions(dealt.service, QUERY, limit=2)
    rest = list_decisions(dealt.service, QUERY, first.next_cursor, limit=2)
    assert [len(first.items), len(rest.items), rest.next_cursor] == [2, 1, None]
    ids = [item.sale_id for item in (*first.items, *rest.items)]
    assert ids == sorted(set(ids))
    with pytest.raises(BadParameter, match="next_cursor"):
        list_decisions(dealt.service, QUERY, "elsewhere")


def test_a_dealer_is_given_its_own_decisions_alone(dealt):
    asker = Principal(name="T-02", role=Role.DEALER, dealer="T-02")
    page = list_decisions(dealt.service, QUERY, asker=asker)
    assert [item.vin for item in page.items] == [vin(2)]
    body = exported(dealt, TableFormat.PARQUET, asker=asker)
    assert pl.read_parquet(io.BytesIO(body))["dealer_id"].to_list() == ["T-02"]


def test_a_rival_of_another_dealer_is_not_told_to_a_dealer(dealt):
    dealt.ingest(feed(sale_row(4).replace(vin(4), vin(1))), "same-car.csv")
    asker = Principal(name="T-02", role=Role.DEALER, dealer="T-02")
    for who, told in ((None, 1), (asker, 0)):
        page = list_decisions(dealt.service, QUERY, asker=who)
        items = [item for item in page.items if item.dealer_id == "T-02"]
        assert sum(item.rival_sale_id is not None for item in items) == told


def test_those_who_wait_are_given_with_their_place(dealt):
    more = "budget_yuan: 1500\n"
    open_campaign(dealt.service, campaign(entry(more)), "test.yaml")
    page = list_decisions(dealt.service, DecisionsQuery("test-campaign"))
    told = {item.vin: (item.waits_for, item.waitlist_rank) for item in page.items}
    assert told == {vin(1): (None, None), vin(2): (None, None), vin(3): ("budget", 1)}


def test_a_name_that_is_a_formula_is_harmless_in_a_spreadsheet(desk):
    register = REGISTER.replace("测试一号汽车（合成）", "=1+1（合成）")
    desk.ingest(register, "dealers.csv")
    desk.ingest(feed(sale_row(1)), "sales.csv")
    body = exported(desk, TableFormat.CSV).decode("utf-8-sig")
    assert ",'=1+1" in body
    cells = pl.read_excel(io.BytesIO(exported(desk, TableFormat.XLSX)), sheet_id=1)
    assert cells["经销商名称"].item().startswith("=1+1")


def test_a_campaign_without_sales_gives_a_table_without_rows(desk):
    for format_ in TableFormat:
        table = READ[format_](io.BytesIO(exported(desk, format_)))
        assert (table.height, table.width) == (0, len(EXPORT_COLUMNS))


def test_more_rows_than_a_sheet_holds_are_refused_with_the_way_out(dealt, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_SHEET_ROWS", 2)
    with pytest.raises(RefusedByRule, match="电子表格") as refused:
        exported(dealt, TableFormat.XLSX)
    assert refused.value.remedy is not None
    assert "Parquet" in refused.value.remedy.en
    assert exported(dealt, TableFormat.CSV)


def test_a_file_is_whole_or_not_there(dealt, tmp_path):
    out = tmp_path / "decisions.csv"
    report = export_to_file(dealt.service, QUERY, out)
    assert out.read_bytes() == exported(dealt, TableFormat.CSV)
    assert (report.decisions, report.bytes) == (3, out.stat().st_size)
    with pytest.raises(NotFound):
        export_to_file(dealt.service, DecisionsQuery("nosuch"), out)
    with pytest.raises(BadParameter, match="parquet"):
        export_to_file(dealt.service, QUERY, tmp_path / "decisions.doc")
    with pytest.raises(BadParameter, match="cannot write"):
        export_to_file(dealt.service, QUERY, Path(tmp_path, "nosuch", "a.csv"))
    assert [path.name for path in tmp_path.glob("decisions*")] == [out.name]
