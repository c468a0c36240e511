"""Districts of the place, by name or by code (GB/T 2260)."""

import polars as pl

from voucher_service.feeds.synonyms import plain, synonyms
from voucher_service.feeds.words import Parsed, over_distinct, read_text
from voucher_service.model.reasons import FeedReason

_CODE_LENGTHS = (6, 9, 12)  # of a district, a township and a village


def read_districts(cells: pl.Series) -> Parsed:
    """Read districts: 永定区 for itself, 永定, 张家界市永定区, 430802 and 430802001000.

    Any other text is kept as it is, and noted.
    """
    texts = read_text(cells)
    known = over_distinct(texts, lambda distinct: pl.Series(map(_name, distinct)))
    known = known.cast(pl.String)
    unknown = texts.is_not_null() & known.is_null()
    districts = known.zip_with(~unknown, texts)
    return Parsed(districts, {FeedReason.DISTRICT_UNKNOWN: unknown})


def _name(text: str | None) -> str | None:
    if text is None:
        return None
    words = plain(text)
    if words.isdecimal() and len(words) in _CODE_LENGTHS:
        words = words[:6]
    for name, others in synonyms().words["district"].items():
        if words in map(plain, others) or words.endswith(plain(name)):
            return name
    return None
