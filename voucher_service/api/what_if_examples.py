"""What trying other terms answers, made of the very model that is sent."""

from datetime import UTC, date, datetime
from decimal import Decimal

from voucher_service.model.kinds import PriceBasis
from voucher_service.model.reasons import ELIGIBILITY_REASONS, EligibilityReason
from voucher_service.model.text import Text
from voucher_service.model.what_if_reports import (
    STATEMENT,
    GroupChange,
    ReasonLost,
    TermsDifference,
    TermsOutcome,
    UnknownFact,
    WhatIf,
)

_BELOW = EligibilityReason.PRICE_BELOW_FLOOR
_TODAY = TermsOutcome(
    terms_versions=("76c60453ae72",),
    price_basis=PriceBasis.BARE_PRICE,
    price_floor_fen=3_000_000,
    cars_sold=460,
    sales_fen=6_875_000_000,
    sales_yuan=Decimal("68750000.00"),
    vouchers_fen=69_000_000,
    vouchers_yuan=Decimal("690000.00"),
    mean_price_fen=14_945_652,
    waitlisted=0,
    needs_review=0,
    ineligible=4_661,
)
_CHANGE = GroupChange(
    key="慈利县",
    label=Text(zh="慈利县", en="慈利县"),
    cars_today=72,
    cars_other=36,
    cars_gained=0,
    cars_lost=36,
    vouchers_today_fen=10_800_000,
    vouchers_other_fen=7_200_000,
    cost_gained_fen=1_800_000,
    cost_lost_fen=5_400_000,
)
EXAMPLE = WhatIf(
    campaign="zhangjiajie-2022-new-year",
    as_of=date(2023, 1, 10),
    known_at=datetime(2023, 1, 10, 10, tzinfo=UTC),
    statement=STATEMENT,
    synthetic=True,
    set={"price_floor_yuan": "80000", "voucher_yuan": "2000"},
    terms=None,
    adapted=(),
    unknown=(
        UnknownFact(
            fact="bare_price_fen",
            name=Text(zh="裸车价", en="bare price"),
            sales=1,
            considered=482,
            asked=True,
        ),
    ),
    today=_TODAY,
    other=_TODAY.model_copy(
        update={
            "terms_versions": ("4b44566ef55f",),
            "price_floor_fen": 8_000_000,
            "cars_sold": 385,
            "sales_fen": 6_455_519_183,
            "sales_yuan": Decimal("64555191.83"),
            "vouchers_fen": 77_000_000,
            "vouchers_yuan": Decimal("770000.00"),
            "mean_price_fen": 16_767_582,
            "ineligible": 4_736,
        }
    ),
    difference=TermsDifference(
        cars_sold=-75,
        sales_fen=-419_480_817,
        vouchers_fen=8_000_000,
        vouchers_yuan=Decimal("80000.00"),
        mean_price_fen=1_821_930,
        waitlisted=0,
        needs_review=0,
        ineligible=75,
    ),
    cars_gained=0,
    cars_lost=75,
    cost_gained_fen=19_250_000,
    cost_lost_fen=11_250_000,
    lost_reasons=(
        ReasonLost(
            code=_BELOW.value, cars=75, sentence=ELIGIBILITY_REASONS[_BELOW].sentence
        ),
    ),
    by_district=(_CHANGE,),
    by_dealer=(),
    by_price=(),
    by_energy=(),
)
WHAT_IF_ANSWERS: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/v1/campaigns/{id}/what-if"): {"200": EXAMPLE.model_dump(mode="json")}
}
"""The example of the answer, by method and path, then by status."""
