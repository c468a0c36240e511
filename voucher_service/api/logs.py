"""The request log: one JSON object a line, without query strings or tokens."""

import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TextIO

import orjson


class Log(Protocol):
    """What the edge needs of a log."""

    def info(self, event: str, **fields: object) -> object:
        """Write a line."""

    def exception(self, event: str, **fields: object) -> object:
        """Write a line with the traceback of the error being handled."""

    def flush(self) -> object:
        """Write the lines that wait."""


class LogStream:
    """A stream of lines whose faults stop nobody: what it cannot take is lost.

    A full disk or a reader who has gone is no reason to leave a request unanswered
    or to end a thread that works. ``lost`` is told how many lines each time.
    """

    def __init__(self, stream: TextIO, lost: Callable[[int], object]) -> None:
        self._stream = stream
        self.lost = lost

    def write(self, lines: str) -> None:
        """Write whole lines at once."""
        try:
            self._stream.write(lines)
            self._stream.flush()
        except (OSError, ValueError):  # the latter where it is closed
            self.lost(lines.count("\n"))

    def flush(self) -> None:
        """Do nothing more: what was written was flushed."""


class JsonLog:
    """Writes JSON lines; a line is written for every request, so it has to be quick.

    Lines of information wait until they are flushed, so that many are written at once.
    """

    def __init__(self, stream: LogStream) -> None:
        self._stream = stream
        self._lines: list[bytes] = []

    def info(self, event: str, **fields: object) -> None:
        """Write a line with the next flush."""
        self._add({**fields, "event": event, "level": "info"})

    def exception(self, event: str, **fields: object) -> None:
        """Write a line with the traceback, which is without the values of variables."""
        told = traceback.format_exc()
        self._add({**fields, "exception": told, "event": event, "level": "error"})
        self.flush()

    def flush(self) -> None:
        """Write the lines that wait."""
        lines, self._lines = self._lines, []
        self._stream.write(b"".join(lines).decode(errors="replace"))

    def _add(self, line: dict[str, object]) -> None:
        line["at"] = datetime.now(UTC)
        self._lines.append(orjson.dumps(line, default=str, option=_OPTIONS))


_OPTIONS = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z


def uncounted(_lines: int) -> None:
    """Count nothing."""


def json_log(
    stream: TextIO | None = None, lost: Callable[[int], object] = uncounted
) -> Log:
    """Make a log that writes JSON lines to a stream, standard error by default.

    ``lost`` is told of lines that the stream could not take.
    """
    return JsonLog(LogStream(stream or sys.stderr, lost))
