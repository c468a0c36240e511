"""How the text of a query string becomes a value, or a fault that says why not."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from voucher_service.model.days import parse_day, parse_instant
from voucher_service.model.kinds import Breakdown
from voucher_service.model.modes import Mode
from voucher_service.model.slices import ENERGY_CHOICES, Slice
from voucher_service.model.text import Language, Text
from voucher_service.usecases.paging import LONGEST_PAGE
from voucher_service.usecases.render_figure import ChartFormat

WRITTEN_INSTANT = re.compile(r"\s*[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?")

BAD_DAY = Text(
    zh="日期应写作 YYYY-MM-DD，例如 2023-01-10",
    en="A date is written YYYY-MM-DD, e.g. 2023-01-10",
)
BAD_INSTANT = Text(
    zh="时刻应为带时区的 ISO 8601 格式，例如 2023-01-10T18:00:00+08:00；"
    "网址中的“+”须写作 %2B",
    en="An instant is written as ISO 8601 with its offset, e.g. "
    "2023-01-10T18:00:00+08:00; in a URL write %2B for +",
)
BAD_CHOICE = Text(zh="可选值：{choices}", en="Valid values: {choices}")
UNPRINTABLE = Text(
    zh="不能含控制字符等不可显示的字符",
    en="Control and other unprintable characters are not taken",
)
UNKNOWN_PARAMETER = Text(
    zh="没有名为 {name} 的参数，可用参数：{choices}",
    en="There is no parameter {name}; valid parameters: {choices}",
)
NO_PARAMETERS = Text(
    zh="没有名为 {name} 的参数，该接口不带参数",
    en="There is no parameter {name}; this endpoint takes none",
)
REPEATED_PARAMETER = Text(
    zh="参数 {name} 只能出现一次", en="The parameter {name} may be given only once"
)
MAX_SHOWN = 64


def _fault(
    code: str, message: Text, choices: tuple[str, ...] = ()
) -> PydanticCustomError:
    context = {"zh": message.zh, "en": message.en, "choices": choices}
    return PydanticCustomError(code, "{en}", context)


def read_day(value: object) -> object:
    """Read a calendar day; nothing but YYYY-MM-DD is taken for one."""
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return parse_day(value)
        except ValueError:
            pass  # a 30 February is as unreadable as a word
    raise _fault("bad_day", BAD_DAY)


def read_instant(value: object) -> object:
    """Read an instant; a blank where the offset's plus sign stood is that sign."""
    if value is None or isinstance(value, datetime):
        return value
    if isinstance(value, str) and WRITTEN_INSTANT.fullmatch(value):
        try:
            return parse_instant(value)
        except (ValueError, OverflowError):
            pass  # an hour 25 is as unreadable as a word
    raise _fault("bad_instant", BAD_INSTANT)


def one_of(kinds: type[StrEnum]) -> Callable[[object], object]:
    """Make a reader that takes the values of a closed list and names them all."""
    return _among(tuple(kind.value for kind in kinds))


def _among(choices: tuple[str, ...]) -> Callable[[object], object]:
    def read(value: object) -> object:
        if isinstance(value, str) and value not in choices:
            message = BAD_CHOICE.filled(choices=", ".join(choices))
            raise _fault("bad_choice", message, choices)
        return value

    return read


class Only:
    """A dependency: the endpoint takes these query parameters, each at most once."""

    def __init__(self, *names: str) -> None:
        self.names = names

    async def __call__(self, request: Request) -> None:
        """Refuse unknown and repeated parameters, naming the valid ones."""
        counts = Counter(name for name, _ in request.query_params.multi_items())
        unknown = UNKNOWN_PARAMETER if self.names else NO_PARAMETERS
        faults = [
            _parameter_fault("unknown_parameter", name, unknown, self.names)
            for name in counts
            if name not in self.names
        ] + [
            _parameter_fault("repeated_parameter", name, REPEATED_PARAMETER)
            for name, count in counts.items()
            if name in self.names and count > 1
        ]
        if faults:
            raise RequestValidationError(faults)


def _parameter_fault(
    code: str, name: str, message: Text, choices: tuple[str, ...] = ()
) -> dict[str, object]:
    shown = name[:MAX_SHOWN]
    said = message.filled(name=shown, choices=", ".join(choices))
    context = {"zh": said.zh, "en": said.en, "choices": choices}
    return {"type": code, "loc": ("query", shown), "msg": said.en, "ctx": context}


CampaignId = Annotated[
    str,
    Path(
        alias="id",
        description="活动编号 · the campaign's id",
        examples=["zhangjiajie-2022-new-year"],
    ),
]
VoucherCode = Annotated[
    str,
    Path(
        alias="code",
        description="券码，不分大小写 · the voucher's code, in any case",
        max_length=64,
        examples=["7KQ2MZ9XH4TBWC3N"],
    ),
]
ChartName = Annotated[
    str,
    Path(
        alias="name",
        description="图表名称，见图表列表 · the chart's name, as the list has it",
        examples=["cumulative-sales"],
    ),
]
AsOf = Annotated[
    date | None,
    BeforeValidator(read_day),
    Query(
        description="统计截止日（含当日，北京时间），默认为活动期内最近有销售的一天；"
        "尚无销售的，为今日，但不晚于活动最后一日 · last business day counted "
        "(Asia/Shanghai); by default the last day of the sales window on which a sale "
        "is known or, where none is, today, but no later than the last day",
        examples=["2023-01-10"],
    ),
]
KnownAt = Annotated[
    datetime | None,
    BeforeValidator(read_instant),
    Query(
        description="按该时刻系统已掌握的数据统计，默认最新 · the instant whose "
        "knowledge counts, the latest by default",
        examples=["2023-01-10T18:00:00+08:00"],
    ),
]
Since = Annotated[
    datetime | None,
    BeforeValidator(read_instant),
    Query(
        alias="from",
        description="较早的时刻，默认为前一日终了，或活动开启之时（取较晚者） · "
        "the earlier instant; by default the end of the business day before, or the "
        "campaign's opening if that is later",
        examples=["2023-01-10T18:00:00+08:00"],
    ),
]
Until = Annotated[
    datetime | None,
    BeforeValidator(read_instant),
    Query(
        alias="to",
        description="较晚的时刻，默认最新 · the later instant, the latest by default",
        examples=["2023-01-11T18:00:00+08:00"],
    ),
]
By = Annotated[
    Breakdown | None,
    BeforeValidator(one_of(Breakdown)),
    Query(
        description="按日、县区、经销商、品牌或能源类型分组 · split the totals by "
        "day, district, dealer, brand or kind of energy",
        examples=["district"],
    ),
]
Looks = Annotated[
    Mode,
    BeforeValidator(one_of(Mode)),
    Query(
        alias="mode",
        description="浅色、深色或大屏 · by day, by night, or for a wall screen",
        examples=["light"],
    ),
]


def _printable(value: object) -> object:
    """Refuse what cannot be printed: no feed could have told it."""
    if isinstance(value, str) and not value.isprintable():
        raise _fault("unprintable", UNPRINTABLE)
    return value


Filter = Annotated[
    str | None, BeforeValidator(_printable), Query(min_length=1, max_length=100)
]
SLICED = ("district", "dealer", "brand", "energy")


def read_slice(
    district: Annotated[
        Filter,
        Query(description="仅该区县 · this district alone", examples=["永定区"]),
    ] = None,
    dealer: Annotated[
        Filter,
        Query(description="仅该经销商编号 · this dealer alone", examples=["ZJJ-001"]),
    ] = None,
    brand: Annotated[
        Filter,
        Query(description="仅该品牌 · this brand alone", examples=["比亚迪"]),
    ] = None,
    energy: Annotated[
        str | None,
        BeforeValidator(_among(ENERGY_CHOICES)),
        Query(
            description="仅该能源类型；unknown 为未注明 · this kind of energy alone; "
            "unknown: not stated",
            examples=["bev"],
        ),
    ] = None,
) -> Slice:
    """Read which sales alone are looked at."""
    return Slice(district, dealer, brand, energy)


Sliced = Annotated[Slice, Depends(read_slice)]
Lang = Annotated[
    Language,
    BeforeValidator(one_of(Language)),
    Query(
        description="图上文字的语言 · the language of the chart's words",
        examples=["zh"],
    ),
]
Format = Annotated[
    ChartFormat | None,
    BeforeValidator(one_of(ChartFormat)),
    Query(
        alias="format",
        description="文件格式；优先于 Accept，两者都没有时为 json · the file format; "
        "it wins over Accept, and without either it is json",
        examples=["json"],
    ),
]
Limit = Annotated[
    int,
    Query(
        ge=1, le=LONGEST_PAGE, description="每页条数 · how many a page", examples=[50]
    ),
]
