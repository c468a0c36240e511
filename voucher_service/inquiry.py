"""The commands for analysts: queries of the published database, and its dictionary.

They read a file and nothing else, so they run while the service does and without it.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voucher_service.invocation import HomeOption, JsonOption, settings_of, text_of

if TYPE_CHECKING:
    from voucher_service.model.published_queries import Parameter, Query
    from voucher_service.usecases.ask_published import Answer
    from voucher_service.usecases.write_answer import AnswerFormat

inquiry_app = typer.Typer()

_MOST_SHOWN = 200
PublishedOption = Annotated[
    Path | None,
    typer.Option(
        "--published", help="A published database (default: the home's latest one)."
    ),
]


@inquiry_app.command()
def query(
    name: Annotated[
        str | None, typer.Argument(help="A query of the library, or a FILE.sql.")
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="A parameter of the query."),
    ] = None,
    show: Annotated[
        bool, typer.Option("--list", help="List the queries of the library.")
    ] = False,
    format_: Annotated[
        str | None,
        typer.Option("--format", help="table, csv, parquet, json or xlsx."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; its ending is a format.")
    ] = None,
    published: PublishedOption = None,
    seconds: Annotated[
        float, typer.Option(min=0.1, max=3600, help="The time the query may take.")
    ] = 60,
    memory_mb: Annotated[
        int, typer.Option(min=64, max=1_048_576, help="The memory it may take.")
    ] = 1024,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """查询发布库 · Ask the published database a question of the library or your own."""
    from voucher_service.model.published_queries import Limits
    from voucher_service.usecases.ask_published import ask_published

    if show or name is None:
        _list_queries(as_json=as_json)
        return
    kind = _format(format_, out, as_json=as_json)
    asked = _query_named(name)
    path = published or _latest(home)
    limits = Limits(seconds=seconds, memory_mb=memory_mb)
    answer = ask_published(path, asked, _given(param or []), limits)
    _give(answer, kind, out)


@inquiry_app.command()
def dictionary(published: PublishedOption = None, home: HomeOption = None) -> None:
    """数据字典 · Print what every table and column of the published database means."""
    from voucher_service.console import say
    from voucher_service.usecases.tell_dictionary import (
        dictionary_lines,
        tell_dictionary,
    )

    for line in dictionary_lines(tell_dictionary(published or _latest(home))):
        say(line)


def _latest(home: Path | None) -> Path:
    from voucher_service.usecases.published_place import latest_publication

    return latest_publication(settings_of(home).home.absolute())


def _query_named(name: str) -> "Query":
    from voucher_service.resources import SQL
    from voucher_service.usecases.ask_published import find_query, query_of

    path = Path(name)
    if path.suffix == ".sql" or path.is_file():
        return query_of(path.stem, text_of(path))
    return find_query(SQL, name)


def _given(params: list[str]) -> dict[str, str]:
    from voucher_service.model.errors import BadParameter
    from voucher_service.model.text import Text

    given = {}
    for each in params:
        key, equals, value = each.partition("=")
        if not equals:
            raise BadParameter(
                Text(
                    zh=f"--param {each} 应写作 名称=值",
                    en=f"--param {each} is to be written as name=value",
                )
            )
        name = key.strip()
        if name in given:
            raise BadParameter(
                Text(
                    zh=f"参数 {name} 给了两次",
                    en=f"the parameter {name} is given twice",
                )
            )
        given[name] = value
    return given


def _format(named: str | None, out: Path | None, *, as_json: bool) -> "AnswerFormat":
    from voucher_service.model.errors import BadParameter
    from voucher_service.model.text import Text
    from voucher_service.usecases.write_answer import BINARY, AnswerFormat

    ending = out.suffix.lstrip(".").lower() if out else ""
    said = named or ("json" if as_json else ending or "table")
    if said not in {*AnswerFormat}:
        choices = tuple(AnswerFormat)
        raise BadParameter(
            Text(zh=f"不支持格式 {said}", en=f"there is no format {said}"),
            remedy=Text(
                zh="可用：" + "、".join(choices), en="one of " + ", ".join(choices)
            ),
            choices=choices,
        )
    if out is not None and ending in {*AnswerFormat} and said != ending:
        raise BadParameter(
            Text(
                zh=f"{out} 的后缀是 {ending}，要写的却是 {said}",
                en=f"{out} ends in {ending}, and {said} is to be written",
            ),
            remedy=Text(
                zh=f"改用以 .{said} 结尾的文件名，或不给 --format",
                en=f"name a file that ends in .{said}, or leave --format out",
            ),
        )
    kind = AnswerFormat(said)
    if kind in BINARY and out is None:
        raise BadParameter(
            Text(
                zh=f"{said} 须写入文件，请给出 --out",
                en=f"{said} is written to a file: give --out",
            )
        )
    return kind


def _give(answer: "Answer", kind: "AnswerFormat", out: Path | None) -> None:
    """Print an answer, or write it to a file and say of what it tells."""
    from voucher_service.console import complain, say, write_file
    from voucher_service.usecases.lay_out_answer import (
        origin_line,
        table_lines,
        with_provenance,
    )
    from voucher_service.usecases.write_answer import AnswerFormat, written

    if kind is AnswerFormat.CSV:
        answer = with_provenance(answer)
    if out is not None:
        body = written(answer, kind)
        write_file(out, body)
        say(f"{out}: {answer.frame.height:,} 行 rows · {len(body):,} 字节 bytes")
        say(origin_line(answer))
    elif kind is AnswerFormat.TABLE:
        for line in table_lines(answer, _MOST_SHOWN):
            say(line)
    else:
        if kind is AnswerFormat.CSV:
            complain(origin_line(answer))
        sys.stdout.write(written(answer, kind).decode())
        sys.stdout.flush()


def _list_queries(*, as_json: bool) -> None:
    from voucher_service.console import say, say_json
    from voucher_service.resources import SQL
    from voucher_service.usecases.ask_published import list_queries

    queries = list_queries(SQL)
    if as_json:
        say_json([_told(each) for each in queries])
        return
    for each in queries:
        params = " ".join(map(_shown, each.parameters))
        say(each.name)
        for said in (each.question, each.note):
            if said:
                say(f"  {said.zh}")
                say(f"  {said.en}")
        say(f"  {params}")


def _shown(parameter: "Parameter") -> str:
    bounds = parameter.bounds
    within = f" ({bounds[0]:,} … {bounds[1]:,})" if bounds else ""
    return f"{parameter.name}={parameter.default}{within}"


def _told(query: "Query") -> dict[str, Any]:
    return {
        "name": query.name,
        "question": query.question and query.question.model_dump(),
        "note": query.note and query.note.model_dump(),
        "parameters": [
            {
                "name": each.name,
                "type": each.type,
                "default": each.default,
                "bounds": each.bounds and [str(bound) for bound in each.bounds],
                "meaning": each.meaning and each.meaning.model_dump(),
            }
            for each in query.parameters
        ],
        "columns": {name: text.model_dump() for name, text in query.columns.items()},
    }
