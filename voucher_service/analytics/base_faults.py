"""A window that is not known whole is refused, in a sentence that says why."""

from datetime import date

from voucher_service.analytics.history import History
from voucher_service.analytics.windows import Days
from voucher_service.model.comparison_reports import (
    ComparisonRefusal,
    RefusalCode,
)
from voucher_service.model.text import Text

REFUSAL_TEXT = {
    RefusalCode.NOT_BEGUN: Text(
        zh="截至日早于窗口首日，尚无可比内容",
        en="the day asked for lies before the window begins; there is nothing to "
        "compare yet",
    ),
    RefusalCode.NOW_NOT_COVERED: Text(
        zh="本期 {window} 的数据不完整，不作比较",
        en="the window {window} itself is not known whole; nothing is compared",
    ),
    RefusalCode.NO_YEAR: Text(
        zh="没有可对应的较早年份，不作比较",
        en="no earlier year answers to this window; nothing is compared",
    ),
    RefusalCode.OVERLAPS: Text(
        zh="窗口超过一年，基期 {base} 与本期重叠，不作比较",
        en="the window is longer than a year, so that the base window {base} overlaps "
        "it; nothing is compared",
    ),
    RefusalCode.NO_DATA: Text(
        zh="基期 {base} 没有任何已掌握的销售，不作比较",
        en="no sale of the base window {base} is known; nothing is compared",
    ),
    RefusalCode.BEGINS_LATE: Text(
        zh="基期 {base} 不完整：已掌握的销售自 {first} 起，晚于基期首日，不作比较",
        en="the base window {base} is not known whole: sales are known from {first} "
        "on, after it begins; nothing is compared",
    ),
    RefusalCode.ENDS_EARLY: Text(
        zh="基期 {base} 不完整：已掌握的销售到 {last} 为止，早于基期末日，不作比较",
        en="the base window {base} is not known whole: sales are known until {last}, "
        "before it ends; nothing is compared",
    ),
    RefusalCode.HAS_GAP: Text(
        zh="基期 {base} 不完整：其间有一段没有任何数据，不作比较",
        en="the base window {base} is not known whole: data is missing within it; "
        "nothing is compared",
    ),
    RefusalCode.NO_SOURCE: Text(
        zh="没有一家经销商在基期 {base} 和本期都有上报，不作比较",
        en="no dealer reported both in the base window {base} and now; nothing is "
        "compared",
    ),
    RefusalCode.IS_ZERO: Text(
        zh="基期 {base} 的可比销量为零，无从计算增长",
        en="the base window {base} has no comparable sale, so no growth can be worked "
        "out",
    ),
}
"""Why nothing is compared, with blanks: window, base, first, last."""


_WHOLE_UNTIL = Text(
    zh="本期 {window} 的数据只完整到 {whole}，不作比较；请以 {whole} 为数据截至日",
    en="the window {window} is wholly reported until {whole} alone; nothing is "
    "compared; ask as of {whole}",
)
_NOTHING_WHOLE = Text(
    zh="本期 {window} 的数据不完整：完整上报只到 {whole}，早于本期首日，不作比较",
    en="the window {window} is not known whole: all is reported until {whole} alone, "
    "before it begins; nothing is compared",
)


def not_whole(window: Days, whole: date) -> ComparisonRefusal:
    """Refuse a window that ends after the last day that is wholly reported."""
    words = _WHOLE_UNTIL if whole >= window.start else _NOTHING_WHOLE
    sentence = words.filled(window=window.text, whole=whole)
    return ComparisonRefusal(code=RefusalCode.NOW_NOT_COVERED, sentence=sentence)


def refusal(code: RefusalCode, **blanks: object) -> ComparisonRefusal:
    """Give a refusal with its sentence."""
    return ComparisonRefusal(code=code, sentence=REFUSAL_TEXT[code].filled(**blanks))


def hole_in(history: History, base: Days) -> ComparisonRefusal | None:
    """Say what of a base window is not known; None where all of it is."""
    if history.covers(base):
        return None
    within = [part for s in history.stretches if (part := base.shared(s))]
    if not within:
        return refusal(RefusalCode.NO_DATA, base=base.text)
    first, last = within[0].start, within[-1].end
    if first > base.start:
        return refusal(RefusalCode.BEGINS_LATE, base=base.text, first=first)
    if last < base.end:
        return refusal(RefusalCode.ENDS_EARLY, base=base.text, last=last)
    return refusal(RefusalCode.HAS_GAP, base=base.text)
