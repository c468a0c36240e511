"""The reference: the same body over the same server and framework, and nothing done."""

from datetime import datetime
from typing import Literal

from fastapi import FastAPI, Response
from pydantic import BaseModel, Field

ANSWER = b'{"id":"rdm_0000000000000000","status":"captured"}'


class Amount(BaseModel):
    """Money as banks send it."""

    total: int = Field(gt=0)
    currency: Literal["CNY"]


class Redemption(BaseModel):
    """What a bank asks for."""

    voucher_code: str = Field(max_length=32)
    amount: Amount
    out_request_no: str = Field(min_length=1, max_length=64)
    mode: Literal["capture", "authorize"] = "capture"
    redeemed_at: datetime
    station: str | None = None
    terminal: str | None = None


QUIET = {"tracing": False, "metrics": False, "logs": False}

app = FastAPI(openapi_url=None, telemetry=QUIET)


@app.post("/v1/redemptions", status_code=201)
async def redeem(_asked: Redemption) -> Response:
    return Response(ANSWER, 201, media_type="application/json")
