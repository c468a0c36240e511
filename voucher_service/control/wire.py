"""What goes over the control socket: lines of JSON, the last one the answer."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from voucher_service.model import errors
from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.text import Text

_LONGEST_SOCKET_PATH = 100

_BY_CODE: dict[str, type[VoucherServiceError]] = {
    kind.code: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, VoucherServiceError)
}


def error_as_json(error: VoucherServiceError) -> dict[str, Any]:
    """Write an error down with all it says."""
    return {
        "code": error.code,
        "message": error.message.model_dump(),
        "remedy": error.remedy.model_dump() if error.remedy else None,
        "choices": list(error.choices),
    }


def error_from_json(document: dict[str, Any]) -> VoucherServiceError:
    """Give back the error that was written down."""
    kind = _BY_CODE.get(document["code"], VoucherServiceError)
    remedy = document["remedy"]
    return kind(
        Text(**document["message"]),
        remedy=Text(**remedy) if remedy else None,
        choices=tuple(document["choices"]),
    )


@contextmanager
def short_path(socket: Path) -> Iterator[str]:
    """Give a path of a socket that fits into the kernel's 107 bytes."""
    if len(os.fsencode(socket)) <= _LONGEST_SOCKET_PATH:
        yield str(socket)
        return
    directory = os.open(socket.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{directory}/{socket.name}"
    finally:
        os.close(directory)
