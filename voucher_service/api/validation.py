"""Faults of a request's parameters, told parameter by parameter."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import Request

from voucher_service.api.parameters import BAD_CHOICE, BAD_DAY, BAD_INSTANT, MAX_SHOWN
from voucher_service.api.problems import (
    HOW_TO_SEND,
    NOT_JSON,
    UnusableParameters,
)
from voucher_service.model.reports import ProblemError
from voucher_service.model.text import Text

SUMMARY = Text(zh="参数 {names} 有误", en="Unusable parameter: {names}")
MEND = Text(
    zh="请更正 {names} 后重新发送；接口说明见 /openapi.json",
    en="Mend {names} and send again; /openapi.json describes the endpoint",
)
OTHER_FAULT = Text(zh="取值无效", en="The value cannot be used")
NO_BODY = Text(zh="请求没有内容", en="The request has no body")
NO_OBJECT = Text(zh="请求内容应为一个 JSON 对象", en="The body should be a JSON object")
NOT_SENT_AS_JSON = Text(
    zh="请求未注明内容为 JSON：Content-Type 应为 application/json",
    en="The body is not sent as JSON: Content-Type should be application/json",
)
UNKNOWN_FIELD = Text(
    zh="没有名为 {name} 的字段，可用：{choices}",
    en="There is no field {name}; valid fields: {choices}",
)
NO_FIELDS = Text(
    zh="没有名为 {name} 的字段，该请求不带字段",
    en="There is no field {name}; this request takes none",
)

_WHOLE = Text(zh="应为整数", en="It should be a whole number")
_WORDS = Text(zh="应为文字", en="It should be text")
_TRUTH = Text(zh="应为 true 或 false", en="It should be true or false")
_OBJECT = Text(zh="应为一个 JSON 对象", en="It should be a JSON object")

_SENTENCES: Final[Mapping[str, Text]] = {
    "missing": Text(zh="缺少此项", en="It is missing"),
    "greater_than_equal": Text(zh="应大于或等于 {ge}", en="It should be at least {ge}"),
    "less_than_equal": Text(zh="应小于或等于 {le}", en="It should be at most {le}"),
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "string_type": _WORDS,
    "string_unicode": Text(
        zh="含有不成对的代理码位，不是可读的文字",
        en="It holds a lone surrogate and is no readable text",
    ),
    "string_too_long": Text(
        zh="至多 {max_length} 个字符", en="It has at most {max_length} characters"
    ),
    "string_too_short": Text(
        zh="至少 {min_length} 个字符", en="It has at least {min_length} characters"
    ),
    "too_long": Text(zh="至多 {max_length} 项", en="It holds at most {max_length}"),
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "date_type": BAD_DAY,
    "date_parsing": BAD_DAY,
    "date_from_datetime_parsing": BAD_DAY,
    "date_from_datetime_inexact": BAD_DAY,
    "datetime_type": BAD_INSTANT,
    "datetime_parsing": BAD_INSTANT,
    "datetime_from_date_parsing": BAD_INSTANT,
    "string_pattern_mismatch": Text(
        zh="写法应符合 {pattern}", en="It should match {pattern}"
    ),
}


def unusable_parameters(
    faults: Sequence[Mapping[str, Any]], request: Request
) -> UnusableParameters:
    """Turn validation faults into one error that names every parameter at fault."""
    return unusable(tuple(_told(fault, request) for fault in faults))


def unusable(told: tuple[ProblemError, ...]) -> UnusableParameters:
    """Put faults of parameters into one error that names each."""
    names = ", ".join(dict.fromkeys(fault.field for fault in told if fault.field))
    if not names:
        return UnusableParameters(told[0].message, remedy=HOW_TO_SEND, faults=told)
    remedy = MEND.filled(names=names)
    if len(told) == 1:
        message = SUMMARY.filled(names=names)
        only = told[0].message
        message = Text(zh=f"{message.zh}：{only.zh}", en=f"{message.en}. {only.en}")
        return UnusableParameters(message, remedy=remedy, faults=told)
    return UnusableParameters(SUMMARY.filled(names=names), remedy=remedy, faults=told)


def _told(fault: Mapping[str, Any], request: Request) -> ProblemError:
    context, kind = fault.get("ctx") or {}, fault.get("type", "")
    location = [_shown(str(part)) for part in fault.get("loc", ())]
    choices = tuple(context.get("choices", ()))
    if kind == "json_invalid" or location == ["body"]:
        return ProblemError(field=None, message=_of_body(fault), choices=())
    field = ".".join(location[1:]) or None
    if "zh" in context:
        message = Text(zh=context["zh"], en=context["en"])
    elif kind == "extra_forbidden" and len(location) == 2:
        choices = choices or _fields_of(request)
        unknown = UNKNOWN_FIELD if choices else NO_FIELDS
        message = unknown.filled(name=location[1], choices=", ".join(choices))
    elif kind in {"enum", "literal_error"}:
        expected = str(context.get("expected", ""))
        choices = tuple(part for part in expected.split("'")[1::2])
        message = BAD_CHOICE.filled(choices=", ".join(choices))
    else:
        message = _SENTENCES.get(kind, OTHER_FAULT).filled(**context)
    if field is not None and location[-1] == "[key]":
        field = ".".join(location[1:-2]) or None
    return ProblemError(field=field, message=message, choices=choices)


def _of_body(fault: Mapping[str, Any]) -> Text:
    """Say what is wrong with a body as a whole."""
    if fault["type"] == "json_invalid":
        return NOT_JSON
    if fault["type"] == "missing":
        return NO_BODY
    if isinstance(fault.get("input"), bytes):
        return NOT_SENT_AS_JSON
    said = _SENTENCES["string_unicode"]
    return said if fault["type"] == "string_unicode" else NO_OBJECT


def _fields_of(request: Request) -> tuple[str, ...]:
    """Name the fields that the body of a request may have."""
    body = getattr(request.scope.get("route"), "body_field", None)
    model = body.field_info.annotation if body is not None else None
    return tuple(getattr(model, "model_fields", ()))


def _shown(name: str) -> str:
    """Give a name that a stranger wrote as it can be said again."""
    seen = "".join("�" if unicodedata.category(c) in {"Cc", "Cs"} else c for c in name)
    return seen[:MAX_SHOWN]
