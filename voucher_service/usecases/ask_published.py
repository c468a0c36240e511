"""A question to the published database: a query of the library, or an analyst's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.published_errors import UnusableQuery
from voucher_service.model.published_queries import Limits, Parameter, Query
from voucher_service.model.text import Text
from voucher_service.store.published_reading import PublishedReader
from voucher_service.store.query_files import find_in_library, library, read_query

_ORIGIN = "SELECT as_of, known_at, synthetic, program_version FROM published"
_CAMPAIGN = "campaign"  # a parameter of this name is a campaign of the file
_CAMPAIGNS = "SELECT campaign_id FROM campaigns ORDER BY campaign_id"


@dataclass(frozen=True)
class Origin:
    """What a published database says of itself; ``known_at`` is UTC without a zone."""

    as_of: date | None
    known_at: datetime
    synthetic: bool
    program_version: str


@dataclass(frozen=True)
class Answer:
    """A query's result, by what it was asked with and what it was asked of."""

    query: Query
    values: Mapping[str, Any]
    frame: pl.DataFrame
    origin: Origin
    columns: Mapping[str, Text] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)  # of what comes as a text
    truncated: bool = False  # further rows were left off


def find_query(sql: Path, name: str) -> Query:
    """Give a query of the library; NotFound names all there are."""
    found = find_in_library(sql, name.replace("-", "_"))
    if found is None:
        known = library(sql)
        raise NotFound(
            Text(zh=f"没有查询 {name}", en=f"there is no query {name}"),
            remedy=Text(
                zh="可用的查询：" + "、".join(known),
                en="there are: " + ", ".join(known),
            ),
            choices=tuple(known),
        )
    return found


def list_queries(sql: Path) -> tuple[Query, ...]:
    """Give all queries of the library by name."""
    return tuple(library(sql).values())


def query_of(name: str, text: str) -> Query:
    """Give an analyst's own query from its text."""
    return read_query(name, text)


def ask_published(
    path: Path, query: Query, given: Mapping[str, str], limits: Limits | None = None
) -> Answer:
    """Ask a published database; ``given`` are parameters as texts.

    Raises NotPublished, BadParameter for parameters that are unknown, missing or have
    no sense, UnusableQuery for SQL that cannot run, and QueryStopped.
    """
    with PublishedReader.open(path, limits or Limits()) as file:
        return ask_open(file, query, given)


def ask_open(file: PublishedReader, query: Query, given: Mapping[str, str]) -> Answer:
    """Ask a published database that is open already, as ``ask_published``."""
    origin = origin_of(file)  # before anything that was written by somebody else
    values = values_of(file, query, given)
    found = file.ask(query.sql, values)
    return Answer(query, values, found.frame, origin, query.columns, found.types)


def origin_of(file: PublishedReader) -> Origin:
    """Give what an open published database says of itself."""
    [row] = file.rows(_ORIGIN)
    return Origin(**row)


def values_of(
    file: PublishedReader, query: Query, given: Mapping[str, str]
) -> dict[str, Any]:
    """Give the value of every parameter that the statement names.

    Raises BadParameter for one that is unknown, missing, of another type, out of its
    bounds, or no campaign of the file where it is to be one.
    """
    declared = {each.name: each for each in query.parameters}
    asked = file.asked_of(query.sql)
    unknown = sorted(given.keys() - declared.keys() - asked)
    if unknown:
        raise _unknown(query, unknown[0], sorted(declared.keys() | asked))
    free = {name: Parameter(name, "VARCHAR", None, None) for name in sorted(asked)}
    wanted = {name: it for name, it in {**free, **declared}.items() if name in asked}
    left_out = {
        name: _default(parameter)
        for name, parameter in wanted.items()
        if name not in given
    }
    told = {
        name: _value(file, parameter, given[name])
        for name, parameter in wanted.items()
        if name in given
    }
    values = {**file.literals(left_out), **told}
    if _CAMPAIGN in left_out:
        values[_CAMPAIGN] = _usual_campaign(file, values[_CAMPAIGN])
    for parameter in query.parameters:
        if parameter.name in values:
            _check(file, parameter, values[parameter.name])
    return values


def _check(file: PublishedReader, parameter: Parameter, value: object) -> None:
    if parameter.bounds and isinstance(value, int | float | Decimal):
        least, most = parameter.bounds
        if not least <= value <= most:
            raise _out_of_bounds(parameter, value)
    if parameter.name == _CAMPAIGN:
        known = _campaigns(file)
        if value not in known:
            raise _no_campaign(str(value), known)


def _usual_campaign(file: PublishedReader, declared: object) -> object:
    """Give the campaign that is meant where none is given: the file's only one."""
    known = _campaigns(file)
    return known[0] if len(known) == 1 else declared


def _campaigns(file: PublishedReader) -> tuple[str, ...]:
    return tuple(row["campaign_id"] for row in file.rows(_CAMPAIGNS))


def _default(parameter: Parameter) -> tuple[str, str]:
    if parameter.default is None:
        raise _missing(parameter)
    return parameter.default, parameter.type


def _value(file: PublishedReader, parameter: Parameter, given: str) -> Any:  # noqa: ANN401
    try:
        return file.cast(given, parameter.type)
    except UnusableQuery as error:
        raise _ill_typed(parameter, given) from error


def _unknown(query: Query, name: str, choices: list[str]) -> BadParameter:
    zh, en = "、".join(choices) or "无", ", ".join(choices) or "none"
    return BadParameter(
        Text(
            zh=f"查询 {query.name} 没有参数 {name}",
            en=f"the query {query.name} has no parameter {name}",
        ),
        remedy=Text(zh=f"可用的参数：{zh}", en=f"its parameters: {en}"),
        choices=tuple(choices),
    )


def _missing(parameter: Parameter) -> BadParameter:
    name = parameter.name
    told = parameter.meaning
    return BadParameter(
        Text(
            zh=f"缺少参数 {name}" + (f"（{told.zh}）" if told else ""),
            en=f"the parameter {name} is missing" + (f" ({told.en})" if told else ""),
        ),
        remedy=Text(zh=f"给出 {name} 的值", en=f"give {name} a value"),
    )


def _out_of_bounds(parameter: Parameter, value: object) -> BadParameter:
    assert parameter.bounds is not None
    name, told = parameter.name, parameter.meaning
    least, most = (f"{bound:,}" for bound in parameter.bounds)
    return BadParameter(
        Text(
            zh=f"参数 {name}"
            + (f"（{told.zh}）" if told else "")
            + f" 应在 {least} 到 {most} 之间，不能是 {value}",
            en=f"the parameter {name}"
            + (f" ({told.en})" if told else "")
            + f" is to be from {least} to {most}, and not {value}",
        )
    )


def _no_campaign(value: str, known: tuple[str, ...]) -> BadParameter:
    shown = value[:80]
    return BadParameter(
        Text(zh=f"没有活动 {shown}", en=f"there is no such campaign as {shown}"),
        remedy=Text(
            zh="可用的活动：" + "、".join(known), en="there are: " + ", ".join(known)
        )
        if known
        else Text(
            zh="发布库中还没有活动", en="no campaign is in the published database yet"
        ),
        choices=known,
    )


def _ill_typed(parameter: Parameter, given: str) -> BadParameter:
    name, shown = parameter.name, given[:80]
    return BadParameter(
        Text(
            zh=f"参数 {name} 的值“{shown}”不是 {parameter.type}",
            en=f"the value '{shown}' of {name} is no {parameter.type}",
        ),
        remedy=Text(
            zh="日期写作 2023-01-10，小数点用 .，是写作 true，否写作 false",
            en="write days as 2023-01-10, decimals with a point, truth as true",
        ),
    )
