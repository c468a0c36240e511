"""A test is a sentence that can fail, and it waits for nothing and fakes nobody."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
FEWEST_WORDS = 3
CHECKS = {"raises", "warns", "fail"}
"""Calls that fail a test as an assertion does."""


def faults(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) if name.startswith("test_"):
                if not any(map(_can_fail, ast.walk(node))):
                    yield f"{name} asserts nothing"
                if len(name.split("_")) - 1 < FEWEST_WORDS:
                    yield f"{name} is no sentence"
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                module = getattr(node, "module", None) or ""
                if any("mock" in f"{module}.{alias.name}" for alias in names):
                    yield "a mock is imported"
            case ast.Attribute(attr="sleep") | ast.Name(id="sleep"):
                yield "a sleep"


def _can_fail(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return True
    called = node.func if isinstance(node, ast.Call) else None
    name = getattr(called, "attr", getattr(called, "id", ""))
    return name in CHECKS or name.startswith("assert_") or "validate" in name


def test_every_test_is_a_sentence_that_can_fail_and_waits_for_nothing() -> None:
    found = {
        str(file.relative_to(TESTS)): list(faults(file.read_text("utf-8")))
        for file in TESTS.rglob("*.py")
    }
    assert {file: wrong for file, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def test_one_is_one():\n    assert 1", []),
        ("def test_one_is_one():\n    with raises(E): f()", []),
        ("def test_one_is_one():\n    f()", ["test_one_is_one asserts nothing"]),
        ("def test_one():\n    assert 1", ["test_one is no sentence"]),
        ("from unittest.mock import patch", ["a mock is imported"]),
        ("from unittest import mock", ["a mock is imported"]),
        ("import time\ntime.sleep(1)", ["a sleep"]),
    ],
)
def test_a_planted_fault_is_found(source: str, found: list[str]) -> None:
    assert list(faults(source)) == found
