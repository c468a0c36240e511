"""附表 and 指标口径与数据来源: all groups and days, and what the figures mean."""

from collections.abc import Iterator
from datetime import date, timedelta

from voucher_service.bulletin.content import Block, Column, Manner
from voucher_service.model.reports import TotalsGroup
from voucher_service.model.text import Text
from voucher_service.usecases import bulletin_numbers as written
from voucher_service.usecases.bulletin_features import (
    ALL,
    dealer_columns,
    dealer_row,
    group_name,
    row_of_all,
)
from voucher_service.usecases.bulletin_teller import Fact, Teller

_ANNEXES = Text(zh="附表", en="Annexes")
_LABEL = Text(zh="附表{n}　", en="Annex {n}. ")
_DISTRICTS = Text(zh="各区县情况", en="Districts")
_DEALERS = Text(zh="各企业情况", en="Dealers")
_DAYS = Text(zh="日进度", en="Day by day")
_MEANING = Text(
    zh="合计与正文同一口径：按条款判定为符合条件的销售，金额按{basis}。",
    en="As in the text: sales that are eligible under the terms, amounts on the "
    "{basis}.",
)
_DISTRICT_COLUMNS = (
    (Text(zh="区县", en="District"), 3),
    (Text(zh="销量（台）", en="Cars"), 3),
    (Text(zh="占比", en="Share"), 2),
    (Text(zh="销售额（万元）", en="Sales (10,000 yuan)"), 4),
    (Text(zh="消费券（万元）", en="Vouchers (10,000 yuan)"), 4),
)
_DAY_COLUMNS = (
    (Text(zh="日期", en="Day"), 27),
    (Text(zh="当日台数", en="Cars"), 23),
    (Text(zh="当日销售额（万元）", en="Sales (10,000 yuan)"), 40),
    (Text(zh="累计台数", en="Cars so far"), 23),
    (Text(zh="累计销售额（万元）", en="Sales so far (10,000 yuan)"), 43),
)
_OTHERS = Text(zh="其余{n}家", en="{n} others")
_NOTES = Text(
    zh="指标口径与数据来源", en="What the figures mean and where they are from"
)
_DEFINED = Text(
    zh="各指标的口径见首次出现处的脚注。",
    en="What a figure counts is told in a footnote where it first stands.",
)
_SOURCE = Text(
    zh="数据来源：经销商上报文件，经系统核对、判定入库；发券与核销为系统记录。{cut_off}。"
    "活动条款版本{version}。",
    en="Source: files that dealers sent, checked and decided by the system; vouchers "
    "and redemptions as the system recorded them. {cut_off}. Terms of version "
    "{version}.",
)
_ASSUMED = Text(
    zh="活动公告没有写明、按下列假定处理的：",
    en="Not stated by the notice, and assumed:",
)
_SYNTHETIC = Text(
    zh="本简报所用数据全部或部分为合成数据，不是真实销售，不得对外引用。",
    en="All or some of the data are made up. They are no real sales and must not be "
    "quoted.",
)
_MADE = Text(
    zh="本简报由系统依据上述数据生成；以同一统计截止日和入库时点再次生成，内容相同。",
    en="This bulletin was made by the system from these data; made again for the same "
    "day and instant it is the same.",
)
_AS_SAID = Text(zh="{said}", en="{said}")
_MOST_DEALERS = 200


def annexes(teller: Teller) -> Iterator[Block]:
    """Give the tables of districts, dealers and days."""
    if not teller.facts.totals.cars_sold:
        return
    yield teller.heading(_ANNEXES, new_page=True)
    meaning = _MEANING.filled(basis=teller.basis)
    yield teller.table(
        Fact(_DISTRICTS, meaning),
        _columns(teller, _DISTRICT_COLUMNS),
        _district_rows(teller),
        summed=True,
        label=_LABEL.filled(n=1),
    )
    yield teller.table(
        Fact(_DEALERS, meaning),
        dealer_columns(teller),
        _dealer_rows(teller),
        summed=True,
        label=_LABEL.filled(n=2),
    )
    yield teller.table(
        Fact(_DAYS, meaning),
        _columns(teller, _DAY_COLUMNS),
        _day_rows(teller),
        label=_LABEL.filled(n=3),
    )


def meanings(teller: Teller) -> Iterator[Block]:
    """Say what the figures mean, where they are from and what was assumed."""
    facts = teller.facts
    yield teller.heading(_NOTES)
    yield teller.paragraph(teller.runs(_DEFINED), manner=Manner.REMARK)
    source = teller.runs(
        _SOURCE,
        cut_off=teller.cut_off,
        version=written.plain(facts.totals.terms_version),
    )
    yield teller.paragraph(source, manner=Manner.REMARK)
    if facts.campaign.assumptions:
        yield teller.paragraph(teller.runs(_ASSUMED), manner=Manner.REMARK)
        for place, each in enumerate(facts.campaign.assumptions, 1):
            said = Text(zh=f"（{place}）{each.zh}", en=f"({place}) {each.en}")
            told = teller.runs(_AS_SAID, said=said)
            yield teller.paragraph(told, manner=Manner.REMARK)
    yield teller.paragraph(teller.runs(_MADE), manner=Manner.REMARK)


def warning(teller: Teller) -> Iterator[Block]:
    """Say at the very beginning that the data are made up, where they are."""
    if teller.facts.synthetic:
        yield teller.paragraph(teller.runs(_SYNTHETIC), manner=Manner.REMARK)


def _columns(teller: Teller, named: tuple[tuple[Text, int], ...]) -> tuple[Column, ...]:
    return tuple(
        Column(teller.word(name), share, numbers=place > 0)
        for place, (name, share) in enumerate(named)
    )


def _district_rows(teller: Teller) -> list[tuple[str, ...]]:
    totals = teller.facts.totals

    def row(name: Text, part: TotalsGroup | None) -> tuple[str, ...]:
        of = part or totals
        return (
            teller.word(name),
            str(of.cars_sold),
            teller.word(written.percent(of.cars_sold, totals.cars_sold)),
            written.wan(of.sales_fen),
            written.wan(of.vouchers_fen),
        )

    rows = [row(group_name(each), each) for each in teller.facts.districts]
    return [*rows, row(ALL, None)]


def _dealer_rows(teller: Teller) -> list[tuple[str, ...]]:
    totals, dealers = teller.facts.totals, teller.facts.dealers
    rows = [
        dealer_row(teller, place, each)
        for place, each in enumerate(dealers[:_MOST_DEALERS], 1)
    ]
    rest = dealers[_MOST_DEALERS:]
    if rest:
        cars = sum(each.cars_sold for each in rest)
        share = written.percent(cars, totals.cars_sold)
        sales = written.wan(sum(each.sales_fen for each in rest))
        others = teller.word(_OTHERS, n=written.plain(len(rest)))
        rows.append(("", others, str(cars), teller.word(share), sales))
    return [*rows, ("", *row_of_all(teller))]


def _day_rows(teller: Teller) -> list[tuple[str, ...]]:
    """Give a row for every day of the campaign so far, also those without sales."""
    facts = teller.facts
    sold = {date.fromisoformat(each.key): each for each in facts.days}
    window = facts.campaign.current.sales_window
    first = min(window.start, *sold)
    last = max(min(facts.as_of, window.end), *sold)
    rows: list[tuple[str, ...]] = []
    cars = sales = 0
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        today = sold.get(day)
        today_cars, today_sales = (
            (today.cars_sold, today.sales_fen) if today else (0, 0)
        )
        cars, sales = cars + today_cars, sales + today_sales
        rows.append(
            (
                day.isoformat(),
                str(today_cars),
                written.wan(today_sales),
                str(cars),
                written.wan(sales),
            )
        )
    return rows
