"""VINs, credit codes, resident IDs and invoice numbers, by their own check digits."""

import numpy as np
import numpy.typing as npt
import polars as pl

from voucher_service.feeds.words import Parsed, bare, over_distinct, shaped
from voucher_service.model.frames import VIN_PATTERN
from voucher_service.model.reasons import FeedReason

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

_INVOICE = r"^([0-9]{8}|[0-9]{20})$"
_USCC = r"^[0-9A-HJ-NPQRTUWXY]{18}$"
_RESIDENT = r"^[0-9]{6}(18|19|20)[0-9]{9}[0-9X]$"

_VIN_VALUES = dict(
    zip(
        "ABCDEFGHJKLMNPRSTUVWXYZ",
        [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)],
        strict=True,
    )
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_RESIDENT_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_RESIDENT_CHECKS = "10X98765432"


def read_vins(cells: pl.Series) -> Parsed:
    """Read VINs: upper case, blanks removed (GB 16735, ISO 3779).

    Malformed is what is not 17 characters without I, O, Q, or is made of two
    different characters or fewer: 11111111111111111 passes the check digit. The
    check digit binds VINs that begin with L; makers elsewhere need not use it.
    """
    vins = shaped(cells, VIN_PATTERN, bare)
    letters = _letters(vins.cells.filter(vins.right), 17)
    dull = _spread(vins.right, _at_most_two_characters(letters))
    wrong = _spread(vins.right, (letters[:, 0] == ord("L")) & ~_vin_checks(letters))
    return Parsed(
        vins.cells,
        {
            FeedReason.VIN_MALFORMED: vins.wrong | dull,
            FeedReason.VIN_CHECK_DIGIT: wrong & ~dull,
        },
    )


def read_invoice_numbers(cells: pl.Series) -> Parsed:
    """Read invoice numbers of 8 digits or, all-digital, of 20.

    Spreadsheets drop leading zeros: one to seven digits are filled up to eight.
    """

    def filled_up(cell: pl.Expr) -> pl.Expr:
        number = bare(cell)
        short = number.str.extract(r"^([0-9]{1,8})(?:\.0)?$").str.zfill(8)
        return pl.coalesce(short, number)

    numbers = shaped(cells, _INVOICE, filled_up)
    return Parsed(numbers.cells, {FeedReason.INVOICE_NUMBER_MALFORMED: numbers.wrong})


def read_usccs(cells: pl.Series) -> Parsed:
    """Read unified social credit codes (GB 32100); letters may stand anywhere."""
    codes = shaped(cells, _USCC, bare).cells
    wrong = codes.is_not_null() & ~over_distinct(codes, usccs_hold)
    return Parsed(codes, {FeedReason.USCC_INVALID: wrong.fill_null(value=False)})


def usccs_hold(codes: pl.Series) -> pl.Series:
    """Tell which codes have a credit code's shape and its check character."""
    right = codes.str.contains(_USCC).fill_null(value=False)
    letters = _letters(codes.filter(right), 18)
    values = _table({char: at for at, char in enumerate(_USCC_ALPHABET)})[letters]
    total = _weighed(values[:, :17], _USCC_WEIGHTS)
    return _spread(right, (total + values[:, 17]) % 31 == 0)


def resident_ids_hold(numbers: pl.Series) -> pl.Series:
    """Tell which 18-digit numbers have a real birthday and the right check digit."""
    right = numbers.str.contains(_RESIDENT).fill_null(value=False)
    dated = numbers.str.slice(6, 8).str.to_date("%Y%m%d", strict=False).is_not_null()
    letters = _letters(numbers.filter(right), 18)
    total = _weighed(letters[:, :17] - ord("0"), _RESIDENT_WEIGHTS)
    checks = np.frombuffer(_RESIDENT_CHECKS.encode(), np.uint8)
    return _spread(right, checks[total % 11] == letters[:, 17]) & dated


def _letters(values: pl.Series, width: int) -> Bytes:
    """Lay ASCII texts of one width out as a matrix of bytes, one row a value."""
    joined = values.str.join("").item() if values.len() else ""
    return np.frombuffer(joined.encode(), np.uint8).reshape(-1, width)


def _spread(right: pl.Series, found: Flags) -> pl.Series:
    """Put findings about the shaped values back in their rows, False elsewhere."""
    flags = np.zeros(right.len(), np.bool_)
    flags[right.fill_null(value=False).to_numpy()] = found
    return pl.Series(flags)


def _at_most_two_characters(letters: Bytes) -> Flags:
    if not len(letters):
        return np.zeros(0, np.bool_)
    first = letters[:, :1]
    other = letters != first
    second = letters[np.arange(len(letters)), other.argmax(axis=1)][:, None]
    return np.asarray((~other | (letters == second)).all(axis=1))


def _vin_checks(letters: Bytes) -> Flags:
    values = {**_VIN_VALUES, **{str(digit): digit for digit in range(10)}}
    total = _weighed(_table(values)[letters], _VIN_WEIGHTS) % 11
    checks = np.frombuffer(b"0123456789X", np.uint8)
    return np.asarray(checks[total] == letters[:, 8])


def _table(values: dict[str, int]) -> Bytes:
    table = np.zeros(256, np.uint8)
    for char, value in values.items():
        table[ord(char)] = value
    return table


def _weighed(values: Bytes, weights: tuple[int, ...]) -> npt.NDArray[np.int64]:
    # Sums stay far below 2**24, so single precision is exact, and BLAS is fast.
    total = values.astype(np.float32) @ np.array(weights, np.float32)
    return total.astype(np.int64)
