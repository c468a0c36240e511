"""What would have to be different, said as concretely as the rule allows."""

from collections.abc import Sequence
from datetime import date

from voucher_service.campaigns.conditions import Bounds
from voucher_service.campaigns.windows import OpenWindow
from voucher_service.eligibility.outcomes import Shown, listed, said
from voucher_service.model.money import yuan_text
from voucher_service.model.text import Text

_REPORT = Text(
    zh="须由经销商补报{name}，补报后重新判定",
    en="the dealer has to report the {name}; the sale is then decided again",
)
_ONE_OF = Text(zh="{name}须为{wanted}", en="the {name} has to be {wanted}")
_LATER = Text(
    zh="{name}须为 {bound} 或以后（至少晚 {days} 天）",
    en="the {name} has to be {bound} or later (at least {days} days later)",
)
_EARLIER = Text(
    zh="{name}须为 {bound} 或以前（至少早 {days} 天）",
    en="the {name} has to be {bound} or earlier (at least {days} days earlier)",
)
_MORE = Text(
    zh="{name}须至少为 {bound}（再多 {by}）",
    en="the {name} has to be {bound} or more ({by} more)",
)
_LESS = Text(
    zh="{name}须至多为 {bound}（少 {by}）",
    en="the {name} has to be {bound} or less ({by} less)",
)
_DEARER = Text(
    zh="{name}须至少再高 {by} 元（达到 {bound} 元）",
    en="the {name} has to be at least {by} yuan more ({bound} yuan)",
)
_CHEAPER = Text(
    zh="{name}须至少低 {by} 元（至多 {bound} 元）",
    en="the {name} has to be at least {by} yuan less ({bound} yuan at most)",
)
_OR = Text(zh="{one}；或{other}", en="{one}; or {other}")
_SINCE = Text(zh="{start} 起", en="from {start}")
_UNTIL = Text(zh="截至 {end}", en="until {end}")
_BETWEEN = Text(zh="{start} 至 {end}", en="{start} to {end}")
_AT_LEAST = Text(zh="{low}{unit}及以上", en="{low}{unit} or more")
_AT_MOST = Text(zh="{high}{unit}及以下", en="{high}{unit} or less")
_RANGE = Text(zh="{low} 至 {high}{unit}", en="{low} to {high}{unit}")
NO_UNIT = Text(zh="", en="")


def reported(name: Text) -> Text:
    """Say that a value has to be reported."""
    return said(_REPORT, name=name)


def one_of(name: Text, wanted: Text) -> Text:
    """Say which words would do."""
    return said(_ONE_OF, name=name, wanted=wanted)


def not_before(name: Text, found: date, bound: date) -> Text:
    """Say by how many days a day is too early."""
    return said(_LATER, name=name, bound=bound, days=(bound - found).days)


def not_after(name: Text, found: date, bound: date) -> Text:
    """Say by how many days a day is too late."""
    return said(_EARLIER, name=name, bound=bound, days=(found - bound).days)


def within_window(name: Text, found: date | None, window: OpenWindow) -> Text:
    """Say how a day would come to lie in a window."""
    if found is None:
        return reported(name)
    if window.start is not None and found < window.start:
        return not_before(name, found, window.start)
    assert window.end is not None, "no window of open ends refuses a day"
    return not_after(name, found, window.end)


def within_numbers(name: Text, found: int | None, bounds: Bounds) -> Text:
    """Say how a number would come to lie within bounds."""
    if found is None:
        return reported(name)
    low, high = bounds.at_least, bounds.at_most
    if low is not None and found < low:
        return said(_MORE, name=name, bound=low, by=low - found)
    assert high is not None, "no open bounds refuse a number"
    return said(_LESS, name=name, bound=high, by=found - high)


def dearer(name: Text, found_fen: int, bound_fen: int) -> Text:
    """Say by how much a price is too low."""
    by = yuan_text(bound_fen - found_fen)
    return said(_DEARER, name=name, by=by, bound=yuan_text(bound_fen))


def cheaper(name: Text, found_fen: int, bound_fen: int) -> Text:
    """Say by how much a price is too high."""
    by = yuan_text(found_fen - bound_fen)
    return said(_CHEAPER, name=name, by=by, bound=yuan_text(bound_fen))


def either(ways: Sequence[Text]) -> Text:
    """Join several ways out, any of which would do."""
    joined = ways[0]
    for way in ways[1:]:
        joined = said(_OR, one=joined, other=way)
    return joined


def window_shown(window: OpenWindow) -> Shown:
    """Write a window as it is asked."""
    start, end = window.start, window.end
    if start is not None and end is not None:
        return Shown(f"{start}..{end}", said(_BETWEEN, start=start, end=end))
    if start is not None:
        return Shown(f"≥ {start}", said(_SINCE, start=start))
    return Shown(f"≤ {end}", said(_UNTIL, end=end))


def bounds_shown(bounds: Bounds, unit: Text = NO_UNIT) -> Shown:
    """Write bounds of whole numbers as they are asked."""
    low, high = bounds.at_least, bounds.at_most
    if low is not None and high is not None:
        text = said(_RANGE, low=low, high=high, unit=unit)
        return Shown(f"{low}..{high}", text)
    if low is not None:
        return Shown(f"≥ {low}", said(_AT_LEAST, low=low, unit=unit))
    return Shown(f"≤ {high}", said(_AT_MOST, high=high, unit=unit))


def choices_shown(choices: Sequence[Shown]) -> Shown:
    """Write the words that the terms name as they are asked."""
    code = " | ".join(choice.code for choice in choices)
    return Shown(code, listed([choice.text for choice in choices]))
