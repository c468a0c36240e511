"""What deliveries, their receipts and their refusals look like."""

from datetime import UTC, datetime

from voucher_service.api.problems import (
    MalformedRequest,
    UnreadableFeed,
    UnsupportedMedia,
)
from voucher_service.model.errors import Busy, TooLarge, VoucherServiceError
from voucher_service.model.feed_reports import (
    DeliveryPage,
    DeliverySummary,
    FeedProgress,
    FeedReport,
    FeedSender,
    RowFinding,
)
from voucher_service.model.kinds import Role
from voucher_service.model.reasons import FeedReason, reason_text
from voucher_service.model.text import Text

RECEIVED_AT = datetime(2023, 1, 11, 1, 30, tzinfo=UTC)
DELIVERY_ID = "dlv_7c1e90d2ab34f658"
FEED_ID = "fed_5f0c2ab91d3e4f68"
FILE = "sales-2023-01-10.xlsx"
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
SENDER = FeedSender(
    channel="http", name="ZJJ-001", role=Role.DEALER, dealer_id="ZJJ-001"
)
_REASON = reason_text(FeedReason.VIN_CHECK_DIGIT.value)
REPORT = FeedReport(
    delivery_id=DELIVERY_ID,
    received_at=RECEIVED_AT,
    sender=SENDER,
    file=FILE,
    sha256=SHA256,
    duplicate=False,
    feed_id=FEED_ID,
    kind="sales",
    format="xlsx",
    encoding=None,
    profile="standard",
    rows=120,
    accepted=118,
    unchanged=1,
    refused=1,
    review=0,
    reasons={FeedReason.VIN_CHECK_DIGIT.value: 1},
    first_refusals=(
        RowFinding(
            file=FILE,
            sheet="一月",
            row=17,
            header="车架号",
            field="vin",
            found="LGXSYN105N0004639",
            code=FeedReason.VIN_CHECK_DIGIT.value,
            sentence=_REASON.sentence,
            remedy=_REASON.remedy,
        ),
    ),
    rows_told=1,
    recorded_at=RECEIVED_AT,
    synthetic=True,
)
DUPLICATE = REPORT.model_copy(
    update={
        "status": "duplicate",
        "delivery_id": "dlv_02b7d6e81c9f4a35",
        "duplicate": True,
        "accepted": 0,
        "unchanged": 119,
    }
)
PROGRESS = FeedProgress(
    delivery_id=DELIVERY_ID,
    file=FILE,
    dry_run=False,
    stage="reading",
    done=1,
    total=3,
    received_at=RECEIVED_AT,
)
SUMMARY = DeliverySummary(
    delivery_id=DELIVERY_ID,
    received_at=RECEIVED_AT,
    sender=SENDER,
    file=FILE,
    sha256=SHA256,
    outcome="landed",
    feed_id=FEED_ID,
    kind="sales",
    rows=120,
    accepted=118,
    unchanged=1,
    refused=1,
    review=0,
    synthetic=True,
    error=None,
)

_PAGE = DeliveryPage(items=(SUMMARY,), next_cursor=DELIVERY_ID)
_LANDED = REPORT.model_dump(mode="json")
_PROCESSING = PROGRESS.model_dump(mode="json")
FEED_ANSWERS: dict[tuple[str, str], dict[str, object]] = {
    ("GET", "/v1/feeds"): {"200": _PAGE.model_dump(mode="json")},
    ("POST", "/v1/feeds"): {
        "200": DUPLICATE.model_dump(mode="json"),
        "201": _LANDED,
        "202": _PROCESSING,
    },
    ("GET", "/v1/feeds/{id}"): {"200": _LANDED, "202": _PROCESSING},
}
"""The example of each answer about feeds, by method and path, then by status."""

FEED_FAULTS: tuple[VoucherServiceError, ...] = (
    MalformedRequest(
        Text(
            zh="请求不完整，文件未接收",
            en="The request is cut short; the file was not taken in",
        )
    ),
    UnsupportedMedia(
        Text(
            zh="请以 multipart/form-data 发送文件",
            en="Send the file as multipart/form-data",
        )
    ),
    TooLarge(
        Text(
            zh="文件超过 536870912 字节的上限，未接收",
            en="the file is over the limit of 536870912 bytes and was not taken in",
        )
    ),
    UnreadableFeed(
        Text(
            zh=f"无法读取 {FILE}：文件设有密码。",
            en=f"Cannot read {FILE}: the file is protected by a password.",
        ),
        headers={"Location": f"/v1/feeds/{DELIVERY_ID}"},
    ),
    Busy(
        Text(
            zh="正在处理的大文件过多，本文件未接收",
            en="too many large files are being taken in; this one was not accepted",
        )
    ),
)
