"""The sample's own README: that it is made up, how, and what must come out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files

from voucher_service.model.money import yuan_text
from voucher_service.model.reasons import (
    EligibilityReason,
    FeedReason,
    reason_text,
)
from voucher_service.samples.calendar import AS_OF, BASELINE
from voucher_service.samples.dealers import DEALERS
from voucher_service.samples.feed_files import SENT_AGAIN, FeedFile

_TEMPLATE = "readme_template.md"


def readme(feeds: Sequence[FeedFile]) -> str:
    """Write the README of the sample from the files it describes."""
    counted = {
        sale.vin: sale.bare_price_fen or 0
        for feed in feeds
        for sale in feed.sales
        if sale.counted
    }
    template = files(__package__).joinpath(_TEMPLATE).read_text(encoding="utf-8")
    return template.format(
        dealers=len(DEALERS),
        districts="、".join(_districts()),
        baseline_from=BASELINE[0],
        baseline_to=BASELINE[1],
        as_of=AS_OF,
        formats="\n".join(_formats(feeds)),
        files=len(feeds),
        rows=sum(len(feed.sales) for feed in feeds),
        again=sum(SENT_AGAIN.values()),
        senders="、".join(SENT_AGAIN),
        cars=len(counted),
        sales=yuan_text(sum(counted.values())),
        faults="\n".join(_marked(feeds, "faults")),
        denials="\n".join(_marked(feeds, "denials")),
        notes="\n".join(_noted(feeds)),
        codes="\n".join(_codes(feeds)),
    )


def _districts() -> Iterator[str]:
    for district, count in Counter(dealer.district for dealer in DEALERS).items():
        yield f"{district} {count}"


def _formats(feeds: Sequence[FeedFile]) -> Iterator[str]:
    names = {"utf-8": "CSV UTF-8", "utf-8-sig": "CSV UTF-8 BOM", "": "XLSX"}
    names["gb18030"] = "CSV GB18030"
    for encoding, name in sorted(names.items(), key=lambda item: item[1]):
        own = [feed for feed in feeds if feed.layout.encoding == encoding]
        rows = sum(len(feed.sales) for feed in own)
        yield f"| {name} | {len(own)} | {rows} |"


def _marked(feeds: Sequence[FeedFile], mark: str) -> Iterator[str]:
    for feed in feeds:
        for at, sale in enumerate(feed.sales):
            if reasons := getattr(sale, mark):
                codes = " ".join(f"`{reason.value}`" for reason in reasons)
                yield f"| `{feed.path}` | {feed.row_no(at)} | {codes} |"


def _noted(feeds: Sequence[FeedFile]) -> Iterator[str]:
    yield from _marked(feeds, "notes")
    for feed in feeds:
        if feed.layout.hidden:
            code = FeedReason.HIDDEN_IN_FILE.value
            yield f"| `{feed.path}` | {feed.layout.header_row} | `{code}` |"


def _codes(feeds: Sequence[FeedFile]) -> Iterator[str]:
    sales = [sale for feed in feeds for sale in feed.sales]
    met = {
        reason
        for sale in sales
        for reason in (*sale.faults, *sale.notes, *sale.denials)
    }
    if any(feed.layout.hidden for feed in feeds):
        met.add(FeedReason.HIDDEN_IN_FILE)
    for code in [*FeedReason, *EligibilityReason]:
        if code not in met:
            continue
        sentence = reason_text(code).sentence
        yield f"- `{code.value}`：{sentence.zh}。{sentence.en}."
