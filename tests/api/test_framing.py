"""A page's policy names just the scripts that stand in it."""

from base64 import b64encode
from hashlib import sha256

import pytest

from voucher_service.api.framing import framed_policy

PAGES = [
    (b"<p>no script</p>", []),
    (b"<script>a()</script>", [b"a()"]),
    (b"<script type='text/javascript'>a()</script>", [b"a()"]),
    (b"<script src='/static/x.js'></script>", []),
    (
        b"<script>a()</script><script src='x'></script><script>\nb</script>",
        [b"a()", b"\nb"],
    ),
    (b"<script>w('<script>')</script>", [b"w('<script>')"]),
    (b"<scripted>a</script>", []),
    (b"<script>never closed", []),
]


@pytest.mark.parametrize(("page", "scripts"), PAGES)
def test_each_inline_script_is_allowed_by_its_hash(page, scripts):
    hashes = [f"'sha256-{b64encode(sha256(s).digest()).decode()}'" for s in scripts]
    directive = framed_policy(page).rpartition("; ")[2]
    assert directive == " ".join(["script-src 'self'", *hashes])
