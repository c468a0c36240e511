"""Files that tell all a campaign may ask: buyers, days, cars and what they replace."""

from tests.feeds.corpus import Case, good, lines, sales, table
from tests.feeds.corpus_books import xlsx

FACTS = {
    "订车日期": "2022-12-20",
    "注册登记日期": "2023年1月6日",
    "申请日期": "2023/1/7",
    "客户类型": "个人",
    "使用性质": "非营运",
    "限乘人数": "5",
    "排放标准": "国六b",
    "排量": "1.5T",
    "主管税务机关代码": "14308020000",
    "车牌号": "湘G12345",
    "旧车处置方式": "报废更新",
    "旧车燃料种类": "汽油",
    "旧车注册日期": "2009-06-30",
    "报废日期": "2022-12-30",
}
"""Right cells under the plainest header of each fact."""

ODD = {
    "订车日期": "去年",
    "注册登记日期": "2023-01-11",
    "申请日期": "1900-01-00",
    "客户类型": "甲类",
    "使用性质": "不详",
    "限乘人数": "若干",
    "排放标准": "欧五",
    "排量": "大",
    "主管税务机关代码": "",
    "车牌号": "见行驶证",
    "旧车处置方式": "待定",
    "旧车燃料种类": "煤气",
    "旧车注册日期": "2009年",
    "报废日期": "1989-12-31",
}
"""Cells under the same headers that nobody can read, a note each but for the blank."""

_OLD_CAR = {
    "车牌号": "湘G54321",
    "车架号": "LSVAA4182E2184847",
    "注册日期": "2010-05-01",
}
_OLD_CAR |= {"燃料种类": "柴油", "处置方式": "转让", "过户日期": "2023-01-02"}


def grouped() -> list[list[str]]:
    """Rows under a header in which a group tells of the old car."""
    rows = table(sales({}, {}))
    over = ["", "购车信息", *[""] * (len(rows[0]) - 2), "旧车信息"]
    return [
        over + [""] * (len(_OLD_CAR) - 1),
        rows[0] + list(_OLD_CAR),
        *(row + list(_OLD_CAR.values()) for row in rows[1:]),
    ]


_ALL = table(sales(FACTS, ODD, FACTS | {"客户类型": ""}))

FACT_CASES: list[Case] = [
    good("all that can be asked, csv", lines(*_ALL), 3, notes=len(ODD) - 1),
    good(
        "all that can be asked, gb18030",
        lines(*_ALL, end="\r\n").encode("gb18030"),
        3,
        notes=len(ODD) - 1,
    ),
    good("all that can be asked, xlsx", xlsx(("台账", _ALL)), 3, notes=len(ODD) - 1),
    good("an old car under a group, csv", lines(*grouped()), 2),
    good("an old car under a group, xlsx", xlsx(("台账", grouped())), 2),
    good(
        "no fact at all in columns for it",
        lines(*table(sales(dict.fromkeys(FACTS, "")))),
        1,
    ),
]
