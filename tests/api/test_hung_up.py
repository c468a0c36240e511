"""A bank that hangs up in the middle of a body made the fault itself."""

from itertools import chain, repeat

import pytest
from fastapi import Request

from tests.conftest import in_own_loop
from voucher_service.api.bank_asking import CUT_SHORT, read_body
from voucher_service.api.batches import read_file
from voucher_service.api.problems import MalformedRequest
from voucher_service.model.bank_bodies import RedeemBody

SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/v1/redemptions",
    "headers": [(b"content-type", b"application/json")],
}


async def read_line(request: Request) -> object:
    return await read_body(request, RedeemBody)


async def read_batch(request: Request) -> object:
    return await read_file(request, most=1_000_000)


@pytest.mark.parametrize("read", [read_line, read_batch])
def test_a_body_that_was_cut_short_is_no_fault_of_ours(read):
    begun = {"type": "http.request", "body": b'{"voucher_code":', "more_body": True}
    messages = chain([begun], repeat({"type": "http.disconnect"}))

    async def receive():
        return next(messages)

    with pytest.raises(MalformedRequest) as cut:
        in_own_loop(read(Request(SCOPE, receive)))
    assert cut.value.message == CUT_SHORT
