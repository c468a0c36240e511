"""The request log: one JSON object a line, without query strings or tokens."""

import logging
import sys
from typing import Protocol, TextIO, cast

import structlog


class Log(Protocol):
    """What the edge needs of a log."""

    def info(self, event: str, **fields: object) -> object:
        """Write a line."""

    def exception(self, event: str, **fields: object) -> object:
        """Write a line with the traceback of the error being handled."""


def json_log(stream: TextIO | None = None) -> Log:
    """Make a log that writes JSON lines to a stream, standard error by default.

    Tracebacks are written without the values of variables.
    """
    log = structlog.wrap_logger(
        structlog.PrintLogger(stream or sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    return cast("Log", log)
