"""一、总体情况: where it stands, beside earlier years, and where it may end."""

from collections.abc import Iterator

from voucher_service.bulletin.content import Block, Runs
from voucher_service.model.desk_reports import ChangeState, LimitProgress
from voucher_service.model.figures import FigureName, Unit
from voucher_service.model.text import Text
from voucher_service.usecases import bulletin_numbers as written
from voucher_service.usecases.bulletin_correction import correction
from voucher_service.usecases.bulletin_outlook import outlook
from voucher_service.usecases.bulletin_teller import Fact, Teller
from voucher_service.usecases.bulletin_years import (
    beside_growth,
    comparison,
    growth,
)

_TITLE = Text(zh="一、总体情况", en="1. Where the campaign stands")
_HEADLINE = Text(
    zh="截至{day}，{whole}销售新车{cars}，销售额约{sales}，{growth}，{time}。",
    en="By {day}, {cars} were sold in {whole}, for about {sales}; {growth}; {time}.",
)
_NOTHING = Text(
    zh="截至{day}，{whole}尚无符合条件的销售入库，{time}。",
    en="By {day}, no sale that counts is recorded in {whole}; {time}.",
)
_TO_BEGIN = Text(
    zh="截至{day}，活动尚未开始：{time}。",
    en="By {day}, the campaign had not begun: {time}.",
)
_LEFT = Text(zh="距活动结束还有{days}", en="{days} of the campaign are left")
_LAST_DAY = Text(zh="当日为活动最后一天", en="this was the campaign's last day")
_ENDED = Text(zh="活动已于{day}结束", en="the campaign ended on {day}")
_NOT_BEGUN = Text(zh="活动将于{day}开始", en="the campaign is to begin on {day}")
_EXACT = Text(
    zh="按{basis}计，销售额合计{exact}，平均每台{mean}；应发消费券面额{vouchers}。",
    en="On the {basis}, sales come to {exact}, {mean} a car; vouchers worth "
    "{vouchers} are earned.",
)
_RATIO = Text(
    zh="每1元消费券对应销售额{ratio}（毛拉动比，不代表政策效果）。",
    en="Sales of {ratio} stand against each yuan of vouchers (a gross ratio, which "
    "measures no effect of the policy).",
)
_SINCE = Text(
    zh="较前一日增加{day}，较一周前增加{week}。",
    en="That is {day} more than the day before, and {week} more than a week before.",
)
_ISSUED = Text(
    zh="截至{day}，累计发放消费券{issued}、面额{issued_fen}，已核销{redeemed}、"
    "{redeemed_fen}，核销率（核销张数占发放张数）{rate}。",
    en="By {day}, {issued} worth {issued_fen} were issued; {redeemed}, for "
    "{redeemed_fen}, were redeemed: {rate} of those issued.",
)
_NONE_ISSUED = Text(
    zh="截至{day}，系统中没有发券记录。",
    en="By {day} no voucher had been issued through the system.",
)
_LIMIT = Text(
    zh="{label}共{most}，已用{taken}，占{share}。",
    en="{label}: {taken} of {most} are taken, {share}.",
)
_SALES_GO_TO = Text(
    zh="以上台数中，最近一笔销售发生在{day}，其后无销售入库。",
    en="The last sale known was made on {day}; none of a later day is recorded.",
)
_WAITING = Text(
    zh="另有{cars}候补或待认定，未计入。",
    en="Besides, {cars} wait for a place or for a person, and are not counted.",
)
_WAITING_MEANING = Text(
    zh="候补或待人工认定的销售。", en="Sales on the waiting list or in conflict."
)
_WHOLES = {"省": "全省", "州": "全州", "市": "全市", "县": "全县", "区": "全区"}


def overall(teller: Teller) -> Iterator[Block]:
    """Say where the campaign stands."""
    facts = teller.facts
    yield teller.heading(_TITLE)
    yield teller.paragraph(_headline(teller))
    if not facts.has_begun:
        return
    if facts.totals.cars_sold:
        yield from beside_growth(teller)
    if money := tuple(_money(teller)):
        yield teller.paragraph(*money)
    yield teller.paragraph(*_vouchers(teller))
    yield from correction(teller)
    if facts.totals.cars_sold:
        yield teller.picture("cumulative-sales")
        yield from comparison(teller)
    yield from outlook(teller)


def _headline(teller: Teller) -> Runs:
    facts, totals = teller.facts, teller.facts.totals
    if not facts.has_begun:
        return teller.runs(_TO_BEGIN, day=teller.dated(), time=_time(teller))
    whole = _whole(facts.campaign.area)
    if not totals.cars_sold:
        return teller.runs(
            _NOTHING, day=teller.dated(), whole=whole, time=_time(teller)
        )
    return teller.runs(
        _HEADLINE,
        day=teller.dated(),
        whole=whole,
        cars=teller.figure(FigureName.CARS_SOLD, written.cars(totals.cars_sold)),
        sales=teller.figure(FigureName.SALES, written.about(totals.sales_fen)),
        growth=growth(teller),
        time=_time(teller),
    )


def _whole(area: Text) -> Text:
    """Name a place as its own bulletins do: 全市 of a city."""
    return Text(zh=_WHOLES.get(area.zh[-1:], area.zh), en=area.en)


def _time(teller: Teller) -> Runs:
    as_of, days = teller.facts.as_of, teller.facts.headline.days
    if as_of < days.first_day:
        return teller.runs(_NOT_BEGUN, day=written.day(days.first_day))
    if as_of > days.last_day:
        return teller.runs(_ENDED, day=written.day(days.last_day))
    if not days.left:
        return teller.runs(_LAST_DAY)
    window = teller.days_between(days.first_day, days.last_day)
    meaning = Text(
        zh=f"活动期为{window.zh}，共{days.total}天，不含统计截止日当日。",
        en=f"The campaign runs from {window.en}, {days.total} days; the day of the "
        "figures is not among those left.",
    )
    terms = Text(zh="活动条款", en="the campaign's terms")
    return teller.runs(_LEFT, days=Fact(written.span(days.left), meaning, terms))


def _money(teller: Teller) -> Iterator[Runs]:
    facts, totals = teller.facts, teller.facts.totals
    if totals.mean_price_fen is not None:
        yield teller.runs(
            _EXACT,
            basis=teller.basis,
            exact=teller.figure(FigureName.SALES, written.exact(totals.sales_fen)),
            mean=teller.figure(
                FigureName.MEAN_PRICE, written.exact(totals.mean_price_fen)
            ),
            vouchers=teller.figure(
                FigureName.VOUCHERS_EARNED, written.money(totals.vouchers_fen)
            ),
        )
    if totals.gross_ratio is not None:
        size = f"{totals.gross_ratio:.2f}"
        ratio = Text(zh=f"{size}元", en=f"{size} yuan")
        yield teller.runs(_RATIO, ratio=teller.figure(FigureName.GROSS_RATIO, ratio))
    yield from _since(teller)
    if totals.waiting_cars:
        waiting = Fact(written.cars(totals.waiting_cars), _WAITING_MEANING)
        yield teller.runs(_WAITING, cars=waiting)
    last = facts.totals.last_sale_on
    if last is not None and last < min(facts.as_of, facts.headline.days.last_day):
        yield teller.runs(_SALES_GO_TO, day=written.day(last))


def _since(teller: Teller) -> Iterator[Runs]:
    sold = teller.facts.headline.figure(FigureName.CARS_SOLD)
    if {sold.day.state, sold.week.state} == {ChangeState.TOLD}:
        yield teller.runs(
            _SINCE,
            day=teller.figure(
                FigureName.CARS_SOLD, written.cars(int(sold.day.difference or 0))
            ),
            week=teller.figure(
                FigureName.CARS_SOLD, written.cars(int(sold.week.difference or 0))
            ),
        )


def _vouchers(teller: Teller) -> Iterator[Runs]:
    values = {
        figure.figure: int(figure.value or 0)
        for figure in teller.facts.headline.figures
    }
    issued = values[FigureName.VOUCHERS_ISSUED]
    redeemed = values[FigureName.VOUCHERS_REDEEMED]
    day = written.day(teller.moved_on)
    if not issued:
        yield teller.runs(_NONE_ISSUED, day=day)
    else:
        yield teller.runs(
            _ISSUED,
            day=day,
            issued=teller.figure(FigureName.VOUCHERS_ISSUED, _vouchers_text(issued)),
            issued_fen=teller.figure(
                FigureName.VOUCHERS_ISSUED_AMOUNT,
                written.money(values[FigureName.VOUCHERS_ISSUED_AMOUNT]),
            ),
            redeemed=teller.figure(
                FigureName.VOUCHERS_REDEEMED, _vouchers_text(redeemed)
            ),
            redeemed_fen=teller.figure(
                FigureName.VOUCHERS_REDEEMED_AMOUNT,
                written.money(values[FigureName.VOUCHERS_REDEEMED_AMOUNT]),
            ),
            rate=teller.figure(
                FigureName.VOUCHERS_REDEEMED, written.percent(redeemed, issued)
            ),
        )
    for limit in teller.facts.headline.limits:
        if limit.taken is not None:
            yield _limit(teller, limit, limit.taken)


def _vouchers_text(count: int) -> Text:
    return written.counted(count, "张", "voucher", "vouchers")


def _limit(teller: Teller, limit: LimitProgress, taken: int) -> Runs:
    amount = written.money if limit.unit is Unit.FEN else written.cars
    meaning = Text(
        zh=f"{limit.label.zh}：活动条款规定的上限，已用为应发消费券占用的部分。",
        en=f"{limit.label.en}: stated by the terms; taken is what is earned of it.",
    )
    return teller.runs(
        _LIMIT,
        label=limit.label,
        most=Fact(amount(limit.most), meaning),
        taken=Fact(amount(taken), meaning),
        share=Fact(written.percent(taken, limit.most), meaning),
    )
