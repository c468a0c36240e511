"""The published database as typed lazy frames, without the service."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self, TypeVar, cast

import dataframely as dy
import polars as pl

from voucher_service.model import published_frames as shapes
from voucher_service.model.published_errors import UnreadablePublication
from voucher_service.model.published_queries import Limits
from voucher_service.model.text import Text
from voucher_service.store.published_reading import PublishedReader, connect_published
from voucher_service.store.published_scan import scanned, shapes_of
from voucher_service.usecases.ask_published import find_query, query_of, values_of

S = TypeVar("S", bound=dy.Schema)

SHAPES: Mapping[str, type[dy.Schema]] = {
    "budget_states": shapes.BudgetStates,
    "calendar": shapes.Calendar,
    "campaigns": shapes.Campaigns,
    "daily_totals": shapes.DailyTotals,
    "dealers": shapes.Dealers,
    "decisions": shapes.Decisions,
    "district_daily_totals": shapes.DistrictDailyTotals,
    "districts": shapes.Districts,
    "feed_quality": shapes.FeedQuality,
    "published": shapes.Published,
    "published_tables": shapes.PublishedTables,
    "reasons": shapes.Reasons,
    "redemptions": shapes.Redemptions,
    "sales": shapes.Sales,
    "terms": shapes.Terms,
    "vouchers": shapes.Vouchers,
    "brand_totals": shapes.BrandTotals,
    "campaign_totals": shapes.CampaignTotals,
    "dealer_totals": shapes.DealerTotals,
    "eligible_sales": shapes.EligibleSales,
    "energy_daily": shapes.EnergyDaily,
    "refused_sales": shapes.RefusedSales,
    "voucher_redemption": shapes.VoucherRedemption,
}
"""Every published table and view, with its shape."""


class Published:
    """An open published database.

    Each table and view is a lazy frame that reads what is asked of it when it is
    collected, and only while this is open. The file can be published anew meanwhile;
    this goes on reading the one that it opened. Used as a context manager it closes at
    the block's end.
    """

    def __init__(self, path: Path, sql: Path, memory_mb: int) -> None:
        """Open a file, with the library of queries that lies in a folder.

        Raises NotPublished and UnreadablePublication.
        """
        self.path = path
        self._sql = sql
        self._limits = Limits(memory_mb=memory_mb)
        self._connection = connect_published(self.path, self._limits)
        try:
            _hold_to_shapes(self.path, shapes_of(self._connection))
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go; frames that are not collected yet can be no more."""
        self._connection.close()

    def query(self, name: str, **given: object) -> pl.DataFrame:
        """Ask a query of the library, or SQL of your own, with parameters by name.

        Raises NotFound, BadParameter, UnusableQuery and QueryStopped.
        """
        is_sql = " " in name.strip()
        query = query_of("sql", name) if is_sql else find_query(self._sql, name)
        values = {key: str(value) for key, value in given.items()}
        with PublishedReader.beside(self._connection, self._limits) as reader:
            return reader.ask(query.sql, values_of(reader, query, values)).frame

    def _frame(self, name: str, shape: type[S]) -> dy.LazyFrame[S]:
        schema = {column: each.dtype for column, each in shape.columns().items()}
        return cast("dy.LazyFrame[S]", scanned(self._connection, name, schema))

    @property
    def budget_states(self) -> dy.LazyFrame[shapes.BudgetStates]:
        """Where the money of each campaign is."""
        return self._frame("budget_states", shapes.BudgetStates)

    @property
    def calendar(self) -> dy.LazyFrame[shapes.Calendar]:
        """The calendar of the days that sales and campaigns cover."""
        return self._frame("calendar", shapes.Calendar)

    @property
    def campaigns(self) -> dy.LazyFrame[shapes.Campaigns]:
        """The campaigns, with what their last terms say."""
        return self._frame("campaigns", shapes.Campaigns)

    @property
    def daily_totals(self) -> dy.LazyFrame[shapes.DailyTotals]:
        """Each campaign's eligible sales day by day, with running totals."""
        return self._frame("daily_totals", shapes.DailyTotals)

    @property
    def dealers(self) -> dy.LazyFrame[shapes.Dealers]:
        """The register of dealers."""
        return self._frame("dealers", shapes.Dealers)

    @property
    def decisions(self) -> dy.LazyFrame[shapes.Decisions]:
        """What each campaign's terms say of each sale."""
        return self._frame("decisions", shapes.Decisions)

    @property
    def district_daily_totals(self) -> dy.LazyFrame[shapes.DistrictDailyTotals]:
        """Eligible sales by district and day; small cells are suppressed."""
        return self._frame("district_daily_totals", shapes.DistrictDailyTotals)

    @property
    def districts(self) -> dy.LazyFrame[shapes.Districts]:
        """The districts, with their dealers and sales."""
        return self._frame("districts", shapes.Districts)

    @property
    def feed_quality(self) -> dy.LazyFrame[shapes.FeedQuality]:
        """What became of the rows that dealers reported."""
        return self._frame("feed_quality", shapes.FeedQuality)

    @property
    def published(self) -> dy.LazyFrame[shapes.Published]:
        """This publication: as of when, and by what."""
        return self._frame("published", shapes.Published)

    @property
    def published_tables(self) -> dy.LazyFrame[shapes.PublishedTables]:
        """How many rows each table of this publication has."""
        return self._frame("published_tables", shapes.PublishedTables)

    @property
    def reasons(self) -> dy.LazyFrame[shapes.Reasons]:
        """Every reason against a sale."""
        return self._frame("reasons", shapes.Reasons)

    @property
    def redemptions(self) -> dy.LazyFrame[shapes.Redemptions]:
        """The redemptions that were accepted, as they stand."""
        return self._frame("redemptions", shapes.Redemptions)

    @property
    def sales(self) -> dy.LazyFrame[shapes.Sales]:
        """The sales as last reported, without vehicle, invoice or buyer."""
        return self._frame("sales", shapes.Sales)

    @property
    def terms(self) -> dy.LazyFrame[shapes.Terms]:
        """Each entry of a campaign's terms, which holds from its day on."""
        return self._frame("terms", shapes.Terms)

    @property
    def vouchers(self) -> dy.LazyFrame[shapes.Vouchers]:
        """The vouchers as they stand, without their codes."""
        return self._frame("vouchers", shapes.Vouchers)

    @property
    def brand_totals(self) -> dy.LazyFrame[shapes.BrandTotals]:
        """Each campaign's totals by brand."""
        return self._frame("brand_totals", shapes.BrandTotals)

    @property
    def campaign_totals(self) -> dy.LazyFrame[shapes.CampaignTotals]:
        """Each campaign's totals."""
        return self._frame("campaign_totals", shapes.CampaignTotals)

    @property
    def dealer_totals(self) -> dy.LazyFrame[shapes.DealerTotals]:
        """Each campaign's totals by dealer."""
        return self._frame("dealer_totals", shapes.DealerTotals)

    @property
    def eligible_sales(self) -> dy.LazyFrame[shapes.EligibleSales]:
        """The sales that are eligible, with what they earn."""
        return self._frame("eligible_sales", shapes.EligibleSales)

    @property
    def energy_daily(self) -> dy.LazyFrame[shapes.EnergyDaily]:
        """Eligible sales by day and what the cars run on."""
        return self._frame("energy_daily", shapes.EnergyDaily)

    @property
    def refused_sales(self) -> dy.LazyFrame[shapes.RefusedSales]:
        """The sales that are not eligible, with their reasons."""
        return self._frame("refused_sales", shapes.RefusedSales)

    @property
    def voucher_redemption(self) -> dy.LazyFrame[shapes.VoucherRedemption]:
        """How each voucher was used."""
        return self._frame("voucher_redemption", shapes.VoucherRedemption)


def _hold_to_shapes(
    path: Path, found: Mapping[str, Mapping[str, pl.DataType | None]]
) -> None:
    """See that the file has every column, as its type; it may have more."""
    for relation, shape in SHAPES.items():
        there = found.get(relation, {})
        for name, column in shape.columns().items():
            if there.get(name) != column.dtype:
                raise _does_not_fit(path, f"{relation}.{name}")


def _does_not_fit(path: Path, column: str) -> UnreadablePublication:
    return UnreadablePublication(
        Text(
            zh=f"{path} 的列 {column} 与本程序所知的结构不符",
            en=f"the column {column} of {path} is not as this program knows it",
        ),
        remedy=Text(
            zh="用写出该文件的同一版本程序读取，或重新发布",
            en="read it with the program version that wrote it, or publish anew",
        ),
    )
