"""A delivery is the bytes of a file and the name it came under."""

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from voucher_service.feeds.source import HeldBytes, Source, pieces, whole

_PIECE = 2**23


@dataclass(frozen=True)
class Delivery:
    """A file as it was delivered."""

    name: str
    source: Source

    @classmethod
    def of(cls, name: str, content: bytes) -> "Delivery":
        """Make a delivery of bytes that are in memory."""
        return cls(name, HeldBytes(content))

    @property
    def content(self) -> bytes:
        """Give all of the file."""
        return whole(self.source)

    @property
    def size_bytes(self) -> int:
        """Give how large the file is."""
        return len(self.source)

    @cached_property
    def sha256(self) -> str:
        """Give the digest by which the same file is known again."""
        digest = hashlib.sha256()
        for piece in pieces(self.source, 0, _PIECE):
            digest.update(piece)
        return digest.hexdigest()


class OpenFile:
    """A file that is read by the piece from where it lies, and closed when let go.

    It is read, not mapped: a sender may still cut it short.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._size = os.fstat(descriptor).st_size

    @classmethod
    def at(cls, path: Path) -> "OpenFile":
        """Open a file for reading. Raises OSError."""
        return cls(os.open(path, os.O_RDONLY))

    def __len__(self) -> int:
        return self._size

    def __del__(self) -> None:
        os.close(self._descriptor)

    def read(self, start: int, length: int) -> bytes:
        """Give the bytes from ``start`` on."""
        parts = []
        while length > 0 and (part := os.pread(self._descriptor, length, start)):
            parts.append(part)
            start, length = start + len(part), length - len(part)
        return b"".join(parts) if len(parts) != 1 else parts[0]
