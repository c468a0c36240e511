"""Holidays, policies and campaigns within a window stand beside its figures."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from voucher_service.analytics.calendar import holiday_of, is_make_up_day
from voucher_service.analytics.windows import Base, Days, festival_of
from voucher_service.model.comparison_reports import EventKind, View, WindowEvent
from voucher_service.model.text import Text

FAR_DAYS = 60
"""A window so far from the festival gains nothing by counting days from it."""

_ONE_DAY = timedelta(days=1)
_MAKE_UP = Text(zh="调休上班", en="make-up working days")
_BASE_DISTURBED = Text(
    zh="基期 {days} 受“{name}”（{start} 起）影响，不是正常年份",
    en="the base window {days} was disturbed from {start} on: {name}",
)
_NOW_DISTURBED = Text(
    zh="本期 {days} 受“{name}”（{start} 起）影响",
    en="the window {days} was disturbed from {start} on: {name}",
)
_ASSUMED_CALENDAR = Text(
    zh="{days} 的放假安排尚未公布或无资料，工作日按周一至周五计",
    en="the days off in {days} are not known; working days are Monday to Friday there",
)
_FAR = Text(
    zh="窗口距春节超过{n}天，按距春节天数对齐意义有限",
    en="the window lies more than {n} days from the festival, so that counting from it "
    "tells little",
)


def events_within(
    window: Days, known: Iterable[WindowEvent]
) -> tuple[WindowEvent, ...]:
    """Give the known events that reach into a window, and its holidays, by first day.

    A holiday that the window's edge cuts is told of with all its days.
    """
    found = [*_reaching(known, window), *_holidays(window), *_make_up_days(window)]
    return tuple(sorted(found, key=lambda event: (event.start, event.end)))


def cautions(
    window: Days, base: Base, view: View, known: Sequence[WindowEvent]
) -> tuple[Text, ...]:
    """Say what makes a comparison doubtful though both windows are known.

    What reaches into neither window disturbs neither, however near it lies.
    """
    disturbed = [event for event in known if event.kind is EventKind.DISTURBANCE]
    said = [
        *_told(_BASE_DISTURBED, base.days, _reaching(disturbed, base.days)),
        *_told(_NOW_DISTURBED, window, _reaching(disturbed, window)),
    ]
    said += [
        _ASSUMED_CALENDAR.filled(days=days.text)
        for days in (window, base.days)
        if not days.announced
    ]
    if view is not View.GREGORIAN and _distance(window) > FAR_DAYS:
        said.append(_FAR.filled(n=FAR_DAYS))
    return tuple(said)


def _told(words: Text, days: Days, events: Iterable[WindowEvent]) -> list[Text]:
    return [
        words.filled(days=days.text, name=event.name, start=event.start)
        for event in events
    ]


def _reaching(events: Iterable[WindowEvent], window: Days) -> list[WindowEvent]:
    return [event for event in events if window.shared(Days(event.start, event.end))]


def _distance(window: Days) -> int:
    festival = festival_of(window)
    return max((window.start - festival).days, (festival - window.end).days)


def _holidays(window: Days) -> list[WindowEvent]:
    named = {day: name for day in window.each() if (name := holiday_of(day))}
    return [
        WindowEvent(
            kind=EventKind.HOLIDAY,
            start=_to_the_edge(start, -_ONE_DAY, name),
            end=_to_the_edge(end, _ONE_DAY, name),
            name=name,
        )
        for start, end, name in _runs(named)
    ]


def _to_the_edge(day: date, step: timedelta, name: Text) -> date:
    while holiday_of(day + step) == name:
        day += step
    return day


def _make_up_days(window: Days) -> list[WindowEvent]:
    named = {day: _MAKE_UP for day in window.each() if is_make_up_day(day)}
    return [
        WindowEvent(kind=EventKind.MAKE_UP, start=start, end=end, name=name)
        for start, end, name in _runs(named)
    ]


def _runs(named: Mapping[date, Text]) -> list[tuple[date, date, Text]]:
    """Give the runs of days that follow each other under one name, in their order."""
    runs: list[tuple[date, date, Text]] = []
    for day, name in named.items():
        if runs and runs[-1][1:] == (day - _ONE_DAY, name):
            runs[-1] = (runs[-1][0], day, name)
        else:
            runs.append((day, day, name))
    return runs
