"""Two ways to do one thing, timed in turn; only their ratio is told.

Machines differ and neighbours disturb: each round times both ways one after the
other, and the median of the rounds' ratios is what counts.
"""

import os
import statistics
import subprocess
import sys
import tempfile
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


@dataclass(frozen=True)
class Run:
    """A process that ended well: wall and CPU time, its largest size, its stdout."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    said: str


def run_process(*command: str, **environment: str) -> Run:
    """Run a command to its end; a failing one raises with what it complained of."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=out, stderr=complaints, env=os.environ | environment
        )
        _, status, used = os.wait4(process.pid, 0)
        taken = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        for file in (out, complaints):
            file.seek(0)
        if process.returncode:
            raise subprocess.CalledProcessError(
                process.returncode, command, stderr=complaints.read()
            )
        unit = 1 if sys.platform == "darwin" else 1024
        worked = used.ru_utime + used.ru_stime
        return Run(taken, worked, used.ru_maxrss * unit, out.read().decode())
