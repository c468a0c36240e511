"""The bytes of a file: in memory, or read by the piece from where they lie."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


class Source(Protocol):
    """The bytes of a file, of which no more than a piece need be held at a time."""

    def __len__(self) -> int:
        """Give how many bytes there are."""
        ...

    def read(self, start: int, length: int) -> bytes:
        """Give the bytes from ``start`` on, fewer than ``length`` only at the end."""
        ...


@dataclass(frozen=True)
class HeldBytes:
    """A file that is in memory already."""

    content: bytes

    def __len__(self) -> int:
        return len(self.content)

    def read(self, start: int, length: int) -> bytes:
        """Give the bytes from ``start`` on."""
        if start == 0 and length >= len(self.content):
            return self.content
        return self.content[start : start + length]


def pieces(source: Source, start: int, length: int) -> Iterator[bytes]:
    """Give a file from ``start`` to its end, so many bytes at a time."""
    for at in range(start, len(source), length):
        yield source.read(at, length)


def whole(source: Source) -> bytes:
    """Give all the bytes of a file."""
    return source.read(0, len(source))
