"""更正: figures that were others when their day ended, before and after."""

from collections.abc import Iterator

from voucher_service.bulletin.content import Block
from voucher_service.model.days import day_end
from voucher_service.model.text import Text
from voucher_service.usecases import bulletin_numbers as written
from voucher_service.usecases.bulletin_teller import Fact, Teller

_CORRECTION = Text(zh="更正", en="Correction")
_CORRECTED = Text(
    zh="【更正】截至{day}的数字，当日终了时为{cars_before}、{sales_before}，现更正为"
    "{cars_after}、{sales_after}（{cars_change}，{sales_change}）。原因：{causes}。",
    en="[Correction] The figures to {day}, which at the end of that day were "
    "{cars_before} and {sales_before}, are now {cars_after} and {sales_after} "
    "({cars_change}, {sales_change}). Why: {causes}.",
)
_CAUSE = Text(zh="{name}{cars}", en="{name} {cars}")
_CORRECTED_MEANING = Text(
    zh="同一统计截止日、前后两个入库时点（{since}与{until}）的合计之差，逐笔归因。",
    en="The totals of one day as known at two instants ({since} and {until}), and what "
    "each cause changed.",
)


def correction(teller: Teller) -> Iterator[Block]:
    """Say what was told of the day when it ended, and what is true of it."""
    bridge = teller.facts.correction
    if bridge is None:
        return
    meaning = _CORRECTED_MEANING.filled(
        since=written.instant(day_end(teller.facts.as_of)),
        until=written.instant(teller.facts.known_at),
    )
    causes = [
        _CAUSE.filled(name=each.name, cars=_signed(written.cars(each.cars), each.cars))
        for each in bridge.causes
    ]
    yield teller.part(_CORRECTION)
    said = teller.runs(
        _CORRECTED,
        day=written.day(teller.facts.as_of),
        cars_before=Fact(written.cars(bridge.before.cars_sold), meaning),
        sales_before=Fact(written.money(bridge.before.sales_fen), meaning),
        cars_after=Fact(written.cars(bridge.after.cars_sold), meaning),
        sales_after=Fact(written.money(bridge.after.sales_fen), meaning),
        cars_change=Fact(_signed(written.cars(bridge.cars), bridge.cars), meaning),
        sales_change=Fact(
            _signed(written.money(bridge.sales_fen), bridge.sales_fen), meaning
        ),
        causes=Fact(written.listed(causes), meaning),
    )
    yield teller.paragraph(said)


def _signed(text: Text, amount: int) -> Text:
    sign = "+" if amount > 0 else ""
    return Text(zh=sign + text.zh, en=sign + text.en)
