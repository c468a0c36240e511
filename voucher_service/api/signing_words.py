"""How OpenAPI tells of signatures, and of the events that are posted to banks."""

from typing import Any

from voucher_service.api.bank_file_examples import EVENTS_SENT

ABOUT_SIGNING = (
    "银行须签名的（或自愿签名的）请求带 X-Key-Id、X-Timestamp、X-Nonce 和 X-Signature；"
    "对签名请求的答复以同一密钥签名，银行应予核对。\n\n"
    "A bank that has to sign, or chooses to, sends X-Key-Id, X-Timestamp, X-Nonce and "
    "X-Signature beside its token. X-Signature is the HMAC, in hexadecimal and by the "
    "key's algorithm (hmac-sha256 or hmac-sm3), of the method, the target (path, and "
    "? with the query), the timestamp, the nonce and the body, each with a line feed "
    "behind it. Answers to signed requests are signed with the same key: their "
    "X-Signature is over X-Timestamp, X-Nonce (the request's own) and the body, each "
    "with a line feed behind it. What is refused before the signature was checked, "
    "and an internal error, is not signed."
)
SIGNATURE_SCHEME = {
    "type": "apiKey",
    "in": "header",
    "name": "X-Signature",
    "description": "请求签名，与令牌一起使用；另带 X-Key-Id（签名密钥编号 key_…）、"
    "X-Timestamp（UNIX 秒，误差至多 300 秒）和 X-Nonce（8 至 64 位，只用一次） · "
    "the request's signature, beside its token; with X-Key-Id (the signing key's "
    "id, key_…), X-Timestamp (UNIX seconds, at most 300 off) and X-Nonce (8 to 64 "
    "letters, digits, - and _, used once)",
}


def _header(name: str, told: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": True,
        "description": told,
        "schema": {"type": "string", "examples": [example]},
    }


WEBHOOKS: dict[str, Any] = {
    "events": {
        "post": {
            "tags": ["statements"],
            "summary": "事件推送 · events are posted",
            "description": "按顺序推送事件页，内容与 GET /v1/events 相同；2xx 即确认"
            "整页，否则逐次延长间隔重发，至少送达一次。\n\n"
            "Pages of events, as GET /v1/events gives them, are posted in their order "
            "to the address that the operator keeps for a bank. Any 2xx acknowledges "
            "a page; anything else has it come again. Events come at least once. "
            "X-Signature is over X-Timestamp, X-Nonce and the body, each with a line "
            "feed behind it.",
            "parameters": [
                _header("X-Key-Id", "签名密钥编号 · the signing key's id", "key_5f0c"),
                _header(
                    "X-Timestamp",
                    "UNIX 秒，请核对误差不超过 300 秒 · UNIX seconds; take none that "
                    "is more than 300 off",
                    "1673402400",
                ),
                _header("X-Nonce", "一次性随机数 · used once", "f3b1c2d4e5a60718"),
                _header(
                    "X-Signature", "签名 · the signature in hexadecimal", "9f86d081"
                ),
            ],
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {"$ref": "#/components/schemas/EventPage"},
                        "example": EVENTS_SENT,
                    }
                },
            },
            "responses": {
                "2XX": {"description": "已收到整页 · the whole page is acknowledged"}
            },
        }
    }
}
