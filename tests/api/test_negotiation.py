"""An Accept header is read as RFC 9110 says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voucher_service.api.negotiation import preferred

OFFERED = ("application/json", "text/html", "image/png")
BROWSER = "text/html,application/xhtml+xml,image/avif,image/png;q=0.9,*/*;q=0.8"

CASES = [
    (None, "application/json"),
    ("", "application/json"),
    ("*/*", "application/json"),
    (BROWSER, "text/html"),
    ("image/png", "image/png"),
    ("image/*", "image/png"),
    ("IMAGE/PNG", "image/png"),
    ("text/html;q=0.5, image/png;q=0.51", "image/png"),
    ("text/html;q=0.51, image/png;q=0.5", "text/html"),
    ("text/html;q=0.5, image/png;q=0.5", "text/html"),
    ("application/json;q=0, */*", "text/html"),
    ("text/html;q=0", None),
    ("text/html;q=0.001", "text/html"),
    ("text/*;q=0.9, text/html;q=0.1, image/png;q=0.5", "image/png"),
    ("text/html;level=1;q=0.4, application/json;q=0.3", "text/html"),
    ("application/pdf", None),
    ("text/html;q=1.1", None),
    ("text/html;q=nan", None),
    ("text/html;q=x", None),
    (",", "application/json"),
]


@pytest.mark.parametrize(("accept", "chosen"), CASES)
def test_the_type_of_highest_quality_is_chosen(accept, chosen):
    assert preferred(accept, OFFERED) == chosen


@given(st.text(max_size=80))
def test_any_header_at_all_gives_an_offer_or_none(accept):
    assert preferred(accept, OFFERED) in {*OFFERED, None}
