"""The printed table of reasons in docs/ is the one the program prints."""

from pathlib import Path

from tests.conftest import run_command

PAGE = Path(__file__).parents[2] / "docs" / "reasons.md"


def test_the_printed_reasons_are_fresh():
    printed = run_command("reasons").out
    assert printed.count("| `") > 20
    _, _, table = PAGE.read_text(encoding="utf-8").partition("program.\n\n")
    assert table == printed
