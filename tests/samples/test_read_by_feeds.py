"""The service itself reads the sample as the sample says it must."""

import json
from datetime import date

import polars as pl
import pytest

from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.eligibility.asked_columns import decided_columns
from voucher_service.eligibility.decide import decide
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import read_feed
from voucher_service.feeds.sealing import BuyerSeal
from voucher_service.model.frames import SALE_FACTS
from voucher_service.model.reasons import FeedReason
from voucher_service.samples.feed_files import SENT_AGAIN
from voucher_service.samples.generate import register_bytes, sample_feeds
from voucher_service.samples.market import CARS_COUNTED, SALES_FEN
from voucher_service.samples.pricing import FLOOR_FEN

FEEDS = sample_feeds()
NO_DEALERS = pl.DataFrame(
    schema=dict.fromkeys(("dealer_id", "name", "uscc", "district"), pl.String)
)


def read(content: bytes, name: str, dealers: pl.DataFrame):
    return read_feed(
        content,
        name=name,
        profile=Profile(),
        dealers=dealers,
        seal=BuyerSeal(b"a key for tests only"),
        today=date(2023, 2, 10),
    )


@pytest.fixture(scope="module")
def dealers() -> pl.DataFrame:
    reading = read(register_bytes(), "dealers.csv", NO_DEALERS)
    assert reading.kind == "dealers"
    assert len(reading.refused) == 0
    return reading.accepted


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.path)
def test_a_file_is_read_as_it_was_meant(feed, dealers):
    reading = read(feed.content, feed.path, dealers)
    found = {
        row["row_no"]: tuple(sorted(row["reasons"]))
        for row in reading.refused.iter_rows(named=True)
    }
    meant = {
        feed.row_no(at): tuple(sorted(sale.faults))
        for at, sale in enumerate(feed.sales)
        if sale.faults
    }
    assert found == meant, [json.loads(f) for f in reading.refused["findings"]]
    assert reading.rows == len(feed.sales)
    assert notes_in(reading) == notes_meant(feed)
    landed = {row["row_no"]: row for row in reading.accepted.iter_rows(named=True)}
    for at, sale in enumerate(feed.sales):
        if not sale.faults:
            assert_read_as(landed[feed.row_no(at)], sale, feed.layout.fields)


def notes_in(reading) -> list[tuple[int, str]]:
    return sorted(reading.notes.select("row_no", "code").rows())


def notes_meant(feed) -> list[tuple[int, str]]:
    planted = [
        (feed.row_no(at), reason.value)
        for at, sale in enumerate(feed.sales)
        for reason in sale.notes
    ]
    hidden = [(feed.layout.header_row, "hidden_in_file")] * len(feed.layout.hidden)
    return sorted(planted + hidden)


def assert_read_as(row, sale, fields):
    assert row["dealer_id"] == sale.dealer.dealer_id
    assert row["vin"] == sale.vin
    assert row["sold_on"] == sale.sold_on
    assert row["invoice_number"] == sale.invoice_number
    assert row["bare_price_fen"] == sale.bare_price_fen
    assert row["brand"] == sale.car.brand
    assert row["model"] == sale.car.name
    assert row["condition"] == (
        None if FeedReason.CONDITION_UNKNOWN in sale.notes else sale.condition
    )
    assert row["synthetic"] is True
    if FeedReason.ENERGY_UNKNOWN in sale.notes:
        assert row["energy"] is None
    elif "energy" in fields:
        assert row["energy"] == sale.car.energy
    for price in ("invoice_total", "invoice_net", "invoice_tax"):
        if price in fields:
            assert row[f"{price}_fen"] == getattr(sale, f"{price}_fen")


def test_the_seed_terms_ask_for_what_the_sample_was_made_for():
    name = "zhangjiajie-2022-new-year"
    terms = parse_campaign(shipped_campaigns()[name], name).current
    assert terms.price_floor_fen == FLOOR_FEN
    assert terms.sales_window.start == date(2022, 12, 16)
    assert (CARS_COUNTED, SALES_FEN) == (460, 6_875_000_000)


@pytest.fixture(scope="module")
def landed(dealers) -> pl.DataFrame:
    """Every row that lands, in the order in which the files are read in."""
    return pl.concat(
        read(feed.content, feed.path, dealers).accepted.with_columns(
            path=pl.lit(feed.path)
        )
        for feed in FEEDS
    )


@pytest.fixture(scope="module")
def known(landed) -> pl.DataFrame:
    """Every sale of the sample as it is first told of: the KnownSale columns."""
    identity = ["dealer_id", "identity"]
    return landed.unique(identity, keep="first", maintain_order=True).with_columns(
        sale_id=pl.concat_str(identity, separator=":"),
        version=pl.lit(1, dtype=pl.Int32),
        row_hash=pl.col("identity").hash().cast(pl.String),
        dealer_name=pl.lit(None, dtype=pl.String),
        set_aside=pl.lit(value=False),
    )


def test_rows_sent_again_tell_the_very_same_sale(landed, known):
    assert len(landed) - len(known) == sum(SENT_AGAIN.values())
    assert landed.select(SALE_FACTS).unique().height == len(known)


def test_the_terms_find_460_cars_and_deny_the_rest_as_planned(known):
    name = "zhangjiajie-2022-new-year"
    terms = parse_campaign(shipped_campaigns()[name], name).current
    decided = known.join(
        decide(known.select(decided_columns((terms,))), terms),
        on="sale_id",
        validate="1:1",
    )
    eligible = decided.filter("eligible")
    assert len(eligible) == CARS_COUNTED
    assert eligible["bare_price_fen"].sum() == SALES_FEN
    assert eligible["sold_on"].max() == date(2023, 1, 10)
    found = {
        (row["path"], row["row_no"]): tuple(row["reasons"])
        for row in decided.iter_rows(named=True)
    }
    for feed in FEEDS:
        for at, sale in enumerate(feed.sales):
            reasons = found.get((feed.path, feed.row_no(at)))
            if sale.counted and reasons is not None:
                assert reasons == ()
            elif sale.denials:
                assert reasons == tuple(reason.value for reason in sale.denials)
            elif not sale.faults and reasons is not None:
                assert "sold_before_start" in reasons
