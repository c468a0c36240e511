"""How a caller is turned away before what it asks for is looked at."""

from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.text import Text


class FrequencyLimited(VoucherServiceError):
    """A token asked too often, or named too many vouchers that do not exist."""

    code = "FREQUENCY_LIMITED"

    def __init__(
        self, message: Text, *, remedy: Text | None = None, retry_after: int = 1
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.retry_after = retry_after


class SignError(VoucherServiceError):
    """A request's signature is missing or does not hold."""

    code = "SIGN_ERROR"
