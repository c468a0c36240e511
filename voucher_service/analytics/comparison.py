"""A window beside an earlier year: changes with their bases, or a refusal.

No change is given without its base and the days of both. Where the base window is not
known whole nothing is compared, and a sentence says why.
"""

from dataclasses import dataclass
from datetime import date

from voucher_service.analytics.base_faults import hole_in, not_whole, refusal
from voucher_service.analytics.changes import changes_between, window_report
from voucher_service.analytics.history import History
from voucher_service.analytics.same_dealers import (
    NOT_ALIKE,
    Sellers,
    like_for_like,
    sellers,
)
from voucher_service.analytics.window_events import cautions, events_within
from voucher_service.analytics.windows import (
    NEAR_DAYS,
    Base,
    Days,
    base_of,
    festival_of,
)
from voucher_service.model.comparison_reports import (
    VIEW_RULE,
    VIEW_TEXT,
    BaseWindow,
    ComparedView,
    ComparedWindow,
    ComparisonRefusal,
    RefusalCode,
    View,
    WindowEvent,
)
from voucher_service.model.text import Text


@dataclass(frozen=True)
class Asked:
    """What is compared: a history, a window of it, and the events that are known.

    ``whole_until`` is the last day that is wholly reported, None where nothing tells.
    """

    history: History
    window: Days
    events: tuple[WindowEvent, ...] = ()
    whole_until: date | None = None


def compared(asked: Asked, view: View) -> ComparedView:
    """Hold a window against the base that a view finds for it."""
    if not asked.window.count:
        return _view(view, refused=refusal(RefusalCode.NOT_BEGUN))
    base = base_of(asked.window, view)
    if base is None:
        return _view(view, refused=refusal(RefusalCode.NO_YEAR))
    now = _reported(asked, asked.window, festival_of(asked.window))
    refused = base_fault(asked, base)
    if refused is not None:
        doubts = cautions(asked.window, base, view, asked.events)
        untold = refused.code is RefusalCode.NOW_NOT_COVERED  # no mean of its days
        return _view(view, refused=refused).model_copy(
            update={
                "base_window": _base_window(base),
                "current": None if untold else now,
                "warnings": doubts,
            }
        )
    return _answered(asked, view, base, now)


def base_fault(asked: Asked, base: Base) -> ComparisonRefusal | None:
    """Say why nothing can be compared with a base; None where it can."""
    history, window = asked.history, asked.window
    if history.sales is None and not history.covers(window):
        return refusal(RefusalCode.NOW_NOT_COVERED, window=window.text)
    whole = asked.whole_until
    if whole is not None and whole < window.end:
        return not_whole(window, whole)
    if base.days.end >= window.start:
        return refusal(RefusalCode.OVERLAPS, base=base.days.text)
    hole = hole_in(history, base.days)
    if hole is not None:
        return hole
    if not history.measured(base.days).cars:
        return refusal(RefusalCode.IS_ZERO, base=base.days.text)
    found = sellers(history, window, base.days)
    if found is not None and found.new and not found.both:
        return refusal(RefusalCode.NO_SOURCE, base=base.days.text)
    return None


def _answered(
    asked: Asked, view: View, base: Base, now: ComparedWindow
) -> ComparedView:
    then = _reported(asked, base.days, base.festival)
    found = sellers(asked.history, asked.window, base.days)
    differing = found if found is not None and found.differ else None
    return ComparedView(
        view=view,
        name=VIEW_TEXT[view],
        rule=_rule(view),
        base_window=_base_window(base),
        current=now,
        base=then,
        changes=changes_between(now, then),
        like_for_like=(
            like_for_like(asked.history, differing, asked.window, base.days)
            if differing
            else None
        ),
        refusal=None,
        warnings=(
            *cautions(asked.window, base, view, asked.events),
            *(_not_alike(differing) if differing else ()),
        ),
    )


def _view(view: View, *, refused: ComparisonRefusal) -> ComparedView:
    return ComparedView(
        view=view,
        name=VIEW_TEXT[view],
        rule=_rule(view),
        base_window=None,
        current=None,
        base=None,
        changes=(),
        like_for_like=None,
        refusal=refused,
        warnings=(),
    )


def _reported(asked: Asked, window: Days, festival: date) -> ComparedWindow:
    amount = asked.history.measured(window)
    return window_report(window, festival, amount, events_within(window, asked.events))


def _rule(view: View) -> Text:
    return VIEW_RULE[view].filled(days=NEAR_DAYS)


def _base_window(base: Base) -> BaseWindow:
    return BaseWindow(start=base.days.start, end=base.days.end, festival=base.festival)


def _not_alike(found: Sellers) -> tuple[Text, ...]:
    return (NOT_ALIKE.filled(new=len(found.new), gone=len(found.gone)),)
