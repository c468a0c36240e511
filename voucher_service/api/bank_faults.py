"""An example of every problem that the redemption API tells."""

from voucher_service.api.problems import NotAuthenticated
from voucher_service.model.access_errors import FrequencyLimited
from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import (
    AlreadyReversed,
    AmountMismatch,
    BankNotInCampaign,
    BatchNotFound,
    ControlTotalMismatch,
    IdempotencyKeyMissing,
    IdempotencyKeyReused,
    NoAuth,
    ParamError,
    ProductNotAllowed,
    RedemptionNotFound,
    RequestInProgress,
    StatementNotReady,
    StationNotAllowed,
    Unavailable,
    VoucherAlreadyRedeemed,
    VoucherExpired,
    VoucherLocked,
    VoucherNotActive,
    VoucherNotFound,
    VoucherSuspended,
    VoucherVoided,
)

REDEMPTION = "rdm_5f0c2ab91d3e4f68a7b1"
CODE = "7KQ2MZ9XH4TBWC3N"

RESERVED: tuple[type[VoucherServiceError], ...] = (
    RequestInProgress,
    ProductNotAllowed,
    StationNotAllowed,
)
"""Words of the vocabulary that nothing but a sandbox answers with yet."""

BANK_FAULTS: tuple[VoucherServiceError, ...] = (
    ParamError(
        Text(
            zh="ttl_seconds 只用于 mode=authorize", en="ttl_seconds goes with authorize"
        ),
        field="ttl_seconds",
    ),
    IdempotencyKeyMissing(
        Text(
            zh="请求缺少 Idempotency-Key", en="the request carries no Idempotency-Key"
        ),
        field="Idempotency-Key",
    ),
    NotAuthenticated(
        Text(
            zh="请求未附带有效的访问令牌，也没有登录会话",
            en="The request carries neither a valid token nor a session",
        )
    ),
    NoAuth(
        Text(
            zh="角色“经销商”无权访问该网址",
            en="The role dealer may not reach this path",
        )
    ),
    BankNotInCampaign(
        Text(
            zh="该券所属活动的合作银行不包括贵行",
            en="this bank takes no part in the voucher's campaign",
        )
    ),
    VoucherNotFound(
        Text(zh=f"没有券码为 {CODE} 的券", en=f"there is no voucher {CODE}"),
        field="voucher_code",
    ),
    RedemptionNotFound(
        Text(zh=f"没有核销 {REDEMPTION}", en=f"there is no redemption {REDEMPTION}")
    ),
    BatchNotFound(
        Text(
            zh="没有批次 bat_5f0c2ab91d3e4f68",
            en="there is no batch bat_5f0c2ab91d3e4f68",
        )
    ),
    StatementNotReady(
        Text(
            zh="2023-01-10 的对账单自次日 2023-01-11 00:00（北京时间）起提供",
            en="the statement of 2023-01-10 is there from 2023-01-11 00:00, Shanghai"
            " time",
        )
    ),
    VoucherAlreadyRedeemed(
        Text(zh="该券已全部核销", en="the voucher has been redeemed in full"),
        voucher_state="redeemed",
        redemption=REDEMPTION,
    ),
    VoucherExpired(
        Text(zh="该券已过有效期", en="the voucher's last day has passed"),
        voucher_state="expired",
    ),
    VoucherNotActive(
        Text(
            zh="使用时间早于该券的生效时间",
            en="the time of use lies before the voucher's first instant",
        ),
        voucher_state="active",
        field="redeemed_at",
    ),
    VoucherVoided(
        Text(zh="该券已作废，不能使用", en="the voucher was voided"),
        voucher_state="voided",
    ),
    VoucherSuspended(
        Text(zh="该券已暂停使用", en="the voucher is suspended"),
        voucher_state="suspended",
    ),
    VoucherLocked(
        Text(
            zh="该券的余额已被另一笔预授权冻结",
            en="the balance is promised to another redemption",
        ),
        voucher_state="locked",
    ),
    AlreadyReversed(
        Text(
            zh=f"核销 {REDEMPTION} 此前已冲正",
            en=f"redemption {REDEMPTION} was reversed before",
        ),
        voucher_state="active",
        redemption=REDEMPTION,
    ),
    RequestInProgress(
        Text(zh="同一请求正在处理", en="the same request is being worked on")
    ),
    IdempotencyKeyReused(
        Text(
            zh="该 Idempotency-Key 已用于内容不同的请求",
            en="this Idempotency-Key belongs to another request",
        ),
        field="Idempotency-Key",
    ),
    AmountMismatch(
        Text(
            zh="核销金额超过券的余额 1,000.00 元",
            en="the amount is more than the balance of 1,000.00 yuan",
        ),
        voucher_state="active",
        field="amount",
    ),
    ProductNotAllowed(
        Text(zh="该券不适用该商品", en="the voucher is not good for this product")
    ),
    StationNotAllowed(
        Text(zh="该券不适用该网点", en="the voucher is not good at this station")
    ),
    ControlTotalMismatch(
        Text(
            zh="文件合计 1,500.00 元，与申报的 2,000.00 元不符",
            en="the lines come to 1,500.00 yuan, the totals sent say 2,000.00",
        )
    ),
    FrequencyLimited(
        Text(
            zh="请求过于频繁，本次请求未处理",
            en="this token asks too often; the request was not looked at",
        ),
        remedy=Text(
            zh="按 Retry-After 等待后以同样的内容重发",
            en="wait as Retry-After says and send the same again",
        ),
        retry_after=1,
    ),
    Unavailable(
        Text(
            zh="等待处理的请求过多，本次请求未受理",
            en="too many requests wait already; this one was not taken",
        )
    ),
)
