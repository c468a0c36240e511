"""What a command says: answers on stdout, progress and faults on stderr, exit codes."""

import json
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from voucher_service.model.errors import (
    BadParameter,
    HomeHeld,
    HomeUnusable,
    NotFound,
    UnreadableInput,
    VoucherServiceError,
    why,
)
from voucher_service.model.text import Text
from voucher_service.usecases.write_whole import cannot_write, written_whole

_LONG_NUMBER = re.compile(r"\d{11,}[0-9Xx]?")

DONE = 0
REFUSED = 1
USAGE = 2
UNREADABLE = 3
HELD = 4

_EXIT_CODES: tuple[tuple[type[VoucherServiceError], int], ...] = (
    (NotFound, USAGE),
    (BadParameter, USAGE),
    (UnreadableInput, UNREADABLE),
    (HomeUnusable, UNREADABLE),
    (HomeHeld, HELD),
    (VoucherServiceError, REFUSED),
)


def exit_code(error: VoucherServiceError) -> int:
    """Give the exit code of an error."""
    return next(code for kind, code in _EXIT_CODES if isinstance(error, kind))


def clock() -> datetime:
    """Give the present instant."""
    return datetime.now(UTC)


def say(text: str) -> None:
    """Write a line to stdout at once."""
    print(text, flush=True)  # noqa: T201


def complain(text: str) -> None:
    """Write a line to stderr."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def say_json(document: object) -> None:
    """Write the one JSON document of a ``--json`` command."""
    say(json.dumps(document, ensure_ascii=False, indent=2))


def fail(error: VoucherServiceError, *, as_json: bool) -> NoReturn:
    """Say what is wrong and what mends it, and end with the error's exit code."""
    complain(f"错误 / error: {error.message.zh}\n  {error.message.en}")
    if error.remedy:
        complain(f"处理 / remedy: {error.remedy.zh}\n  {error.remedy.en}")
    if as_json:
        remedy = error.remedy.model_dump() if error.remedy else None
        say_json(
            {
                "error": {
                    "code": error.code,
                    "message": error.message.model_dump(),
                    "remedy": remedy,
                    "choices": list(error.choices),
                }
            }
        )
    sys.exit(exit_code(error))


def fail_unexpectedly(error: BaseException) -> NoReturn:
    """Say that a fault of ours ended the command; its trace goes into a file.

    Long numbers are struck out of the trace: one may be somebody's ID or phone.
    """
    trace = _LONG_NUMBER.sub("***", "".join(traceback.format_exception(error)))
    try:
        place = _kept(trace)
    except OSError:  # no room for a file anywhere
        complain(trace)
        place = "stderr"
    complain(
        f"内部错误，命令未完成；详情见 {place}\n"
        f"A fault of ours ended the command; see {place}"
    )
    sys.exit(REFUSED)


def _kept(trace: str) -> str:
    with tempfile.NamedTemporaryFile(
        "w", prefix="voucher-service-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write(trace)
    return file.name


def read_file(path: Path) -> bytes:
    """Give a file's bytes. Raises UnreadableInput where there is none to read."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = why(error)
        raise UnreadableInput(
            Text(
                zh=f"无法读取文件 {path}：{reason.zh}",
                en=f"cannot read {path}: {reason.en}",
            ),
            remedy=Text(
                zh="检查路径和读取权限", en="check the path and that it may be read"
            ),
        ) from error


def write_file(path: Path, body: bytes) -> None:
    """Write a file whole or not at all: what stood in its place stays until then.

    What is no file, such as /dev/stdout, is written to as it is. Raises BadParameter
    where it cannot be written.
    """
    if path.exists() and not path.is_file():
        try:
            path.write_bytes(body)
        except OSError as error:
            raise cannot_write(path, error) from error
        return
    with written_whole(path) as part:
        part.write_bytes(body)


@contextmanager
def progress_bar(title: str) -> Iterator[Any]:
    """Show a bar on stderr where that is a terminal; give what moves it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[what]}"),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=not console.is_terminal) as bar:
        task = bar.add_task(title, total=None, what="")

        def move(what: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, what=what)

        yield move


def ingest_exit_code(reports: Sequence[dict[str, Any]]) -> int:
    """Give 3 if a file was unreadable, 1 if every row of one was refused, else 0."""
    if any(report["kind"] == "unreadable" for report in reports):
        return UNREADABLE
    if any(
        report["rows"] and report["refused"] == report["rows"] for report in reports
    ):
        return REFUSED
    return DONE
