"""Personal data becomes keyed hashes and masked forms before it leaves this room."""

import hashlib
from typing import Literal

import polars as pl

PersonalKind = Literal["id", "phone", "record"]

_BLOCK = 64
# \d is any script's digit, so that full-width numbers are caught too.
_RESIDENT = (
    r"(^|[^\d])([1-9１-９]\d{3})\d{2}[12１２][089０８９]\d{2}"
    r"[01０１]\d[0-3０-３]\d(\d{3}[\dXxＸｘ])($|[^\d])"
)
_MOBILE = r"(^|[^\d])([1１][3-9３-９]\d)[ -]?\d{4}[ -]?(\d{4})($|[^\d])"
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁"
_LATIN, _SEPARATOR = "[A-Za-zＡ-Ｚａ-ｚ]", r"[\s·•・.-]?"
_REST = r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{4,5}[0-9A-Za-z０-９Ａ-Ｚａ-ｚ学警港澳挂领超]"
_PLATE = rf"([{_PROVINCES}新]{_LATIN}){_SEPARATOR}{_REST}"
# 新A4L2023 may be the name of a car, 新A12345 is a plate.
_LONE_PLATE = (
    rf"^\s*(?:([{_PROVINCES}]{_LATIN}){_SEPARATOR}{_REST}"
    rf"|(新{_LATIN}){_SEPARATOR}[DFdf]?[0-9]{{5}})\s*$"
)
_REGION = rf"^\s*([{_PROVINCES}新]{_LATIN})"

PLATE_REGION = f"[{_PROVINCES}新][A-Z]"
"""The first two characters of a plate, e.g. 湘G."""

_LONG_ID = 15
_LONG_PHONE = 8


class BuyerSeal:
    """HMAC-SHA256 under the home's key: equal values give equal keys, none gives back.

    Raises ValueError for a key shorter than 16 bytes.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("a seal wants a key of at least 16 bytes")
        padded = hashlib.sha256(key).digest() if len(key) > _BLOCK else key
        padded = padded.ljust(_BLOCK, b"\x00")
        # RFC 2104 with both pads hashed once: twice as fast as hmac.digest.
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def key_of(self, value: str, kind: PersonalKind = "id") -> str:
        """Give 32 hex digits for a normalised value; kinds never share a key."""
        return str(self._sealed([value], kind).item())

    def keys_of(self, values: pl.Series, kind: PersonalKind) -> pl.Series:
        """Give the key of each value of a text column; null stays null."""
        given = values.drop_nulls()
        count = given.to_frame().select(pl.first().approx_n_unique()).item()
        if 2 * count < given.len():
            distinct = given.unique()
            keys = self._sealed(distinct.to_list(), kind)
            return values.replace_strict(distinct, keys, default=None)
        keys = self._sealed(given.to_list(), kind)  # dearer to look up than to seal
        if given.len() == values.len():
            return keys
        return values.clone().scatter(values.is_not_null().arg_true(), keys)

    def _sealed(self, values: list[str], kind: PersonalKind) -> pl.Series:
        labelled = self._inner.copy()
        labelled.update(f"voucher-service/{kind}\x00".encode())
        begin, finish = labelled.copy, self._outer.copy
        keys = []
        for value in values:  # the one loop over rows: a call here costs a second
            inner, outer = begin(), finish()
            inner.update(value.encode())
            outer.update(inner.digest())
            keys.append(outer.digest())
        sealed = pl.Series(keys, dtype=pl.Binary)
        return sealed.bin.head(16).bin.encode("hex")


def masked_ids(cell: pl.Expr) -> pl.Expr:
    """Mask identity numbers: ``4308********0014``; short ones keep less."""
    whole = pl.concat_str(cell.str.head(4), pl.lit("********"), cell.str.tail(4))
    return _unless_short(cell, _LONG_ID, whole)


def masked_phones(cell: pl.Expr) -> pl.Expr:
    """Mask phone numbers: ``138****1234``; short ones keep less."""
    whole = pl.concat_str(cell.str.head(3), pl.lit("****"), cell.str.tail(4))
    return _unless_short(cell, _LONG_PHONE, whole)


def masked_names(cell: pl.Expr) -> pl.Expr:
    """Mask names: ``张*``."""
    return pl.concat_str(cell.str.head(1), pl.lit("*"))


def masked_plates(cell: pl.Expr) -> pl.Expr:
    """Mask plates: ``湘G*****``; of what is no plate the first character stays."""
    region = cell.str.extract(_REGION)
    return pl.concat_str(pl.coalesce(region, cell.str.head(1)), pl.lit("*****"))


def _unless_short(cell: pl.Expr, length: int, whole: pl.Expr) -> pl.Expr:
    brief = pl.concat_str(cell.str.head(1), pl.lit("****"))
    return pl.when(cell.str.len_chars() >= length).then(whole).otherwise(brief)


def without_strays(cell: pl.Expr) -> pl.Expr:
    """Mask what looks like a resident ID or a mobile number inside any text.

    Twice, because two numbers may share the one character between them. A text that
    is a plate and nothing else is masked as well.
    """
    for _ in range(2):
        cell = cell.str.replace_all(_RESIDENT, "${1}${2}********${3}${4}")
        cell = cell.str.replace_all(_MOBILE, "${1}${2}****${3}${4}")
    return cell.str.replace(_LONE_PLATE, "${1}${2}*****")


def without_plates(cell: pl.Expr) -> pl.Expr:
    """Mask what looks like a plate anywhere in a text: 新A4L2023 looks like one too."""
    return cell.str.replace_all(_PLATE, "${1}*****")


def holds_strays(cells: pl.Series) -> pl.Series:
    """Tell which cells hold what ``without_strays`` masks."""
    patterns = (_RESIDENT, _MOBILE, _LONE_PLATE)
    first, *others = (cells.str.contains(pattern) for pattern in patterns)
    for other in others:
        first = first | other
    return first
