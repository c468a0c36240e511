"""The request log: one JSON object a line, without query strings or tokens."""

import sys
import traceback
from datetime import UTC, datetime
from typing import Protocol, TextIO

import orjson


class Log(Protocol):
    """What the edge needs of a log."""

    def info(self, event: str, **fields: object) -> object:
        """Write a line."""

    def exception(self, event: str, **fields: object) -> object:
        """Write a line with the traceback of the error being handled."""


class JsonLog:
    """Writes JSON lines; a line is written for every request, so it has to be quick."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def info(self, event: str, **fields: object) -> None:
        """Write a line."""
        self._write({**fields, "event": event, "level": "info"})

    def exception(self, event: str, **fields: object) -> None:
        """Write a line with the traceback, which is without the values of variables."""
        told = traceback.format_exc()
        self._write({**fields, "exception": told, "event": event, "level": "error"})

    def _write(self, line: dict[str, object]) -> None:
        line["at"] = datetime.now(UTC)
        text = orjson.dumps(line, default=str, option=_OPTIONS).decode(errors="replace")
        self._stream.write(text)
        self._stream.flush()


_OPTIONS = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z


def json_log(stream: TextIO | None = None) -> Log:
    """Make a log that writes JSON lines to a stream, standard error by default."""
    return JsonLog(stream or sys.stderr)
