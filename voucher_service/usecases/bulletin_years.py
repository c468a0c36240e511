"""与往年同期比较: changes with their bases and days, or why there are none."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from voucher_service.bulletin.content import Block, Runs
from voucher_service.model.comparison_reports import (
    FIGURE_TEXT,
    Change,
    ComparedView,
    EventKind,
    Figure,
    View,
    WindowEvent,
)
from voucher_service.model.money import fen_from_yuan
from voucher_service.model.text import Text
from voucher_service.usecases import bulletin_numbers as written
from voucher_service.usecases.bulletin_teller import Fact, Teller

_CHANGED = Text(
    zh="销量较{base_days}（{view}）的{base}{change}",
    en="against {base} from {base_days} ({view}) the number of cars {change}",
)
_UP = Text(zh="增长{percent}", en="is up {percent}")
_DOWN = Text(zh="下降{percent}", en="is down {percent}")
_SAME = Text(zh="持平", en="is the same")
_NOT_COMPARED = Text(
    zh="未与往年同期比较", en="no comparison with an earlier year can be made"
)
_COMPARISON = Text(zh="与往年同期比较", en="Beside earlier years")
_VIEW = Text(
    zh="{name}（基期{days}{estimated}）：{changes}。{same}",
    en="{name} (base {days}{estimated}): {changes}.{same}",
)
_ESTIMATED = Text(zh="，含估算", en=", partly estimated")
_EXACT = Text(zh="", en="")
_CHANGE = Text(
    zh="{figure}{current}，较基期{base}{change}",
    en="{figure}: {current}, which {change} from {base}",
)
_REFUSED_VIEW = Text(zh="{name}：{why}。", en="{name}: {why}.")
_WARNED = Text(zh="比较时应注意：{warnings}。", en="To be borne in mind: {warnings}.")
_ALIKE = Text(
    zh="比较对象与其他口径相同；基期为{rule}。",
    en="Compared are the same sales as in the other views; the base: {rule}.",
)
_SAME_MEANING = Text(
    zh="可比口径：只计两期均有上报的经销商。",
    en="Like for like: dealers alone that reported in both windows.",
)
_COMPARED = Text(
    zh="比较对象为除日期和名额资金外均符合现行条款的销售，各年相同；基期为{rule}。",
    en="Compared are sales that meet the terms but for their day and for what was left "
    "to give, in every year alike; the base: {rule}.",
)
_BESIDE = Text(
    zh="该增减幅度未剔除下列事件的影响：本期内有{now}；基期内有{base}。",
    en="The rate is not adjusted for what fell into the windows: into this one "
    "{now}; into the base {base}.",
)
_EVENTS_MEANING = Text(
    zh="事件：伸入比较窗口的节假日、全国政策和扰动，以及已录入的其他活动。",
    en="Events: holidays, national policies and disturbances that reach into a window, "
    "and other campaigns on record.",
)
_EVENT_SOURCE = Text(zh="系统所载的事件表", en="the system's table of events")
_NO_EVENT = Text(zh="无已知事件", en="nothing that is known")
_EVENT = Text(zh="{name}（{days}）", en="{name} ({days})")
_REPORTED = Text(zh="据报道", en="as reported")
_PREFERRED = (View.FESTIVAL, View.NEAREST, View.GREGORIAN)
_MOST_WARNINGS = 4


def growth(teller: Teller) -> Runs:
    """Say by how much more cars were sold than in an earlier year, as a clause."""
    found = _growth(teller.facts.comparison.views)
    if found is None:
        return teller.runs(_NOT_COMPARED)
    view, change = found
    return teller.runs(
        _CHANGED,
        base_days=teller.days_between(change.base_from, change.base_to),
        view=_lowered(_plain_name(view)),
        base=Fact(written.cars(int(change.base)), _rule(view)),
        change=Fact(_how(change), _rule(view)),
    )


def beside_growth(teller: Teller) -> Iterator[Block]:
    """Name the events within both windows, which no rate of growth leaves out."""
    found = _growth(teller.facts.comparison.views)
    if found is None:
        return
    now, base = (
        _events(teller, window.events if window else ())
        for window in (found[0].current, found[0].base)
    )
    yield teller.paragraph(teller.runs(_BESIDE, now=now, base=base))


def _events(teller: Teller, events: tuple[WindowEvent, ...]) -> Fact | Text:
    own = teller.facts.campaign.name.zh
    told = [
        each
        for each in events
        if each.kind is not EventKind.MAKE_UP and own not in each.name.zh
    ]
    if not told:
        return _NO_EVENT
    return Fact(
        written.listed([_event(teller, each) for each in told]),
        _EVENTS_MEANING,
        _EVENT_SOURCE,
    )


def _event(teller: Teller, event: WindowEvent) -> Text:
    days = teller.days_between(event.start, event.end)
    if event.start == event.end:
        days = written.day(event.start)
    if not event.certain:
        days = written.listed([days, _REPORTED])
    return _EVENT.filled(name=event.name, days=days)


def comparison(teller: Teller) -> Iterator[Block]:
    """Say what each view comes to."""
    yield teller.part(_COMPARISON)
    views = teller.facts.comparison.views
    told = [view for view in views if view.refusal is None]
    for view in views:
        said = _refused(teller, view) if view.refusal else _compared(teller, view)
        yield teller.item(said)
    warnings = list(dict.fromkeys(text for view in told for text in view.warnings))
    if warnings:
        first = [written.unpointed(text) for text in warnings[:_MOST_WARNINGS]]
        yield teller.paragraph(teller.runs(_WARNED, warnings=written.joined(first)))


def _refused(teller: Teller, view: ComparedView) -> Runs:
    assert view.refusal is not None
    why = written.unpointed(view.refusal.sentence)
    return teller.runs(_REFUSED_VIEW, name=_plain_name(view), why=why)


def _compared(teller: Teller, view: ComparedView) -> Runs:
    changes = [each for each in view.changes if each.figure in _TOLD]
    first = changes[0]
    same, found = view.like_for_like, _growth(teller.facts.comparison.views)
    told_before = found is not None and found[0] is view
    rule = _rule(view, _COMPARED if told_before else _ALIKE)
    return teller.runs(
        _VIEW,
        name=_plain_name(view),
        days=teller.days_between(first.base_from, first.base_to),
        estimated=_ESTIMATED if first.estimated else _EXACT,
        changes=Fact(written.joined([_change(each) for each in changes]), rule),
        same=Fact(same.sentence, _SAME_MEANING) if same is not None else _EXACT,
    )


def _change(change: Change) -> Text:
    write = _TOLD[change.figure]
    return _CHANGE.filled(
        figure=FIGURE_TEXT[change.figure],
        current=write(change.current),
        base=write(change.base),
        change=_how(change),
    )


def _how(change: Change) -> Text:
    sentence = _UP if change.percent > 0 else _DOWN if change.percent < 0 else _SAME
    return sentence.filled(percent=f"{abs(change.percent)}%")


def _whole_cars(value: Decimal) -> Text:
    return written.cars(int(value))


def _cars_a_day(value: Decimal) -> Text:
    return Text(zh=f"{value:.2f}台", en=f"{value:.2f} cars")


def _yuan(value: Decimal) -> Text:
    return written.money(fen_from_yuan(value))


_TOLD: dict[Figure, Callable[[Decimal], Text]] = {
    Figure.CARS: _whole_cars,
    Figure.SALES: _yuan,
    Figure.CARS_PER_WORKING_DAY: _cars_a_day,
}
"""The figures that are told, and how each is written."""


def _plain_name(view: ComparedView) -> Text:
    """Name a view without brackets of its own, so that it can stand in some."""
    zh = view.name.zh.replace("（", "，").replace("）", "")
    return Text(zh=zh, en=view.name.en)


def _lowered(name: Text) -> Text:
    """Give a name as it stands within an English sentence."""
    return Text(zh=name.zh, en=name.en[:1].lower() + name.en[1:])


def _growth(views: tuple[ComparedView, ...]) -> tuple[ComparedView, Change] | None:
    """Give the change in cars by the view that is most alike, if any can be told."""
    told = {view.view: view for view in views if view.refusal is None}
    for name in _PREFERRED:
        if name in told:
            for change in told[name].changes:
                if change.figure is Figure.CARS:
                    return told[name], change
    return None


def _rule(view: ComparedView, said: Text = _COMPARED) -> Text:
    return said.filled(rule=view.rule)
