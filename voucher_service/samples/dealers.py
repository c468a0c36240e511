"""Twenty dealers that do not exist, in the four districts of Zhangjiajie."""

from dataclasses import dataclass

from voucher_service.samples.check_digits import credit_code

NATURE = "合成数据 synthetic"
"""What stands in the column 数据性质 of every row of every file."""

AREAS = {
    "永定区": "430802",
    "武陵源区": "430811",
    "慈利县": "430821",
    "桑植县": "430822",
}
_TOWNS = {"永定区": "张家界", "武陵源区": "武陵源", "慈利县": "慈利", "桑植县": "桑植"}
_TRADES = ("汽车销售有限公司", "汽车销售服务有限公司", "汽车贸易有限公司")
_NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Dealer:
    """A made-up dealer: its brands, and its share of the city's market.

    ``paperless_from_december`` marks a dealer that issues 20-digit 数电 invoices
    from 2022-12-01 on.
    """

    number: int
    district: str
    brands: tuple[str, ...]
    weight: int
    paperless_from_december: bool = False

    @property
    def dealer_id(self) -> str:
        """Give the register's number, e.g. ``ZJJ-001``."""
        return f"ZJJ-{self.number:03d}"

    @property
    def name(self) -> str:
        """Give the company's name, which says that it is made up."""
        return company_name(self.number, _TOWNS[self.district])

    @property
    def uscc(self) -> str:
        """Give the unified social credit code, valid in form and nobody's."""
        return credit_code(AREAS[self.district], f"MA0000{self.number:02d}")


def company_name(number: int, town: str) -> str:
    """Give the name of the made-up company of that number."""
    tens, units = divmod(number, 10)
    numeral = ("" if tens < 2 else _NUMERALS[tens]) + ("十" if tens else "")
    numeral += _NUMERALS[units] if units or not tens else ""
    return f"{town}示例{numeral}号{_TRADES[number % 3]}（合成）"


DEALERS: tuple[Dealer, ...] = (
    Dealer(1, "永定区", ("比亚迪",), 15, paperless_from_december=True),
    Dealer(2, "永定区", ("大众",), 9),
    Dealer(3, "永定区", ("大众",), 6),
    Dealer(4, "永定区", ("日产",), 8),
    Dealer(5, "永定区", ("丰田",), 6),
    Dealer(6, "永定区", ("丰田",), 5),
    Dealer(7, "永定区", ("本田",), 7, paperless_from_december=True),
    Dealer(8, "永定区", ("长安",), 8),
    Dealer(9, "永定区", ("吉利",), 5),
    Dealer(10, "慈利县", ("哈弗",), 6),
    Dealer(11, "慈利县", ("五菱", "朋克"), 7),
    Dealer(12, "桑植县", ("奇瑞",), 4),
    Dealer(13, "永定区", ("埃安",), 5, paperless_from_december=True),
    Dealer(14, "永定区", ("别克",), 4),
    Dealer(15, "永定区", ("奥迪",), 4),
    Dealer(16, "永定区", ("宝马",), 3, paperless_from_december=True),
    Dealer(17, "武陵源区", ("奔驰",), 2),
    Dealer(18, "武陵源区", ("问界",), 3, paperless_from_december=True),
    Dealer(19, "桑植县", ("五菱", "长安"), 5),
    Dealer(20, "慈利县", ("奇瑞", "吉利"), 6),
)
CLOSED = Dealer(21, "慈利县", ("五菱",), 0)
"""A dealer that the register still holds, and says to have closed."""

BY_ID = {dealer.dealer_id: dealer for dealer in DEALERS}
