"""Cases planted among the ordinary sales, so that every refusal is met once.

A case takes the sale that was made out for it and gives the rows that are sent in
its place. What a reader must find stands in ``Sale.faults``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from voucher_service.model.kinds import Condition
from voucher_service.model.money import FEN_PER_YUAN
from voucher_service.model.reasons import EligibilityReason, FeedReason
from voucher_service.samples.calendar import CAMPAIGN_START, days
from voucher_service.samples.cars import CARS, WMI
from voucher_service.samples.cells import wan_from_fen
from voucher_service.samples.check_digits import vehicle_number
from voucher_service.samples.dealers import BY_ID, CLOSED, company_name
from voucher_service.samples.sale import Deal, Sale

Change = Callable[[Sale, Sequence[Sale]], tuple[Sale, ...]]

LATE = (date(2023, 2, 1), date(2023, 2, 8))
"""Days after the campaign's end of which two dealers send a file as well."""


@dataclass(frozen=True, slots=True)
class Case:
    """A planted case: which dealer sends it, when, and what becomes of the sale."""

    dealer_id: str
    day: date
    change: Change


def planted_deals() -> list[Deal]:
    """Give one deal for each planted case, its number as its tag."""
    return [
        replace(_deal(case.dealer_id, case.day, str(at)), papers_last=at >= len(CASES))
        for at, case in enumerate([*CASES, *LATER_CASES])
    ] + [
        _deal(dealer_id, day, _TOO_LATE)
        for dealer_id in ("ZJJ-001", "ZJJ-004")
        for day in days(*LATE)
    ]


def with_cases(sales: Sequence[Sale]) -> list[Sale]:
    """Put the rows of each planted case in the place of its sale."""
    return [
        row
        for sale in sales
        for row in (_CHANGES[sale.tag](sale, sales) if sale.tag else (sale,))
    ]


def _deal(dealer_id: str, day: date, tag: str) -> Deal:
    dealer = BY_ID[dealer_id]
    car = CARS[dealer.brands[0]][-1 if dealer_id == "ZJJ-019" else 0]
    price = (car.low_yuan + car.high_yuan) // 200 * 100 * FEN_PER_YUAN
    return Deal(dealer, day, car, price, tag=tag)


def _writes(*faults: FeedReason, **cells: str | float) -> Change:
    """Give the change by which wrong cells are written into a row."""

    def change(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
        return (replace(sale, written=cells, faults=faults),)

    return change


def _notes(*notes: FeedReason, **cells: str | float) -> Change:
    """Give the change by which odd cells are written into a row that lands."""

    def change(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
        return (replace(sale, written=cells, notes=notes),)

    return change


def _imported(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    """Give it a VIN from abroad, where the ninth character need be no check digit."""
    vin = f"WBASYN1Z{(sale.vin or '')[8:]}"
    wrong = vin[:8] + "Z" + vin[9:]
    return (replace(sale, vin=wrong, notes=(FeedReason.VIN_CHECK_DIGIT_FOREIGN,)),)


def _vin_check_digit(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    vin = sale.vin or ""
    wrong = "1" if vin[8] != "1" else "2"
    cells = {"vin": vin[:8] + wrong + vin[9:]}
    return (replace(sale, written=cells, faults=(FeedReason.VIN_CHECK_DIGIT,)),)


def _vin_too_short(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    cells = {"vin": (sale.vin or "")[:-1]}
    return (replace(sale, written=cells, faults=(FeedReason.VIN_MALFORMED,)),)


def _vin_with_letter_o(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    cells = {"vin": (sale.vin or "").replace("0", "O")}
    return (replace(sale, written=cells, faults=(FeedReason.VIN_MALFORMED,)),)


def _wrong_credit_code(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    code = sale.dealer.uscc
    cells = {"dealer_uscc": code[:-1] + ("0" if code[-1] != "0" else "1")}
    return (replace(sale, written=cells, faults=(FeedReason.USCC_INVALID,)),)


def _wrong_resident_id(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    number = sale.buyer.resident_id
    cells = {"buyer_id": number[:-1] + ("1" if number[-1] != "1" else "2")}
    return (replace(sale, written=cells, faults=(FeedReason.BUYER_ID_INVALID,)),)


def _tax_of_another_car(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    cells = {"invoice_tax": (sale.invoice_tax_fen + 50_000) / FEN_PER_YUAN}
    return (replace(sale, written=cells, faults=(FeedReason.AMOUNTS_DISAGREE,)),)


def _one_invoice_two_cars(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    serial = 900_000 + sale.dealer.number
    first = replace(sale, faults=(FeedReason.IDENTITY_CONFLICT,))
    other = replace(first, vin=vehicle_number(WMI[sale.car.brand], "N", serial))
    return (first, other)


def _more_cells_than_headers(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    stray = ("赠送脚垫", "已提车")
    return (replace(sale, stray=stray, faults=(FeedReason.CELLS_BEYOND_HEADER,)),)


def _vehicle_sold_again(sale: Sale, sales: Sequence[Sale]) -> tuple[Sale, ...]:
    earlier = _first_counted(sale, sales)
    return (replace(sale, vin=earlier.vin, car=earlier.car, denials=_COUNTED_BEFORE),)


def _two_invoices_on_one_day(sale: Sale, sales: Sequence[Sale]) -> tuple[Sale, ...]:
    earlier = _first_counted(sale, sales)
    return (
        replace(
            sale,
            vin=earlier.vin,
            car=earlier.car,
            sold_on=earlier.sold_on,
            bare_price_fen=earlier.bare_price_fen,
            denials=_COUNTED_BEFORE,
        ),
    )


def _sold_the_day_before_the_start(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    before = CAMPAIGN_START - timedelta(days=1)
    denials = (EligibilityReason.SOLD_BEFORE_START,)
    return (replace(sale, sold_on=before, denials=denials),)


def _used_car(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    price = wan_from_fen(sale.bare_price_fen or 0)
    notes = (FeedReason.AMOUNT_UNIT_MIXED,)
    return (replace(_used(sale), written={"bare_price": f"{price}万元"}, notes=notes),)


def _used(sale: Sale) -> Sale:
    denials = (EligibilityReason.NOT_NEW,)
    return replace(sale, condition=Condition.USED, denials=denials)


def _cheap_used_car(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    used = _used(sale)
    denials = (*used.denials, EligibilityReason.PRICE_BELOW_FLOOR)
    return (replace(used, bare_price_fen=2_680_000, denials=denials),)


def _no_bare_price(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    denials = (EligibilityReason.VALUE_MISSING,)
    return (replace(sale, bare_price_fen=None, denials=denials),)


def _no_vin(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    return (
        replace(
            sale,
            vin=None,
            denials=(EligibilityReason.IDENTITY_REQUIRED,),
            written={"sold_on": f"{sale.sold_on.month}月{sale.sold_on.day}日"},
            notes=(FeedReason.DATE_YEAR_INFERRED,),
        ),
    )


def _sold_after_the_end(sale: Sale, _: Sequence[Sale]) -> tuple[Sale, ...]:
    return (replace(sale, denials=(EligibilityReason.SOLD_AFTER_END,)),)


def _first_counted(sale: Sale, sales: Sequence[Sale]) -> Sale:
    return next(
        other for other in sales if other.counted and other.dealer == sale.dealer
    )


_COUNTED_BEFORE = (EligibilityReason.VEHICLE_ALREADY_COUNTED,)
_STRANGER = company_name(99, "张家界")
CASES: tuple[Case, ...] = (
    Case("ZJJ-001", date(2021, 11, 8), _vin_check_digit),
    Case("ZJJ-006", date(2022, 1, 11), _writes(FeedReason.DATE_MISSING, sold_on="")),
    Case("ZJJ-015", date(2022, 4, 6), _wrong_resident_id),
    Case("ZJJ-010", date(2022, 6, 30), _vin_too_short),
    Case("ZJJ-002", date(2022, 12, 19), _vin_check_digit),
    Case("ZJJ-014", date(2023, 1, 4), _vin_check_digit),
    Case("ZJJ-004", date(2022, 12, 21), _vin_too_short),
    Case("ZJJ-009", date(2022, 12, 27), _vin_with_letter_o),
    Case(
        "ZJJ-006",
        date(2022, 12, 22),
        _writes(FeedReason.BUYER_ID_DAMAGED, buyer_id="4.30800E+17"),
    ),
    Case(
        "ZJJ-003",
        date(2023, 1, 5),
        _writes(FeedReason.BUYER_ID_DAMAGED, buyer_id=4.30800199003151e17),
    ),
    Case("ZJJ-008", date(2022, 12, 28), _wrong_resident_id),
    Case(
        "ZJJ-020",
        date(2022, 12, 23),
        _writes(FeedReason.DEALER_UNKNOWN, dealer_name=_STRANGER, dealer_uscc=""),
    ),
    Case(
        "ZJJ-004", date(2023, 1, 6), _writes(FeedReason.DEALER_MISSING, dealer_name="")
    ),
    Case("ZJJ-001", date(2022, 12, 26), _wrong_credit_code),
    Case(
        "ZJJ-010",
        date(2023, 1, 3),
        _writes(FeedReason.DATE_IN_FUTURE, sold_on="2099年01月03日"),
    ),
    Case(
        "ZJJ-007",
        date(2022, 12, 30),
        _writes(FeedReason.DATE_UNREADABLE, sold_on="12月下旬"),
    ),
    Case(
        "ZJJ-016",
        date(2022, 12, 29),
        _writes(FeedReason.DATE_UNREADABLE, sold_on="2022.13.29"),
    ),
    Case("ZJJ-012", date(2022, 12, 20), _writes(FeedReason.DATE_MISSING, sold_on="")),
    Case(
        "ZJJ-013", date(2022, 12, 24), _writes(FeedReason.PRICE_MISSING, bare_price="")
    ),
    Case(
        "ZJJ-015",
        date(2022, 12, 31),
        _writes(FeedReason.PRICE_UNREADABLE, bare_price="面议"),
    ),
    Case(
        "ZJJ-013",
        date(2023, 1, 7),
        _writes(FeedReason.PRICE_NOT_POSITIVE, bare_price="￥0.00"),
    ),
    Case("ZJJ-005", date(2022, 12, 28), _tax_of_another_car),
    Case(
        "ZJJ-012",
        date(2023, 1, 4),
        _writes(FeedReason.INVOICE_NUMBER_MALFORMED, invoice_number="120000881"),
    ),
    Case(
        "ZJJ-018",
        date(2022, 12, 25),
        _writes(FeedReason.IDENTITY_MISSING, vin="", invoice_number=""),
    ),
    Case("ZJJ-019", date(2022, 12, 27), _one_invoice_two_cars),
    Case("ZJJ-011", date(2022, 12, 29), _more_cells_than_headers),
    Case(
        "ZJJ-020",
        date(2023, 1, 9),
        _writes(FeedReason.DATE_OUTSIDE_WINDOW, sold_on="1923.01.09"),
    ),
    Case(
        "ZJJ-002",
        date(2023, 1, 8),
        _writes(
            FeedReason.VIN_MALFORMED,
            FeedReason.DATE_MISSING,
            vin="LSVSYN1",
            sold_on="",
        ),
    ),
    Case("ZJJ-002", date(2022, 12, 20), _sold_the_day_before_the_start),
    Case("ZJJ-011", date(2022, 12, 17), _sold_the_day_before_the_start),
    Case("ZJJ-019", date(2022, 12, 30), _used_car),
    Case("ZJJ-019", date(2023, 1, 6), _cheap_used_car),
    Case("ZJJ-001", date(2023, 1, 6), _vehicle_sold_again),
    Case("ZJJ-009", date(2022, 12, 30), _two_invoices_on_one_day),
    Case("ZJJ-002", date(2023, 1, 5), _no_bare_price),
    Case("ZJJ-003", date(2022, 12, 27), _no_vin),
)
"""All planted cases; those without faults land and are refused a voucher instead."""
LATER_CASES: tuple[Case, ...] = (
    Case("ZJJ-016", date(2022, 3, 8), _imported),
    Case(
        "ZJJ-001",
        date(2022, 5, 17),
        _notes(FeedReason.INVOICE_CODE_USED_CAR, invoice_code="043002200117"),
    ),
    Case(
        "ZJJ-011",
        date(2022, 7, 19),
        _notes(FeedReason.BUYER_ID_UNKNOWN_KIND, buyer_id="0011"),
    ),
    Case(
        "ZJJ-010",
        date(2022, 8, 2),
        _notes(FeedReason.PHONE_DAMAGED, phone="1.54E+10"),
    ),
    Case(
        "ZJJ-013",
        date(2022, 8, 23),
        _notes(FeedReason.PHONE_MALFORMED, phone="1540000"),
    ),
    Case(
        "ZJJ-004",
        date(2022, 9, 6),
        _notes(FeedReason.DISTRICT_UNKNOWN, district="吉首市"),
    ),
    Case(
        "ZJJ-020", date(2022, 9, 20), _notes(FeedReason.ENERGY_UNKNOWN, energy="氢能")
    ),
    Case(
        "ZJJ-019",
        date(2022, 10, 11),
        _notes(FeedReason.CONDITION_UNKNOWN, condition="试驾车"),
    ),
    Case(
        "ZJJ-002",
        date(2022, 12, 28),
        _writes(FeedReason.INVOICE_CODE_MALFORMED, invoice_code="1.43E+11"),
    ),
    Case(
        "ZJJ-011",
        date(2023, 1, 5),
        _writes(FeedReason.PRICE_IMPLAUSIBLE, bare_price="4.58"),
    ),
    Case(
        "ZJJ-020",
        date(2022, 12, 30),
        _writes(
            FeedReason.DEALER_INACTIVE, dealer_name=CLOSED.name, dealer_uscc=CLOSED.uscc
        ),
    ),
    Case(
        "ZJJ-018",
        date(2022, 12, 22),
        _writes(FeedReason.SALE_STATUS_UNCLEAR, sale_status="部分退款"),
    ),
    Case(
        "ZJJ-018",
        date(2023, 1, 6),
        _writes(
            FeedReason.CANCELLED_BEFORE_SOLD,
            sale_status="已退车",
            cancelled_on="2023年1月4日",
        ),
    ),
)
"""Cases planted since; those that land are noted, and sold before the campaign."""

_TOO_LATE = "too-late"
_CHANGES: dict[str, Change] = {
    _TOO_LATE: _sold_after_the_end,
    **{str(at): case.change for at, case in enumerate([*CASES, *LATER_CASES])},
}
