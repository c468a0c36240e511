"""Made-up numbers end in the check digit their standard asks for.

USCC: GB 32100-2015 around an organisation code of GB 11714-1997. VIN: GB 16735-2019.
Resident ID: GB 11643-1999 (ISO 7064 MOD 11-2).
"""

from datetime import date

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_VALUES = {
    **{str(digit): digit for digit in range(10)},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    "P": 7,
    "R": 9,
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}
NEVER_ISSUED_AREA = "430800"
"""Zhangjiajie city itself: people are registered in its districts, never here."""


def organisation_code(body: str) -> str:
    """Give an organisation code: eight characters and the check character."""
    total = sum(
        weight * int(character, 36)
        for weight, character in zip(_ORGANISATION_WEIGHTS, body, strict=True)
    )
    check = (11 - total % 11) % 11
    return body + ("X" if check == 10 else str(check))


def credit_code(area: str, body: str) -> str:
    """Give a company's unified social credit code in an area of six digits."""
    head = "91" + area + organisation_code(body)
    total = sum(
        pow(3, place, 31) * USCC_ALPHABET.index(character)
        for place, character in enumerate(head)
    )
    return head + USCC_ALPHABET[(31 - total % 31) % 31]


def vin_check(vin: str) -> str:
    """Give the check digit a VIN of 17 characters must carry in ninth place."""
    total = sum(
        weight * _VIN_VALUES[character]
        for weight, character in zip(_VIN_WEIGHTS, vin, strict=True)
    )
    return "X" if total % 11 == 10 else str(total % 11)


def vehicle_number(wmi: str, year_letter: str, serial: int) -> str:
    """Give a VIN that reads ``SYN`` in its fourth to sixth place."""
    blank = f"{wmi}SYN100{year_letter}0{serial:06d}"
    return blank[:8] + vin_check(blank) + blank[9:]


def resident_id(born_on: date, serial: int) -> str:
    """Give a resident ID number of the area that was never issued to anyone."""
    head = f"{NEVER_ISSUED_AREA}{born_on:%Y%m%d}{serial:03d}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(head))
    return head + "10X98765432"[total % 11]
