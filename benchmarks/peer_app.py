"""The peer: what a good team would build on FastAPI, asyncpg and PostgreSQL.

One transaction a request, four round trips: BEGIN; one query that locks the voucher and
looks up the key and the number; one that writes all of it; COMMIT. Statements are
prepared (asyncpg keeps them), tokens are read once. Two requests that meet on one key
or number are told apart by the unique constraints, and the later is asked again.
"""

import hashlib
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg
import orjson
from fastapi import FastAPI, Header, Request, Response
from idle_app import QUIET, Redemption

ADDRESS = "PEER_DATABASE"
CONNECTIONS = "PEER_CONNECTIONS"

_LOOK = """
SELECT v.voucher_no, v.balance_fen, v.captured_fen, v.state, v.held, v.seq,
       v.starts_at, v.expires_at, k.fingerprint AS key_of, k.status, k.answer,
       r.fingerprint AS number_of, r.answer AS first_answer
FROM (SELECT 1) AS one
LEFT JOIN (SELECT * FROM vouchers WHERE code = $3 FOR UPDATE) AS v ON true
LEFT JOIN answered_requests k ON k.bank_id = $1 AND k.idempotency_key = $2
LEFT JOIN redemptions r ON r.bank_id = $1 AND r.out_request_no = $4
"""
_WRITE = """
WITH answered AS (
    INSERT INTO answered_requests VALUES ($1, $2, $3, 201, $4, $5)
), redeemed AS (
    INSERT INTO redemptions
    VALUES ($6, $1, $7, $8, $9, $10, $11, $12, $3, $4, $5)
), told AS (
    INSERT INTO voucher_events (voucher_no, seq, kind, amount_fen, balance_fen,
                                redemption_id, actor, occurred_at, recorded_at)
    VALUES ($13, $14, 'captured', $9, $15, $6, $1, $10, $5)
)
UPDATE vouchers SET balance_fen = $15, captured_fen = captured_fen + $9, seq = $14
WHERE code = $8
"""
_KEEP = "INSERT INTO answered_requests VALUES ($1, $2, $3, $4, $5, $6)"
_STATE_PROBLEMS = {"voided": "VOUCHER_VOIDED", "expired": "VOUCHER_EXPIRED"}


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    size = int(os.environ.get(CONNECTIONS, "16"))
    async with asyncpg.create_pool(
        os.environ[ADDRESS], min_size=size, max_size=size, reset=_nothing_to_reset
    ) as pool:
        rows = await pool.fetch("SELECT token_hash, bank_id FROM tokens")
        app.state.pool = pool
        app.state.banks = {row["token_hash"]: row["bank_id"] for row in rows}
        yield


async def _nothing_to_reset(_connection: asyncpg.Connection) -> None:
    """Spare a round trip: our statements leave nothing behind on a connection."""


app = FastAPI(openapi_url=None, telemetry=QUIET, lifespan=lifespan)


@app.post("/v1/redemptions", status_code=201)
async def redeem(
    request: Request,
    asked: Redemption,
    authorization: str = Header(""),
    idempotency_key: str | None = Header(None),
) -> Response:
    token = authorization.removeprefix("Bearer ").encode()
    bank = request.app.state.banks.get(hashlib.sha256(token).digest())
    if bank is None:
        return _problem(401, "SIGN_ERROR")
    if not idempotency_key:
        return _problem(400, "IDEMPOTENCY_KEY_MISSING")
    fingerprint = hashlib.sha256(asked.model_dump_json().encode()).digest()
    while True:
        try:
            async with (
                request.app.state.pool.acquire() as connection,
                connection.transaction(),
            ):
                return await _answer(
                    connection, bank, idempotency_key, fingerprint, asked
                )
        except asyncpg.UniqueViolationError:
            continue  # another took the key or the number meanwhile: it is there now


async def _answer(
    connection: asyncpg.Connection,
    bank: str,
    key: str,
    fingerprint: bytes,
    asked: Redemption,
) -> Response:
    code = asked.voucher_code.upper()
    found = await connection.fetchrow(_LOOK, bank, key, code, asked.out_request_no)
    if found["key_of"] is not None:
        if found["key_of"] != fingerprint:
            return _problem(422, "IDEMPOTENCY_KEY_REUSED")
        return _json(found["status"], found["answer"], replayed=True)
    now = datetime.now(UTC)
    if found["number_of"] is not None:
        status, body = 201, found["first_answer"]
        if found["number_of"] != fingerprint:
            status, body = 422, _problem_body(422, "IDEMPOTENCY_KEY_REUSED")
        await connection.execute(_KEEP, bank, key, fingerprint, status, body, now)
        return _json(status, body, replayed=status == 201)
    refused = _refusal(found, asked, now)
    if refused is not None:
        body = _problem_body(*refused)
        await connection.execute(_KEEP, bank, key, fingerprint, refused[0], body, now)
        return _json(refused[0], body)
    balance = found["balance_fen"] - asked.amount.total
    redemption_id = f"rdm_{secrets.token_hex(12)}"
    body = orjson.dumps(
        {
            "id": redemption_id,
            "status": "captured",
            "voucher_code": code,
            "amount": {"total": asked.amount.total, "currency": "CNY"},
            "voucher_balance": {"total": balance, "currency": "CNY"},
            "out_request_no": asked.out_request_no,
            "redeemed_at": asked.redeemed_at,
            "recorded_at": now,
            "station": asked.station,
            "terminal": asked.terminal,
        }
    )
    await connection.execute(
        _WRITE,
        bank,
        key,
        fingerprint,
        body,
        now,
        redemption_id,
        asked.out_request_no,
        code,
        asked.amount.total,
        asked.redeemed_at,
        asked.station,
        asked.terminal,
        found["voucher_no"],
        found["seq"] + 1,
        balance,
    )
    return _json(201, body)


def _refusal(
    found: asyncpg.Record, asked: Redemption, now: datetime
) -> tuple[int, str] | None:
    if found["voucher_no"] is None:
        return 404, "VOUCHER_NOT_FOUND"
    if found["state"] != "open":
        return 409, _STATE_PROBLEMS[found["state"]]
    if found["held"]:
        return 409, "VOUCHER_SUSPENDED"
    if found["expires_at"] is not None and now >= found["expires_at"]:
        return 409, "VOUCHER_EXPIRED"
    if found["starts_at"] is not None and now < found["starts_at"]:
        return 409, "VOUCHER_NOT_ACTIVE"
    if not found["balance_fen"]:
        return 409, "VOUCHER_ALREADY_REDEEMED"
    if asked.amount.total > found["balance_fen"]:
        return 422, "AMOUNT_MISMATCH"
    return None


def _problem_body(status: int, code: str) -> bytes:
    return orjson.dumps({"type": "about:blank", "status": status, "code": code})


def _problem(status: int, code: str) -> Response:
    return _json(status, _problem_body(status, code))


def _json(status: int, body: bytes, *, replayed: bool = False) -> Response:
    response = Response(body, status, media_type="application/json")
    if replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response
