"""What the board of feed quality looks like."""

from datetime import UTC, datetime

from voucher_service.model.feed_quality import (
    DealerQuality,
    FeedQuality,
    ReasonCount,
)
from voucher_service.model.reasons import FeedReason, reason_text

_LANDED_AT = datetime(2023, 1, 11, 1, 30, tzinfo=UTC)
QUALITY = FeedQuality(
    first_day=None,
    last_day=None,
    known_at=_LANDED_AT,
    synthetic=True,
    dealers=(
        DealerQuality(
            dealer_id="ZJJ-001",
            dealer_name="张家界示例一号汽车销售服务有限公司（合成）",
            deliveries=2,
            unreadable=0,
            rows=120,
            accepted=118,
            unchanged=1,
            refused=1,
            review=0,
            acceptance_rate=0.9916,
            reasons=(
                ReasonCount(
                    code=FeedReason.VIN_CHECK_DIGIT.value,
                    rows=1,
                    sentence=reason_text(FeedReason.VIN_CHECK_DIGIT.value).sentence,
                ),
            ),
            lateness_median_days=4,
            lateness_p90_days=9,
            corrections=2,
            cancellations=1,
            conflicts=0,
            last_feed_at=_LANDED_AT,
            synthetic=True,
        ),
    ),
)
"""One dealer's row, made of the very models that are sent."""
