"""What a forecast says of itself: which model, what was left out, what is unknown."""

from datetime import date

from voucher_service.analytics.forecast import (
    DAYS_FOR_WEEKDAYS,
    LEAST_DAYS,
    LONGEST_AHEAD,
    Model,
)
from voucher_service.analytics.forecast_backtest import WIDENED_AT_FIRST
from voucher_service.model.text import Text

_LEVEL = Text(
    zh="每日台数服从均值可变的计数模型（方差为均值的固定倍数），水平随近期销售移动",
    en="Daily cars are counts whose variance is a constant times their mean, on a "
    "level that follows recent sales",
)
_MODELS = {
    Model.LEVEL: (
        "；所用数据不足两周，未含星期、节假日和春节项",
        "; fewer than two weeks are used, so no weekday, holiday or festival terms",
    ),
    Model.WEEKDAYS: (
        "，乘以星期、节假日、调休和月末的效应",
        ", times effects of weekday, holiday, make-up day and month end",
    ),
    Model.FESTIVAL: (
        "，乘以星期、节假日、调休、月末以及距春节天数的效应",
        ", times effects of weekday, holiday, make-up day, month end and distance to "
        "Spring Festival",
    ),
    Model.MONTHS: (
        "，乘以星期、节假日、调休、月末、距春节天数以及月份的效应",
        ", times effects of weekday, holiday, make-up day, month end, distance to "
        "Spring Festival and month of the year",
    ),
}
BASELINE_TEXT = {
    "run_rate": Text(zh="近七日日均外推", en="mean of the last 7 days carried on"),
    "last_year": Text(
        zh="上年距春节天数相同的各日合计",
        en="the days as far from Spring Festival a year before",
    ),
}


def model_words(model: Model) -> Text:
    """State a model in a sentence."""
    zh, en = _MODELS[model]
    return Text(zh=_LEVEL.zh + zh + "。", en=_LEVEL.en + en + ".")


def over(last_day: date) -> Text:
    """Say that there is nothing left to foretell."""
    return Text(
        zh=f"活动已于 {last_day} 结束，无需预测，请看合计。",
        en=f"The campaign ended on {last_day}: nothing is left to foretell.",
    )


def too_few_days(days: int) -> Text:
    """Say that there are too few days for any forecast."""
    return Text(
        zh=f"可用数据仅 {days} 天，少于 {LEAST_DAYS} 天，不作预测。",
        en=f"Only {days} days can be used, fewer than {LEAST_DAYS}: no forecast.",
    )


def too_far(last: date, days: int) -> Text:
    """Say that the campaign's last day lies too long after the last one reported."""
    return Text(
        zh=f"上报数据至 {last}，距活动最后一日还有 {days} 天，超过 {LONGEST_AHEAD} 天，"
        "不作预测。",
        en=f"Reports end on {last}, and the campaign {days} days later, which is more "
        f"than {LONGEST_AHEAD}: no forecast is made.",
    )


def limited(demand: int, low: int, high: int) -> Text:
    """Say how many cars meet the terms where not all of them can count."""
    return Text(
        zh=f"到活动最后一日符合条款的车约 {demand:,} 台（80%：{low:,}–{high:,}）；"
        "计入的台数受预算或名额所限，其区间收窄不表示更有把握。",
        en=f"About {demand:,} cars will meet the terms by the last day (80 %: "
        f"{low:,}–{high:,}); budget or quota limits those that count, and their narrow "
        "intervals are no certainty.",
    )


def late_days(first: date, last: date, cars: int) -> Text:
    """Say which last days are taken for incomplete."""
    return Text(
        zh=f"{first} 至 {last} 上报的经销商明显少于平常，或当日尚未结束，视为未报齐："
        f"这些天也作预测，但不少于已知的 {cars} 台。",
        en=f"From {first} to {last} far fewer dealers reported than usual, or the day "
        f"is not over: these days are foretold too, at least the {cars} cars known.",
    )


def unreported_days(days: int) -> Text:
    """Say how many days without any report are left out."""
    return Text(
        zh=f"其间有 {days} 天没有任何经销商上报，视为无数据，未计入。",
        en=f"{days} days in between on which no dealer reported anything are left out.",
    )


def few_campaign_days(days: int) -> Text:
    """Say that hardly any day of the campaign itself is known."""
    if not days:
        return Text(
            zh="活动尚无可用的一天：水平取自活动开始之前，活动本身带来的变化未知，"
            "仅体现在更宽的区间中。",
            en="No day of the campaign can be used yet: the level is that of the days "
            "before, and what the campaign changes is unknown but for wider intervals.",
        )
    return Text(
        zh=f"活动期内可用数据仅 {days} 天，水平仍部分取自活动开始之前。",
        en=f"Only {days} days of the campaign can be used: the level still draws on "
        "the days before.",
    )


FESTIVAL_UNSEEN = Text(
    zh="预测期涉及春节前后，而所用数据中没有同样距春节的日子：其效应取自事先设定"
    "（春节当周约为平日一半，区间很宽），见 docs/forecast.md。",
    en="Days ahead lie around Spring Festival, and the days used show none at the same "
    "distance: their effects are assumed (about half of a plain day in the festival "
    "week, within wide bounds), see docs/forecast.md.",
)
UNANNOUNCED = Text(
    zh="预测期内有年份的放假安排尚未公布，按普通周推算。",
    en="Days off of a year ahead are not announced yet: plain weeks are assumed.",
)
NO_VOUCHER = Text(
    zh="尚无已判定的消费券金额，条款也没有统一面额，未预测消费券和预算。",
    en="No voucher was earned yet and the terms state no single face value: vouchers "
    "and budget are not foretold.",
)
NO_PRICE = Text(
    zh="所用销售没有价格，未预测销售额。",
    en="The sales used tell no price: sales are not foretold.",
)
NOT_OF_A_PART = Text(
    zh="筛选后的预测不考虑预算和名额，它们属于整个活动。",
    en="Budget and quotas are of the whole campaign: a part is foretold without them.",
)
PARTS_UNTOLD = Text(
    zh="分档、分日、分区县或分经销商的名额和分项预算未纳入预测。",
    en="Quotas and parts of the budget by tier, energy, day, district or dealer are "
    "not foretold.",
)
FEW_TESTS = Text(
    zh=f"可回测的期数太少，区间按模型自身宽度的 {WIDENED_AT_FIRST} 倍给出。",
    en=f"Too few tests on held-back days have ended: intervals are {WIDENED_AT_FIRST} "
    "times as wide as the model's own.",
)
SHORT = DAYS_FOR_WEEKDAYS
"""With fewer days of the campaign than these its level is told to be uncertain."""
