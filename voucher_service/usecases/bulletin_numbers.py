"""How a bulletin writes numbers, days and instants in both languages."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from voucher_service.model.days import SHANGHAI
from voucher_service.model.money import yuan_from_fen, yuan_text
from voucher_service.model.text import Text

_FEN_PER_WAN = 1_000_000
_FEN_PER_MILLION = 100_000_000
_WHOLE_WAN_FROM = 100 * _FEN_PER_WAN
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def plain(text: object) -> Text:
    """Give a word or number that reads the same in both languages."""
    return Text(zh=str(text), en=str(text))


def cars(count: int) -> Text:
    """Write a number of cars, e.g. 460台."""
    return Text(zh=f"{count}台", en=f"{count:,} {'car' if count == 1 else 'cars'}")


def counted(count: int, unit: str, one: str, many: str) -> Text:
    """Write a number of other things, e.g. 3行 and 3 rows."""
    return Text(zh=f"{count}{unit}", en=f"{count:,} {one if count == 1 else many}")


def money(fen: int) -> Text:
    """Write an amount: in 万元 with two decimals, or in yuan."""
    return Text(zh=f"{wan(fen)}万元", en=f"{yuan_text(fen)} yuan")


def exact(fen: int) -> Text:
    """Write an amount in yuan to the fen."""
    return Text(zh=f"{yuan_from_fen(fen)}元", en=f"{yuan_text(fen)} yuan")


def about(fen: int) -> Text:
    """Write an amount as a headline does: whole 万元 from a million yuan on."""
    if not fen:
        return Text(zh="0万元", en="0 yuan")
    zh = f"{_rounded(fen, _FEN_PER_WAN, '1')}" if fen >= _WHOLE_WAN_FROM else wan(fen)
    en = f"{_rounded(fen, _FEN_PER_MILLION, '0.01')} million yuan"
    return Text(zh=f"{zh}万元", en=en if fen >= _WHOLE_WAN_FROM else money(fen).en)


def wan(fen: int) -> str:
    """Write an amount in 10,000 yuan with two decimals, rounded half up."""
    return _rounded(fen, _FEN_PER_WAN, "0.01")


def percent(part: int, whole: int) -> Text:
    """Write a share with one decimal, rounded half up; of nothing it is a dash."""
    if whole == 0:
        return plain("—")
    share = Decimal(part) * 100 / whole
    return plain(f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP)}%")


def mean(total: int, count: int) -> Text:
    """Write a mean of cars with one decimal, e.g. 17.7台."""
    value = (Decimal(total) / count).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Text(zh=f"{value}台", en=f"{value} cars")


def day(of: date) -> Text:
    """Write a day, e.g. 2023年1月10日 and 10 January 2023."""
    return Text(
        zh=f"{of.year}年{of.month}月{of.day}日",
        en=f"{of.day} {_MONTHS[of.month - 1]} {of.year}",
    )


def day_of(key: str) -> Text:
    """Write the day that a group of totals is of."""
    return day(date.fromisoformat(key))


def span(days: int) -> Text:
    """Write a number of days."""
    return counted(days, "天", "day", "days")


def instant(of: datetime) -> Text:
    """Write an instant in Shanghai time to the second."""
    written = of.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    return Text(zh=f"{written}（北京时间）", en=f"{written} (UTC+8)")


def listed(texts: list[Text]) -> Text:
    """Put several words one after the other."""
    return Text(
        zh="、".join(text.zh for text in texts), en=", ".join(text.en for text in texts)
    )


def joined(texts: list[Text]) -> Text:
    """Put several clauses one after the other."""
    return Text(
        zh="；".join(text.zh for text in texts), en="; ".join(text.en for text in texts)
    )


def unpointed(text: Text) -> Text:
    """Give a sentence without its full stop, to stand within another."""
    return Text(zh=text.zh.rstrip("。"), en=text.en.rstrip("."))


def _rounded(amount: int, unit: int, step: str) -> str:
    return str((Decimal(amount) / unit).quantize(Decimal(step), ROUND_HALF_UP))
