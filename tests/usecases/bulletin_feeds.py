"""Small feeds that bulletins are written of."""

REGISTER = """经销商编号,经销商名称,县区,数据性质
D001,合成数据甲汽车销售有限公司,永定区,合成数据
"""


def feed(number: str, vin: str, day: str, price: str) -> str:
    """Give a feed of one sale."""
    return (
        "经销商编号,单据编号,车架号,开票日期,裸车价,品牌,能源类型,数据性质\n"
        f"D001,{number},{vin},{day},{price},甲牌,燃油,合成数据\n"
    )
