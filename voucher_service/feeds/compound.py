"""The streams of a compound file, the container of Office 97-2003."""

import struct

_FREE = 0xFFFFFFFA  # this and above are no sectors but marks
_HEADER = 512
_ENTRY = 128
_IN_HEADER = 109


class CompoundFile:
    """A compound file whose streams can be read by name.

    Raises ValueError or struct.error for one whose chains lead nowhere.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if not 7 <= shift <= 16 or not 2 <= mini_shift <= shift:
            raise ValueError("a sector has no such size")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, self._cutoff, mini = struct.unpack_from("<I4xII", content, 48)
        self._table = self._allocation()
        self._mini_table = self._numbers(self._chain(mini, self._table))
        entries = self._read(directory)
        self._streams = {
            name: place
            for at in range(0, len(entries) - _ENTRY + 1, _ENTRY)
            for name, place in [_entry(entries[at : at + _ENTRY])]
            if name
        }
        root = self._streams.get("Root Entry", (_FREE, 0))
        self._mini_stream = self._read(root[0])

    def stream(self, *names: str) -> bytes:
        """Give the first stream of these names; KeyError where there is none."""
        name = next((name for name in names if name in self._streams), names[0])
        start, size = self._streams[name]
        if size >= self._cutoff:
            return self._read(start)[:size]
        pieces = [
            self._mini_stream[at * self._mini_size : (at + 1) * self._mini_size]
            for at in self._chain(start, self._mini_table)
        ]
        return b"".join(pieces)[:size]

    def _allocation(self) -> tuple[int, ...]:
        sectors = list(struct.unpack_from(f"<{_IN_HEADER}I", self._content, 76))
        following, count = struct.unpack_from("<II", self._content, 68)
        for _ in range(min(count, len(self._content) // self._size)):
            if following >= _FREE:
                break
            more = self._numbers([following])
            sectors += more[:-1]
            following = more[-1]
        return self._numbers([sector for sector in sectors if sector < _FREE])

    def _read(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self._table)))

    def _numbers(self, sectors: list[int]) -> tuple[int, ...]:
        raw = b"".join(map(self._sector, sectors))
        return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        return self._content[at : at + self._size]

    def _chain(self, start: int, table: tuple[int, ...]) -> list[int]:
        chain: list[int] = []
        while start < _FREE:
            chain.append(start)
            if len(chain) > len(table) or start >= len(table):
                raise ValueError("a chain of sectors does not end")
            start = table[start]
        return chain


def _entry(raw: bytes) -> tuple[str, tuple[int, int]]:
    length = min(struct.unpack_from("<H", raw, 64)[0], 64)
    name = raw[: max(length - 2, 0)].decode("utf-16-le", "replace")
    return name, struct.unpack_from("<II", raw, 116)
