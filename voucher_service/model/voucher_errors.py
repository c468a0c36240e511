"""Why a bank's request is refused: each code has one meaning, for good.

The HTTP status and whether the same request may succeed later belong to the code.
"""

from typing import ClassVar, Final

from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.text import Text

SYSTEM_ERROR: Final = "SYSTEM_ERROR"
"""The code of a fault of ours, which no class of refusals stands for."""


class BankRefusal(VoucherServiceError):
    """A refusal in the words of the redemption API.

    ``voucher_state`` tells how the voucher stands; ``redemption`` names the redemption
    that stands in the way; ``field`` the field at fault.
    """

    status: ClassVar[int] = 409
    title: ClassVar[Text] = Text(zh="与券的状态冲突", en="Conflict with the voucher")
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        message: Text,
        *,
        remedy: Text | None = None,
        voucher_state: str | None = None,
        redemption: str | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.voucher_state = voucher_state
        self.redemption = redemption
        self.field = field
        self.spent_by: int | None = None
        self.retry_after: int | None = None


class ParamError(BankRefusal):
    """A field is missing, unknown or unusable."""

    code = "PARAM_ERROR"
    status = 400
    title = Text(zh="参数有误", en="Bad parameter")


class IdempotencyKeyMissing(BankRefusal):
    """The request to write carries no Idempotency-Key."""

    code = "IDEMPOTENCY_KEY_MISSING"
    status = 400
    title = Text(zh="缺少幂等键", en="Idempotency key missing")


class NoAuth(BankRefusal):
    """The caller is known but may not do this."""

    code = "NO_AUTH"
    status = 403
    title = Text(zh="无权操作", en="Not allowed")


class BankNotInCampaign(BankRefusal):
    """The voucher belongs to a campaign that this bank takes no part in."""

    code = "BANK_NOT_IN_CAMPAIGN"
    status = 403
    title = Text(zh="银行未参加活动", en="Bank not in the campaign")


class VoucherNotFound(BankRefusal):
    """No voucher has this code."""

    code = "VOUCHER_NOT_FOUND"
    status = 404
    title = Text(zh="没有这张券", en="No such voucher")


class RedemptionNotFound(BankRefusal):
    """The bank has no redemption of this id or number."""

    code = "REDEMPTION_NOT_FOUND"
    status = 404
    title = Text(zh="没有这笔核销", en="No such redemption")


class BatchNotFound(BankRefusal):
    """The bank has no batch of this id."""

    code = "BATCH_NOT_FOUND"
    status = 404
    title = Text(zh="没有这个批次", en="No such batch")


class StatementNotReady(BankRefusal):
    """The day of the statement is not over yet."""

    code = "STATEMENT_NOT_READY"
    title = Text(zh="对账单尚未生成", en="Statement not ready")
    retryable = True


class VoucherAlreadyRedeemed(BankRefusal):
    """Nothing is left on the voucher, or the redemption was already taken."""

    code = "VOUCHER_ALREADY_REDEEMED"


class VoucherExpired(BankRefusal):
    """The voucher's last day has passed."""

    code = "VOUCHER_EXPIRED"


class VoucherNotActive(BankRefusal):
    """The voucher cannot be spent yet, or the authorization is over."""

    code = "VOUCHER_NOT_ACTIVE"


class VoucherVoided(BankRefusal):
    """The voucher was voided."""

    code = "VOUCHER_VOIDED"


class VoucherSuspended(BankRefusal):
    """The voucher is suspended."""

    code = "VOUCHER_SUSPENDED"


class VoucherLocked(BankRefusal):
    """What is asked for is promised to another redemption for some minutes."""

    code = "VOUCHER_LOCKED"
    retryable = True


class AlreadyReversed(BankRefusal):
    """The redemption was reversed before."""

    code = "ALREADY_REVERSED"


class RequestInProgress(BankRefusal):
    """The same request is still being worked on."""

    code = "REQUEST_IN_PROGRESS"
    retryable = True


class IdempotencyKeyReused(BankRefusal):
    """The key or number belongs to another request."""

    code = "IDEMPOTENCY_KEY_REUSED"
    status = 422
    title = Text(zh="幂等键或流水号已用于其他请求", en="Key reused")


class AmountMismatch(BankRefusal):
    """The amount is not one that can be taken from the voucher."""

    code = "AMOUNT_MISMATCH"
    status = 422
    title = Text(zh="金额不符", en="Amount mismatch")


class ProductNotAllowed(BankRefusal):
    """The voucher is not good for this product."""

    code = "PRODUCT_NOT_ALLOWED"
    status = 422
    title = Text(zh="不适用该商品", en="Product not allowed")


class StationNotAllowed(BankRefusal):
    """The voucher is not good at this station."""

    code = "STATION_NOT_ALLOWED"
    status = 422
    title = Text(zh="不适用该网点", en="Station not allowed")


class ControlTotalMismatch(BankRefusal):
    """A file's lines do not add up to the totals sent with it."""

    code = "CONTROL_TOTAL_MISMATCH"
    status = 422
    title = Text(zh="控制总数不符", en="Control total mismatch")


class Unavailable(BankRefusal):
    """The service cannot take the request now; the same request may be sent again."""

    code = "UNAVAILABLE"
    status = 503
    title = Text(zh="服务暂不可用", en="Unavailable")
    retryable = True
