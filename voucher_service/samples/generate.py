"""All files of the sample, made anew and the same each time."""

from collections.abc import Iterator
from dataclasses import dataclass

from voucher_service.samples.csv_file import csv_bytes
from voucher_service.samples.dealers import CLOSED, DEALERS, NATURE
from voucher_service.samples.feed_files import FeedFile, feed_files
from voucher_service.samples.market import (
    cheap_deals,
    counted_deals,
    ordinary_deals,
)
from voucher_service.samples.papers import made_out
from voucher_service.samples.planted import planted_deals, with_cases
from voucher_service.samples.readme import readme
from voucher_service.samples.sale import Sale

_REGISTER_HEADERS = (
    *("经销商编号", "经销商名称", "统一社会信用代码", "区县"),
    *("经营状态", "数据性质"),
)


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A file of the sample: its path below the sample folder, and its bytes."""

    path: str
    content: bytes


def sample_files() -> Iterator[SampleFile]:
    """Give every file of the sample: the register, the feeds, and what they are.

    The bytes are the same on every machine and Python. Paths are POSIX and relative;
    the order is that in which the files are to be read in.
    """
    yield SampleFile("dealers.csv", register_bytes())
    feeds = sample_feeds()
    for feed in feeds:
        yield SampleFile(feed.path, feed.content)
    yield SampleFile("README.md", readme(feeds).encode())


def sample_feeds() -> tuple[FeedFile, ...]:
    """Give the dealers' files with the sales in them, before they become bytes."""
    return tuple(feed_files(sample_sales()))


def sample_sales() -> list[Sale]:
    """Give every row that the dealers report, in the order of days."""
    deals = ordinary_deals() + counted_deals() + cheap_deals() + planted_deals()
    return with_cases(made_out(deals))


def register_bytes() -> bytes:
    """Give the register of dealers as CSV in UTF-8 with a byte-order mark."""
    rows = [
        (dealer.dealer_id, dealer.name, dealer.uscc, dealer.district, state, NATURE)
        for state, dealers in (("在营", DEALERS), ("停业", [CLOSED]))
        for dealer in dealers
    ]
    return csv_bytes([_REGISTER_HEADERS, *rows], "utf-8-sig")
