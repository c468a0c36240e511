"""A voucher's code: signs that nobody guesses, checked by a sign nobody can reckon.

Of 16 signs 15 are drawn at random and the last is a sum of them over GF(32), each times
a weight of its own, which only the home's key tells. The weights are distinct and none
is 0 or 1: so one wrong sign, or two neighbours that changed places, never fit, and a
string made up without the key does not even look like a code: 16 times 5 bits stand
against a guess.
"""

import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from voucher_service.model.vouchers import CODE_LENGTH

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""The 32 signs of a code, each five bits: no I, O, 0 and 1."""

OPEN_SIGNS = CODE_LENGTH - 1
_FIELD = len(SIGNS)
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, which makes the 32 numbers a field
_LETTERS = np.frombuffer(SIGNS.encode(), dtype=np.uint8)
_PURPOSE = b"voucher codes"
_SPACING = str.maketrans("", "", " -\t\u3000")

Values = NDArray[np.uint8]


@dataclass(frozen=True)
class CodeRule:
    """What the last sign of a code must be, given the others: known to a key alone."""

    weights: tuple[int, ...]
    offset: int

    @classmethod
    def of_key(cls, key: bytes) -> "CodeRule":
        """Derive the rule of a home from its key: the same key gives the same rule."""

        def drawn(number: int) -> bytes:
            told = _PURPOSE + bytes([number])
            return hmac.digest(key, told, hashlib.sha256)

        ranked = sorted(range(2, _FIELD), key=drawn)
        return cls(tuple(ranked[:OPEN_SIGNS]), drawn(0)[0] % _FIELD)

    def made_of(self, random: bytes) -> list[str]:
        """Make a code of every 15 bytes, of which each gives five bits."""
        drawn = np.frombuffer(random, dtype=np.uint8) % _FIELD
        count = len(drawn) // OPEN_SIGNS
        values = np.empty((count, CODE_LENGTH), dtype=np.uint8)
        values[:, :OPEN_SIGNS] = drawn.reshape(count, OPEN_SIGNS)
        values[:, OPEN_SIGNS] = self._checks(values)
        text = _LETTERS[values].tobytes().decode("ascii")
        ends = range(0, len(text), CODE_LENGTH)
        return [text[at : at + CODE_LENGTH] for at in ends]

    def is_well_formed(self, code: str) -> bool:
        """Tell whether a normal code could be one of ours."""
        if len(code) != CODE_LENGTH:
            return False
        check = self.offset
        try:
            for shares, sign in zip(self._shares, code, strict=True):
                check ^= shares[sign]
        except KeyError:
            return False
        return check == 0

    def _checks(self, values: Values) -> Values:
        checks = np.full(len(values), self.offset, dtype=np.uint8)
        for place, table in enumerate(self._tables):
            checks ^= table[values[:, place]]
        return checks

    @cached_property
    def _tables(self) -> list[Values]:
        return [
            np.array([product(weight, value) for value in range(_FIELD)], np.uint8)
            for weight in self.weights
        ]

    @cached_property
    def _shares(self) -> list[dict[str, int]]:
        """Give what each sign adds at each place; the last adds itself."""
        return [
            {sign: product(weight, value) for value, sign in enumerate(SIGNS)}
            for weight in (*self.weights, 1)
        ]


def normal_code(text: str) -> str:
    """Give a code as it is kept, however it was typed: no spaces, no hyphens, capitals.

    Full-width letters and digits are told as the plain ones that they stand for.
    """
    signs = text.translate(_SPACING)
    return (signs if signs.isascii() else "".join(map(_plain, signs))).upper()


def _plain(sign: str) -> str:
    return chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign


def product(one: int, other: int) -> int:
    """Multiply two numbers of GF(32)."""
    result = 0
    while other:
        if other & 1:
            result ^= one
        one <<= 1
        if one & _FIELD:
            one ^= _POLYNOMIAL
        other >>= 1
    return result
