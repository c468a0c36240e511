"""The rows of a sheet read as dealers of the register."""

import polars as pl

from voucher_service.feeds.codes import read_usccs
from voucher_service.feeds.dealers import DealerWords, new_dealer_ids
from voucher_service.feeds.refusals import flag
from voucher_service.feeds.sheet import Sheet
from voucher_service.feeds.words import read_text, shaped
from voucher_service.model.reasons import FeedReason

_WORD = r"^[0-9A-Za-z]+$"


def read_dealers(sheet: Sheet) -> pl.DataFrame:
    """Read each data row of a register.

    Shape: one row a data row. Columns: those of DealerRow, ``identity`` and a Boolean
    column a reason and field. The dealer_id is the register's own number, else the
    credit code, else a hash of the name.
    """
    codes = read_usccs(sheet.cells("dealer_uscc"))
    words = DealerWords(
        ids=shaped(sheet.cells("dealer_id"), _WORD).cells,
        usccs=codes.values,
        names=read_text(sheet.cells("dealer_name")),
    )
    nameless = words.names.is_null() & words.usccs.is_null()
    own = words.ids.is_not_null()
    frame = pl.DataFrame(
        {
            "row_no": sheet.table.row_nos,
            "dealer_id": words.ids.zip_with(own, new_dealer_ids(words)),
            "uscc": words.usccs,
            "district": read_text(sheet.cells("district")),
            "synthetic": sheet.synthetic(),
            flag(FeedReason.CELLS_BEYOND_HEADER, None): sheet.table.beyond,
            flag(FeedReason.DEALER_MISSING, "dealer_name"): nameless,
            flag(FeedReason.USCC_INVALID, "dealer_uscc"): codes.faults[
                FeedReason.USCC_INVALID
            ],
        }
    )
    return frame.with_columns(
        sheet=pl.lit(sheet.table.sheet),
        name=words.names.zip_with(words.names.is_not_null(), words.usccs),
        identity=pl.concat_str(pl.lit("dealer:"), "dealer_id"),
    )
