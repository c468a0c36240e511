"""Answers carry a strong ETag, and are not sent twice to one who has them."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from voucher_service.model.reports import Document, Report

JSON = "application/json"
QUOTED_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
TABLES = ("text/csv", "application/vnd.openxmlformats")
CACHING = {"Cache-Control": "private, no-cache"}


def json_answer(request: Request, found: Report | Sequence[Report]) -> Response:
    """Answer with a report, or a list of them, as JSON with every declared key."""
    if isinstance(found, Report):
        text = found.model_dump_json()
    else:
        text = f"[{','.join(report.model_dump_json() for report in found)}]"
    return tagged(request, text.encode(), {"Content-Type": JSON})


def document_answer(
    request: Request, document: Document, headers: Mapping[str, str]
) -> Response:
    """Answer with a file under its suggested name."""
    told = {
        "Content-Type": document.media_type,
        "Content-Disposition": _disposition(document),
        **headers,
    }
    return tagged(request, document.body, told)


def tagged(request: Request, body: bytes, headers: Mapping[str, str]) -> Response:
    """Answer with bytes and their ETag, or 304 to one who names that ETag."""
    tag = hashlib.sha256(body).hexdigest()
    told = {**CACHING, **headers, "ETag": f'"{tag}"'}
    if is_known(request, tag):
        del told["Content-Type"]
        told.pop("Content-Disposition", None)
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=told)
    return Response(body, headers=told)


def is_known(request: Request, tag: str) -> bool:
    """Tell whether If-None-Match names a tag, compared weakly (RFC 9110, 13.1.2)."""
    return names_tag(", ".join(request.headers.getlist("if-none-match")), tag)


def names_tag(if_none_match: str, tag: str) -> bool:
    """Tell whether a list of tags, or a star, names a tag."""
    if if_none_match.strip() == "*":
        return True
    return tag in QUOTED_TAG.findall(if_none_match)


def _disposition(document: Document) -> str:
    opened_elsewhere = document.media_type.startswith(TABLES)
    kind = "attachment" if opened_elsewhere else "inline"
    return disposition(document.filename, kind)


def disposition(filename: str, kind: str = "attachment") -> str:
    """Give the Content-Disposition that names a file, also where it is Chinese."""
    plain = filename.encode("ascii", "replace").decode().replace('"', "'")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}"
