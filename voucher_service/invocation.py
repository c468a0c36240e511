"""How commands share options, reach the home and print their answers."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from voucher_service.settings import Settings

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="The data directory (or VOUCHER_HOME; default ./var)."),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON document on stdout.")
]
CampaignArgument = Annotated[str, typer.Argument(help="The campaign's id.")]
SaleArgument = Annotated[str, typer.Argument(help="A sale id, VIN or invoice number.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="A business day, e.g. 2023-01-10.")
]
KnownAtOption = Annotated[
    str | None,
    typer.Option("--known-at", help="An instant, e.g. 2023-01-11T09:00:00+08:00."),
]

Answer = Any  # plain JSON values


def operate_on(
    home: Path | None,
    name: str,
    request: dict[str, Any],
    files: Sequence[Any] = (),
    *,
    quiet: bool = False,
    shows_progress: bool = False,
) -> Answer:
    """Perform an operation on the home, with a progress bar where files are sent."""
    from voucher_service.console import clock, complain, progress_bar
    from voucher_service.control.client import operate

    opening = settings_of(home).opening()
    if not opening.home.exists():
        complain(f"新建数据目录 / made a new home: {opening.home}")
    if quiet or not (files or shows_progress):
        return operate(opening, clock, name, request, files, progress=_silent)
    with progress_bar("") as move:
        return operate(opening, clock, name, request, files, progress=move)


def _silent(_what: str, _done: int, _total: int) -> None:
    """Show nothing."""


def settings_of(home: Path | None, **given: Any) -> "Settings":  # noqa: ANN401
    """Give the settings, the command line first; BadParameter names a bad one."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from voucher_service.model.errors import BadParameter
    from voucher_service.model.text import Text
    from voucher_service.settings import Settings

    if home is not None:
        given["home"] = home
    try:
        return Settings(**given)
    except SettingsError as error:
        said = str(error)
        raise BadParameter(
            Text(zh=f"环境变量中的设置无法读取：{said}", en=f"a setting: {said}")
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        name = "VOUCHER_" + str(first["loc"][0]).upper()
        raise BadParameter(
            Text(zh=f"设置 {name} 无效：{first['msg']}", en=f"{name}: {first['msg']}")
        ) from error


def print_answer(
    answer: Answer, *, as_json: bool, lines: Callable[[Any], Sequence[str]]
) -> None:
    """Print an answer as its lines, or as the one JSON document."""
    from voucher_service.console import say, say_json

    if as_json:
        say_json(answer)
    else:
        for line in lines(answer):
            say(line)


def write_document(document: Answer, out: Path, *, as_json: bool) -> None:
    """Write a document that an operation gave to a file, and say so."""
    import base64

    from voucher_service.console import write_file

    body = base64.b64decode(document.pop("body"))
    write_file(out, body)
    print_answer(
        {**document, "file": str(out), "bytes": len(body)},
        as_json=as_json,
        lines=lambda answer: [f"{answer['file']}: {answer['bytes']} 字节 bytes"],
    )


def delivery_of(path: Path) -> Answer:
    """Read a file to be sent along. Raises UnreadableInput."""
    from voucher_service.console import read_file
    from voucher_service.usecases.delivery import Delivery, OpenFile

    name = os.fsencode(path).decode("utf-8", errors="replace")
    if path.is_file() and os.access(path, os.R_OK):
        return Delivery(name, OpenFile.at(path))
    return Delivery.of(name, read_file(path))


def profile_choice(profile: str) -> dict[str, Any]:
    """Give a profile as it is asked for: by its name, or with the file's own text."""
    choice: dict[str, Any] = {"name": profile}
    if Path(profile).is_file():
        choice["document"] = text_of(Path(profile))
    return choice


def text_of(path: Path) -> str:
    """Read a UTF-8 text file. Raises UnreadableInput."""
    from voucher_service.console import read_file
    from voucher_service.model.errors import UnreadableInput
    from voucher_service.model.text import Text

    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            Text(zh=f"文件 {path} 不是 UTF-8 文本", en=f"{path} is not UTF-8 text")
        ) from error
