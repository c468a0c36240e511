"""A compact index in memory from short keys to numbers, for millions of them."""

import numpy as np
from numpy.typing import NDArray

_FEW = 5_000


class KeyIndex:
    """Keys of at most ``width`` ASCII bytes, each with a number.

    What is loaded in bulk lies sorted in two arrays; what came since in a dictionary.
    It may be read while another thread puts keys in.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._fresh: dict[bytes, int] = {}
        self._sorted = (np.empty(0, f"S{width}"), np.empty(0, np.int64))

    def __len__(self) -> int:
        return len(self._fresh) + len(self._sorted[0])

    def put(self, key: bytes, number: int) -> None:
        """Add a key; one that is there gets the new number."""
        self._fresh[key] = number

    def extend(self, keys: NDArray[np.bytes_], numbers: NDArray[np.int64]) -> None:
        """Add many keys that are not there yet."""
        if len(keys) < _FEW:
            self._fresh.update(zip(keys.tolist(), numbers.tolist(), strict=True))
            return
        all_keys = np.concatenate([self._sorted[0], keys.astype(f"S{self._width}")])
        order = np.argsort(all_keys)
        all_numbers = np.concatenate([self._sorted[1], numbers])
        self._sorted = (all_keys[order], all_numbers[order])

    def get(self, key: bytes) -> int | None:
        """Give a key's number; None where it is not there."""
        number = self._fresh.get(key)
        if number is not None:
            return number
        keys, numbers = self._sorted
        if len(keys) == 0:
            return None
        place = int(keys.searchsorted(key))
        if place < len(keys) and keys[place] == key:
            return int(numbers[place])
        return None
