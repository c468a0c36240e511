"""What a bridge between two instants looks like, made of the model that is sent."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from voucher_service.model.bridge_reports import (
    CAUSE_TEXT,
    Bridge,
    BridgeCause,
    BridgeEnd,
    BridgeLine,
    Cause,
)
from voucher_service.model.kinds import PriceBasis
from voucher_service.model.text import Text

_TERMS = "3f1d0c9a7b52"
_RETURNED: dict[str, Any] = {
    "cars": -1,
    "sales_fen": -15_000_000,
    "sales_yuan": Decimal("-150000.00"),
    "vouchers_fen": -150_000,
}
BRIDGE = Bridge(
    campaign="zhangjiajie-2022-new-year",
    as_of=date(2023, 1, 10),
    synthetic=True,
    before=BridgeEnd(
        known_at=datetime(2023, 1, 10, 15, 59, 59, 999_999, tzinfo=UTC),
        terms_version=_TERMS,
        price_basis=PriceBasis.BARE_PRICE,
        cars_sold=461,
        sales_fen=6_890_000_000,
        sales_yuan=Decimal("68900000.00"),
        vouchers_fen=69_150_000,
    ),
    after=BridgeEnd(
        known_at=datetime(2023, 1, 11, 1, 30, tzinfo=UTC),
        terms_version=_TERMS,
        price_basis=PriceBasis.BARE_PRICE,
        cars_sold=460,
        sales_fen=6_875_000_000,
        sales_yuan=Decimal("68750000.00"),
        vouchers_fen=69_000_000,
    ),
    **_RETURNED,
    causes=(
        BridgeCause(
            cause=Cause.RETURNED, name=CAUSE_TEXT[Cause.RETURNED], sales=1, **_RETURNED
        ),
    ),
    lines=(
        BridgeLine(
            recorded_at=datetime(2023, 1, 11, 1, 30, tzinfo=UTC),
            cause=Cause.RETURNED,
            command="ingest",
            feed_id="fed_5f0c2ab91d3e4f68",
            file="returns-2023-01-11.csv",
            dealers=("ZJJ-001",),
            sales=1,
            **_RETURNED,
            changed={"cancelled": 1},
            reasons={"sale_cancelled": 1},
            sentence=Text(
                zh="1 笔销售退车或发票红冲、作废：-1 台，销售额 -150,000.00 元，"
                "消费券 -1,500.00 元",
                en="sales taken back: 1; cars -1, sales -150,000.00 yuan, "
                "vouchers -1,500.00 yuan",
            ),
            sale_ids=("sal_3f1d0c9a7b52e6a1c4d8",),
        ),
    ),
)
BRIDGE_ANSWERS: dict[tuple[str, str], dict[str, object]] = {
    ("GET", "/v1/campaigns/{id}/bridge"): {"200": BRIDGE.model_dump(mode="json")}
}
