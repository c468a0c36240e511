"""Two ways to do one thing, timed in turn; only their ratio is told.

Machines differ and neighbours disturb: each round times both ways one after the
other, and the median of the rounds' ratios is what counts.
"""

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """What the rounds came to; a ratio above 1 means ours takes longer."""

    name: str
    ratios: tuple[float, ...]
    target: float | None

    @property
    def ratio(self) -> float:
        """Give the median of the rounds' own ratios."""
        return statistics.median(self.ratios)

    def __str__(self) -> str:
        spread = f"{min(self.ratios):.2f} to {max(self.ratios):.2f}"
        line = f"{self.name}: {self.ratio:.2f}x ({spread}, {len(self.ratios)} rounds)"
        if self.target is None:
            return f"{line}, no target yet"
        verdict = "within" if self.ratio <= self.target else "ABOVE"
        return f"{line}, {verdict} the target of {self.target:.1f}x"


def compare(
    name: str,
    ours: Callable[[], object],
    reference: Callable[[], object],
    *,
    rounds: int = 11,
    target: float | None = None,
) -> Comparison:
    """Time both in turn, the first of each round changing, after one unmeasured."""
    ours()
    reference()
    ratios = []
    for number in range(rounds):
        if number % 2:
            theirs, own = seconds(reference), seconds(ours)
        else:
            own, theirs = seconds(ours), seconds(reference)
        ratios.append(own / theirs)
    return Comparison(name, tuple(ratios), target)


def seconds(act: Callable[[], object]) -> float:
    """Give the wall time of one call."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def whole_process(*command: str) -> Callable[[], object]:
    """Make a call that runs a command to its end; a failing one raises."""

    def act(words: Sequence[str] = command) -> object:
        return subprocess.run(words, check=True, capture_output=True)

    return act
