"""A person's request to write is done once for its key, then answered as before."""

import hashlib
from collections.abc import Callable
from typing import Any

import orjson

from voucher_service.model.errors import RefusedByRule
from voucher_service.model.reports import Report
from voucher_service.model.vouchers import Operation
from voucher_service.store.audit_log import REDEMPTIONS, Entry, append_entries
from voucher_service.store.database import Writing
from voucher_service.store.kept_requests import request_of_key
from voucher_service.store.standing import REQUEST_COLUMNS
from voucher_service.store.vouchers import (
    digest_of_requests,
    last_number,
    record_requests,
)
from voucher_service.usecases.bank_requests import (
    BankAnswer,
    answer_of,
    key_reused,
    scope_of,
)
from voucher_service.usecases.redeem import Asker
from voucher_service.usecases.service import Service

Work = Callable[[Writing], Report]
CREATED = 201
REFUSED = 409


def answer_once(
    service: Service,
    asker: Asker,
    operation: Operation,
    asked: tuple[Any, ...],
    work: Work,
) -> BankAnswer:
    """Do what is asked for, or give the answer that the same request had before.

    ``work`` does it in a transaction. A refusal by a rule is kept like any answer.
    Raises IdempotencyKeyReused.
    """
    scope = scope_of(asker.principal)
    digest = hashlib.sha256(orjson.dumps((operation.value, *asked))).hexdigest()

    def job(writing: Writing) -> BankAnswer:
        kept = request_of_key(writing.connection, scope, asker.key)
        if kept is not None:
            return answered_before(kept, digest)
        try:
            answer = BankAnswer(CREATED, work(writing).model_dump_json().encode())
        except RefusedByRule as error:
            answer = BankAnswer(REFUSED, asker.written(error), problem=error.code)
        keep_answer(writing, asker, operation, (scope, digest), answer)
        return answer

    command = f"request-{operation.value}"

    def is_news(told: BankAnswer) -> bool:
        return not told.replayed and told.problem is None

    return service.store.write(command, job, is_news)


def answered_before(kept: dict[str, Any], digest: str) -> BankAnswer:
    """Give the answer that was kept, to the same request alone.

    Raises IdempotencyKeyReused.
    """
    if kept["fingerprint"] != digest:
        raise key_reused("key")
    return answer_of(kept)


def keep_answer(
    writing: Writing,
    asker: Asker,
    operation: Operation,
    known_by: tuple[str, str],
    answer: BankAnswer,
) -> None:
    """Keep an answer for its key, sealed by an entry of the log.

    ``known_by`` is the scope of the key and the digest of what was asked.
    """
    scope, digest = known_by
    number = last_number(writing.connection, "write_requests", "request_no") + 1
    told: dict[str, Any] = dict.fromkeys(REQUEST_COLUMNS)
    told |= {
        "request_no": number,
        "scope": scope,
        "actor": asker.actor,
        "operation": operation.value,
        "idempotency_key": asker.key,
        "fingerprint": digest,
        "status": answer.status,
        "problem": answer.problem,
        "answer": answer.body.decode(),
        "request_id": asker.request_id,
        "recorded_at": writing.stamp,
    }
    seal = {
        "requests": 1,
        "first": number,
        "last": number,
        "sha256": digest_of_requests([list(told.values())]),
    }
    entry = Entry(REDEMPTIONS, detail=seal)
    told["entry_no"] = append_entries(writing, [entry])
    record_requests(writing, [tuple(told.values())])
