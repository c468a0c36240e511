"""Who is acting: what a thread or a request does is done in somebody's name."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from voucher_service.model.reports import Principal


class Acting(NamedTuple):
    """In whose name something is done, and by which request if by one."""

    actor: str
    role: str
    request_id: str = ""


PROGRAM = Acting("program", "program")
"""What the service does of itself, such as opening the first campaigns."""

ANYONE = Acting("anyone", "public")
"""Who asks for what is public, such as signing in by a link."""

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


def acting_of(principal: Principal, request_id: str) -> Acting:
    """Give in whose name a request over HTTP is done."""
    role = principal.role.value
    if principal.token_id is None:
        return Acting(f"session:{role}:{principal.name}", role, request_id)
    return Acting(f"token:{principal.token_id}:{principal.name}", role, request_id)
