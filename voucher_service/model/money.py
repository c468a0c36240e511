"""Money is integer fen; yuan appear only where people read or write them."""

from decimal import ROUND_HALF_UP, Decimal

FEN_PER_YUAN = 100


def fen_from_yuan(yuan: Decimal | int) -> int:
    """Turn yuan into fen; a fraction of a fen is an error, never rounded away.

    Raises ValueError for an amount finer than one fen.
    """
    fen = Decimal(yuan) * FEN_PER_YUAN
    if fen != fen.to_integral_value():
        raise ValueError(f"{yuan} yuan is not a whole number of fen")
    return int(fen)


def yuan_from_fen(fen: int) -> Decimal:
    """Turn fen into yuan with two decimals, exactly."""
    return (Decimal(fen) / FEN_PER_YUAN).quantize(Decimal("0.01"))


def yuan_text(fen: int) -> str:
    """Write fen as yuan with thousands separators, e.g. ``68,750,000.00``."""
    return f"{yuan_from_fen(fen):,}"


def mean_fen(total_fen: int, count: int) -> int | None:
    """Give the mean of amounts, rounded half up to a fen; of none there is none."""
    if count == 0:
        return None
    return int((Decimal(total_fen) / count).quantize(Decimal(1), ROUND_HALF_UP))
