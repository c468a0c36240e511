"""A file is written whole or not at all, beside its place and then put into it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from voucher_service.model.errors import BadParameter, why
from voucher_service.model.text import Text


@contextmanager
def written_whole(path: Path, mode: int = 0o666) -> Iterator[Path]:
    """Give a part to write, which takes the place of the file at the end.

    ``mode`` is what the file's permissions are at most. Raises BadParameter where it
    cannot be written, and leaves no part behind.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        part.touch(mode)
        yield part
        part.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError) -> BadParameter:
    """Say that a file cannot be written, and why."""
    reason = why(error)
    return BadParameter(
        Text(
            zh=f"无法写入文件 {path}：{reason.zh}",
            en=f"cannot write {path}: {reason.en}",
        )
    )
