"""Every error class has a place in the error table."""

import importlib
import pkgutil

import pytest

import voucher_service.api
from voucher_service.api.problems import (
    ERRORS,
    UNEXPECTED_CODE,
    HttpRefusal,
    headers_of,
    kind_of,
    problem_of,
)
from voucher_service.model.errors import NotFound, VoucherServiceError
from voucher_service.model.text import Text

SAID = Text(zh="没有活动 甲", en="there is no campaign A")


def descendants(parent: type) -> set[type]:
    children = set(parent.__subclasses__())
    return children.union(*(descendants(child) for child in children))


def ours() -> list[type[VoucherServiceError]]:
    for module in pkgutil.iter_modules(voucher_service.api.__path__):
        importlib.import_module(f"voucher_service.api.{module.name}")
    found = descendants(VoucherServiceError) - {HttpRefusal}
    kept = {each for each in found if each.__module__.startswith("voucher_service.")}
    return sorted(kept, key=lambda each: each.__name__)


def test_every_error_class_has_a_row_of_its_own_or_of_its_parent():
    told = {each: each.__new__(each) for each in ours()}
    assert not [each for each, error in told.items() if kind_of(error).status == 500]


def test_the_table_has_no_row_for_a_class_that_is_gone():
    assert set(ERRORS) <= set(ours())


def test_no_error_calls_itself_unexpected():
    assert UNEXPECTED_CODE not in {each.code for each in ERRORS}


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_a_problem_repeats_its_status_and_speaks_both_languages(kind):
    problem = problem_of(kind(SAID), "req_12345678")
    assert problem.status == ERRORS[kind].status
    assert (problem.message, problem.detail) == (SAID, str(SAID))
    assert problem.request_id == "req_12345678"
    assert problem.title == str(ERRORS[kind].title)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_headers_go_with_the_status(kind):
    headers = headers_of(kind(SAID))
    assert ("WWW-Authenticate" in headers) == (ERRORS[kind].status == 401)
    assert ("Retry-After" in headers) == ERRORS[kind].retryable


def test_the_valid_choices_stand_in_the_problem():
    problem = problem_of(NotFound(SAID, choices=("a", "b")), "req_12345678")
    assert [fault.choices for fault in problem.errors] == [("a", "b")]


def test_without_choices_no_fault_is_listed():
    assert problem_of(NotFound(SAID), "req_12345678").errors == ()
