"""What every request needs is held in memory until a change makes it stale."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Held(Generic[T]):
    """A value read from the store at first need; safe between threads.

    A value that was being read while a change was made is given once and not held.
    """

    def __init__(self) -> None:
        self._value: T | None = None
        self._changes = 0
        self._guard = threading.Lock()

    @property
    def at_hand(self) -> T | None:
        """Give the value if it is held."""
        return self._value

    def get(self, read: Callable[[], T]) -> T:
        """Give the value held, or read it and hold it."""
        with self._guard:
            held, changes = self._value, self._changes
        if held is not None:
            return held
        value = read()
        with self._guard:
            if changes == self._changes:
                self._value = value
        return value

    def forget(self) -> None:
        """Drop the value: what it was read from has changed."""
        with self._guard:
            self._value = None
            self._changes += 1
