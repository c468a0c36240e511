"""A bank that hangs up in the middle of a body made the fault itself."""

import pytest
from fastapi import Request

from tests.conftest import in_own_loop
from voucher_service.api.bank_asking import read_body
from voucher_service.api.problems import MalformedRequest
from voucher_service.model.bank_bodies import RedeemBody

SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/v1/redemptions",
    "headers": [(b"content-type", b"application/json")],
}


def test_a_body_that_was_cut_short_is_no_fault_of_ours():
    messages = [
        {"type": "http.request", "body": b'{"voucher_code":', "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive():
        return messages.pop(0)

    with pytest.raises(MalformedRequest):
        in_own_loop(read_body(Request(SCOPE, receive), RedeemBody))
