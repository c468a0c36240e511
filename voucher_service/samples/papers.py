"""Papers are made out for each deal: VIN, invoice, buyer, all of them made up."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from voucher_service.model.money import FEN_PER_YUAN
from voucher_service.samples.cars import WMI
from voucher_service.samples.check_digits import resident_id, vehicle_number
from voucher_service.samples.dealers import Dealer
from voucher_service.samples.draw import Draw
from voucher_service.samples.sale import Buyer, Deal, Sale

_SURNAMES = "向覃田彭李王张刘陈吴杨周朱熊庹卓钟唐谢黄"
_GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_PAPERLESS_FROM = date(2022, 12, 1)
_YEAR_LETTERS = {2021: "M", 2022: "N", 2023: "P"}


def made_out(deals: Iterable[Deal]) -> list[Sale]:
    """Make out the papers of all deals, each dealer numbering its own in order.

    Sales come in the order of their days; VINs and ID numbers never repeat.
    """
    draw = Draw(16735)
    numbers: Counter[str] = Counter()
    sales = []
    ordered = sorted(deals, key=lambda deal: (deal.papers_last, deal.day))
    for serial, deal in enumerate(ordered, start=1):
        numbers[deal.dealer.dealer_id] += 1
        sales.append(_sale(draw, deal, serial, numbers[deal.dealer.dealer_id]))
    return sorted(sales, key=lambda sale: sale.filed_on)


def invoice(dealer: Dealer, day: date, number: int) -> tuple[str | None, str]:
    """Give an invoice's code and number as the dealer issues them on that day.

    Paper: a code of 12 digits, its eighth 2 for cars, and 8 digits. 数电: no code and
    20 digits.
    """
    if dealer.paperless_from_december and day >= _PAPERLESS_FROM:
        return None, f"{day:%y}432{dealer.number:03d}{number:012d}"
    return f"14300{day:%y}20{dealer.number:03d}", f"{dealer.number:02d}{number:06d}"


def _sale(draw: Draw, deal: Deal, serial: int, number: int) -> Sale:
    code, invoice_number = invoice(deal.dealer, deal.day, number)
    year_letter = _YEAR_LETTERS[deal.day.year]
    options = draw.between(10, 90) * 100 * FEN_PER_YUAN if draw.chance(300) else 0
    return Sale(
        dealer=deal.dealer,
        filed_on=deal.day,
        sold_on=deal.day,
        car=deal.car,
        vin=vehicle_number(WMI[deal.car.brand], year_letter, serial),
        invoice_code=code,
        invoice_number=invoice_number,
        record_no=f"XS{deal.day:%Y%m}-{number:04d}",
        bare_price_fen=deal.bare_price_fen,
        invoice_total_fen=deal.bare_price_fen + options,
        buyer=_buyer(draw, serial),
        counted=deal.counted,
        tag=deal.tag,
        denials=deal.denials,
    )


def _buyer(draw: Draw, serial: int) -> Buyer:
    # Each thousand buyers has birth years of its own, so no ID number comes twice.
    year = 1958 + 8 * draw.below(5) + serial // 1000
    born_on = date(year, draw.between(1, 12), draw.between(1, 28))
    name = f"{draw.pick(_SURNAMES)}测试{draw.pick(_GIVEN)}"
    return Buyer(name, resident_id(born_on, serial % 1000), f"1540000{serial:04d}")
