"""A mark beside the database says up to which instant commits were made durable.

It is written after a commit and never waits for the disk: a process that is killed
leaves it exact, a machine that loses power leaves it at most late. So a mark that is
ahead of the database always means that commits are gone which had been answered, even
where the log was cut between two of them.
"""

import os
import struct
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

_MARK = struct.Struct("<QI")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Watermark:
    """The mark of an open home; it is raised by the writer alone."""

    def __init__(self, path: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        self._file: int | None = os.open(path, flags, 0o600)
        self._highest = self.read() or NEVER

    def read(self) -> datetime | None:
        """Give the instant of the mark; None where there is none that is whole."""
        assert self._file is not None, "the mark of a closed home"
        kept = os.pread(self._file, _MARK.size, 0)
        if len(kept) != _MARK.size:
            return None
        instant, check = _MARK.unpack(kept)
        if check != zlib.crc32(kept[:8]):
            return None
        found: datetime = NEVER + instant * _MICROSECOND
        return found

    def raise_to(self, instant: datetime) -> None:
        """Say that a commit of an instant is durable, and all before it."""
        if instant > self._highest:
            self.set(instant)

    def set(self, instant: datetime) -> None:
        """Put the mark at an instant, though it was ahead."""
        assert self._file is not None, "the mark of a closed home"
        self._highest = instant
        number = (instant - NEVER) // _MICROSECOND
        body = number.to_bytes(8, "little")
        os.pwrite(self._file, body + zlib.crc32(body).to_bytes(4, "little"), 0)

    def close(self) -> None:
        """Let go of the file; what is closed stays so."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
