"""The running service takes operators' commands over a socket of its owner's alone."""

import os
import queue
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import orjson
import structlog
from fastapi import FastAPI, Form, UploadFile
from fastapi.responses import StreamingResponse

from voucher_service.control.operations import OPERATIONS, perform
from voucher_service.control.wire import error_as_json, short_path
from voucher_service.model.errors import NotFound, VoucherServiceError
from voucher_service.model.text import Text
from voucher_service.usecases.delivery import Delivery, OpenFile
from voucher_service.usecases.service import Service

HEARTBEAT_SECONDS = 1.0
_log = structlog.get_logger(__name__)


def listen(path: Path) -> socket.socket:
    """Listen on the home's control socket, for its owner only.

    A socket file left by a service that was killed is replaced: the caller holds the
    home's lock, so nobody listens there.
    """
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        with short_path(path) as name:
            listener.bind(name)
    finally:
        os.umask(before)
    listener.listen(128)
    return listener


def control_app(service: Service) -> FastAPI:
    """Give the application that answers on the control socket."""
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )

    @app.get("/alive")
    def alive() -> dict[str, int]:
        return {"pid": os.getpid()}

    @app.post("/operations/{name}")
    def operate(
        name: str,
        request: Annotated[str, Form()],
        names: Annotated[str, Form()],
        user: Annotated[str, Form()] = "",
        files: list[UploadFile] | None = None,
    ) -> StreamingResponse:
        deliveries = [
            Delivery(name, _on_disk(file))
            for name, file in zip(orjson.loads(names), files or [], strict=True)
        ]
        asked = _Asked(name, orjson.loads(request), deliveries, user)
        lines = _answer(service, asked)
        return StreamingResponse(lines, media_type="application/x-ndjson")

    return app


def _on_disk(file: UploadFile) -> OpenFile:
    """Give a file that came in a form, to be read by the piece."""
    descriptor = file.file.fileno()
    file.file.flush()
    return OpenFile(os.dup(descriptor))


class _Asked(NamedTuple):
    """What came over the socket, and which user of this machine sent it."""

    name: str
    request: dict[str, Any]
    files: list[Delivery]
    user: str


def _answer(service: Service, asked: _Asked) -> Iterator[bytes]:
    name = asked.name
    lines: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    def tell(what: str, done: int, total: int) -> None:
        lines.put({"progress": [what, done, total]})

    def work() -> None:
        try:
            lines.put(
                {
                    "result": perform(
                        service, name, asked.request, asked.files, tell, asked.user
                    )
                }
            )
        except VoucherServiceError as error:
            lines.put({"error": error_as_json(error)})
        except Exception:  # noqa: BLE001 - the last edge before the operator
            _log.exception("operation failed", operation=name)
            lines.put({"error": error_as_json(_failed(name))})

    if name not in OPERATIONS:
        lines.put({"error": error_as_json(_unknown(name))})
    else:
        threading.Thread(target=work, name=name, daemon=True).start()
    yield b'{"alive":true}\n'
    while True:
        try:
            line = lines.get(timeout=HEARTBEAT_SECONDS)
        except queue.Empty:
            line = {"alive": True}
        yield orjson.dumps(line) + b"\n"
        if "result" in line or "error" in line:
            return


def _unknown(name: str) -> NotFound:
    return NotFound(
        Text(zh=f"服务不认识命令 {name}", en=f"the service knows no command {name}"),
        remedy=Text(
            zh="命令与服务版本不一致时，请重启服务",
            en="restart the service if its version differs from the command's",
        ),
        choices=tuple(OPERATIONS),
    )


def _failed(name: str) -> VoucherServiceError:
    return VoucherServiceError(
        Text(
            zh=f"命令 {name} 因内部错误未完成，未作任何改动",
            en=f"{name} failed by a fault of ours; nothing was changed",
        ),
        remedy=Text(zh="详情见服务日志", en="the service's log has the details"),
    )
