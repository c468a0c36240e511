"""The shapes of the frames that pass between rooms.

Money columns end in ``_fen`` (Int64), days are Dates of Asia/Shanghai business
time, instants are UTC datetimes to the microsecond.
"""

import dataframely as dy

VIN_PATTERN = r"^[A-HJ-NPR-Z0-9]{17}$"


class DealerRow(dy.Schema):
    """A dealer of the register, one row a dealer.

    ``dealer_id`` is the register's own number, else the credit code, else a name
    derived from the dealer's name. Unknown districts are null. ``active`` is false for
    a dealer that the register says has closed.
    """

    sheet = dy.String()
    row_no = dy.Int32(min=1)
    dealer_id = dy.String(min_length=1)
    name = dy.String(min_length=1)
    uscc = dy.String(nullable=True)
    district = dy.String(nullable=True)
    active = dy.Bool()
    synthetic = dy.Bool()


class SaleRow(dy.Schema):
    """A row of a feed that was accepted as the report of one sale.

    Shape: one row a feed row. ``row_no`` is the row a spreadsheet program shows.
    ``identity`` is by what the sale is known, ``kind:value`` scoped to the dealer:
    two rows with one identity tell of the same sale. Personal data is here only as
    keyed hashes (``*_key``) and masked forms (``*_masked``).
    """

    sheet = dy.String()
    row_no = dy.Int32(min=1)
    identity = dy.String(min_length=3)
    dealer_id = dy.String(min_length=1)
    record_no = dy.String(nullable=True)
    vin = dy.String(nullable=True, regex=VIN_PATTERN)
    invoice_code = dy.String(nullable=True)
    invoice_number = dy.String(nullable=True)
    sold_on = dy.Date()
    condition = dy.String(nullable=True)
    brand = dy.String(nullable=True)
    model = dy.String(nullable=True)
    energy = dy.String(nullable=True)
    bare_price_fen = dy.Int64(nullable=True, min=1)
    invoice_total_fen = dy.Int64(nullable=True, min=1)
    invoice_net_fen = dy.Int64(nullable=True, min=1)
    invoice_tax_fen = dy.Int64(nullable=True)
    district = dy.String(nullable=True)
    buyer_key = dy.String(nullable=True)
    buyer_id_masked = dy.String(nullable=True)
    buyer_name_masked = dy.String(nullable=True)
    phone_key = dy.String(nullable=True)
    phone_masked = dy.String(nullable=True)
    synthetic = dy.Bool()
    replaces_invoice = dy.String(nullable=True)
    cancelled = dy.Bool()
    cancelled_on = dy.Date(nullable=True)
    cancel_reason = dy.String(nullable=True)


_NO_FACTS = {
    *("sheet", "row_no", "replaces_invoice"),
    *("cancelled", "cancelled_on", "cancel_reason"),
}
SALE_FACTS: tuple[str, ...] = tuple(
    name for name in SaleRow.column_names() if name not in _NO_FACTS
)
"""The columns whose values make a sale what it is: a change is a new version."""


class CancellationRow(dy.Schema):
    """A row of a feed that takes a sale back: a return or a red-letter invoice.

    Shape: one row a feed row. ``invoice_code`` and ``invoice_number`` are the row's
    own, ``original_invoice`` the number (with its code or not) of the invoice it takes
    back, where the row says so. Amounts are without their sign. ``cells`` is the JSON
    of a RefusedRow: the row is refused later where it fits no sale.
    """

    sheet = dy.String()
    row_no = dy.Int32(min=1)
    dealer_id = dy.String(min_length=1)
    record_no = dy.String(nullable=True)
    vin = dy.String(nullable=True, regex=VIN_PATTERN)
    invoice_code = dy.String(nullable=True)
    invoice_number = dy.String(nullable=True)
    original_invoice = dy.String(nullable=True)
    cancelled_on = dy.Date()
    cancel_reason = dy.String()
    bare_price_fen = dy.Int64(nullable=True, min=1)
    invoice_total_fen = dy.Int64(nullable=True, min=1)
    invoice_net_fen = dy.Int64(nullable=True, min=1)
    cells = dy.String()


class RefusedRow(dy.Schema):
    """A row of a feed that did not land, kept with every reason.

    ``outcome`` is ``refused`` or ``review``. ``findings`` is a JSON list of
    ``{code, field, header, found}``; ``cells`` is a JSON object of the row's own
    headers and values. Personal data in both is masked.
    """

    sheet = dy.String()
    row_no = dy.Int32(min=1)
    outcome = dy.Enum(["refused", "review"])
    reasons = dy.List(dy.String(), min_length=1)
    findings = dy.String()
    cells = dy.String()


class FeedColumn(dy.Schema):
    """A column of a feed as its sender named it, and the field it became.

    ``field`` is null for a column that no synonym or profile knows.
    """

    sheet = dy.String()
    column_no = dy.Int32(min=1)
    header = dy.String()
    field = dy.String(nullable=True)


class KnownSale(dy.Schema):
    """A sale as it was known at an instant: its last version until then.

    Shape: one row a sale. ``row_hash`` is the content hash of the version's facts,
    ``district`` the row's own or else its dealer's. ``cancelled`` is true for a sale
    that was taken back, ``set_aside`` where a person found it not to have been made.
    """

    sale_id = dy.String(primary_key=True)
    version = dy.Int32(min=1)
    row_hash = dy.String()
    dealer_id = dy.String()
    dealer_name = dy.String(nullable=True)
    record_no = dy.String(nullable=True)
    vin = dy.String(nullable=True)
    invoice_number = dy.String(nullable=True)
    sold_on = dy.Date()
    condition = dy.String(nullable=True)
    brand = dy.String(nullable=True)
    model = dy.String(nullable=True)
    energy = dy.String(nullable=True)
    bare_price_fen = dy.Int64(nullable=True)
    invoice_total_fen = dy.Int64(nullable=True)
    invoice_net_fen = dy.Int64(nullable=True)
    district = dy.String(nullable=True)
    buyer_key = dy.String(nullable=True)
    synthetic = dy.Bool()
    cancelled = dy.Bool()
    set_aside = dy.Bool()


class Decision(dy.Schema):
    """What a campaign's terms say of one version of a sale, with every reason.

    Shape: one row a sale. ``amount_fen`` is the voucher's face value, 0 where not
    eligible. ``rival_sale_id`` is the sale that took this vehicle's voucher.
    """

    sale_id = dy.String(primary_key=True)
    version = dy.Int32(min=1)
    eligible = dy.Bool()
    reasons = dy.List(dy.String())
    amount_fen = dy.Int64(min=0)
    rival_sale_id = dy.String(nullable=True)
    terms_version = dy.String()
    input_hash = dy.String()


class DecidedSale(dy.Schema):
    """A sale beside its decision: what totals and charts are made of.

    Shape: one row a sale. ``price_fen`` is the price the terms name.
    """

    sale_id = dy.String(primary_key=True)
    sold_on = dy.Date()
    dealer_id = dy.String()
    dealer_name = dy.String(nullable=True)
    district = dy.String(nullable=True)
    brand = dy.String(nullable=True)
    energy = dy.String(nullable=True)
    condition = dy.String(nullable=True)
    bare_price_fen = dy.Int64(nullable=True)
    invoice_total_fen = dy.Int64(nullable=True)
    invoice_net_fen = dy.Int64(nullable=True)
    eligible = dy.Bool()
    reasons = dy.List(dy.String())
    amount_fen = dy.Int64(min=0)
    synthetic = dy.Bool()
