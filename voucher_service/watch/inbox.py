"""Which files of an inbox are whole and whose they are; what is no file is named."""

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

BUREAU = "_bureau"
"""The folder for files of the bureau's own, which may hold any dealer's rows."""

_UNFINISHED = (
    ".part",
    ".partial",
    ".filepart",
    ".tmp",
    ".crdownload",
    ".download",
    "~",
)
_HIDDEN = (".", "~$")

Signature = tuple[int, int, int]
Fault = Literal["link", "folder", "special"]


@dataclass(frozen=True)
class Found:
    """An entry of an inbox; ``fault`` says why it is no file that could be read.

    ``folder`` is the name of the folder it lies in, None right in the inbox.
    """

    path: Path
    folder: str | None
    signature: Signature
    age: float
    fault: Fault | None = None

    @property
    def dealer(self) -> str | None:
        """Give the dealer whose own file it is, None for the bureau's."""
        return None if self.folder == BUREAU else self.folder


@dataclass
class Inbox:
    """A folder of folders, one a dealer, looked through again and again.

    A file is whole when it has not changed for ``settle`` seconds: by its own times,
    or, where another machine's clock wrote those, since it was first seen so.
    """

    path: Path
    settle: float
    seen: dict[Path, tuple[Signature, float]] = field(default_factory=dict)

    def ready(self) -> list[Found]:
        """Give what can be taken now, in the order of its names."""
        entries = list(self._entries())
        now = time.monotonic()
        self.seen = {found.path: self._since(found, now) for found in entries}
        return [found for found in entries if self._settled(found, now)]

    def _since(self, found: Found, now: float) -> tuple[Signature, float]:
        signature, since = self.seen.get(found.path, (found.signature, now))
        return (
            (signature, since)
            if signature == found.signature
            else (found.signature, now)
        )

    def _settled(self, found: Found, now: float) -> bool:
        unchanged = now - self.seen[found.path][1]
        return max(found.age, unchanged) >= self.settle

    def _entries(self) -> Iterator[Found]:
        # The bureau's first: the register may be among them.
        folders = []
        for entry in _sorted(self.path):
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry)
            else:
                yield _found(entry, None)
        for folder in sorted(folders, key=lambda entry: entry.name != BUREAU):
            yield from self._inside(folder)

    def _inside(self, folder: os.DirEntry[str]) -> Iterator[Found]:
        for entry in _sorted(Path(folder.path)):
            yield _found(entry, folder.name)


def signature_of(status: os.stat_result) -> Signature:
    """Give what changes when a file does."""
    return status.st_ino, status.st_size, status.st_mtime_ns


def _sorted(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        kept = [entry for entry in entries if _finished(entry.name)]
    return sorted(kept, key=lambda entry: entry.name)


def _finished(name: str) -> bool:
    """Tell a file from what a program or browser is still writing."""
    return not name.startswith(_HIDDEN) and not name.lower().endswith(_UNFINISHED)


def _found(entry: os.DirEntry[str], folder: str | None) -> Found:
    status = entry.stat(follow_symlinks=False)
    changed = max(status.st_mtime, status.st_ctime)
    return Found(
        path=Path(entry.path),
        folder=folder,
        signature=signature_of(status),
        age=time.time() - changed,
        fault=_fault(status.st_mode),
    )


def _fault(mode: int) -> Fault | None:
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        return "link"
    return "folder" if stat.S_ISDIR(mode) else "special"
