"""A sale becomes the cells of its row, written as its dealer writes."""

from datetime import date
from decimal import Decimal

from voucher_service.model.kinds import Condition
from voucher_service.model.money import yuan_from_fen
from voucher_service.samples.dealers import NATURE
from voucher_service.samples.layouts import Layout
from voucher_service.samples.sale import Sale

Cell = str | int | float | Decimal | date | None

FEN_PER_WAN = 1_000_000
_CONDITIONS = {Condition.NEW: "新车", Condition.USED: "二手车"}


def row_of(sale: Sale, layout: Layout, number: int) -> list[Cell]:
    """Give the cells of a sale in the order of its dealer's columns.

    ``number`` is the running number in the file. Text stays text; in a workbook
    prices are numbers, and dates are dates where the dealer keeps them so.
    """
    truth = {"row_no": number, **_texts(sale, layout), **_prices(sale, layout)}
    truth["sold_on"] = (
        sale.sold_on if layout.dates == "true" else layout.date_text(sale.sold_on)
    )
    cells: list[Cell] = [
        sale.written.get(field, truth[field]) for field in layout.fields
    ]
    return [*cells, *sale.stray]


def price_cell(fen: int, layout: Layout) -> Cell:
    """Write an amount in the dealer's unit; exact in every style."""
    amount = wan_from_fen(fen) if layout.in_wan else yuan_from_fen(fen)
    if layout.is_workbook:
        return amount
    if layout.prices == "grouped":
        return f"{amount:,}"
    return f"￥{amount:,}" if layout.prices == "sign" else str(amount)


def wan_from_fen(fen: int) -> Decimal:
    """Turn fen into 万元 with as many decimals as are needed, at least two."""
    whole, rest = divmod(fen, FEN_PER_WAN)
    return Decimal(f"{whole}.{f'{rest:06d}'.rstrip('0').ljust(2, '0')}")


def _texts(sale: Sale, layout: Layout) -> dict[str, Cell]:
    return {
        "dealer_name": sale.dealer.name,
        "dealer_uscc": sale.dealer.uscc,
        "district": sale.dealer.district,
        "record_no": sale.record_no,
        "vin": sale.vin,
        "invoice_code": sale.invoice_code,
        "invoice_number": sale.invoice_number,
        "brand": sale.car.brand,
        "model": sale.car.name,
        "energy": layout.energy_text(sale.car.energy),
        "condition": _CONDITIONS[sale.condition],
        "buyer_name": sale.buyer.name,
        "buyer_id": sale.buyer.resident_id,
        "phone": sale.buyer.phone,
        "sale_status": "正常",
        "cancelled_on": None,
        "nature": NATURE,
    }


def _prices(sale: Sale, layout: Layout) -> dict[str, Cell]:
    bare = sale.bare_price_fen
    return {
        "bare_price": None if bare is None else price_cell(bare, layout),
        "invoice_total": price_cell(sale.invoice_total_fen, layout),
        "invoice_net": price_cell(sale.invoice_net_fen, layout),
        "invoice_tax": price_cell(sale.invoice_tax_fen, layout),
    }
