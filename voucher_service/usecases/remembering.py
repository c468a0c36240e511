"""What was computed for an instant in the past stays true and is kept a while."""

import dataclasses
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from typing import Any, Final, Generic, TypeVar

import polars as pl
from pydantic import BaseModel

T = TypeVar("T")

MOST_BYTES: Final = 512 * 1024 * 1024
"""Of answers kept in all: four pictures of a million sales, or a great many charts."""
_DEEPEST = 4
_WEIGHED = 64


class Shelf(Generic[T]):
    """Things by key, as many as fit; the one longest unasked for makes room.

    The last one put there stays, however large it is. Safe between threads.
    """

    def __init__(self, most_bytes: int, most: int | None = None) -> None:
        self._most_bytes = most_bytes
        self._most = most
        self._things: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._bytes = 0
        self._guard = threading.Lock()

    @property
    def bytes(self) -> int:
        """Give how much is kept."""
        return self._bytes

    def get(self, key: Hashable) -> T | None:
        """Give the thing kept under a key, if there is one."""
        with self._guard:
            found = self._things.get(key)
            if found is None:
                return None
            self._things.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, thing: T, size: int) -> None:
        """Keep a thing of so many bytes, in place of what was under the key."""
        with self._guard:
            self._drop(key)
            self._things[key] = (thing, size)
            self._bytes += size
            while len(self._things) > 1 and self._is_overfull():
                self._drop(next(iter(self._things)))

    def clear(self) -> None:
        """Drop all."""
        with self._guard:
            self._things.clear()
            self._bytes = 0

    def _is_overfull(self) -> bool:
        too_many = self._most is not None and len(self._things) > self._most
        return too_many or self._bytes > self._most_bytes

    def _drop(self, key: Hashable) -> None:
        _, size = self._things.pop(key, (None, 0))
        self._bytes -= size


class Remembered:
    """The last answers by what was asked; safe between threads.

    Only answers about an instant that has passed may be kept: facts are append-only,
    so such an answer never changes. Who asks what is being worked out waits for it;
    different questions are worked out side by side. A question may ask others, but
    never itself.
    """

    def __init__(self, most: int | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._answers: Shelf[tuple[Any]] = Shelf(most_bytes, most)
        self._under_way: dict[Hashable, Future[Any]] = {}
        self._guard = threading.Lock()

    def answer(self, question: Hashable, work_out: Callable[[], T]) -> T:
        """Give the answer kept for a question, or work it out and keep it.

        What goes wrong for the one who works it out goes wrong for all who wait.
        """
        with self._guard:
            kept = self._answers.get(question)
            if kept is not None:
                known: T = kept[0]
                return known
            under_way = self._under_way.get(question)
            if under_way is None:
                mine: Future[T] = Future()
                self._under_way[question] = mine
        if under_way is not None:
            waited_for: T = under_way.result()
            return waited_for
        try:
            answer = work_out()
            size = size_of(answer)
        except BaseException as error:
            with self._guard:
                del self._under_way[question]
            mine.set_exception(error)
            raise
        with self._guard:
            self._answers.put(question, (answer,), size)
            del self._under_way[question]
        mine.set_result(answer)
        return answer

    def forget(self) -> None:
        """Drop every answer kept; each is worked out again when asked."""
        self._answers.clear()


def size_of(answer: object, depth: int = 0) -> int:
    """Give about how many bytes an answer keeps: its frames, texts and bytes."""
    if isinstance(answer, pl.DataFrame | pl.Series):
        return int(answer.estimated_size())
    if isinstance(answer, Remembered) or depth > _DEEPEST:
        return 0  # the former has a bound of its own
    parts = _parts(answer)
    weighed = parts[:_WEIGHED]  # the first of many stand for all
    inside = sum(size_of(part, depth + 1) for part in weighed)
    return sys.getsizeof(answer) + inside * len(parts) // max(1, len(weighed))


def _parts(answer: object) -> list[object]:
    if isinstance(answer, Mapping):
        return [*answer.keys(), *answer.values()]
    if isinstance(answer, tuple | list | set | frozenset):
        return list(answer)
    if isinstance(answer, BaseModel):
        return list(answer.__dict__.values())
    if dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        return [getattr(answer, each.name) for each in dataclasses.fields(answer)]
    return []
