"""A made-up sale: what its dealer knows of it, and what the dealer writes down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from voucher_service.model.kinds import Condition
from voucher_service.model.reasons import EligibilityReason, FeedReason
from voucher_service.samples.cars import Car
from voucher_service.samples.dealers import Dealer


@dataclass(frozen=True, slots=True)
class Deal:
    """A car that found its buyer, before any paper is made out.

    ``price_step`` is the coarseness of its price in fen; 0 means the price stands.
    ``tag`` names the deal that a planted case will be made of. With ``papers_last``
    its papers are made out after all others, so that theirs stay as they were.
    """

    dealer: Dealer
    day: date
    car: Car
    bare_price_fen: int
    price_step: int = 0
    counted: bool = False
    tag: str = ""
    denials: tuple[EligibilityReason, ...] = ()
    papers_last: bool = False


@dataclass(frozen=True, slots=True)
class Buyer:
    """A person who does not exist."""

    name: str
    resident_id: str
    phone: str


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale with its papers, and whatever its dealer wrote down wrongly.

    ``filed_on`` decides which file it is sent in. ``counted`` says that it is one of
    the campaign's eligible cars. ``written`` holds, by field, what stands in a cell
    in place of the truth (a number there stands as a number); ``stray`` are cells
    beyond the last column. ``faults`` are the reasons a reader must find,
    ``notes`` what it must note of a row that lands all the same,
    ``denials`` those for which a sale of the campaign's files earns no voucher.
    """

    dealer: Dealer
    filed_on: date
    sold_on: date
    car: Car
    vin: str | None
    invoice_code: str | None
    invoice_number: str | None
    record_no: str
    bare_price_fen: int | None
    invoice_total_fen: int
    buyer: Buyer
    counted: bool = False
    condition: Condition = Condition.NEW
    tag: str = ""
    written: Mapping[str, str | float] = field(default_factory=dict)
    stray: tuple[str, ...] = ()
    faults: tuple[FeedReason, ...] = ()
    notes: tuple[FeedReason, ...] = ()
    denials: tuple[EligibilityReason, ...] = ()

    @property
    def invoice_net_fen(self) -> int:
        """Give the invoice price without 13 % VAT, rounded half up to a fen."""
        return (self.invoice_total_fen * 200 + 113) // 226

    @property
    def invoice_tax_fen(self) -> int:
        """Give the VAT: exactly what the net price leaves of the total."""
        return self.invoice_total_fen - self.invoice_net_fen
