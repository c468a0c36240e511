"""Amounts, days and instants as an officer writes them."""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from voucher_service.model.days import SHANGHAI, business_day
from voucher_service.model.money import yuan_text

_FEN_PER_WAN = 1_000_000


def wan_text(fen: int) -> str:
    """Write fen in units of 10,000 yuan, half up to two decimals: ``6,875.00``."""
    wan = (Decimal(fen) / _FEN_PER_WAN).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{wan:,}"


def short_yuan_text(fen: int) -> str:
    """Write fen as yuan, without decimals where there are none: ``30,000``."""
    return yuan_text(fen).removesuffix(".00")


def ratio_text(ratio: float) -> str:
    """Write the gross ratio of vouchers to sales: ``1:99.64``."""
    return f"1:{ratio:,.2f}"


def shanghai_text(instant: datetime) -> str:
    """Write an instant in Asia/Shanghai time to the second."""
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def last_day_text(first_instant_after: datetime) -> str:
    """Write the last day before an instant, in Asia/Shanghai: it is included."""
    return business_day(first_instant_after - timedelta(microseconds=1)).isoformat()


def size_text(size: int) -> str:
    """Write a number of bytes in the largest unit it fills: ``512 MiB``."""
    for unit, factor in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if size >= factor:
            return f"{size / factor:.1f}".removesuffix(".0") + f" {unit}"
    return f"{size} B"


def signed(text: str) -> str:
    """Write a number with its sign, minus as a sign of its own width: ``+14``."""
    return f"−{text[1:]}" if text.startswith("-") else f"+{text}"


def percent_text(share: float) -> str:
    """Write a share of 1 in percent to one decimal, rounded down: ``99.9%``."""
    tenths = Decimal("0.1")
    return f"{(Decimal(str(share)) * 100).quantize(tenths, ROUND_DOWN)}%"


def instant_field(instant: datetime) -> str:
    """Give an instant as a field holds it: Shanghai time, up to the next millisecond.

    Rounded up, so that what was recorded by the instant is still known.
    """
    over = timedelta(microseconds=instant.microsecond % 1000)
    up = instant - over + timedelta(milliseconds=1) if over else instant
    local = up.astimezone(UTC).astimezone(SHANGHAI).replace(tzinfo=None)
    return local.isoformat(timespec="milliseconds")
