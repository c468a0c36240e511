"""Amounts and days written out in Chinese numerals."""

import re

_DIGITS = {
    **dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    **dict(zip("○两貳弍參叄陸", (0, 2, 2, 2, 3, 3, 6), strict=True)),
}
_PLACES = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_UNITS = ("", "拾", "佰", "仟")
_NUMERALS = "".join(_DIGITS)
_AMOUNT = re.compile(
    r"^(?:人民币|RMB)?[:：]?\s*(?P<yuan>[^元圆角分整正]+)[元圆]"
    r"(?:零?(?P<jiao>[^角分])角)?(?:零?(?P<fen>[^角分])分)?[整正]?$"
)
_DAY = re.compile(
    rf"^(?P<year>[{_NUMERALS}]{{4}})年(?P<month>[{_NUMERALS}十]{{1,2}})月"
    rf"(?P<day>[{_NUMERALS}十]{{1,3}})日$"
)


def spoken_fen(text: str) -> int | None:
    """Give an amount such as 壹拾肆万柒仟捌佰圆整 in fen, or None if it is none.

    It must end in 元 or 圆 (with 角, 分, 整 behind), and each numeral must stand in
    its place: what would be written otherwise is no amount.
    """
    found = _AMOUNT.match(re.sub(r"\s", "", text))
    if found is None:
        return None
    yuan = _number(found["yuan"])
    small = [_DIGITS.get(found[part] or "零") for part in ("jiao", "fen")]
    if yuan is None or None in small or yuan >= 10**9:
        return None
    return yuan * 100 + (small[0] or 0) * 10 + (small[1] or 0)


def spoken_day(text: str) -> str | None:
    """Give a day such as 二〇二三年一月五日 as 2023-01-05, or None if it is none."""
    found = _DAY.match(re.sub(r"\s", "", text))
    if found is None:
        return None
    year = "".join(str(_DIGITS[char]) for char in found["year"])
    month, day = _number(found["month"]), _number(found["day"])
    return None if None in (month, day) else f"{year}-{month:02d}-{day:02d}"


def _number(text: str) -> int | None:
    """Read a numeral up to 亿, unless it is not written as its value is."""
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _PLACES:
            section += (digit or 1) * _PLACES[char]
            digit = 0
        elif char in "万萬":
            total += (section + digit) * 10**4
            section = digit = 0
        elif char in "亿億":
            total = (total + section + digit) * 10**8
            section = digit = 0
        else:
            return None
    value = total + section + digit
    return value if _skeleton(_written(value)) == _skeleton(text) else None


def _written(value: int) -> str:
    """Write a value out in full, each zero left out."""
    if value >= 10**8:
        return f"{_written(value // 10**8)}亿{_written(value % 10**8)}"
    if value >= 10**4:
        return f"{_written(value // 10**4)}万{_written(value % 10**4)}"
    digits = [int(char) for char in reversed(str(value))]
    numerals = "零壹贰叁肆伍陆柒捌玖"
    places = [
        f"{numerals[digit]}{_UNITS[at]}" for at, digit in enumerate(digits) if digit
    ]
    return "".join(reversed(places))


def _skeleton(text: str) -> str:
    """Give a numeral in one script, without zeros and without the one of a ten."""
    scripts = str.maketrans("十百千萬億", "拾佰仟万亿")
    numerals = "零壹贰叁肆伍陆柒捌玖"
    plain = "".join(
        numerals[_DIGITS[char]] if char in _DIGITS else char
        for char in text.translate(scripts)
    )
    return plain.replace("零", "").replace("壹拾", "拾")
