"""The redemptions that all rivals are asked for, as the bytes that go over the wire."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import orjson

PATH = "/v1/redemptions"


class Asked(NamedTuple):
    """One redemption: which voucher pays how much under which number of the bank's."""

    code: str
    out_request_no: str
    amount_fen: int


def body_of(asked: Asked, redeemed_at: datetime) -> bytes:
    """Give the body as a bank's till sends it."""
    return orjson.dumps(
        {
            "voucher_code": asked.code,
            "amount": {"total": asked.amount_fen, "currency": "CNY"},
            "out_request_no": asked.out_request_no,
            "mode": "capture",
            "redeemed_at": redeemed_at.isoformat(timespec="seconds"),
            "station": "ZJJ-017",
            "terminal": "POS-3",
        }
    )


def requests_of(
    many: Iterable[Asked], token: str, redeemed_at: datetime
) -> list[bytes]:
    """Give the whole requests, each with an idempotency key of its own."""
    return [_request(body_of(asked, redeemed_at), token) for asked in many]


def _request(body: bytes, token: str) -> bytes:
    lines = (
        f"POST {PATH} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {token}",
        f"Idempotency-Key: {secrets.token_hex(16)}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*lines, "", "")).encode("ascii") + body
