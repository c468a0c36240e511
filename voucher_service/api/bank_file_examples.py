"""How banks' files, statements and events are described, made of what is sent."""

from typing import Any

from voucher_service.api.bank_faults import CODE, REDEMPTION
from voucher_service.api.examples import ANSWERED, NOT_MODIFIED
from voucher_service.api.redemption_examples import (
    BANK_EVERYWHERE,
    CAPTURED,
    KEY,
    bank_refused,
)
from voucher_service.model.batch_reports import (
    BatchItem,
    BatchItems,
    BatchReport,
    LineCount,
    LineProblem,
    LineStatus,
)
from voucher_service.model.errors import TooLarge
from voucher_service.model.event_reports import EventData, EventPage, EventReport
from voucher_service.model.redemption_reports import Money
from voucher_service.model.statement_reports import (
    Statement,
    StatementCount,
    StatementLine,
)
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import (
    BatchNotFound,
    ControlTotalMismatch,
    IdempotencyKeyMissing,
    IdempotencyKeyReused,
    StatementNotReady,
)

BATCH = "bat_5f0c2ab91d3e4f68"
_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_NDJSON = (
    f'{{"voucher_code":"{CODE}","amount":{{"total":50000,"currency":"CNY"}},'
    '"out_request_no":"ZJJ20230110000001"}\n'
)
_CSV = f"券码,金额(元),流水号,网点\n{CODE},500.00,ZJJ20230110000001,ZJJ-S01\n"
_TEXT = {"type": "string"}
BATCH_BODY: dict[str, Any] = {
    "parameters": [KEY],
    "requestBody": {
        "required": True,
        "content": {
            "application/x-ndjson": {"schema": _TEXT, "example": _NDJSON},
            "text/csv": {"schema": _TEXT, "example": _CSV},
        },
    },
}
_HEADER = {"schema": {"type": "string"}}
OF_BATCHES: dict[int | str, Any] = {
    202: {
        "description": "已接收，在后台处理；同一文件重发得到同一批次 · taken in, now or"
        " before, and served behind this answer",
        "headers": {"Location": _HEADER, "Idempotency-Replayed": _HEADER},
    },
    **bank_refused(
        *BANK_EVERYWHERE,
        IdempotencyKeyMissing,
        IdempotencyKeyReused,
        ControlTotalMismatch,
        TooLarge,
    ),
}
OF_ONE_BATCH: dict[int | str, Any] = {
    200: ANSWERED,
    304: NOT_MODIFIED,
    **bank_refused(*BANK_EVERYWHERE, BatchNotFound),
}
OF_STATEMENTS: dict[int | str, Any] = {
    200: {
        **ANSWERED,
        "content": {"text/csv": {"schema": _TEXT, "example": "序号/line_no,…\r\n"}},
    },
    304: NOT_MODIFIED,
    **bank_refused(*BANK_EVERYWHERE, StatementNotReady),
}
OF_EVENTS: dict[int | str, Any] = {
    200: ANSWERED,
    304: NOT_MODIFIED,
    **bank_refused(*BANK_EVERYWHERE),
}


def _count(count: int, fen: int) -> LineCount:
    return LineCount(count=count, amount=Money(total=fen))


_NEW = BatchReport(
    id=BATCH,
    status="processing",
    bank="ccb-zjj",
    format="csv",
    file_sha256=_SHA256,
    lines=2,
    total=Money(total=150_000),
    accepted=_count(0, 0),
    replayed=_count(0, 0),
    refused=_count(0, 0),
    pending=_count(2, 150_000),
    created_at="2023-01-10T23:00:00+08:00",
    completed_at=None,
)
_DONE = _NEW.model_copy(
    update={
        "status": "completed",
        "accepted": _count(1, 50_000),
        "refused": _count(1, 100_000),
        "pending": _count(0, 0),
        "completed_at": "2023-01-10T23:00:00.250000+08:00",
    }
)
_ITEMS = BatchItems(
    items=(
        BatchItem(
            line_no=1,
            status=LineStatus.ACCEPTED,
            redemption_id=REDEMPTION,
            out_request_no="ZJJ20230110000001",
            amount=Money(total=50_000),
        ),
        BatchItem(
            line_no=2,
            status=LineStatus.REFUSED,
            out_request_no="ZJJ20230110000002",
            amount=Money(total=100_000),
            problem=LineProblem(
                code="VOUCHER_EXPIRED",
                message=Text(
                    zh="该券已过有效期", en="the voucher's last day has passed"
                ),
                voucher_state="expired",
            ),
        ),
    ),
    next_cursor=None,
)
_NONE = StatementCount(count=0, amount=Money(total=0))
_STATEMENT = Statement(
    id="stm_1d3e4f685f0c2ab9",
    date="2023-01-10",
    bank="ccb-zjj",
    lines=1,
    captured=StatementCount(count=1, amount=Money(total=50_000)),
    reversed=_NONE,
    cancelled=_NONE,
    lapsed=_NONE,
    net_fen=50_000,
    sha256=_SHA256,
    sha256_gb18030=_SHA256[::-1],
    items=(
        StatementLine(
            line_no=1,
            type="captured",
            redemption_id=REDEMPTION,
            out_request_no="ZJJ20230110000001",
            request_no="ZJJ20230110000001",
            voucher_code=CODE,
            amount=Money(total=50_000),
            redeemed_at="2023-01-10T18:00:00+08:00",
            recorded_at="2023-01-10T18:00:01.250000+08:00",
            station="ZJJ-S01",
            terminal="POS-0007",
            batch_id=None,
            batch_line_no=None,
        ),
    ),
)
_EVENTS = EventPage(
    items=(
        EventReport(
            id="evt_000000000042",
            type="redemption.captured",
            bank="ccb-zjj",
            occurred_at="2023-01-10T18:00:00+08:00",
            recorded_at="2023-01-10T18:00:01.250000+08:00",
            data=EventData(redemption=CAPTURED),
        ),
    ),
    next_after="evt_000000000042",
)
EVENTS_SENT = _EVENTS.model_dump(mode="json")
BANK_FILE_ANSWERS: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/v1/redemption-batches"): {"202": _NEW.model_dump(mode="json")},
    ("GET", "/v1/redemption-batches/{id}"): {"200": _DONE.model_dump(mode="json")},
    ("GET", "/v1/redemption-batches/{id}/items"): {
        "200": _ITEMS.model_dump(mode="json")
    },
    ("GET", "/v1/statements/{date}"): {"200": _STATEMENT.model_dump(mode="json")},
    ("GET", "/v1/events"): {"200": EVENTS_SENT},
}
"""The example of each JSON answer, by call and status."""
