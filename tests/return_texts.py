"""Small feeds of sales, red-letter invoices and reissues, all of them made up."""

from tests.feed_texts import vin

HEADER = (
    "经销商编号,发票代码,发票号码,原发票号码,车架号,开票日期,裸车价,价税合计,"
    "身份证号,红冲原因,数据性质"
)
CODE = "143002220001"
BUYER, OTHER_BUYER = "430800199001010011", "430800198502020029"


def row(
    number: int,
    *,
    car: int = 1,
    day: str = "2023-01-05",
    price: str = "150000.00",
    total: str = "",
    original: str = "",
    dealer: str = "T-01",
    buyer: str = BUYER,
    reason: str = "",
) -> str:
    return (
        f"{dealer},{CODE},{number:08d},{original},{vin(car)},{day},{price},{total},"
        f"{buyer},{reason},合成数据"
    )


def red(number: int, **other: str | int) -> str:
    return row(number, **{"price": "-150000.00", "day": "2023-01-08", **other})


def feed(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"
