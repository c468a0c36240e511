"""Sales become the files their dealers send: one for each stretch of days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from voucher_service.samples.calendar import AS_OF, BASELINE, CAMPAIGN_START
from voucher_service.samples.cells import Cell, price_cell, row_of
from voucher_service.samples.csv_file import csv_bytes
from voucher_service.samples.dealers import DEALERS, NATURE, Dealer
from voucher_service.samples.layouts import LAYOUTS, Layout
from voucher_service.samples.planted import LATE
from voucher_service.samples.sale import Sale
from voucher_service.samples.xlsx_file import Sheet, xlsx_bytes

Stretch = tuple[date, date]

_YEAR_END = date(2022, 12, 31)
_NEW_YEAR = date(2023, 1, 1)
_IN_TWO: tuple[Stretch, ...] = ((CAMPAIGN_START, _YEAR_END), (_NEW_YEAR, AS_OF))
_IN_ONE: tuple[Stretch, ...] = ((CAMPAIGN_START, AS_OF),)
SENT_AGAIN = {"ZJJ-002": 3, "ZJJ-005": 2, "ZJJ-011": 3}
"""How many December sales these dealers send again, unchanged, in January."""


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A file of a dealer: its days and the sales in it, row by row."""

    dealer: Dealer
    stretch: Stretch
    sales: tuple[Sale, ...]

    @property
    def layout(self) -> Layout:
        """Give the fashion in which the dealer writes."""
        return LAYOUTS[self.dealer.dealer_id]

    @property
    def path(self) -> str:
        """Give the file's place below the sample folder."""
        first, last = self.stretch
        folder = f"feeds/{self.dealer.dealer_id}"
        return f"{folder}/sales-{first}_{last}.{self.layout.suffix}"

    @property
    def content(self) -> bytes:
        """Give the file's bytes."""
        rows = [row_of(sale, self.layout, at) for at, sale in enumerate(self.sales, 1)]
        headers = [header for _, header in self.layout.columns]
        if not self.layout.is_workbook:
            return csv_bytes([headers, *rows], self.layout.encoding)
        hidden = [self.layout.fields.index(field) for field in self.layout.hidden]
        return xlsx_bytes(Sheet(self._above(), headers, rows, self._footer(), hidden))

    def row_no(self, at: int) -> int:
        """Give the row, as a spreadsheet counts, of the sale at a place (from 0)."""
        return self.layout.header_row + 1 + at

    def _above(self) -> tuple[str, ...]:
        first, last = self.stretch
        months = f"{first.year}年{first.month}月"
        if (first.year, first.month) != (last.year, last.month):
            months += f"—{last.year}年{last.month}月"
        title = f"{self.dealer.brands[0]}汽车 {months}车辆销售台账"
        above: tuple[str, ...] = (f"{title}（合成数据 SYNTHETIC DATA）",)
        if self.layout.header_row > len(above) + 1:
            above += (f"填报单位：{self.dealer.name}    填报日期：{last}",)
        return above

    def _footer(self) -> list[Cell]:
        sums = {"bare_price": sum(sale.bare_price_fen or 0 for sale in self.sales)}
        cells: list[Cell] = [
            price_cell(sums[field], self.layout) if field in sums else None
            for field in self.layout.fields
        ]
        return ["合计", *cells[1:-1], NATURE]


def feed_files(sales: Sequence[Sale]) -> Iterator[FeedFile]:
    """Give every dealer's files in the order of dealers and days."""
    for dealer in DEALERS:
        own = [sale for sale in sales if sale.dealer == dealer]
        for stretch in _stretches(dealer):
            first, last = stretch
            rows = tuple(sale for sale in own if first <= sale.filed_on <= last)
            again = _sent_again(own) if first == _NEW_YEAR else ()
            if rows:
                yield FeedFile(dealer, stretch, again + rows)


def _stretches(dealer: Dealer) -> tuple[Stretch, ...]:
    campaign = _IN_ONE if LAYOUTS[dealer.dealer_id].one_campaign_file else _IN_TWO
    return (BASELINE, *campaign, LATE)


def _sent_again(own: Sequence[Sale]) -> tuple[Sale, ...]:
    count = SENT_AGAIN.get(own[0].dealer.dealer_id, 0)
    december = [sale for sale in own if sale.counted and sale.filed_on <= _YEAR_END]
    return tuple(december[-count:] if count else ())
