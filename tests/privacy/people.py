"""Whoever the sample's files name, and how to find any of them in bytes."""

import re
from functools import lru_cache
from pathlib import Path

from voucher_service.samples.feed_files import FeedFile
from voucher_service.samples.generate import register_bytes, sample_feeds

ROOT = Path(__file__).parents[2]
SPOKEN = ("voucher_service", "docs", "sql")
NUMBERS = re.compile(rb"[0-9]{11,}[Xx]?")
HAN = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2,}")
WIDE = re.compile(rb"(?:[0-9]\x00){11,}(?:[Xx]\x00)?")
LENGTHS = (11, 18)


@lru_cache
def feeds() -> tuple[FeedFile, ...]:
    """Give the sample's feeds, with the sales each was made of."""
    return tuple(sample_feeds())


@lru_cache
def numbers() -> frozenset[bytes]:
    """Give every resident ID and phone number of the sample."""
    found = set()
    for feed in feeds():
        for sale in feed.sales:
            found |= {sale.buyer.resident_id, sale.buyer.phone}
            written = (sale.written.get(name) for name in ("buyer_id", "phone"))
            found |= {w for w in written if isinstance(w, str) and len(w) in LENGTHS}
    return frozenset(number.encode() for number in found)


@lru_cache
def names() -> frozenset[str]:
    """Give the sample's buyers, but for names that are words of the product too."""
    said = register_bytes().decode("utf-8-sig") + "".join(
        path.read_text(encoding="utf-8")
        for folder in SPOKEN
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".yaml", ".html", ".js", ".md", ".sql"}
        and "samples" not in path.parts
    )
    every = {sale.buyer.name for feed in feeds() for sale in feed.sales}
    return frozenset(name for name in every if name not in said)


def people_in(content: bytes) -> set[str]:
    """Give the numbers and names of the sample's buyers that bytes hold in clear."""
    found = set()
    runs = [*NUMBERS.findall(content)]
    runs += [run.replace(b"\x00", b"") for run in WIDE.findall(content)]
    for run in runs:
        found |= {number.decode() for number in _windows(run, LENGTHS) & numbers()}
    for run in set(HAN.findall(content)):
        text = run.decode("utf-8", errors="ignore")
        found |= _windows(text, (2, 3, 4)) & names()
    return found


def _windows(run, lengths):  # type: ignore[no-untyped-def]
    return {
        run[start : start + length]
        for length in lengths
        for start in range(len(run) - length + 1)
    }
