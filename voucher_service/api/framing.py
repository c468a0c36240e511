"""A standalone chart may be framed by our own pages and runs only its own scripts."""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256

from voucher_service.api.envelope import FRAMED_BY_US

_OPENING = re.compile(rb"<script(?=[\s>])(?![^>]*\ssrc=)[^>]*>")
_BY_US = "frame-ancestors 'self'"
_CLOSING = b"</script>"


def framed_policy(page: bytes, origins: Sequence[str] = ()) -> str:
    """Write the content policy of a page we made: its inline scripts, by hash.

    Our own pages may frame it, and those of the origins named.
    """
    allowed = ["'self'"] + [
        f"'sha256-{b64encode(sha256(script).digest()).decode()}'"
        for script in _inline_scripts(page)
    ]
    framed = FRAMED_BY_US.replace(_BY_US, " ".join([_BY_US, *origins]))
    return f"{framed}; script-src {' '.join(allowed)}"


def _inline_scripts(page: bytes) -> Iterator[bytes]:
    """Find each script that stands in the page itself; one of them is megabytes."""
    at = 0
    while opening := _OPENING.search(page, at):
        at = page.find(_CLOSING, opening.end())
        if at < 0:
            return
        yield page[opening.end() : at]
