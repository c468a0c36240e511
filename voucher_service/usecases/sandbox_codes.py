"""The magic codes of a sandbox: each always ends in the same outcome.

They are of the form of a code and spell what they do; the signs I, O, 0 and 1 are not
among those of a code. docs/bank-api.md holds the same table, which a test proves.
"""

from dataclasses import dataclass

from voucher_service.model.access_errors import FrequencyLimited, SignError
from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import (
    SYSTEM_ERROR,
    AlreadyReversed,
    AmountMismatch,
    BankNotInCampaign,
    ControlTotalMismatch,
    IdempotencyKeyMissing,
    IdempotencyKeyReused,
    NoAuth,
    ParamError,
    ProductNotAllowed,
    RedemptionNotFound,
    RequestInProgress,
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
from voucher_service.model.vouchers import VoucherStatus

SUCCESS = "TESTSUCCESS22222"
SLOW = "TESTLATE22222222"
CRASH = "TESTCRASH2222222"
TIMES_REFUSED = 2
"""How often a request is refused that may be sent again, before it succeeds."""


@dataclass(frozen=True)
class Magic:
    """What a magic code ends in; no error is a success, and the crash has none.

    ``state`` is how the voucher is said to stand. What is ``passing`` ends in success
    once it was sent often enough.
    """

    code: str
    means: Text
    error: type[VoucherServiceError] | None = None
    state: VoucherStatus | None = None
    passing: bool = False

    @property
    def problem(self) -> str | None:
        """Give the code of the problem, None for a success."""
        if self.code == CRASH:
            return SYSTEM_ERROR
        return None if self.error is None else self.error.code


_TABLE = (
    Magic(SUCCESS, Text(zh="成功", en="succeeds")),
    Magic(
        SLOW,
        Text(
            zh="成功，但首次答复迟到；重发立即得到答复",
            en="succeeds, but the first answer comes late; sent again it is at once",
        ),
    ),
    Magic("TESTPARAMS222222", Text(zh="参数有误", en="a bad parameter"), ParamError),
    Magic(
        "TESTKEYLESS22222",
        Text(zh="如同缺少幂等键", en="as if the key were missing"),
        IdempotencyKeyMissing,
    ),
    Magic(
        "TESTUNSEALED2222",
        Text(zh="签名或令牌无效", en="signature or token invalid"),
        SignError,
    ),
    Magic("TESTBARRED222222", Text(zh="无权操作", en="not allowed"), NoAuth),
    Magic(
        "TESTBANKAPART222",
        Text(zh="银行未参加活动", en="the bank takes no part"),
        BankNotInCampaign,
    ),
    Magic(
        "TESTABSENT222222", Text(zh="没有这张券", en="no such voucher"), VoucherNotFound
    ),
    Magic(
        "TESTUNMADE222222",
        Text(zh="没有这笔核销", en="no such redemption"),
        RedemptionNotFound,
    ),
    Magic(
        "TESTSPENT2222222",
        Text(zh="该券已全部核销", en="the voucher has been redeemed in full"),
        VoucherAlreadyRedeemed,
        VoucherStatus.REDEEMED,
    ),
    Magic(
        "TESTENDED2222222",
        Text(zh="该券已过有效期", en="the voucher's last day has passed"),
        VoucherExpired,
        VoucherStatus.EXPIRED,
    ),
    Magic(
        "TESTEARLY2222222",
        Text(zh="该券尚未生效", en="the voucher cannot be spent yet"),
        VoucherNotActive,
        VoucherStatus.ACTIVE,
    ),
    Magic(
        "TESTANNULLED2222",
        Text(zh="该券已作废", en="the voucher was voided"),
        VoucherVoided,
        VoucherStatus.VOIDED,
    ),
    Magic(
        "TESTSUSPENDED222",
        Text(zh="该券已暂停使用", en="the voucher is suspended"),
        VoucherSuspended,
        VoucherStatus.SUSPENDED,
    ),
    Magic(
        "TESTRESERVED2222",
        Text(zh="余额已被另一笔预授权冻结", en="the balance is promised elsewhere"),
        VoucherLocked,
        VoucherStatus.LOCKED,
        passing=True,
    ),
    Magic(
        "TESTREVERSED2222",
        Text(zh="该笔核销此前已冲正", en="the redemption was reversed before"),
        AlreadyReversed,
        VoucherStatus.ACTIVE,
    ),
    Magic(
        "TESTBUSY22222222",
        Text(zh="同一请求正在处理", en="the same request is being worked on"),
        RequestInProgress,
        passing=True,
    ),
    Magic(
        "TESTREUSED222222",
        Text(zh="如同幂等键已用于其他请求", en="as if the key were another request's"),
        IdempotencyKeyReused,
    ),
    Magic(
        "TESTUNEQUAL22222",
        Text(zh="金额不符", en="the amount cannot be taken"),
        AmountMismatch,
        VoucherStatus.ACTIVE,
    ),
    Magic(
        "TESTWARES2222222",
        Text(zh="不适用该商品", en="not good for this product"),
        ProductNotAllowed,
        VoucherStatus.ACTIVE,
    ),
    Magic(
        "TESTELSEWHERE222",
        Text(zh="不适用该网点", en="not good at this station"),
        StationNotAllowed,
        VoucherStatus.ACTIVE,
    ),
    Magic(
        "TESTSUMS22222222",
        Text(zh="控制总数不符", en="the totals sent do not fit"),
        ControlTotalMismatch,
    ),
    Magic(
        "TESTHASTE2222222",
        Text(zh="请求过于频繁", en="asked too often"),
        FrequencyLimited,
        passing=True,
    ),
    Magic(CRASH, Text(zh="系统内部错误", en="an internal error"), passing=True),
    Magic(
        "TESTSHUT22222222",
        Text(zh="服务暂不可用", en="the service is unavailable"),
        Unavailable,
        passing=True,
    ),
)

MAGIC = {magic.code: magic for magic in _TABLE}
"""The magic codes by their code, in the order in which they are documented."""
