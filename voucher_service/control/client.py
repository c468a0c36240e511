"""A command asks the running service if there is one, else does the work itself."""

import io
import json
import os
import pwd
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from voucher_service.control.operations import Answer, perform
from voucher_service.control.wire import error_from_json, short_path
from voucher_service.model.errors import HomeHeld
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.open_service import (
    Opening,
    control_socket,
    home_held,
    open_service,
)
from voucher_service.usecases.service import Progress

_TRY_SECONDS = 0.2
_SILENCE_SECONDS = 15.0
_SENDING_SECONDS = 60.0


def operate(
    opening: Opening,
    clock: Callable[[], datetime],
    name: str,
    request: dict[str, Any],
    files: Sequence[Delivery] = (),
    *,
    progress: Progress,
) -> Answer:
    """Perform an operation on a home and give its answer as plain JSON values.

    Raises HomeHeld when another process keeps the home and does not answer, and
    whatever the operation raises.
    """
    deadline = time.monotonic() + opening.wait_seconds
    while True:
        answer = _ask_service(opening, name, request, files, progress)
        if answer is not None:
            return answer["result"]
        patience = min(_TRY_SECONDS, max(0.0, deadline - time.monotonic()))
        try:
            service = open_service(replace(opening, wait_seconds=patience), clock)
        except HomeHeld:
            if time.monotonic() >= deadline:
                raise
            continue
        try:
            return perform(service, name, request, files, progress, user_name())
        finally:
            service.close()


def user_name() -> str:
    """Give the name of this machine's user, not what its environment says."""
    own = os.getuid()
    try:
        return pwd.getpwuid(own).pw_name
    except KeyError:
        return str(own)


def _ask_service(
    opening: Opening,
    name: str,
    request: dict[str, Any],
    files: Sequence[Delivery],
    progress: Progress,
) -> dict[str, Any] | None:
    """Give the service's last line, or None where no service listens."""
    path = control_socket(opening)
    if not path.exists():
        return None
    try:
        with short_path(path) as socket:
            return _exchange(Path(socket), name, request, files, progress)
    except httpx.ConnectError:
        return None
    except httpx.TransportError as error:
        raise home_held(opening) from error


def _exchange(
    socket: Path,
    name: str,
    request: dict[str, Any],
    files: Sequence[Delivery],
    progress: Progress,
) -> dict[str, Any]:
    timeout = httpx.Timeout(_SILENCE_SECONDS, write=_SENDING_SECONDS)
    with (
        httpx.Client(
            transport=httpx.HTTPTransport(uds=str(socket)), timeout=timeout
        ) as client,
        client.stream(
            "POST",
            f"http://control/operations/{name}",
            data={
                "request": json.dumps(request),
                "names": json.dumps([file.name for file in files]),
                "user": user_name(),
            },
            files=[("files", ("file", io.BytesIO(file.content))) for file in files]
            or None,
        ) as response,
    ):
        for text in response.iter_lines():
            line: dict[str, Any] = json.loads(text)
            if "progress" in line:
                progress(*line["progress"])
            elif "error" in line:
                raise error_from_json(line["error"])
            elif "result" in line:
                return line
    raise httpx.RemoteProtocolError("the service ended before its answer")
