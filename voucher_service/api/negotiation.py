"""Which media types and codings does a request take? (RFC 9110)"""

from collections.abc import Sequence
from functools import lru_cache


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """Pick the offered media type of highest quality; the first offered wins a tie.

    For each offer the most specific range counts. A missing or empty header takes
    anything; None means that nothing on offer is acceptable.
    """
    ranges = [_range(part) for part in (accept or "").split(",") if part.strip()]
    if not ranges:
        return offered[0]
    best = max(offered, key=lambda offer: _quality(offer, ranges))
    return best if _quality(best, ranges) > 0 else None


@lru_cache(maxsize=64)
def takes_gzip(accept_encoding: str | None) -> bool:
    """Tell whether an Accept-Encoding header takes gzip; none at all does not."""
    codings = dict(_range(part) for part in (accept_encoding or "").split(","))
    return codings.get("gzip", codings.get("*", 0.0)) > 0


def _range(part: str) -> tuple[str, float]:
    """Read one range, or coding, and its q-value; an unreadable q counts as 0."""
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return media, _q(value.strip())
    return media, 1.0


def _q(value: str) -> float:
    try:
        q = float(value)
    except ValueError:
        return 0.0
    return q if 0 <= q <= 1 else 0.0


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    for wanted in (offer, f"{offer.partition('/')[0]}/*", "*/*"):
        qualities = [q for media, q in ranges if media == wanted]
        if qualities:
            return max(qualities)
    return 0.0
