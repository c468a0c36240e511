"""What was computed for an instant in the past stays true and is kept a while."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Remembered:
    """The last few answers by what was asked; safe between threads.

    Only answers about an instant that has passed may be kept: facts are append-only,
    so such an answer never changes.
    """

    def __init__(self, capacity: int = 32) -> None:
        self._capacity = capacity
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._guard = threading.Lock()

    def answer(self, question: Hashable, work_out: Callable[[], T]) -> T:
        """Give the answer kept for a question, or work it out and keep it."""
        with self._guard:
            if question in self._answers:
                self._answers.move_to_end(question)
                kept: T = self._answers[question]
                return kept
        answer = work_out()
        with self._guard:
            self._answers[question] = answer
            while len(self._answers) > self._capacity:
                self._answers.popitem(last=False)
        return answer

    def forget(self) -> None:
        """Drop every answer kept; each is worked out again when asked."""
        with self._guard:
            self._answers.clear()
