"""Every fault of a YAML file reads as a sentence: file, line, field, remedy."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from voucher_service.campaigns.yaml_document import Document, Path
from voucher_service.model.errors import BadParameter
from voucher_service.model.text import Text

TOLD: Final = "told"
_MOST_TOLD = 30
Model = TypeVar("Model", bound=BaseModel)

_DAY = Text(zh="应为日期，写成 2023-01-31", en="it should be a day like 2023-01-31")
_NUMBER = Text(zh="应为数字", en="it should be a number")
_WHOLE = Text(zh="应为整数", en="it should be a whole number")
_WORDS = Text(zh="应为文字", en="it should be words")
_LIST = Text(
    zh="应为列表，每项前加 “- ”", en='it should be a list, each item after "- "'
)
_MAPPING = Text(zh="下面应有若干“字段: 值”", en="it should hold `field: value` lines")
_CHOICE = Text(zh="不是可选的值", en="it is none of the choices")

_SENTENCES: Mapping[str, Text] = {
    "missing": Text(zh="缺少此字段", en="the field is missing"),
    "extra_forbidden": Text(zh="没有这个字段", en="there is no such field"),
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "date_parsing": _DAY,
    "date_type": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "day_form": _DAY,
    "day_with_time": Text(
        zh="应为日期，不写时刻，如 2023-01-31",
        en="it should be a day without a time, like 2023-01-31",
    ),
    "number_form": Text(
        zh="应为数字，最多两位小数",
        en="it should be a number, with at most two decimals",
    ),
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "finite_number": _NUMBER,
    "string_type": _WORDS,
    "tuple_type": _LIST,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dict_type": _MAPPING,
    "finer_than_basis_point": Text(
        zh="比例最多两位小数（0.01%）", en="a percentage has at most two decimals"
    ),
    "greater_than": Text(zh="应大于 {gt}", en="it should be more than {gt}"),
    "int_parsing": Text(zh="应为数字（整数）", en="it should be a whole number"),
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_in_quotes": Text(
        zh="应为整数，不加引号", en="it should be a whole number, not in quotes"
    ),
    "plate_form": Text(
        zh="应为省份简称和一个大写字母，如 湘G",
        en="it should be a province's character and a capital letter, like 湘G",
    ),
    "blank": Text(zh="不能为空", en="it should not be empty"),
    "bool_type": Text(zh="应为 true 或 false", en="it should be true or false"),
    "bool_parsing": Text(zh="应为 true 或 false", en="it should be true or false"),
    "finer_than_fen": Text(
        zh="金额最多两位小数（精确到分）",
        en="an amount has at most two decimals (whole fen)",
    ),
    "window_reversed": Text(
        zh="截止日 {end} 早于开始日 {start}",
        en="it ends {end}, before it starts {start}",
    ),
    "greater_than_equal": Text(zh="应大于或等于 {ge}", en="it should be at least {ge}"),
    "less_than_equal": Text(zh="应小于或等于 {le}", en="it should be at most {le}"),
    "too_short": Text(
        zh="至少要有 {min_length} 项",
        en="at least {min_length} entry should stand here",
    ),
    "too_long": Text(
        zh="至多可有 {max_length} 项", en="at most {max_length} entry may stand here"
    ),
    "string_pattern_mismatch": Text(
        zh="写法应符合 {pattern}", en="it should match {pattern}"
    ),
}


@dataclass(frozen=True)
class Contradiction:
    """What contradicts what: the place it is told at, and what mends it.

    ``choices`` are the valid names where ``written`` is none of them.
    """

    path: Path
    sentence: Text
    remedy: Text | None = None
    written: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Fault:
    sentence: Text
    remedy: Text
    choices: tuple[str, ...]


def validated(document: Document, model: type[Model]) -> Model:
    """Hold what a file says against a model, and give the model's frozen value.

    Raises BadParameter with one sentence for each fault, in the file's order;
    ``choices`` are those of the first fault that has any.
    """
    try:
        return model.model_validate(document.value, by_alias=True, by_name=False)
    except ValidationError as error:
        details = _without_echoes(error.errors(include_url=False))
        details.sort(key=lambda detail: document.line_of(detail["loc"]))
        told = [_fault(document, model, detail) for detail in details[:_MOST_TOLD]]
        if len(details) > _MOST_TOLD:
            told.append(_more(document, len(details) - _MOST_TOLD))
        raise _bad_parameter(told) from error


def _more(document: Document, count: int) -> _Fault:
    return _Fault(
        Text(
            zh=f"{document.origin}：另有 {count} 处错误未列出",
            en=f"{document.origin}: {count} more faults are not listed",
        ),
        Text(zh="先更正以上各处", en="Correct those above first"),
        (),
    )


@cache
def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def contradicted(document: Document, found: Sequence[Contradiction]) -> BadParameter:
    """Give the error for parts of a file that contradict each other."""
    faults = [
        (document.line_of(told_of.path), _told_at(document, told_of))
        for told_of in found
    ]
    return _bad_parameter([fault for _, fault in sorted(faults, key=itemgetter(0))])


def _told_at(document: Document, told_of: Contradiction) -> _Fault:
    path, choices = told_of.path, told_of.choices
    remedy = told_of.remedy or _remedy(_path_text(path), told_of.written, choices, "")
    return _Fault(_placed(document, path, told_of.sentence), remedy, choices)


def _placed(document: Document, path: Path, why: Text) -> Text:
    field, line = _path_text(path), document.line_of(path)
    return Text(
        zh=f"{document.origin} 第 {line} 行 {field}：{why.zh}",
        en=f"{document.origin}, line {line}, {field}: {why.en}",
    )


def nearest(written: str, choices: Sequence[str]) -> str | None:
    """Give the choice that a word was most likely meant for, if any is near."""
    near = difflib.get_close_matches(written, choices, n=1, cutoff=0.6)
    return near[0] if near else None


def _without_echoes(details: list[ErrorDetails]) -> list[ErrorDetails]:
    # A list whose items are at fault is also called too short, having none left.
    around = {
        detail["loc"][:end] for detail in details for end in range(len(detail["loc"]))
    }
    return [
        detail
        for detail in details
        if detail["type"] != "too_short" or detail["loc"] not in around
    ]


def _bad_parameter(faults: list[_Fault]) -> BadParameter:
    return BadParameter(
        joined([fault.sentence for fault in faults]),
        remedy=joined([fault.remedy for fault in faults]),
        choices=next((fault.choices for fault in faults if fault.choices), ()),
    )


def _fault(document: Document, model: type[BaseModel], detail: ErrorDetails) -> _Fault:
    path: Path = detail["loc"]
    field, why = _path_text(path), sentence_of(detail)
    choices = _choices(model, detail)
    written = path[-1] if detail["type"] == "extra_forbidden" else detail["input"]
    return _Fault(
        sentence=_placed(document, path, why),
        remedy=_remedy(field, str(written), choices, detail["type"]),
        choices=choices,
    )


def sentence_of(detail: ErrorDetails) -> Text:
    """Say in both languages what a validator found wrong with a value."""
    known, context = _SENTENCES.get(detail["type"]), detail.get("ctx", {})
    if known is not None:
        return known.filled(**context)
    if detail["type"] == TOLD:
        return Text(zh=context["zh"], en=context["en"])
    return Text(zh=f"取值无效（{detail['msg']}）", en=detail["msg"])


def told(zh: str, en: str) -> PydanticCustomError:
    """Give the error by which a validator says its own sentence in both languages."""
    return PydanticCustomError(TOLD, "{en}", {"zh": zh, "en": en})


def _remedy(field: str, written: str, choices: tuple[str, ...], kind: str) -> Text:
    near = nearest(written, choices)
    if near:
        return Text(zh=f"是否应为 {near}？", en=f"Did you mean {near}?")
    if choices:
        return Text(
            zh=f"{field} 可用：{'、'.join(choices)}",
            en=f"Valid for {field}: {', '.join(choices)}",
        )
    if kind == "missing":
        return Text(zh=f"补上 {field}", en=f"Add {field}")
    return Text(zh=f"更正 {field}", en=f"Correct {field}")


def _choices(model: type[BaseModel], detail: ErrorDetails) -> tuple[str, ...]:
    if detail["type"] == "extra_forbidden":
        return _keys_at(_schema_of(model), detail["loc"][:-1])
    expected = str(detail.get("ctx", {}).get("expected", ""))
    return tuple(re.findall(r"'([^']*)'", expected)) or (
        (expected,) if expected else ()
    )


def _keys_at(schema: dict[str, Any], path: Path) -> tuple[str, ...]:
    node = _resolved(schema, schema)
    for part in path:
        if isinstance(part, int):
            node = _resolved(schema, node["items"])
        elif part in node.get("properties", {}):
            node = _resolved(schema, node["properties"][part])
        else:
            node = _resolved(schema, node.get("additionalProperties", {}))
    return tuple(node.get("properties", {}))


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    for option in node.get("anyOf", ()):
        if option.get("type") != "null":
            return _resolved(schema, option)
    if "$ref" in node:
        return dict(schema["$defs"][node["$ref"].rpartition("/")[2]])
    return node


def _path_text(path: Path) -> str:
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def joined(texts: Sequence[Text]) -> Text:
    """Give some sentences as lines of one text, each of them once."""
    distinct = list(dict.fromkeys(texts))
    return Text(
        zh="\n".join(text.zh for text in distinct),
        en="\n".join(text.en for text in distinct),
    )
