"""Draws from a fixed seed that every Python gives alike.

Only ``Random.random()`` is promised to stay the same between versions of Python, so
every draw is made of it, and of whole numbers: no float is ever summed.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


class Draw:
    """A stream of made-up choices that starts alike each time."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def below(self, limit: int) -> int:
        """Draw a whole number from 0 up to, but not including, ``limit``."""
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """Draw a whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def chance(self, per_thousand: int) -> bool:
        """Say yes ``per_thousand`` times in a thousand."""
        return self.below(1000) < per_thousand

    def pick(self, items: Sequence[Item]) -> Item:
        """Draw one of the items, each alike."""
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[Item], weights: Sequence[int]) -> Item:
        """Draw one of the items by whole-number weights."""
        left = self.below(sum(weights))
        for item, weight in zip(items, weights, strict=True):
            if left < weight:
                return item
            left -= weight
        raise ValueError("the weights must be whole numbers above zero")

    def count(self, mean_thousandths: int) -> int:
        """Draw a count around a mean, nearly as a Poisson process would."""
        trials = 60
        return sum(self.below(1000 * trials) < mean_thousandths for _ in range(trials))
