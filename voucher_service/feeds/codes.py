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
_CODE = r"^([0-9]{10}|[0-9]{12})$"
_MOBILE = r"^1[3-9][0-9]{9}$"
_WITH_CODE = r"^([0-9]{8}|[0-9]{18}|[0-9]{20})$"
_USCC = r"^[0-9A-HJ-NPQRTUWXY]{18}$"
_RESIDENT = r"^[0-9]{6}(18|19|20)[0-9]{9}[0-9X]$"

_DULL = 3  # 123123... and the like; of genuine VINs none has so few
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

    Malformed is what is not 17 characters without I, O, Q, or is made of three
    different characters or fewer: 11111111111111111 passes the check digit. The
    check digit binds VINs that begin with L; makers elsewhere need not use it, so of
    theirs it is only noted.
    """
    vins = shaped(cells, VIN_PATTERN, bare)
    letters = _letters(vins.cells.filter(vins.right), 17)
    dull = _few_characters(letters)
    wrong = ~_vin_checks(letters) & ~dull
    chinese = letters[:, 0] == ord("L")
    return Parsed(
        vins.cells,
        {
            FeedReason.VIN_MALFORMED: vins.wrong | _spread(vins.right, dull),
            FeedReason.VIN_CHECK_DIGIT: _spread(vins.right, wrong & chinese),
            FeedReason.VIN_CHECK_DIGIT_FOREIGN: _spread(vins.right, wrong & ~chinese),
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


def read_invoice_codes(cells: pl.Series) -> Parsed:
    """Read the codes of paper invoices: 10 or 12 digits; words mean there is none.

    Spreadsheets drop a leading zero, and write twelve digits as 1.43E+11: then the
    code is lost.
    """

    def filled_up(cell: pl.Expr) -> pl.Expr:
        code = bare(cell)
        whole = code.str.extract(r"^([0-9]+)(?:\.0)?$")
        short = whole.str.len_bytes().is_in([9, 11]) & ~whole.str.contains(_MOBILE)
        mended = pl.when(short).then("0" + whole).otherwise(pl.coalesce(whole, code))
        return pl.when(code.str.contains("[0-9]")).then(mended)

    codes = shaped(cells, _CODE, filled_up)
    return Parsed(codes.cells, {FeedReason.INVOICE_CODE_MALFORMED: codes.wrong})


def read_original_invoices(cells: pl.Series) -> Parsed:
    """Read the numbers of other invoices, with their code of 10 or 12 digits or not."""

    def joined(cell: pl.Expr) -> pl.Expr:
        number = bare(cell).str.replace_all(r"[-,;:/_]|代码|号码|NO\.?", "")
        short = number.str.extract(r"^([0-9]{1,8})(?:\.0)?$").str.zfill(8)
        return pl.coalesce(short, number)

    numbers = shaped(cells, _WITH_CODE, joined)
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


def _few_characters(letters: Bytes) -> Flags:
    """Tell which rows have three different characters or fewer.

    Nearly all have four already among their first five: only the others are counted.
    """
    found = np.zeros(len(letters), np.bool_)
    if not len(letters):
        return found
    first = letters[:, :5]
    repeats = sum(
        (first[:, at : at + 1] == first[:, :at]).any(axis=1).astype(np.uint8)
        for at in range(1, 5)
    )
    suspects = np.flatnonzero(np.asarray(repeats) > 1)
    ordered = np.sort(letters[suspects], axis=1)
    found[suspects] = (np.diff(ordered, axis=1) != 0).sum(axis=1) < _DULL
    return found


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
