"""Every refusal has one code, one severity and one sentence in two languages.

Enum order is the precedence where a single answer is needed.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from voucher_service.model.text import Text


class Severity(StrEnum):
    """What a finding does to its row."""

    REFUSE = "refuse"
    REVIEW = "review"
    WAIT = "wait"
    NOTE = "note"


class FeedReason(StrEnum):
    """Why a row of a feed did not become a sale (or a dealer); notes come last."""

    CELLS_BEYOND_HEADER = "cells_beyond_header"
    IDENTITY_MISSING = "identity_missing"
    IDENTITY_CONFLICT = "identity_conflict"
    VIN_MALFORMED = "vin_malformed"
    VIN_CHECK_DIGIT = "vin_check_digit"
    INVOICE_NUMBER_MALFORMED = "invoice_number_malformed"
    INVOICE_CODE_MALFORMED = "invoice_code_malformed"
    DATE_MISSING = "date_missing"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IN_FUTURE = "date_in_future"
    DATE_OUTSIDE_WINDOW = "date_outside_window"
    PRICE_MISSING = "price_missing"
    PRICE_UNREADABLE = "price_unreadable"
    PRICE_NOT_POSITIVE = "price_not_positive"
    PRICE_IMPLAUSIBLE = "price_implausible"
    AMOUNTS_DISAGREE = "amounts_disagree"
    DEALER_MISSING = "dealer_missing"
    DEALER_UNKNOWN = "dealer_unknown"
    DEALER_INACTIVE = "dealer_inactive"
    DEALER_NOT_SENDER = "dealer_not_sender"
    DEALER_STATUS_UNKNOWN = "dealer_status_unknown"
    USCC_INVALID = "uscc_invalid"
    BUYER_ID_DAMAGED = "buyer_id_damaged"
    BUYER_ID_INVALID = "buyer_id_invalid"
    SALE_STATUS_UNCLEAR = "sale_status_unclear"
    ORIGINAL_SALE_UNKNOWN = "original_sale_unknown"
    ORIGINAL_SALE_AMBIGUOUS = "original_sale_ambiguous"
    CANCELLED_BEFORE_SOLD = "cancelled_before_sold"
    RED_AMOUNT_DIFFERS = "red_amount_differs"
    INVOICE_REPLACED = "invoice_replaced"
    ORIGINAL_REPLACED = "original_replaced"
    VEHICLE_DIFFERS = "vehicle_differs"
    VIN_CHECK_DIGIT_FOREIGN = "vin_check_digit_foreign"
    INVOICE_CODE_USED_CAR = "invoice_code_used_car"
    REPORTED_LATE = "reported_late"
    BUYER_ID_UNKNOWN_KIND = "buyer_id_unknown_kind"
    PHONE_DAMAGED = "phone_damaged"
    PHONE_MALFORMED = "phone_malformed"
    DISTRICT_UNKNOWN = "district_unknown"
    ENERGY_UNKNOWN = "energy_unknown"
    CONDITION_UNKNOWN = "condition_unknown"
    DATE_NOT_USED = "date_not_used"
    BUYER_KIND_UNKNOWN = "buyer_kind_unknown"
    BUYER_KIND_CONTRADICTED = "buyer_kind_contradicted"
    VEHICLE_USE_UNKNOWN = "vehicle_use_unknown"
    SEATS_UNREADABLE = "seats_unreadable"
    EMISSION_STAGE_UNKNOWN = "emission_stage_unknown"
    DISPLACEMENT_UNREADABLE = "displacement_unreadable"
    PLATE_MALFORMED = "plate_malformed"
    OLD_DISPOSAL_UNKNOWN = "old_disposal_unknown"
    OLD_FUEL_UNKNOWN = "old_fuel_unknown"
    TEXT_BECAME_DATE = "text_became_date"
    AMOUNT_UNIT_MIXED = "amount_unit_mixed"
    DATE_YEAR_INFERRED = "date_year_inferred"
    HIDDEN_IN_FILE = "hidden_in_file"


class EligibilityReason(StrEnum):
    """Why a sale earns no voucher under a campaign's terms."""

    SALE_CANCELLED = "sale_cancelled"
    SALE_SET_ASIDE = "sale_set_aside"
    IDENTITY_REQUIRED = "identity_required"
    VALUE_MISSING = "value_missing"
    SOLD_BEFORE_START = "sold_before_start"
    SOLD_AFTER_END = "sold_after_end"
    CONTRACT_OUTSIDE_WINDOW = "contract_outside_window"
    REGISTERED_OUTSIDE_WINDOW = "registered_outside_window"
    APPLIED_OUTSIDE_WINDOW = "applied_outside_window"
    NOT_NEW = "not_new"
    NOT_USED = "not_used"
    USE_NOT_COVERED = "use_not_covered"
    SEATS_NOT_COVERED = "seats_not_covered"
    EMISSION_BELOW_STAGE = "emission_below_stage"
    DISPLACEMENT_ABOVE_LIMIT = "displacement_above_limit"
    ENERGY_NOT_COVERED = "energy_not_covered"
    BUYER_KIND_NOT_COVERED = "buyer_kind_not_covered"
    BUYER_AGE_NOT_COVERED = "buyer_age_not_covered"
    DISTRICT_NOT_COVERED = "district_not_covered"
    TAX_AUTHORITY_NOT_COVERED = "tax_authority_not_covered"
    PLATE_NOT_COVERED = "plate_not_covered"
    DEALER_NOT_LISTED = "dealer_not_listed"
    OLD_VEHICLE_NOT_COVERED = "old_vehicle_not_covered"
    PRICE_BELOW_FLOOR = "price_below_floor"
    PRICE_OUTSIDE_TIERS = "price_outside_tiers"
    COUNTED_ELSEWHERE = "counted_elsewhere"
    ENTERED_AFTER_CLOSE = "entered_after_close"
    VEHICLE_IN_CONFLICT = "vehicle_in_conflict"
    VEHICLE_ALREADY_COUNTED = "vehicle_already_counted"
    BUYER_CAP_REACHED = "buyer_cap_reached"
    PHONE_CAP_REACHED = "phone_cap_reached"
    DEALER_DAY_FULL = "dealer_day_full"
    DRAW_PENDING = "draw_pending"
    QUOTA_FULL = "quota_full"
    SUB_BUDGET_SPENT = "sub_budget_spent"
    BUDGET_SPENT = "budget_spent"


BESIDE_THE_CAR = (
    EligibilityReason.SOLD_BEFORE_START,
    EligibilityReason.SOLD_AFTER_END,
    EligibilityReason.CONTRACT_OUTSIDE_WINDOW,
    EligibilityReason.REGISTERED_OUTSIDE_WINDOW,
    EligibilityReason.APPLIED_OUTSIDE_WINDOW,
    EligibilityReason.ENTERED_AFTER_CLOSE,
    EligibilityReason.DRAW_PENDING,
    EligibilityReason.QUOTA_FULL,
    EligibilityReason.SUB_BUDGET_SPENT,
    EligibilityReason.BUDGET_SPENT,
)
"""The reasons that speak of a sale's day or of what was left to give, not of the car.

A sale with no other reason against it is comparable with one that counts.
"""


class ReasonText(BaseModel):
    """What a reason says, and what mends it."""

    model_config = ConfigDict(frozen=True)

    severity: Severity
    sentence: Text
    remedy: Text


def stated(
    zh: str, en: str, remedy: tuple[str, str], severity: Severity = Severity.REFUSE
) -> ReasonText:
    """Give a reason's texts: what it says, and what mends it."""
    return ReasonText(
        severity=severity,
        sentence=Text(zh=zh, en=en),
        remedy=Text(zh=remedy[0], en=remedy[1]),
    )
