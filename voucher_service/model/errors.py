"""Broken promises are exceptions; each says what happened and what mends it.

The HTTP status and the exit code of each lie in one table at the edge.
"""

import errno

from voucher_service.model.text import Text

_WHY = {
    errno.ENOENT: "文件或目录不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是一个目录",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.ENOSPC: "磁盘空间已满",
    errno.EROFS: "磁盘只读",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ENAMETOOLONG: "文件名过长",
}


def why(error: OSError) -> Text:
    """Say in both languages what the operating system refused."""
    en = error.strerror or type(error).__name__
    return Text(zh=_WHY.get(error.errno or 0, en), en=en)


class VoucherServiceError(Exception):
    """Something the caller must hear of, in both languages.

    ``choices`` names the valid values where the caller gave an unknown one.
    """

    code = "error"

    def __init__(
        self,
        message: Text,
        *,
        remedy: Text | None = None,
        choices: tuple[str, ...] = (),
    ) -> None:
        super().__init__(str(message))
        self.message = message
        self.remedy = remedy
        self.choices = choices


class NotFound(VoucherServiceError):
    """The named thing does not exist; ``choices`` names those that do."""

    code = "not_found"


class BadParameter(VoucherServiceError):
    """A parameter's value cannot be used."""

    code = "bad_parameter"


class UnreadableInput(VoucherServiceError):
    """A file cannot be read at all; nothing of it was stored."""

    code = "unreadable_input"


class TooLarge(UnreadableInput):
    """A file is larger than is taken in; nothing of it was stored."""

    code = "too_large"


class RefusedByRule(VoucherServiceError):
    """A business rule refuses the request; nothing was changed."""

    code = "refused_by_rule"


class NotSignedIn(VoucherServiceError):
    """No valid token or session came with the request."""

    code = "not_signed_in"


class NotAllowed(VoucherServiceError):
    """The caller is known but its role does not reach this."""

    code = "not_allowed"


class HomeHeld(VoucherServiceError):
    """Another process holds the home and does not answer."""

    code = "home_held"


class HomeUnusable(VoucherServiceError):
    """The home's database or key is damaged, missing or newer than this program."""

    code = "home_unusable"


class ToolMissing(VoucherServiceError):
    """A program outside ours that this request needs is not installed."""

    code = "tool_missing"


class ToolFailed(ToolMissing):
    """A program outside ours is there and did not do its work; it may the next time."""

    code = "tool_failed"


class Busy(VoucherServiceError):
    """A port or another shared thing is taken."""

    code = "busy"
