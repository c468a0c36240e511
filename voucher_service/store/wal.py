"""The write-ahead log is read before DuckDB reads it, so that a torn one is told of.

DuckDB 2.0 replays a log up to the first entry that runs beyond the file's end, and says
nothing of the rest; a log whose head is damaged it passes over altogether; and of an
entry whose checksum does not hold it refuses the whole database. A log is a head, then
entries: size and checksum as 64-bit little-endian numbers, then as many bytes. A commit
is the entries up to a flush.
"""

import mmap
import os
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_VERSIONS = (2,)
_ENTRY = struct.Struct("<QQ")
_WORD = (1 << 64) - 1
_FLUSH = b"\x64\x00\x64\xff\xff"
_CHECKPOINT = b"\x64\x00\x63"
_FEW_BYTES = 512


@dataclass(frozen=True)
class LogState:
    """What is whole of a log: so many commits in so many of its bytes.

    ``later`` counts the ends of commits that can still be seen behind the damage. Each
    commit was on the disk before the next one began, so but for the last of them they
    had all been answered.
    """

    size: int
    whole: int
    commits: int
    later: int

    @property
    def torn(self) -> bool:
        """Say whether anything lies behind the last whole commit."""
        return self.whole < self.size


def read_log(path: Path) -> LogState | None:
    """Tell what is whole of a log; None where there is none, or of another kind."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return None
    if size == 0:
        return None
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        return _state(data, size)


def cut_log(path: Path, whole: int, rest: Path) -> None:
    """Cut a log behind its last whole commit; what is cut off is kept in a file."""
    with path.open("r+b") as file:
        file.seek(whole)
        descriptor = os.open(rest, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as kept:
            kept.write(file.read())
            kept.flush()
            os.fsync(kept.fileno())
        file.truncate(whole)
        file.flush()
        os.fsync(file.fileno())


def _state(data: mmap.mmap, size: int) -> LogState | None:
    head = _head(data, size)
    if head is None:
        return LogState(size, 0, 0, _flushes(data, 0))
    place, version = head
    if version not in _VERSIONS:
        return None
    whole, commits = place, 0
    while (end := _entry_end(data, place, size)) is not None:
        kind = data[place + _ENTRY.size : place + _ENTRY.size + len(_FLUSH)]
        place = end
        if kind == _FLUSH or kind.startswith(_CHECKPOINT):
            whole, commits = place, commits + (kind == _FLUSH)
    return LogState(size, whole, commits, _flushes(data, whole))


def _entry_end(data: mmap.mmap, place: int, size: int) -> int | None:
    """Give where an entry ends, or None if it is not whole."""
    start = place + _ENTRY.size
    if start > size:
        return None
    length, kept = _ENTRY.unpack_from(data, place)
    end: int = start + length
    if length == 0 or end > size or _checksum(data[start:end]) != kept:
        return None
    return end


def _flushes(data: mmap.mmap, place: int) -> int:
    mark = _ENTRY.pack(len(_FLUSH), _checksum(_FLUSH)) + _FLUSH
    found = 0
    while (place := data.find(mark, place)) != -1:
        found += 1
        place += len(mark)
    return found


def _head(data: mmap.mmap, size: int) -> tuple[int, int] | None:
    """Give where the entries begin and the log's version; None for a damaged head.

    It is an object of numbered fields: kind, version, the database's name as a list of
    bytes, and how many checkpoints there were; numbers have 7 bits to a byte.
    """
    try:
        place, kind = _field(data, 0, 100)
        place, version = _field(data, place, 101)
        if kind != 98 or version not in _VERSIONS:
            return None if kind != 98 else (place, version)
        place, letters = _field(data, place, 102)
        for _ in range(letters):
            place, letter = _number(data, place)
            if letter > 255:
                return None
        place, _ = _field(data, place, 103)
    except (IndexError, ValueError):
        return None
    whole = place + 2 <= size and data[place : place + 2] == b"\xff\xff"
    return (place + 2, version) if whole else None


def _field(data: mmap.mmap, place: int, name: int) -> tuple[int, int]:
    if data[place] | data[place + 1] << 8 != name:
        raise ValueError(name)
    return _number(data, place + 2)


def _number(data: mmap.mmap, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        place += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return place, value
        shift += 7


def _checksum(data: bytes) -> int:
    """Give DuckDB's checksum of an entry, or of a block."""
    words = len(data) // 8
    factor = 0xBF58476D1CE4E5B9
    result = 5381
    if len(data) <= _FEW_BYTES:
        for word in struct.unpack_from(f"<{words}Q", data):
            result ^= word * factor & _WORD
    else:
        many = np.frombuffer(data, "<u8", words) * np.uint64(factor)
        result ^= int(np.bitwise_xor.reduce(many))
    return result ^ _rest(data[words * 8 :]) if len(data) % 8 else result


def _rest(data: bytes) -> int:
    """Give the checksum of the last bytes, fewer than eight: MurmurHash64A."""
    factor = 0xC6A4A7935BD1E995
    value = (0xE17A1465 ^ len(data) * factor) & _WORD
    value = (value ^ int.from_bytes(data, "little")) * factor & _WORD
    value = (value ^ value >> 47) * factor & _WORD
    return value ^ value >> 47
