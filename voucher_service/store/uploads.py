"""A file on its way in lies in the home, for its owner alone, and never stays."""

import os
import secrets
from types import TracebackType
from typing import NoReturn

from voucher_service.model.errors import HomeUnusable, TooLarge, why
from voucher_service.model.text import Text
from voucher_service.store.home import Home


class Upload:
    """The bytes of one file as they come; closing removes them from the disk.

    Leaving its ``with`` closes it unless it was handed over.
    Raises TooLarge as soon as more than ``most`` bytes came, and HomeUnusable where
    the disk takes no more.
    """

    def __init__(self, home: Home, most: int) -> None:
        self.size = 0
        self._handed_over = False
        self._most = most
        self._path = home.uploads / secrets.token_hex(16)
        try:
            descriptor = os.open(
                self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600
            )
        except OSError as error:
            raise _unusable(error) from error
        self._file = os.fdopen(descriptor, "wb")

    def write(self, piece: bytes) -> None:
        """Append a piece."""
        self.size += len(piece)
        if self.size > self._most:
            self.refuse()
        try:
            self._file.write(piece)
        except OSError as error:
            raise _unusable(error) from error

    def refuse(self) -> NoReturn:
        """Raise TooLarge."""
        raise too_large(self._most)

    def reopened(self) -> int:
        """Give a descriptor for reading all that came; it outlives the upload."""
        try:
            self._file.flush()
            return os.open(self._path, os.O_RDONLY)
        except OSError as error:
            raise _unusable(error) from error

    def hand_over(self) -> None:
        """Leave closing to another than the ``with`` it was opened in."""
        self._handed_over = True

    def close(self) -> None:
        """Remove the file; closing twice does no harm."""
        self._path.unlink(missing_ok=True)
        try:
            self._file.close()
        except OSError:
            return  # what a full disk did not take is not wanted any more

    def __enter__(self) -> "Upload":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._handed_over:
            self.close()


def clear_uploads(home: Home) -> None:
    """Remove what a process that died left half received; the caller holds the lock."""
    for left in home.uploads.iterdir():
        left.unlink(missing_ok=True)


def too_large(most: int) -> TooLarge:
    """Say how large a file may be."""
    return TooLarge(
        Text(
            zh=f"文件超过 {most} 字节的上限，未接收",
            en=f"the file is over the limit of {most} bytes and was not taken in",
        ),
        remedy=Text(
            zh="请拆成几个较小的文件再发送",
            en="split it into smaller files (the operator's setting is"
            " VOUCHER_MAX_FEED_BYTES)",
        ),
    )


def _unusable(error: OSError) -> HomeUnusable:
    reason = why(error)
    return HomeUnusable(
        Text(
            zh=f"无法暂存上传的文件：{reason.zh}",
            en=f"the file sent cannot be kept: {reason.en}",
        ),
        remedy=Text(
            zh="请运维人员检查磁盘空间和目录权限",
            en="the operator checks the disk's space and the home's permissions",
        ),
    )
