"""Objects of JSON, in an array or a line each, become the rows of a grid."""

import json
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from voucher_service.feeds.grid import Grid, Marks
from voucher_service.feeds.limits import Limits
from voucher_service.feeds.sniff import Delivery
from voucher_service.feeds.unreadable import unreadable
from voucher_service.model.errors import UnreadableInput

_DEEPEST = 3

Json = None | bool | str | list["Json"] | dict[str, "Json"]
Object = dict[str, Json]


class _Twice(ValueError):
    """A key stands twice in one object: nobody can tell which value is meant."""


def read_json(delivery: Delivery, limits: Limits) -> Iterator[Grid]:
    """Read an array of objects, an object with one such array, or an object a line.

    Numbers are taken as they are written, digit by digit. A key within a key is a
    column under a group. Row numbers count objects from 1, or lines where each has
    its own. Raises UnreadableInput for what is no JSON or no such array.
    """
    text = delivery.content.decode()
    titles: tuple[str, ...]
    try:
        content = _parsed(text)
    except json.JSONDecodeError as fault:
        if fault.msg != "Extra data":
            raise _no_json(delivery.name, fault.lineno, fault.msg) from None
        numbered, titles = list(_lines(text, delivery.name)), ()
        variant = "ndjson"
    except (_Twice, RecursionError) as fault:
        raise _no_json(delivery.name, 1, str(fault)) from None
    else:
        records, titles = _records(content, delivery.name)
        numbered = list(enumerate(records, start=1))
        variant = ""
    grid = _grid(numbered, delivery.name, limits)
    yield replace(grid, titles=titles, variant=variant)


def _parsed(text: str) -> Json:
    parsed: Json = json.loads(
        text,
        parse_int=str,
        parse_float=str,
        parse_constant=str,
        object_pairs_hook=_once,
    )
    return parsed


def _once(pairs: list[tuple[str, Json]]) -> Object:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Twice(f"the key {twice[:30]} stands twice in one object")
    return found


def _lines(text: str, name: str) -> Iterator[tuple[int, Json]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, _parsed(line)
            except json.JSONDecodeError as fault:
                raise _no_json(name, number, fault.msg) from None
            except (_Twice, RecursionError) as fault:
                raise _no_json(name, number, str(fault)) from None


def _records(content: Json, name: str) -> tuple[list[Json], tuple[str, ...]]:
    """Give the objects, and what an object around their array says beside it."""
    if isinstance(content, list):
        return content, ()
    if not isinstance(content, dict):
        raise _shape(name, "内容不是对象", "it is neither")
    arrays = [
        value
        for value in content.values()
        if isinstance(value, list) and any(isinstance(each, dict) for each in value)
    ]
    if len(arrays) > 1:
        raise _shape(name, f"有 {len(arrays)} 个数组", f"it has {len(arrays)} arrays")
    if not arrays:
        return [content], ()
    titles = [
        f"{key}: {told}" for key, told in content.items() if isinstance(told, str)
    ]
    return arrays[0], tuple(titles)


def _grid(numbered: list[tuple[int, Json]], name: str, limits: Limits) -> Grid:
    records = []
    for number, record in numbered:
        if not isinstance(record, dict):
            raise _shape(name, f"第 {number} 项不是对象", f"item {number} is no object")
        records.append(_flat(record))
    limits.allow_rows(len(numbered), name)
    keys = list(dict.fromkeys(key for record in records for key in record))
    limits.allow_columns(len(keys), name)
    limits.allow_area(len(numbered), len(keys), name)
    depth = max((len(key) for key in keys), default=1)
    columns = {
        f"c{at}": [
            *_heading(key, depth),
            *(_cell(record.get(key)) for record in records),
        ]
        for at, key in enumerate(keys)
    }
    rows = [*range(1 - depth, 1), *(number for number, _ in numbered)]
    return Grid(
        sheet="",
        cells=pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)),
        numbers=tuple(range(len(keys))),
        row_nos=pl.Series(rows, dtype=pl.Int32),
        marks=Marks(merged=()),
    )


def _flat(record: Object, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Json]:
    found: dict[tuple[str, ...], Json] = {}
    for key, value in record.items():
        here = (*path, key)
        if isinstance(value, dict) and len(here) < _DEEPEST:
            found |= _flat(value, here)
        else:
            found[here] = value
    return found


def _heading(key: tuple[str, ...], depth: int) -> list[str | None]:
    """Lay a key out over the header's rows, its own name in the last."""
    groups = [*(_clean(part) for part in key[:-1])]
    return [*groups, *[None] * (depth - len(key)), _clean(key[-1])]


def _cell(value: Json) -> str | None:
    if value is None or isinstance(value, str):
        return None if value is None else _clean(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return _clean(json.dumps(value, ensure_ascii=False))


def _clean(text: str) -> str:
    """Show what no text can hold: half a character, and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


def _no_json(name: str, line: int, problem: str) -> UnreadableInput:
    zh = "内容不完整或格式有误" if "twice" not in problem else "同一对象里有重复的键"
    return unreadable(name, "json", line=line, problem_zh=zh, problem_en=problem)


def _shape(name: str, zh: str, en: str) -> UnreadableInput:
    return unreadable(name, "json_shape", problem_zh=zh, problem_en=en)
