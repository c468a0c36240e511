"""与往年同期比较: changes with their bases and days, or why there are none."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from voucher_service.bulletin.content import Block, Runs
from voucher_service.model.comparison_reports import (
    FIGURE_TEXT,
    Change,
    ComparedView,
    Figure,
    View,
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
_COMPARED = Text(
    zh="比较对象为除日期和名额资金外均符合现行条款的销售，各年相同；基期为{rule}。",
    en="Compared are sales that meet the terms but for their day and for what was left "
    "to give, in every year alike; the base: {rule}.",
)
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
        base=written.cars(int(change.base)),
        change=Fact(_how(change), _rule(view)),
    )


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
        first = [_unpointed(text) for text in warnings[:_MOST_WARNINGS]]
        yield teller.paragraph(teller.runs(_WARNED, warnings=_joined(first)))
    if told:
        yield teller.picture("year-comparison")


def _refused(teller: Teller, view: ComparedView) -> Runs:
    assert view.refusal is not None
    why = _unpointed(view.refusal.sentence)
    return teller.runs(_REFUSED_VIEW, name=_plain_name(view), why=why)


def _compared(teller: Teller, view: ComparedView) -> Runs:
    changes = [each for each in view.changes if each.figure in _TOLD]
    first = changes[0]
    same = view.like_for_like
    return teller.runs(
        _VIEW,
        name=_plain_name(view),
        days=teller.days_between(first.base_from, first.base_to),
        estimated=_ESTIMATED if first.estimated else _EXACT,
        changes=Fact(_joined([_change(each) for each in changes]), _rule(view)),
        same=same.sentence if same is not None else _EXACT,
    )


def _change(change: Change) -> Text:
    write = _TOLD[change.figure]
    current, base, how = write(change.current), write(change.base), _how(change)
    figure = FIGURE_TEXT[change.figure]
    return Text(
        zh=_CHANGE.zh.format(
            figure=figure.zh, current=current.zh, base=base.zh, change=how.zh
        ),
        en=_CHANGE.en.format(
            figure=figure.en, current=current.en, base=base.en, change=how.en
        ),
    )


def _how(change: Change) -> Text:
    sentence = _UP if change.percent > 0 else _DOWN if change.percent < 0 else _SAME
    size = f"{abs(change.percent)}%"
    return Text(
        zh=sentence.zh.format(percent=size), en=sentence.en.format(percent=size)
    )


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


def _joined(texts: list[Text]) -> Text:
    return Text(
        zh="；".join(text.zh for text in texts), en="; ".join(text.en for text in texts)
    )


def _growth(views: tuple[ComparedView, ...]) -> tuple[ComparedView, Change] | None:
    """Give the change in cars by the view that is most alike, if any can be told."""
    told = {view.view: view for view in views if view.refusal is None}
    for name in _PREFERRED:
        if name in told:
            for change in told[name].changes:
                if change.figure is Figure.CARS:
                    return told[name], change
    return None


def _rule(view: ComparedView) -> Text:
    return Text(
        zh=_COMPARED.zh.format(rule=view.rule.zh),
        en=_COMPARED.en.format(rule=view.rule.en),
    )


def _unpointed(text: Text) -> Text:
    return Text(zh=text.zh.rstrip("。"), en=text.en.rstrip("."))
