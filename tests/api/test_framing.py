"""A page's policy names just the scripts that stand in it."""

from base64 import b64encode
from hashlib import sha256

import pytest
from pydantic import ValidationError

from voucher_service.api.framing import framed_policy
from voucher_service.settings import Settings

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


@pytest.mark.parametrize(
    ("origins", "ancestors"),
    [
        ([], "'self'"),
        (["https://a.example"], "'self' https://a.example"),
        (["https://a.example", "http://b:81"], "'self' https://a.example http://b:81"),
    ],
)
def test_our_pages_may_frame_it_and_those_of_the_origins_named(origins, ancestors):
    directives = framed_policy(b"", origins).split("; ")
    assert f"frame-ancestors {ancestors}" in directives


@pytest.mark.parametrize(
    "origin", ["*", "a.example", "https://a.example/", "https://a; script-src *", ""]
)
def test_an_origin_that_is_none_is_no_setting(origin):
    with pytest.raises(ValidationError):
        Settings(frame_origins=(origin,))


@pytest.mark.parametrize(("page", "scripts"), PAGES)
def test_each_inline_script_is_allowed_by_its_hash(page, scripts):
    hashes = [f"'sha256-{b64encode(sha256(s).digest()).decode()}'" for s in scripts]
    directive = framed_policy(page).rpartition("; ")[2]
    assert directive == " ".join(["script-src 'self'", *hashes])
