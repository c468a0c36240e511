"""What is asked twice is worked out once, and no more is kept than may be."""

import threading
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from voucher_service.usecases.remembering import Remembered, Shelf, size_of

PATIENCE = 60


def test_ten_who_ask_at_once_have_it_worked_out_once():
    remembered, asking = Remembered(), threading.Barrier(10)
    worked_out, all_asked = [], threading.Event()

    def work_out() -> int:
        worked_out.append(threading.current_thread().name)
        assert all_asked.wait(PATIENCE)
        return 7

    def ask(number: int) -> int:
        if asking.wait(PATIENCE) == 0:
            all_asked.set()
        return remembered.answer("question", work_out)

    with ThreadPoolExecutor(10) as people:
        answers = list(people.map(ask, range(10)))
    assert (answers, len(worked_out)) == ([7] * 10, 1)


def test_different_questions_are_worked_out_side_by_side():
    remembered, both = Remembered(), threading.Barrier(2)
    with ThreadPoolExecutor(2) as people:
        asked = [
            people.submit(remembered.answer, number, lambda: both.wait(PATIENCE) >= 0)
            for number in range(2)
        ]
        assert [each.result(PATIENCE) for each in asked] == [True, True]


def test_a_question_may_ask_another():
    remembered = Remembered()
    outer = remembered.answer("a", lambda: remembered.answer("b", lambda: 3) + 1)
    assert (outer, remembered.answer("b", lambda: 0)) == (4, 3)


def test_what_goes_wrong_goes_wrong_for_all_who_wait_and_is_tried_again():
    remembered, begun, go_on = Remembered(), threading.Event(), threading.Event()

    def fail() -> int:
        begun.set()
        assert go_on.wait(PATIENCE)
        raise ValueError("no")

    with ThreadPoolExecutor(2) as people:
        first = people.submit(remembered.answer, "question", fail)
        assert begun.wait(PATIENCE)
        second = people.submit(remembered.answer, "question", lambda: 5)
        go_on.set()
        assert isinstance(first.exception(PATIENCE), ValueError)
        assert second.exception(PATIENCE) is not None or second.result() == 5
    assert remembered.answer("question", lambda: 6) in {5, 6}


def test_an_answer_of_nothing_is_an_answer():
    remembered = Remembered()
    assert remembered.answer("question", lambda: None) is None
    assert remembered.answer("question", lambda: 1) is None


def test_what_is_forgotten_is_worked_out_again():
    remembered = Remembered()
    remembered.answer("question", lambda: 1)
    remembered.forget()
    assert remembered.answer("question", lambda: 2) == 2


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        ([4, 3, 3], "abc"),  # just full
        ([4, 3, 4], "bc"),
        ([4, 3, 8], "c"),
        ([4, 3, 11], "c"),  # the last stays, however large
    ],
)
def test_the_longest_unasked_for_makes_room(sizes, kept):
    shelf: Shelf[str] = Shelf(most_bytes=10)
    for name, size in zip("abc", sizes, strict=True):
        shelf.put(name, name, size)
    assert "".join(filter(None, map(shelf.get, "abc"))) == kept
    assert shelf.bytes == sum(
        size for name, size in zip("abc", sizes, strict=True) if name in kept
    )


def test_what_is_asked_for_stays_longer():
    shelf: Shelf[str] = Shelf(most_bytes=10)
    shelf.put("a", "a", 5)
    shelf.put("b", "b", 5)
    shelf.get("a")
    shelf.put("c", "c", 5)
    assert (shelf.get("a"), shelf.get("b"), shelf.get("c")) == ("a", None, "c")


def test_no_more_are_kept_than_were_counted():
    remembered = Remembered(most=2)
    for number in range(3):
        remembered.answer(number, lambda number=number: number)
    assert remembered.answer(2, lambda: -1) == 2
    assert remembered.answer(0, lambda: -1) == -1


@pytest.mark.parametrize(
    ("answer", "least", "most"),
    [
        (b"x" * 1000, 1000, 1100),
        ((pl.DataFrame({"n": range(1000)}), None), 8000, 8200),
        ({"a": ["x" * 500, "y" * 500]}, 1000, 1500),
        (["x" * 1000] * 1000, 1_000_000, 1_100_000),
        (Remembered(), 0, 0),
    ],
    ids=["bytes", "frame", "texts", "many", "memory"],
)
def test_an_answer_weighs_what_it_holds(answer, least, most):
    assert least <= size_of(answer) <= most
