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
    keyed hashes (``*_key``) and masked forms (``*_masked``). ``buyer_age`` is in full
    years on the invoice day; of a plate only its first two characters are kept, e.g.
    湘G. Columns from ``contract_on`` on are null where a feed does not tell them.
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
    contract_on = dy.Date(nullable=True)
    registered_on = dy.Date(nullable=True)
    applied_on = dy.Date(nullable=True)
    buyer_kind = dy.String(nullable=True)
    buyer_age = dy.Int16(nullable=True, min=0)
    vehicle_use = dy.String(nullable=True)
    seats = dy.Int16(nullable=True, min=1)
    emission_stage = dy.Int16(nullable=True, min=1)
    displacement_ml = dy.Int32(nullable=True, min=0)
    tax_authority = dy.String(nullable=True)
    plate_region = dy.String(nullable=True)
    old_disposal = dy.String(nullable=True)
    old_fuel = dy.String(nullable=True)
    old_registered_on = dy.Date(nullable=True)
    old_disposed_on = dy.Date(nullable=True)
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

LATER_FACTS: tuple[str, ...] = SALE_FACTS[SALE_FACTS.index("contract_on") :]
"""The facts that were not read at first: where they are null, a row's content hash is
the one it had before they were."""


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
    ``submitted_at`` is the instant (UTC) at which the sale was first recorded. The
    facts from ``contract_on`` on are as in SaleRow.
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
    phone_key = dy.String(nullable=True)
    contract_on = dy.Date(nullable=True)
    registered_on = dy.Date(nullable=True)
    applied_on = dy.Date(nullable=True)
    buyer_kind = dy.String(nullable=True)
    buyer_age = dy.Int16(nullable=True, min=0)
    vehicle_use = dy.String(nullable=True)
    seats = dy.Int16(nullable=True, min=1)
    emission_stage = dy.Int16(nullable=True, min=1)
    displacement_ml = dy.Int32(nullable=True, min=0)
    tax_authority = dy.String(nullable=True)
    plate_region = dy.String(nullable=True)
    old_disposal = dy.String(nullable=True)
    old_fuel = dy.String(nullable=True)
    old_registered_on = dy.Date(nullable=True)
    old_disposed_on = dy.Date(nullable=True)
    submitted_at = dy.Datetime(time_unit="us")
    synthetic = dy.Bool()
    cancelled = dy.Bool()
    set_aside = dy.Bool()


class Decision(dy.Schema):
    """What a campaign's terms say of one version of a sale, with every reason.

    Shape: one row a sale. ``outcome`` is of model.kinds.Outcome, and ``eligible`` true
    exactly where no reason stands. ``amount_fen`` is what the sale earns, 0 where not
    eligible; ``price_fen`` its price on the terms' basis, ``tier`` the tier that price
    lies in. ``rival_sale_id`` is the sale that took this one's place. ``waits_for``
    names the quota or budget that a waiting sale waits for, ``waitlist_rank`` its place
    in that line, from 1.
    """

    sale_id = dy.String(primary_key=True)
    version = dy.Int32(min=1)
    outcome = dy.String()
    eligible = dy.Bool()
    reasons = dy.List(dy.String())
    amount_fen = dy.Int64(min=0)
    price_fen = dy.Int64(nullable=True)
    tier = dy.String(nullable=True)
    rival_sale_id = dy.String(nullable=True)
    waits_for = dy.String(nullable=True)
    waitlist_rank = dy.Int64(nullable=True, min=1)
    terms_version = dy.String()
    input_hash = dy.String()


class DecidedSale(dy.Schema):
    """A sale beside its decision: what totals and charts are made of.

    Shape: one row a sale. ``price_fen`` is the price the terms name. ``comparable`` is
    true of a sale that counts, or would but for its day or for what was left to give:
    it is what years are compared by.
    """

    sale_id = dy.String(primary_key=True)
    sold_on = dy.Date()
    dealer_id = dy.String()
    dealer_name = dy.String(nullable=True)
    district = dy.String(nullable=True)
    brand = dy.String(nullable=True)
    energy = dy.String(nullable=True)
    condition = dy.String(nullable=True)
    price_fen = dy.Int64(nullable=True)
    outcome = dy.String()
    eligible = dy.Bool()
    reasons = dy.List(dy.String())
    comparable = dy.Bool()
    amount_fen = dy.Int64(min=0)
    synthetic = dy.Bool()
