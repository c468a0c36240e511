"""A header of a request, read where it lies: this is done for every request."""

from starlette.types import Scope


def header_of(scope: Scope, name: bytes) -> str | None:
    """Give the first header of a name, which is in lower case."""
    for found, value in scope["headers"]:
        if found == name:
            given: bytes = value
            return given.decode("latin-1")
    return None
