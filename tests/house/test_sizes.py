"""Files, functions and names keep the sizes and manners of the house."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("voucher_service", "tests", "benchmarks", "notebooks", "sql")
SUFFIXES = {".py", ".sql", ".js", ".css", ".html"}
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
MAX_ARGUMENTS = 6
ENTRANCES = {"command", "get", "post", "put", "delete"}
EMPTY_NAMES = {
    f"{stem}{ending}"
    for stem in ("util", "helper", "common", "manager", "misc")
    for ending in ("", "s")
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files() -> list[Path]:
    return sorted(
        file
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*")
        if file.suffix in SUFFIXES and "__pycache__" not in file.parts
    )


def functions(source: str) -> Iterator[Function]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def argument_count(function: Function) -> int:
    given = function.args
    names = [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def is_entrance(function: Function) -> bool:
    """Tell whether a framework calls it: its arguments are options people give."""
    marks = {
        mark.func.attr
        for mark in function.decorator_list
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute)
    }
    return bool(marks & ENTRANCES)


def oversizes(source: str) -> Iterator[str]:
    lines = len(source.splitlines())
    if lines > MAX_FILE_LINES:
        yield f"{lines} lines in one file"
    for function in functions(source):
        lines = (function.end_lineno or 0) - function.lineno + 1
        if lines > MAX_FUNCTION_LINES:
            yield f"{function.name}: {lines} lines"
        if argument_count(function) > MAX_ARGUMENTS and not is_entrance(function):
            yield f"{function.name}: {argument_count(function)} arguments"


def says_nothing(path: Path) -> bool:
    return bool({part.split(".")[0].strip("_") for part in path.parts} & EMPTY_NAMES)


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for file in files()
        if (lines := len(file.read_text("utf-8").splitlines())) > MAX_FILE_LINES
    }
    assert long == {}


def test_no_function_is_longer_than_60_lines_or_takes_more_than_6_arguments() -> None:
    large = {
        str(file.relative_to(ROOT)): found
        for file in files()
        if file.suffix == ".py"
        and "tests" not in file.parts  # a table's columns are a test's arguments
        and (found := list(oversizes(file.read_text("utf-8"))))
    }
    assert large == {}


def test_no_test_function_is_longer_than_60_lines() -> None:
    long = {
        str(file.relative_to(ROOT)): found
        for file in (ROOT / "tests").rglob("*.py")
        if (
            found := [
                size
                for size in oversizes(file.read_text("utf-8"))
                if size.endswith("lines")
            ]
        )
    }
    assert long == {}


def test_every_name_says_what_lies_inside() -> None:
    empty = [
        str(path.relative_to(ROOT))
        for path in files()
        if says_nothing(path.relative_to(ROOT))
    ]
    assert empty == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = 1\n" * 400, []),
        ("x = 1\n" * 401, ["401 lines in one file"]),
        ("def f():\n" + "    x = 1\n" * 59, []),
        ("def f():\n" + "    x = 1\n" * 60, ["f: 61 lines"]),
        ("@mark(\n    1\n)\ndef f():\n" + "    x = 1\n" * 59, []),
        ("async def f():\n" + "    x = 1\n" * 60, ["f: 61 lines"]),
        ("def f(a, b, c, d, e, f): ...", []),
        ("def f(a, b, c, d, e, f, g): ...", ["f: 7 arguments"]),
        ("def f(a, b, c, /, d, *, e, f, g): ...", ["f: 7 arguments"]),
        ("@app.command()\ndef f(a, b, c, d, e, f, g): ...", []),
        ("@cached()\ndef f(a, b, c, d, e, f, g): ...", ["f: 7 arguments"]),
        ("class C:\n    def f(self, a, b, c, d, e, f): ...", []),
        ("class C:\n    def f(self, a, b, c, d, e, f, g): ...", ["f: 7 arguments"]),
    ],
)
def test_what_is_just_too_large_is_found(source: str, found: list[str]) -> None:
    assert list(oversizes(source)) == found


@pytest.mark.parametrize(
    ("path", "empty"),
    [
        ("voucher_service/feeds/utils.py", True),
        ("voucher_service/helpers/dates.py", True),
        ("voucher_service/store/_common.py", True),
        ("voucher_service/store/manager.py", True),
        ("voucher_service/feeds/sealing.py", False),
        ("voucher_service/usecases/manage_tokens.py", False),
    ],
)
def test_a_name_that_says_nothing_is_found(path: str, empty: bool) -> None:
    assert says_nothing(Path(path)) is empty
