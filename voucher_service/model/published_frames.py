"""The shapes of the published tables and views, as lazy frames give them.

What each column means stands in docs/dictionary.md and in the file itself. Columns may
be null wherever that page says so. Instants are UTC without a zone, days are those of
Asia/Shanghai, ``*_fen`` are fen and ``*_yuan`` yuan.
"""

import dataframely as dy


def _by_name(value: dy.Column) -> dy.List:
    """Give a column that has a value under each of several names."""
    pair = dy.Struct({"key": dy.String(nullable=True), "value": value}, nullable=True)
    return dy.List(pair, nullable=True)


class BudgetStates(dy.Schema):
    """Where the money of each campaign is."""

    campaign_id = dy.String(nullable=True)
    budget_fen = dy.Int64(nullable=True)
    available_fen = dy.Int64(nullable=True)
    held_fen = dy.Int64(nullable=True)
    committed_fen = dy.Int64(nullable=True)
    payable_fen = dy.Int64(nullable=True)
    recoverable_fen = dy.Int64(nullable=True)
    unfunded_fen = dy.Int64(nullable=True)


class Calendar(dy.Schema):
    """The calendar of the days that sales and campaigns cover."""

    day = dy.Date(nullable=True)
    weekday = dy.Int32(nullable=True)
    is_working_day = dy.Bool(nullable=True)
    holiday = dy.String(nullable=True)
    festival_offset = dy.Int32(nullable=True)


class Campaigns(dy.Schema):
    """The campaigns, with what their last terms say."""

    campaign_id = dy.String(nullable=True)
    name_zh = dy.String(nullable=True)
    name_en = dy.String(nullable=True)
    area_zh = dy.String(nullable=True)
    sales_from = dy.Date(nullable=True)
    sales_to = dy.Date(nullable=True)
    as_of = dy.Date(nullable=True)
    price_basis = dy.String(nullable=True)
    price_floor_fen = dy.Int64(nullable=True)
    budget_fen = dy.Int64(nullable=True)
    terms_version = dy.String(nullable=True)
    synthetic = dy.Bool(nullable=True)


class DailyTotals(dy.Schema):
    """Each campaign's eligible sales day by day, with running totals."""

    campaign_id = dy.String(nullable=True)
    day = dy.Date(nullable=True)
    cars_sold = dy.Int64(nullable=True)
    sales_fen = dy.Int64(nullable=True)
    vouchers_fen = dy.Int64(nullable=True)
    cumulative_cars = dy.Int64(nullable=True)
    cumulative_sales_fen = dy.Int64(nullable=True)
    cumulative_vouchers_fen = dy.Int64(nullable=True)


class Dealers(dy.Schema):
    """The register of dealers."""

    dealer_id = dy.String(nullable=True)
    name = dy.String(nullable=True)
    district = dy.String(nullable=True)
    active = dy.Bool(nullable=True)


class Decisions(dy.Schema):
    """What each campaign's terms say of each sale."""

    campaign_id = dy.String(nullable=True)
    sale_id = dy.String(nullable=True)
    outcome = dy.String(nullable=True)
    eligible = dy.Bool(nullable=True)
    comparable = dy.Bool(nullable=True)
    price_fen = dy.Int64(nullable=True)
    amount_fen = dy.Int64(nullable=True)
    terms_version = dy.String(nullable=True)


class DistrictDailyTotals(dy.Schema):
    """Eligible sales by district and day; small cells are suppressed."""

    campaign_id = dy.String(nullable=True)
    district = dy.String(nullable=True)
    day = dy.Date(nullable=True)
    cars_sold = dy.Int64(nullable=True)
    sales_fen = dy.Int64(nullable=True)
    suppressed = dy.Bool(nullable=True)


class Districts(dy.Schema):
    """The districts, with their dealers and sales."""

    district = dy.String(nullable=True)
    dealers = dy.Int64(nullable=True)
    sales = dy.Int64(nullable=True)


class FeedQuality(dy.Schema):
    """What became of the rows that dealers reported."""

    dealer_id = dy.String(nullable=True)
    rows = dy.Int64(nullable=True)
    accepted = dy.Int64(nullable=True)
    unchanged = dy.Int64(nullable=True)
    review = dy.Int64(nullable=True)
    refused = dy.Int64(nullable=True)


class Published(dy.Schema):
    """This publication: as of when, and by what."""

    schema_version = dy.Int32(nullable=True)
    as_of = dy.Date(nullable=True)
    known_at = dy.Datetime(time_unit="us", nullable=True)
    data_version = dy.Datetime(time_unit="us", nullable=True)
    chain_entries = dy.Int64(nullable=True)
    chain_head = dy.String(nullable=True)
    program_version = dy.String(nullable=True)
    smallest_cell = dy.Int32(nullable=True)
    synthetic = dy.Bool(nullable=True)
    terms_versions = _by_name(dy.String(nullable=True))
    row_counts = _by_name(dy.Int64(nullable=True))


class PublishedTables(dy.Schema):
    """How many rows each table of this publication has."""

    table_name = dy.String(nullable=True)
    row_count = dy.Int64(nullable=True)


class Reasons(dy.Schema):
    """Every reason against a sale."""

    campaign_id = dy.String(nullable=True)
    sale_id = dy.String(nullable=True)
    reason = dy.String(nullable=True)
    sentence_zh = dy.String(nullable=True)
    sentence_en = dy.String(nullable=True)


class Redemptions(dy.Schema):
    """The redemptions that were accepted, as they stand."""

    redemption_id = dy.String(nullable=True)
    bank = dy.String(nullable=True)
    voucher_no = dy.Int64(nullable=True)
    campaign_id = dy.String(nullable=True)
    amount_fen = dy.Int64(nullable=True)
    mode = dy.String(nullable=True)
    status = dy.String(nullable=True)
    redeemed_at = dy.Datetime(time_unit="us", nullable=True)
    redeemed_on = dy.Date(nullable=True)
    station = dy.String(nullable=True)
    recorded_at = dy.Datetime(time_unit="us", nullable=True)
    changed_at = dy.Datetime(time_unit="us", nullable=True)


class Sales(dy.Schema):
    """The sales as last reported, without vehicle, invoice or buyer."""

    sale_id = dy.String(nullable=True)
    sold_on = dy.Date(nullable=True)
    dealer_id = dy.String(nullable=True)
    district = dy.String(nullable=True)
    brand = dy.String(nullable=True)
    model = dy.String(nullable=True)
    energy = dy.String(nullable=True)
    condition = dy.String(nullable=True)
    bare_price_fen = dy.Int64(nullable=True)
    invoice_total_fen = dy.Int64(nullable=True)
    invoice_net_fen = dy.Int64(nullable=True)
    cancelled = dy.Bool(nullable=True)
    cancelled_on = dy.Date(nullable=True)
    cancel_reason = dy.String(nullable=True)
    set_aside = dy.Bool(nullable=True)
    buyer_kind = dy.String(nullable=True)
    synthetic = dy.Bool(nullable=True)
    recorded_at = dy.Datetime(time_unit="us", nullable=True)
    versions = dy.Int32(nullable=True)


class Terms(dy.Schema):
    """Each entry of a campaign's terms, which holds from its day on."""

    campaign_id = dy.String(nullable=True)
    effective_from = dy.Date(nullable=True)
    version = dy.String(nullable=True)
    document = dy.String(nullable=True)


class Vouchers(dy.Schema):
    """The vouchers as they stand, without their codes."""

    voucher_no = dy.Int64(nullable=True)
    campaign_id = dy.String(nullable=True)
    sale_id = dy.String(nullable=True)
    kind = dy.String(nullable=True)
    face_fen = dy.Int64(nullable=True)
    state = dy.String(nullable=True)
    held = dy.Bool(nullable=True)
    balance_fen = dy.Int64(nullable=True)
    locked_fen = dy.Int64(nullable=True)
    captured_fen = dy.Int64(nullable=True)
    clawed_fen = dy.Int64(nullable=True)
    starts_at = dy.Datetime(time_unit="us", nullable=True)
    expires_at = dy.Datetime(time_unit="us", nullable=True)
    issued_at = dy.Datetime(time_unit="us", nullable=True)
    changed_at = dy.Datetime(time_unit="us", nullable=True)


class BrandTotals(dy.Schema):
    """Each campaign's totals by brand."""

    campaign_id = dy.String(nullable=True)
    brand = dy.String(nullable=True)
    cars_sold = dy.Int64(nullable=True)
    sales_fen = dy.Int64(nullable=True)
    sales_yuan = dy.Decimal(18, 2, nullable=True)
    vouchers_fen = dy.Int64(nullable=True)


class CampaignTotals(dy.Schema):
    """Each campaign's totals."""

    campaign_id = dy.String(nullable=True)
    name_zh = dy.String(nullable=True)
    name_en = dy.String(nullable=True)
    as_of = dy.Date(nullable=True)
    cars_sold = dy.Int64(nullable=True)
    sales_fen = dy.Int64(nullable=True)
    sales_yuan = dy.Decimal(18, 2, nullable=True)
    vouchers_fen = dy.Int64(nullable=True)
    vouchers_yuan = dy.Decimal(18, 2, nullable=True)
    mean_price_fen = dy.Int64(nullable=True)
    gross_ratio = dy.Float64(nullable=True)
    synthetic = dy.Bool(nullable=True)


class DealerTotals(dy.Schema):
    """Each campaign's totals by dealer."""

    campaign_id = dy.String(nullable=True)
    dealer_id = dy.String(nullable=True)
    dealer_name = dy.String(nullable=True)
    district = dy.String(nullable=True)
    cars_sold = dy.Int64(nullable=True)
    sales_fen = dy.Int64(nullable=True)
    sales_yuan = dy.Decimal(18, 2, nullable=True)
    vouchers_fen = dy.Int64(nullable=True)


class EligibleSales(dy.Schema):
    """The sales that are eligible, with what they earn."""

    campaign_id = dy.String(nullable=True)
    sale_id = dy.String(nullable=True)
    sold_on = dy.Date(nullable=True)
    dealer_id = dy.String(nullable=True)
    district = dy.String(nullable=True)
    brand = dy.String(nullable=True)
    model = dy.String(nullable=True)
    energy = dy.String(nullable=True)
    price_fen = dy.Int64(nullable=True)
    price_yuan = dy.Decimal(18, 2, nullable=True)
    amount_fen = dy.Int64(nullable=True)
    synthetic = dy.Bool(nullable=True)


class EnergyDaily(dy.Schema):
    """Eligible sales by day and what the cars run on."""

    campaign_id = dy.String(nullable=True)
    day = dy.Date(nullable=True)
    energy = dy.String(nullable=True)
    cars_sold = dy.Int64(nullable=True)
    sales_fen = dy.Int64(nullable=True)
    sales_yuan = dy.Decimal(18, 2, nullable=True)


class RefusedSales(dy.Schema):
    """The sales that are not eligible, with their reasons."""

    campaign_id = dy.String(nullable=True)
    sale_id = dy.String(nullable=True)
    sold_on = dy.Date(nullable=True)
    dealer_id = dy.String(nullable=True)
    district = dy.String(nullable=True)
    brand = dy.String(nullable=True)
    outcome = dy.String(nullable=True)
    price_fen = dy.Int64(nullable=True)
    price_yuan = dy.Decimal(18, 2, nullable=True)
    reasons = dy.List(dy.String(), nullable=True)


class VoucherRedemption(dy.Schema):
    """How each voucher was used."""

    voucher_no = dy.Int64(nullable=True)
    campaign_id = dy.String(nullable=True)
    sale_id = dy.String(nullable=True)
    kind = dy.String(nullable=True)
    state = dy.String(nullable=True)
    face_fen = dy.Int64(nullable=True)
    face_yuan = dy.Decimal(18, 2, nullable=True)
    captured_fen = dy.Int64(nullable=True)
    captured_yuan = dy.Decimal(18, 2, nullable=True)
    redemptions = dy.Int64(nullable=True)
    issued_on = dy.Date(nullable=True)
    first_redeemed_on = dy.Date(nullable=True)
    last_redeemed_on = dy.Date(nullable=True)
    days_to_redeem = dy.Int64(nullable=True)
