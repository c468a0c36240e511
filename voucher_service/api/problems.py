"""Every error has one HTTP status and one title, in one table (RFC 9457)."""

from http import HTTPStatus
from typing import NamedTuple

from starlette.exceptions import HTTPException

from voucher_service.model.access_errors import FrequencyLimited, SignError
from voucher_service.model.errors import (
    BadParameter,
    Busy,
    HomeHeld,
    HomeUnusable,
    NotAllowed,
    NotFound,
    NotSignedIn,
    RefusedByRule,
    TooLarge,
    ToolFailed,
    ToolMissing,
    UnreadableInput,
    VoucherServiceError,
)
from voucher_service.model.published_errors import QueryStopped, UnusableQuery
from voucher_service.model.reports import (
    BankProblem,
    Problem,
    ProblemError,
    QueryProblem,
)
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import BankRefusal


class HttpRefusal(VoucherServiceError):
    """A refusal made by HTTP's own rules; ``faults`` names each fault."""

    def __init__(
        self,
        message: Text,
        *,
        remedy: Text | None = None,
        faults: tuple[ProblemError, ...] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.faults = faults
        self.headers = headers or {}


class UnusableParameters(HttpRefusal):
    """One or more parameters are unknown, repeated or have unusable values."""

    code = BadParameter.code


class UnknownPath(HttpRefusal):
    """No endpoint has this path."""

    code = "unknown_path"


class NotAuthenticated(HttpRefusal):
    """No valid token came with a request to the redemption API."""

    code = "SIGN_ERROR"


class BadBankParameters(HttpRefusal):
    """A request to the redemption API has unusable fields; each is named."""

    code = "PARAM_ERROR"


class WrongMethod(HttpRefusal):
    """The path exists and does not take this method."""

    code = "method_not_allowed"


class NotAcceptable(HttpRefusal):
    """None of the media types that Accept names can be served."""

    code = "not_acceptable"


class MalformedRequest(HttpRefusal):
    """The request breaks HTTP's own rules."""

    code = "malformed_request"


class BodyTooLarge(HttpRefusal):
    """A request's body is longer than is read."""

    code = "request_too_large"


class UnreadableFeed(HttpRefusal):
    """The file sent cannot be read; its receipt is kept all the same."""

    code = UnreadableInput.code


class UnsupportedMedia(HttpRefusal):
    """The request's body is of a kind this endpoint does not take."""

    code = "unsupported_media_type"


class RangeNotSatisfiable(HttpRefusal):
    """A part of a file was asked for that the file does not have."""

    code = "range_not_satisfiable"


class NotReady(HttpRefusal):
    """The process lives and cannot answer questions yet."""

    code = "not_ready"


class ErrorKind(NamedTuple):
    """How an error class looks to an HTTP client."""

    status: int
    title: Text
    retryable: bool = False


ERRORS: dict[type[VoucherServiceError], ErrorKind] = {
    NotFound: ErrorKind(404, Text(zh="未找到", en="Not found")),
    BadParameter: ErrorKind(422, Text(zh="参数有误", en="Bad parameter")),
    BadBankParameters: ErrorKind(400, Text(zh="参数有误", en="Bad parameter")),
    NotAuthenticated: ErrorKind(401, Text(zh="签名或令牌无效", en="Not authenticated")),
    UnusableParameters: ErrorKind(422, Text(zh="参数有误", en="Bad parameter")),
    UnreadableInput: ErrorKind(422, Text(zh="文件无法读取", en="Unreadable input")),
    UnreadableFeed: ErrorKind(422, Text(zh="文件无法读取", en="Unreadable input")),
    TooLarge: ErrorKind(413, Text(zh="文件过大", en="File too large")),
    BodyTooLarge: ErrorKind(413, Text(zh="请求内容过大", en="Request too large")),
    RefusedByRule: ErrorKind(409, Text(zh="业务规则不允许", en="Refused by a rule")),
    UnusableQuery: ErrorKind(422, Text(zh="查询有误", en="Unusable query")),
    QueryStopped: ErrorKind(422, Text(zh="查询已停止", en="Query stopped")),
    NotSignedIn: ErrorKind(401, Text(zh="未登录", en="Not signed in")),
    SignError: ErrorKind(401, Text(zh="签名验证失败", en="The signature fails")),
    FrequencyLimited: ErrorKind(
        429, Text(zh="请求过于频繁", en="Too many requests"), retryable=True
    ),
    NotAllowed: ErrorKind(403, Text(zh="无权访问", en="Not allowed")),
    HomeHeld: ErrorKind(
        503, Text(zh="数据目录被占用", en="The home is held"), retryable=True
    ),
    HomeUnusable: ErrorKind(503, Text(zh="数据目录不可用", en="The home is unusable")),
    Busy: ErrorKind(503, Text(zh="资源被占用", en="Busy"), retryable=True),
    ToolMissing: ErrorKind(503, Text(zh="缺少所需程序", en="A program is missing")),
    ToolFailed: ErrorKind(
        503, Text(zh="所需程序未完成", en="A program failed"), retryable=True
    ),
    UnknownPath: ErrorKind(404, Text(zh="网址不存在", en="Unknown path")),
    WrongMethod: ErrorKind(405, Text(zh="请求方法不支持", en="Method not allowed")),
    NotAcceptable: ErrorKind(406, Text(zh="无法提供所要的格式", en="Not acceptable")),
    UnsupportedMedia: ErrorKind(
        415, Text(zh="请求内容类型不支持", en="Unsupported media type")
    ),
    MalformedRequest: ErrorKind(400, Text(zh="请求格式有误", en="Malformed request")),
    RangeNotSatisfiable: ErrorKind(
        416, Text(zh="超出文件范围", en="Range not satisfiable")
    ),
    NotReady: ErrorKind(503, Text(zh="服务尚未就绪", en="Not ready"), retryable=True),
}

UNEXPECTED = ErrorKind(500, Text(zh="内部错误", en="Internal error"))
UNEXPECTED_CODE = "internal_error"
UNEXPECTED_MESSAGE = Text(
    zh="服务出现意外错误，详情已记入日志",
    en="The service met an unexpected error; its log holds the details",
)
UNEXPECTED_REMEDY = Text(
    zh="请将 request_id 告知运维人员",
    en="Tell the operator the request_id",
)
WRONG_METHOD = Text(
    zh="该网址不支持这一请求方法，可用：{allow}",
    en="This path does not take that method; it takes {allow}",
)
MALFORMED = Text(
    zh="请求不符合 HTTP 规范，无法处理", en="The request cannot be read as HTTP"
)
NOT_JSON = Text(zh="请求内容不是可读的 JSON", en="The body is not readable as JSON")
HOW_TO_SEND = Text(
    zh="请以 Content-Type: application/json 发送一个 JSON 对象；各字段见 /openapi.json",
    en="Send one JSON object with Content-Type: application/json; /openapi.json "
    "lists its fields",
)
RETRY_AFTER_SECONDS = "5"


def kind_of(error: VoucherServiceError) -> ErrorKind:
    """Look an error's class up in the table, its nearest ancestor counting."""
    if isinstance(error, BankRefusal):
        return ErrorKind(error.status, error.title, error.retryable)
    kinds = (ERRORS.get(ancestor) for ancestor in type(error).__mro__)
    return next((kind for kind in kinds if kind is not None), UNEXPECTED)


def problem_of(error: VoucherServiceError, request_id: str) -> Problem:
    """Write an error as the problem document that answers a request."""
    kind = kind_of(error)
    problem = Problem(
        title=str(kind.title),
        status=kind.status,
        detail=str(error.message),
        code=error.code,
        message=error.message,
        remedy=error.remedy,
        request_id=request_id,
        retryable=kind.retryable,
        errors=_faults(error),
    )
    if isinstance(error, BankRefusal):
        state, redemption = error.voucher_state, error.redemption
        told = dict(problem) | {"voucher_state": state, "redemption": redemption}
        return BankProblem(**told)
    if isinstance(error, UnusableQuery):
        where = {"line": error.line, "column": error.column}
        return QueryProblem(**(dict(problem) | where))
    return problem


def _faults(error: VoucherServiceError) -> tuple[ProblemError, ...]:
    if isinstance(error, HttpRefusal):
        return error.faults
    if isinstance(error, BankRefusal) and error.field is not None:
        return (ProblemError(field=error.field, message=error.message),)
    if error.choices:
        return (ProblemError(message=error.message, choices=error.choices),)
    return ()


def headers_of(error: VoucherServiceError) -> dict[str, str]:
    """Give the headers that HTTP asks for beside an error's status."""
    headers = dict(error.headers) if isinstance(error, HttpRefusal) else {}
    kind = kind_of(error)
    if kind.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="voucher-service"'
    if kind.retryable:
        headers["Retry-After"] = RETRY_AFTER_SECONDS
    if isinstance(error, FrequencyLimited | BankRefusal) and error.retry_after:
        headers["Retry-After"] = str(error.retry_after)
    return headers


def unexpected_problem(request_id: str, code: str = UNEXPECTED_CODE) -> Problem:
    """Say that something went wrong inside, and nothing of what it was."""
    return Problem(
        title=str(UNEXPECTED.title),
        status=UNEXPECTED.status,
        detail=str(UNEXPECTED_MESSAGE),
        code=code,
        message=UNEXPECTED_MESSAGE,
        remedy=UNEXPECTED_REMEDY,
        request_id=request_id,
        retryable=code != UNEXPECTED_CODE,  # its keys make a bank's retry safe
    )


def unknown_path() -> UnknownPath:
    """Say that no endpoint has the path that was asked for."""
    return UnknownPath(
        Text(zh="没有这个网址", en="There is nothing at this path"),
        remedy=Text(
            zh="全部接口见 /openapi.json", en="/openapi.json lists every endpoint"
        ),
    )


def wrong_method(allow: str) -> WrongMethod:
    """Say which methods a path takes."""
    return WrongMethod(WRONG_METHOD.filled(allow=allow), headers={"Allow": allow})


def http_refusal(error: HTTPException) -> VoucherServiceError:
    """Put an error that the web framework raised in our own words.

    What went wrong while a body was read is the error's cause: a refusal of ours, or
    that no JSON can be made of it, be it nested too deep or a number too long.
    """
    if isinstance(error.__cause__, VoucherServiceError):
        return error.__cause__
    if isinstance(error.__cause__, ValueError | RecursionError):
        fault = ProblemError(field=None, message=NOT_JSON)
        return UnusableParameters(NOT_JSON, remedy=HOW_TO_SEND, faults=(fault,))
    if error.status_code == HTTPStatus.NOT_FOUND:
        return unknown_path()
    allow = (error.headers or {}).get("Allow")
    if allow is not None:
        return wrong_method(allow)
    return MalformedRequest(MALFORMED)
