"""A folder is watched: each file in its inbox is taken in and put away."""

import fcntl
import os
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from voucher_service.console import complain, say
from voucher_service.model.errors import (
    BadParameter,
    HomeHeld,
    HomeUnusable,
    VoucherServiceError,
    why,
)
from voucher_service.model.reports import JsonObject
from voucher_service.model.text import Text
from voucher_service.usecases.delivery import Delivery, OpenFile
from voucher_service.watch.filing import LETTER, REJECTS, Papers, put_away
from voucher_service.watch.inbox import Found, Inbox, signature_of
from voucher_service.watch.letter import letter
from voucher_service.wording import feed_lines

Receive = Callable[[Delivery, str | None], JsonObject]
"""Takes in a dealer's own file, or the bureau's; gives its report and workbook."""

_AFTER_TROUBLE = 60.0
_NO_FILE = {
    "link": Text(zh="这是一个链接，不是文件", en="it is a link and no file"),
    "folder": Text(
        zh="这是一个文件夹；文件应直接放在经销商的文件夹内",
        en="it is a folder; files lie right in a dealer's folder",
    ),
    "special": Text(zh="这不是普通文件", en="it is no ordinary file"),
}


class FolderUnusable(VoucherServiceError):
    """A watched folder or a file in it cannot be read, written or moved now."""

    code = "folder_unusable"


@dataclass
class Watcher:
    """The folders inbox/, done/ and refused/ of one place, and who takes files in.

    A file of which some row landed goes to done/, any other to refused/, each with
    its receipt beside it; one that cannot be dealt with now stays where it is.
    """

    folder: Path
    receive: Receive
    every: float
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.inbox = Inbox(self.folder / "inbox", self.every)

    def run(self, *, once: bool) -> None:
        """Look through the inbox, again and again until told to stop, or ``once``.

        Raises BadParameter where the folder is watched already, FolderUnusable where
        it cannot be used, and when looking once whatever keeps files from being dealt
        with: they stay where they are.
        """
        with self._alone():
            while not self.stop.is_set():
                wait = self.every
                try:
                    self._look_through()
                except (HomeHeld, HomeUnusable, FolderUnusable) as trouble:
                    if once:
                        raise
                    complain(f"{trouble.message.zh}\n  {trouble.message.en}")
                    wait = max(self.every, _AFTER_TROUBLE)
                if once:
                    return
                self.stop.wait(wait)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            for name in ("inbox", "done", "refused"):
                (self.folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self.folder / ".watch.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise _unusable(self.folder, error) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise BadParameter(
                Text(
                    zh=f"另一进程已在监视 {self.folder}",
                    en=f"another process watches {self.folder}",
                )
            ) from error
        finally:
            os.close(lock)

    def _look_through(self) -> None:
        try:
            found = self.inbox.ready()
        except OSError as error:
            raise _unusable(self.inbox.path, error) from error
        for each in found:
            if self.stop.is_set():
                return
            answer = self._no_file(each) if each.fault else self._taken_in(each)
            if answer is not None:
                self._put_away(each, answer)

    def _taken_in(self, found: Found) -> JsonObject | None:
        """Take in a file; None where it changed or went meanwhile and must wait."""
        try:
            descriptor = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(found.path, error) from error
        file = OpenFile(descriptor)
        if signature_of(os.fstat(descriptor)) != found.signature:
            return None
        name = os.fsencode(found.path.name).decode("utf-8", errors="replace")
        answer = self.receive(Delivery(name, file), found.dealer)
        return answer if _unchanged(found) else None

    def _no_file(self, found: Found) -> JsonObject:
        name = os.fsencode(found.path.name).decode("utf-8", errors="replace")
        error = _NO_FILE[found.fault or "special"]
        report = {
            "file": name,
            "sha256": "",
            "status": "unreadable",
            "kind": "unreadable",
            "error": error.model_dump(),
            "remedy": None,
        }
        return {"report": report, "rejects": None}

    def _put_away(self, found: Found, answer: JsonObject) -> None:
        report, rejects = answer["report"], answer["rejects"]
        landed = not report["error"] and report["accepted"] + report["unchanged"] > 0
        outcome = "done" if landed else "refused"
        papers: dict[str, bytes] = {}
        if rejects:
            papers[REJECTS] = b64decode(rejects["body"])
        if rejects or not landed:
            workbook = f"{report['file']}{REJECTS}" if rejects else None
            papers[LETTER] = letter(report, workbook)
        target = self.folder / outcome / (found.folder or "")
        try:
            place = put_away(found.path, target, Papers(report, papers))
        except OSError as error:
            raise _unusable(found.path, error) from error
        place = place.relative_to(self.folder)
        say(f"→ {os.fsencode(place).decode(errors='replace')}")
        for line in feed_lines(report):
            say(f"  {line}")


def _unchanged(found: Found) -> bool:
    try:
        return signature_of(found.path.lstat()) == found.signature
    except FileNotFoundError:
        return False


def _unusable(path: Path, error: OSError) -> FolderUnusable:
    reason = why(error)
    return FolderUnusable(
        Text(zh=f"无法使用 {path}：{reason.zh}", en=f"cannot use {path}: {reason.en}")
    )
