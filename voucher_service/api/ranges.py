"""A part of a file is asked for by its bytes (RFC 9110, 14)."""

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from voucher_service.api.answers import CACHING, disposition, is_known
from voucher_service.api.problems import RangeNotSatisfiable
from voucher_service.model.text import Text

_PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=\s*([0-9]{0,400})-([0-9]{0,400})\s*", re.IGNORECASE)
OUTSIDE = Text(
    zh="所要的字节范围 {range} 超出文件（共 {size} 字节）",
    en="The range {range} lies outside the file of {size} bytes",
)


class Span(NamedTuple):
    """Bytes of a file, from the first to the last, both included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """Count the bytes."""
        return self.last - self.first + 1


def asked_span(asked: str | None, size: int) -> Span | None:
    """Read a Range header; None where the whole file is to be sent.

    That holds of several ranges at once, of other units and of what is no range: who
    asks like that may be sent everything. Raises RangeNotSatisfiable for a range of
    which the file has no byte.
    """
    found = _RANGE.fullmatch(asked) if asked else None
    if found is None:
        return None
    first, last = found.groups()
    if first:
        if last and int(last) < int(first):
            return None
        span = Span(int(first), min(int(last), size - 1) if last else size - 1)
    elif last:
        span = Span(max(0, size - int(last)), size - 1)
    else:
        return None
    if span.first >= size or (not first and int(last) == 0):
        said = OUTSIDE.filled(range=str(asked), size=str(size))
        raise RangeNotSatisfiable(said, headers={"Content-Range": f"bytes */{size}"})
    return span


def file_answer(
    request: Request, content: IO[bytes], name: str, size: int, tag: str
) -> Response:
    """Answer with a file or the part asked for, and close it when that is sent.

    ``tag`` names its bytes. A part is sent only of what If-Range names, if it does.
    """
    told = {**CACHING, "ETag": f'"{tag}"', "Accept-Ranges": "bytes"}
    try:
        if is_known(request, tag):
            content.close()
            return Response(status_code=304, headers=told)
        meant = request.headers.get("if-range", f'"{tag}"') == f'"{tag}"'
        span = asked_span(request.headers.get("range") if meant else None, size)
    except RangeNotSatisfiable:
        content.close()
        raise
    told["Content-Disposition"] = disposition(name)
    part = span or Span(0, size - 1)
    told["Content-Length"] = str(part.size)
    if span is not None:
        told["Content-Range"] = f"bytes {span.first}-{span.last}/{size}"
    return StreamingResponse(
        () if request.scope["state"]["bodiless"] else _pieces(content, part),
        status_code=200 if span is None else 206,
        headers=told,
        media_type="application/octet-stream",
        background=BackgroundTask(content.close),  # though nobody reads it
    )


def _pieces(content: IO[bytes], part: Span) -> Iterator[bytes]:
    content.seek(part.first)
    left = part.size
    while left and (piece := content.read(min(left, _PIECE))):
        left -= len(piece)
        yield piece
