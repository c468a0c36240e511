"""A slice of a campaign: the sales of one district, dealer, brand or kind of energy."""

from typing import NamedTuple

from voucher_service.model.kinds import ENERGY_TEXT, Energy
from voucher_service.model.text import Text

UNKNOWN_KEY = "unknown"
"""Stands for sales that do not tell the value asked for."""
UNKNOWN_TEXT = Text(zh="未注明", en="not stated")


ENERGY_CHOICES = (*(kind.value for kind in Energy), UNKNOWN_KEY)
"""What can be asked of energy; districts, dealers and brands are open lists."""


class Slice(NamedTuple):
    """Which sales are looked at; what is None is not asked.

    ``dealer`` is the dealer's number. A value of ``unknown`` keeps the sales that do
    not tell it.
    """

    district: str | None = None
    dealer: str | None = None
    brand: str | None = None
    energy: str | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is asked, so that every sale is looked at."""
        return not any(self)

    @property
    def parameters(self) -> dict[str, str]:
        """Give what is asked, by the names a query string has."""
        return {name: value for name, value in self._asdict().items() if value}

    @property
    def words(self) -> Text:
        """Say what is looked at, as it stands under a chart's title."""
        told = [_told(name, value) for name, value in self.parameters.items()]
        return Text(
            zh=" · ".join(text.zh for text in told),
            en=" · ".join(text.en for text in told),
        )


WHOLE = Slice()
"""Every sale of a campaign."""

SLICE_TEXT = {
    "district": Text(zh="区县", en="district"),
    "dealer": Text(zh="经销商", en="dealer"),
    "brand": Text(zh="品牌", en="brand"),
    "energy": Text(zh="能源类型", en="energy"),
}
"""By what a campaign can be sliced, in words."""


def _told(name: str, value: str) -> Text:
    said, kind = _value(name, value), SLICE_TEXT[name]
    return Text(zh=f"{kind.zh} {said.zh}", en=f"{kind.en} {said.en}")


def _value(name: str, value: str) -> Text:
    if value == UNKNOWN_KEY:
        return UNKNOWN_TEXT
    if name == "energy" and value in set(Energy):
        return ENERGY_TEXT[Energy(value)]
    return Text(zh=value, en=value)
