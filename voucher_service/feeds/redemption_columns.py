"""The columns of a bank's CSV of redemptions are known by Chinese and English names."""

from dataclasses import dataclass
from typing import Final

from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import ParamError

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "voucher_code": ("voucher_code", "券码", "消费券码"),
    "amount_fen": ("amount_fen", "金额(分)"),
    "amount_yuan": ("amount_yuan", "金额(元)", "金额"),
    "out_request_no": ("out_request_no", "流水号", "银行流水号"),
    "redeemed_at": ("redeemed_at", "交易时间", "核销时间"),
    "station": ("station", "网点", "加油站"),
    "terminal": ("terminal", "终端号"),
    "mode": ("mode", "方式"),
}
_FIELD_OF: Final = {name: field for field, names in _NAMES.items() for name in names}
_PLAIN: Final = str.maketrans("（）", "()", " \t\u3000\ufeff")
_AMOUNTS: Final = ("amount_fen", "amount_yuan")


@dataclass(frozen=True)
class Columns:
    """Which field stands in which column, and what the columns are called."""

    fields: dict[int, str]
    titles: tuple[str, ...]

    @property
    def width(self) -> int:
        """Give how many columns the header names."""
        return len(self.titles)

    def named(self, field: str) -> str | None:
        """Give the title of the column that a field stands in, if it has one."""
        for place, each in self.fields.items():
            if each == field or (field == "amount" and each in _AMOUNTS):
                return self.titles[place]
        return None


def columns_of(header: list[str]) -> Columns:
    """Read a header. Raises ParamError for columns unknown, twice there or missing."""
    titles = tuple(title.strip() for title in header)
    while titles and not titles[-1]:
        titles = titles[:-1]
    fields: dict[int, str] = {}
    for place, title in enumerate(titles):
        field = _FIELD_OF.get(title.translate(_PLAIN).lower())
        if field is None:
            raise _refused(_UNKNOWN.filled(title=title[:64], names=_all_names()))
        if field in fields.values():
            raise _refused(_TWICE.filled(title=title))
        fields[place] = field
    there = set(fields.values())
    if len(there.intersection(_AMOUNTS)) == len(_AMOUNTS):
        raise _refused(_TWO_AMOUNTS)
    missing = {"voucher_code", "out_request_no"} - there
    if not there.intersection(_AMOUNTS):
        missing.add("amount_fen / amount_yuan")
    if missing:
        raise _refused(_MISSING.filled(names=", ".join(sorted(missing))))
    return Columns(fields, titles)


def _all_names() -> str:
    return ", ".join("/".join(names[:2]) for names in _NAMES.values())


def _refused(message: Text) -> ParamError:
    return ParamError(message, field="file")


_UNKNOWN: Final = Text(
    zh="表头中的“{title}”不是已知的列，可用：{names}",
    en="the header's {title} is no known column; known are {names}",
)
_TWICE: Final = Text(
    zh="表头中“{title}”所指的列出现两次", en="the column {title} is there twice"
)
_TWO_AMOUNTS: Final = Text(
    zh="金额(分)和金额(元)只能有一列", en="give amount_fen or amount_yuan, not both"
)
_MISSING: Final = Text(zh="表头缺少：{names}", en="the header lacks {names}")
