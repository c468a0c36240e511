"""Who is acting: what a thread or a request does is done in somebody's name."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Acting(NamedTuple):
    """In whose name something is done, and by which request if by one."""

    actor: str
    role: str
    request_id: str = ""


PROGRAM = Acting("program", "program")
"""What the service does of itself, such as opening the first campaigns."""

ACTING: ContextVar[Acting] = ContextVar("acting", default=PROGRAM)
"""Set at the edge, where a request or a command comes in, and nowhere else."""


@contextmanager
def acting_as(acting: Acting) -> Iterator[None]:
    """Do what is inside in somebody's name."""
    before = ACTING.set(acting)
    try:
        yield
    finally:
        ACTING.reset(before)
