"""National events are dated facts that stand beside a comparison, in no formula."""

from functools import lru_cache
from importlib.resources import files
from typing import Literal

from voucher_service.campaigns.values import Flag, Frozen, Words
from voucher_service.campaigns.windows import Window
from voucher_service.campaigns.yaml_document import read_document
from voucher_service.campaigns.yaml_faults import validated
from voucher_service.model.text import Text

_ORIGIN = "national.yaml"


class NationalEvent(Window):
    """A tax, subsidy or disturbance and the days it held, with where it is told of.

    ``certain`` is false where no document was looked up: it is shown as reported.
    """

    kind: Literal["policy", "disturbance"]
    name: Text
    certain: Flag = True
    source: Words


class _Shelf(Frozen):
    events: tuple[NationalEvent, ...]


@lru_cache(maxsize=1)
def national_events() -> tuple[NationalEvent, ...]:
    """Give the events that come with the program, in the order of their first days."""
    shelf = files("voucher_service.campaigns").joinpath("events", _ORIGIN)
    document = read_document(shelf.read_text(encoding="utf-8"), _ORIGIN)
    return tuple(sorted(validated(document, _Shelf).events, key=lambda e: e.start))
