"""How long tests that look for trouble run: shortly here, long by ``make torture``."""

import os
from typing import TypeVar

T = TypeVar("T")
LONG = "TORTURE"
"""The environment variable that asks for the long run."""


def long_run(*, short: T, long: T) -> T:
    """Give the size for this run."""
    return long if os.environ.get(LONG) else short
