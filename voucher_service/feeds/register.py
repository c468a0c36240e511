"""The rows of a sheet read as dealers of the register."""

import polars as pl

from voucher_service.feeds.codes import read_usccs
from voucher_service.feeds.dealers import DealerWords, new_dealer_ids
from voucher_service.feeds.districts import read_districts
from voucher_service.feeds.refusals import flag
from voucher_service.feeds.sheet import Sheet
from voucher_service.feeds.words import Parsed, read_kind, read_text, shaped
from voucher_service.model.reasons import FeedReason

_WORD = r"^[0-9A-Za-z]+$"


def read_dealers(sheet: Sheet) -> pl.DataFrame:
    """Read each data row of a register.

    Shape: one row a data row. Columns: those of DealerRow, ``identity`` and a Boolean
    column a reason and field. The dealer_id is the register's own number, else the
    credit code, else a hash of the name. A dealer is active unless the register says
    that it has closed.
    """
    codes = read_usccs(sheet.cells("dealer_uscc"))
    words = DealerWords(
        ids=shaped(sheet.cells("dealer_id"), _WORD).cells,
        usccs=codes.values,
        names=read_text(sheet.cells("dealer_name")),
    )
    districts = read_districts(sheet.cells("district"))
    active = _active(sheet)
    nameless = words.names.is_null() & words.usccs.is_null()
    own = words.ids.is_not_null()
    frame = pl.DataFrame(
        {
            "row_no": sheet.table.row_nos,
            "dealer_id": words.ids.zip_with(own, new_dealer_ids(words)),
            "uscc": words.usccs,
            "district": districts.values,
            "active": active.values,
            "synthetic": sheet.synthetic(),
            flag(FeedReason.CELLS_BEYOND_HEADER, None): sheet.table.beyond,
            flag(FeedReason.DEALER_MISSING, "dealer_name"): nameless,
            flag(FeedReason.USCC_INVALID, "dealer_uscc"): codes.faults[
                FeedReason.USCC_INVALID
            ],
            flag(FeedReason.DEALER_STATUS_UNKNOWN, "dealer_status"): active.faults[
                FeedReason.DEALER_STATUS_UNKNOWN
            ],
            flag(FeedReason.DISTRICT_UNKNOWN, "district"): districts.faults[
                FeedReason.DISTRICT_UNKNOWN
            ],
        }
    )
    return frame.with_columns(
        sheet=pl.lit(sheet.table.sheet),
        name=words.names.zip_with(words.names.is_not_null(), words.usccs),
        identity=pl.concat_str(pl.lit("dealer:"), "dealer_id"),
    )


def _active(sheet: Sheet) -> Parsed:
    """Read which dealers are open; 状态 alone is the dealer's here, not a sale's."""
    column = sheet.column("dealer_status", "sale_status")
    if column is None:
        return Parsed(
            pl.repeat(True, sheet.height, dtype=pl.Boolean, eager=True),
            {FeedReason.DEALER_STATUS_UNKNOWN: sheet.table.beyond & False},
        )
    cells = sheet.table.cells[column.key]
    kinds = read_kind(cells, "dealer_status", FeedReason.DEALER_STATUS_UNKNOWN)
    return Parsed(kinds.values.ne_missing("closed"), kinds.faults)
