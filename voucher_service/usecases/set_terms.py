"""Terms are tried out by setting single values of them, and held valid as terms are."""

import re
import types
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from voucher_service.campaigns.contradictions import contradictions
from voucher_service.campaigns.terms import Campaign, Terms
from voucher_service.campaigns.yaml_document import Path
from voucher_service.campaigns.yaml_faults import nearest, sentence_of
from voucher_service.model.errors import BadParameter
from voucher_service.model.text import Text

NONE = "none"
SHORT = {
    "voucher_yuan": "voucher.face_yuan",
    "per_buyer": "caps.per_buyer",
    "per_phone": "caps.per_phone",
    "per_dealer_day": "caps.per_dealer_day",
    "sales_from": "sales_window.from",
    "sales_to": "sales_window.to",
}
"""Short keys for what is tried out most; all others are paths within the terms."""

COMMON = ("price_floor_yuan", "budget_yuan", *SHORT)

_NOT_SET = {"source", "effective_from", "clawback"}
_WHOLE = re.compile(r"-?[0-9]{1,12}")
_MAY_STAND = "\n\r\t"
_LONGEST_SHOWN = 40
_WHOLE_NUMBER = Text(zh="应为整数数字", en="it should be a whole number")
_SAID = dict.fromkeys(("int_parsing", "int_parsing_size"), _WHOLE_NUMBER)
_SEPARATORS = str.maketrans("，、", ",,")


class UnusableSetting(BadParameter):
    """A setting whose key is unknown or whose value cannot be used; ``field`` is it."""

    def __init__(
        self,
        field: str,
        message: Text,
        *,
        remedy: Text | None = None,
        choices: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message, remedy=remedy, choices=choices)
        self.field = field


@dataclass(frozen=True)
class _Key:
    """A place of the terms that can be set: its kind, and whether it can be unset."""

    is_list: bool = False
    is_whole: bool = False
    is_group: bool = False
    is_optional: bool = False


def read_settings(pairs: Mapping[str, object]) -> dict[str, str | None]:
    """Give settings as texts, as a command line would write them; None unsets.

    Raises UnusableSetting for a key given twice, and for signs no text may have.
    """
    settings: dict[str, str | None] = {}
    for written, value in pairs.items():
        key = held_readable(written.strip(), "set")
        if key in settings:
            raise _set_twice(key, key)
        settings[key] = _written(value)
        held_readable(settings[key] or "", key)
    return settings


def held_readable(text: str, field: str) -> str:
    """Give a text back if it can be written down; UnusableSetting names ``field``."""
    for sign in text:
        if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _MAY_STAND:
            raise UnusableSetting(
                field,
                Text(
                    zh=f"{field} 含有不能使用的字符 U+{ord(sign):04X}",
                    en=f"{field} holds a character that no text may have, "
                    f"U+{ord(sign):04X}",
                ),
                remedy=Text(
                    zh="去掉控制字符和不成对的代理码位",
                    en="leave out control characters and lone surrogates",
                ),
            )
    return text


def split_settings(written: Sequence[str]) -> dict[str, str | None]:
    """Read ``KEY=VALUE`` texts; the last of one key holds. Raises UnusableSetting."""
    pairs: dict[str, object] = {}
    for text in written:
        held_readable(text, "set")
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise UnusableSetting(
                "set",
                Text(
                    zh=f"“{text}”应写成 KEY=VALUE", en=f"{text!r} is no KEY=VALUE pair"
                ),
                remedy=Text(
                    zh="例如 price_floor_yuan=50000",
                    en="write it like price_floor_yuan=50000",
                ),
            )
        pairs[key.strip()] = value
    return read_settings(pairs)


def set_terms(campaign: Campaign, settings: Mapping[str, str | None]) -> Campaign:
    """Give a campaign with values set in every dated entry that has their place.

    Raises UnusableSetting for a key there is not, a value that cannot be used, and
    terms that contradict themselves.
    """
    if not settings:
        return campaign
    known: dict[str, _Key] = {}
    for terms in campaign.terms:
        known |= dict(_places(Terms, terms))
    document = campaign.model_dump(mode="json", by_alias=True, exclude={"examples"})
    set_by: dict[str, str] = {}
    for key, value in settings.items():
        path = _path_of(key, campaign, known)
        if path in set_by:
            raise _set_twice(key, set_by[path])
        set_by[path] = key
        if known[path].is_group and value is not None:
            raise _is_no_value(key)
        for entry in document["terms"]:
            _set(entry, path.split("."), _value(value, known[path]), known[path])
    _start_with_the_sales(document["terms"][0])
    return _validated(document, settings)


def settable_keys(campaign: Campaign) -> tuple[str, ...]:
    """Name every key that can be set in a campaign's terms, the short ones first."""
    places = {key for terms in campaign.terms for key, _ in _places(Terms, terms)}
    short = [key for key, path in SHORT.items() if path in places]
    return (*short, *sorted(places))


def _written(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value).strip()
    return None if text.lower() == NONE else text


def _places(
    model: type[BaseModel], value: BaseModel | None
) -> Iterator[tuple[str, Any]]:
    for name, field in model.model_fields.items():
        if (model is Terms and name in _NOT_SET) or name == "name":
            continue
        key, kinds = field.alias or name, tuple(_kinds(field.annotation))
        held = getattr(value, name, None)
        nested = next((kind for kind in kinds if _is_model(kind)), None)
        optional = type(None) in kinds
        if nested is None:
            is_list = tuple in kinds
            whole = all(isinstance(kind, type) and kind is int for kind in kinds[:1])
            yield key, _Key(is_list=is_list, is_whole=whole, is_optional=optional)
            continue
        yield key, _Key(is_group=True, is_optional=optional)
        if tuple not in kinds:
            for inner, place in _places(nested, held):
                yield f"{key}.{inner}", place
            continue
        for item in held or ():
            if hasattr(item, "name"):
                for inner, place in _places(nested, item):
                    yield f"{key}.{item.name}.{inner}", place


def _kinds(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - any annotation
    """Give the types an annotation is made of, the outermost first."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _kinds(get_args(annotation)[0])
    elif origin in {Union, types.UnionType}:
        for part in get_args(annotation):
            yield from _kinds(part)
    elif origin is tuple:
        yield tuple
        yield from _kinds(get_args(annotation)[0])
    elif origin is not None:  # Literal: the kind of what it lists
        yield from dict.fromkeys(type(choice) for choice in get_args(annotation))
    else:
        yield annotation


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _path_of(key: str, campaign: Campaign, known: dict[str, _Key]) -> str:
    path = SHORT.get(key, key)
    tiers = [tier.name for terms in campaign.terms for tier in terms.tiers]
    if path == "voucher.face_yuan" and tiers:
        keys = tuple(f"tiers.{name}.amount_yuan" for name in dict.fromkeys(tiers))
        raise UnusableSetting(
            key,
            Text(
                zh=f"{key} 不能设置：本条款按分档 tiers 确定金额",
                en=f"{key} cannot be set: these terms state amounts by tiers",
            ),
            remedy=Text(
                zh="请设置 " + "、".join(keys), en="set " + ", ".join(keys) + " instead"
            ),
            choices=keys,
        )
    if path in known:
        return path
    choices = settable_keys(campaign)
    near = nearest(key, choices)
    raise UnusableSetting(
        key,
        Text(zh=f"没有可设置的 {key}", en=f"there is no {key} to set"),
        remedy=Text(zh=f"是否应为 {near}？", en=f"Did you mean {near}?")
        if near
        else Text(
            zh=f"可用：{'、'.join(COMMON)}，以及条款内的任一路径，"
            "如 tiers.名称.amount_yuan",
            en=f"valid: {', '.join(COMMON)}, and any path within the terms, such as "
            "tiers.NAME.amount_yuan",
        ),
        choices=choices,
    )


def _set_twice(key: str, before: str) -> UnusableSetting:
    return UnusableSetting(
        key,
        Text(
            zh=f"{before} 与 {key} 设置的是同一项，互相矛盾"
            if before != key
            else f"{key} 设置了两次，互相矛盾",
            en=f"{before} and {key} set the same value and contradict each other"
            if before != key
            else f"{key} is set twice, which contradicts itself",
        ),
        remedy=Text(zh="只保留一个", en="leave one of them out"),
    )


def _is_no_value(key: str) -> UnusableSetting:
    return UnusableSetting(
        key,
        Text(
            zh=f"{key} 由若干项组成，不能设为一个值",
            en=f"{key} is made of several values and cannot be set to one",
        ),
        remedy=Text(
            zh=f"设置其中的一项，或写 {key}={NONE} 整体去掉",
            en=f"set one of its parts, or leave it out by {key}={NONE}",
        ),
    )


def _value(value: str | None, place: _Key) -> Any:  # noqa: ANN401 - any plain value
    if value is None:
        return None
    if place.is_list:
        parts = value.translate(_SEPARATORS).split(",")
        return [part.strip() for part in parts if part.strip()]
    if place.is_whole and _WHOLE.fullmatch(value):
        return int(value)
    return value


def _start_with_the_sales(first: dict[str, Any]) -> None:
    """Let the first entry take effect no later than the sales that are tried."""
    start = first.get("sales_window", {}).get("from")
    if start is not None:  # days are written so that texts compare as they do
        first["effective_from"] = min(first["effective_from"], start)


def _set(entry: dict[str, Any], path: list[str], value: object, place: _Key) -> None:
    *outer, last = path
    node: Any = entry
    for part in outer:
        if isinstance(node, list):
            node = next((item for item in node if item["name"] == part), None)
        else:
            if node.get(part) is None:
                node[part] = {}
            node = node[part]
        if node is None:
            return  # this entry has no item of that name
    if value is None and not place.is_optional:
        node.pop(last, None)
    else:
        node[last] = value


def _validated(
    document: dict[str, Any], settings: Mapping[str, str | None]
) -> Campaign:
    try:
        campaign = Campaign.model_validate(document)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        missing = detail["type"] == "missing"
        field = _field(document, detail["loc"], settings, missing=missing)
        choices = tuple(
            re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
        )
        why = _SAID.get(detail["type"]) or sentence_of(detail)
        lacks = missing and field not in settings
        remedy = Text(zh=f"请一并设置 {field}", en=f"set {field} too")
        raise _unusable(
            field, settings, why, remedy if lacks else None, choices
        ) from error
    for found in contradictions(campaign):
        field = _field(document, found.path, settings)
        raise _unusable(field, settings, found.sentence, found.remedy)
    return campaign


def _unusable(
    field: str,
    settings: Mapping[str, str | None],
    why: Text,
    remedy: Text | None,
    choices: tuple[str, ...] = (),
) -> UnusableSetting:
    if choices:
        remedy = Text(
            zh=f"可用：{'、'.join(choices)}", en=f"use one of {', '.join(choices)}"
        )
    value = shortened(settings.get(field) or NONE)
    written = f"{field}={value}" if field in settings else field
    return UnusableSetting(
        field,
        Text(zh=f"{written}：{why.zh}", en=f"{written}: {why.en}"),
        remedy=remedy
        or Text(zh=f"更正 {field} 的值", en=f"give {field} another value"),
        choices=choices,
    )


def shortened(text: str) -> str:
    """Give a text that is short enough to be said again."""
    if len(text) <= _LONGEST_SHOWN:
        return text
    return f"{text[:_LONGEST_SHOWN]}…"


def _field(
    document: dict[str, Any],
    path: Path,
    settings: Mapping[str, str | None],
    *,
    missing: bool = False,
) -> str:
    """Give the setting that a fault's path is about, else the path itself.

    Where a value is ``missing`` no setting of another place is to blame.
    """
    node: Any = document
    named: list[str] = []
    for part in path:
        node = node[part] if _holds(node, part) else None
        is_item = isinstance(part, int) and isinstance(node, dict) and "name" in node
        named.append(str(node["name"]) if is_item else str(part))
    dotted = ".".join(named[2:])
    for key in settings:
        place = SHORT.get(key, key)
        if _within(dotted, place) or (not missing and _within(place, dotted)):
            return key
    return dotted if missing or len(settings) > 1 else next(iter(settings))


def _within(place: str, outer: str) -> bool:
    return not outer or f"{place}.".startswith(f"{outer}.")


def _holds(node: Any, part: str | int) -> bool:  # noqa: ANN401 - any plain value
    if isinstance(node, dict):
        return part in node
    return isinstance(node, list) and isinstance(part, int) and part < len(node)
