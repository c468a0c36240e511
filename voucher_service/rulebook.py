"""The commands about terms: they need no home, and open no database."""

from pathlib import Path
from typing import Annotated, Any

import typer

from voucher_service.invocation import JsonOption, print_answer, text_of

terms_app = typer.Typer(help="条款 · Campaigns' terms as files.", no_args_is_help=True)


@terms_app.command("list")
def terms_list(as_json: JsonOption = False) -> None:
    """条款目录 · List the campaigns that come with the program, with their sources."""
    from voucher_service.usecases.list_terms import list_terms

    print_answer(list_terms(), as_json=as_json, lines=_catalogue_lines)


@terms_app.command("check")
def terms_check(
    files: Annotated[list[Path], typer.Argument(help="Files of terms, in YAML.")],
    as_json: JsonOption = False,
) -> None:
    """检查条款 · Check files of terms and run their examples, telling every fault."""
    from voucher_service.usecases.check_terms import check_terms

    checked = check_terms([(str(path), text_of(path)) for path in files])
    print_answer(
        [
            {
                "file": one.file,
                "id": one.id,
                "entries": one.entries,
                "examples": one.examples,
                "incomplete": one.incomplete and one.incomplete.model_dump(),
            }
            for one in checked
        ],
        as_json=as_json,
        lines=lambda answer: [
            f"{one['file']}：{one['id']} 无误，{one['entries']} 条条款，"
            f"{one['examples']} 个例子与条款相符 / no fault, entries: {one['entries']},"
            f" examples that hold: {one['examples']}{_unknown(one['incomplete'])}"
            for one in answer
        ],
    )


@terms_app.command("schema")
def terms_schema() -> None:
    """条款格式 · Print the JSON Schema of a file of terms, for editors."""
    from voucher_service.console import say_json
    from voucher_service.usecases.list_terms import schema_of_terms

    say_json(schema_of_terms())


@terms_app.command("book")
def terms_book() -> None:
    """规则手册 · Print the rule book of the catalogue, in Markdown."""
    from voucher_service.console import say
    from voucher_service.usecases.rule_book import rule_book

    say(rule_book().rstrip("\n"))


def _unknown(words: dict[str, str] | None, before: str = "\n  ") -> str:
    if not words:
        return ""
    return f"{before}尚不能启用：{words['zh']} / not ready to run: {words['en']}"


def _catalogue_lines(catalogue: list[dict[str, Any]]) -> list[str]:
    rows = [("活动 / campaign", "出处 / source", "规则 / rules", "例子 / examples")]
    rows += [
        (
            f"`{one['id']}`<br>{one['name']['zh']}<br>{one['name']['en']}"
            + _unknown(one["incomplete"], "<br>"),
            f"{one['source']['title']} · {one['source']['publisher']}",
            ", ".join(one["rules"]),
            str(one["examples"]),
        )
        for one in catalogue
    ]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return [lines[0], "|---|---|---|---|", *lines[1:]]
