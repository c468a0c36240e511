"""A disk that fills up when told to, and has room again when told so."""

import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

MEBIBYTE = 2**20


class Disk(Protocol):
    """A place for a home, and its room."""

    home: Path

    def leave(self, room: int, process: int | None = None) -> None:
        """Leave so many bytes of room, for a process where only that can be done."""

    def limits(self) -> tuple[str, ...]:
        """Give what a command is begun with to meet the same end of room."""

    def make_room(self, process: int | None = None) -> None:
        """Give all the room back."""


class MountedDisk:
    """A tmpfs of its own: full for everybody, as a real disk is."""

    def __init__(self, place: Path) -> None:
        self.home = place / "home"
        self._ballast = place / "ballast"

    def leave(self, room: int, process: int | None = None) -> None:
        self.make_room(process)
        with self._ballast.open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                pass  # that is the end of the room
            file.truncate(max(0, file.tell() - room))

    def limits(self) -> tuple[str, ...]:
        return ()

    def make_room(self, process: int | None = None) -> None:  # noqa: ARG002
        self._ballast.unlink(missing_ok=True)


class RationedDisk:
    """Where nothing may be mounted: no file may grow beyond the room left to it."""

    def __init__(self, place: Path) -> None:
        self.home = place / "home"
        self._most: int | None = None

    def leave(self, room: int, process: int | None = None) -> None:
        self._most = room
        if process is not None:
            self._ration(process, room)

    def limits(self) -> tuple[str, ...]:
        return () if self._most is None else ("prlimit", f"--fsize={self._most}:")

    def make_room(self, process: int | None = None) -> None:
        self._most = None
        if process is not None:
            self._ration(process, resource.RLIM_INFINITY)

    def _ration(self, process: int, most: int) -> None:
        hard = resource.prlimit(process, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(process, resource.RLIMIT_FSIZE, (most, hard))


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[Disk]:
    """Give a disk of a size, mounted if this machine lets us, else rationed."""
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    options = ["-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    mounted = mount and unmount and _ran(mount, *options)
    try:
        yield MountedDisk(place) if mounted else RationedDisk(place)
    finally:
        if mounted:
            assert unmount is not None
            with suppress(OSError):
                shutil.rmtree(place / "home")
            _ran(unmount, str(place))


def _ran(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
