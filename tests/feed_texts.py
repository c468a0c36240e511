"""Small feeds as dealers send them, all of them made up."""

REGISTER = """经销商编号,经销商名称,统一社会信用代码,区县,数据性质
T-01,测试一号汽车（合成）,,永定区,合成数据
T-02,测试二号汽车（合成）,,慈利县,合成数据
"""

HEADER = (
    "经销商编号,发票代码,发票号码,车架号,开票日期,裸车价,品牌,能源类型,"
    "身份证号,联系电话,数据性质"
)


def check_digit(vin: str) -> str:
    """Give a VIN with the ninth character that GB 16735 wants."""
    values = dict(zip("ABCDEFGH", range(1, 9), strict=True))
    values |= dict(zip("JKLMN", range(1, 6), strict=True))
    values |= {"P": 7, "R": 9}
    values |= dict(zip("STUVWXYZ", range(2, 10), strict=True))
    values |= {digit: int(digit) for digit in "0123456789"}
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    total = sum(values[c] * w for c, w in zip(vin, weights, strict=True))
    rest = total % 11
    return vin[:8] + ("X" if rest == 10 else str(rest)) + vin[9:]


def vin(number: int) -> str:
    """Give the valid VIN of a made-up car."""
    return check_digit(f"LSVAA0BR0N{number:07d}")


def sale_row(number: int, day: str = "2023-01-05", price: str = "150000.00") -> str:
    """Give one row under HEADER."""
    dealer = "T-01" if number % 2 else "T-02"
    return (
        f"{dealer},143002220001,{number:08d},{vin(number)},{day},{price},"
        f"示例,燃油,430800199001010011,13800000001,合成数据"
    )


def feed(*rows: str) -> str:
    """Give a CSV feed of these rows."""
    return "\n".join([HEADER, *rows]) + "\n"
