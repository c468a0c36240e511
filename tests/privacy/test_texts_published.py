"""What is typed into a free text is published only where it can name nobody."""

import duckdb
import pytest

from tests.feed_texts import HEADER, REGISTER, feed, sale_row, vin
from tests.teller import Teller, issued, outcome
from voucher_service.usecases.publish import publish

SOMEBODY = [
    "联系13800000001",
    "138 0013 8000",
    "138-0013-8001",
    "+86 138.0013.8003",
    "１３８００１３８００２",
    "①③⑧⓪⓪①③⑧⓪⓪⓪",
    "一三八零零一三八零零零",
    "4308001990",
    "430800 19900101 0012",
    "430800900101001",
    "４３０８００１９９００１０１００１２",
    "43080019900101001X",
    "经办人王小明",
    "购车人王小明",
    "王小明先生",
    "王某某",
    "身份证见附件",
    "wang@example.invalid",
    vin(3),
    vin(4).lower(),
    f"{vin(5)[:10]}-{vin(5)[10:]}",
    "湘G12345",
    "停放湘GD12345",
    "新A12345",
    "138×××8000",
    "138xxxx8000",
    "138＊＊＊＊8000",
    "138••••8000",
    "138●●●●8000",
    "138####8000",
    "138----8000",
    "138???8000",
    "138#8000",
    "王＊＊",
    "王*",
    "王××",
    "王xx",
    "张●",
]
NOBODY = [
    "永定区",
    "慈利县零阳镇",
    "比亚迪",
    "Mercedes-Benz E 300 L",
    "北京BJ40 PLUS",
    "新A4L2023",
    "SVW71412AY",
    "宋PLUS DM-i 2023款 110KM",
    "2021款 45 TFSI quattro",
    "RAV4 4×4",
    "Model Y",
    "比亚迪·汉",
    "1#加油站",
    "中国石化张家界大庸桥加油站",
    "ZJJ-S01",
    "=cmd|' /c calc'!A1",
]
"""Whom texts name is beyond telling where nothing in them says so: 王小明."""
TEXTS = [*SOMEBODY, *NOBODY]
SHOWN = sorted(NOBODY)


def told(desk, query):
    """Publish, and give the texts that one column of a table then has."""
    made = publish(desk.service)
    with duckdb.connect(made.file, read_only=True) as connection:
        found = {text for (text,) in connection.execute(query).fetchall()}
    return sorted(text for text in found if text is not None)


@pytest.mark.parametrize("field", ["district", "brand", "model"])
def test_a_sale_says_nothing_of_anybody(desk, field):
    words = {"district": "区县", "brand": "品牌", "model": "车型"}
    head = HEADER.replace(",品牌", "").replace("身份证号,联系电话", words[field])
    rows = [
        f"T-01,143002220001,{n:08d},{vin(n)},2023-01-05,150000.00,燃油,{text},合成数据"
        for n, text in enumerate(TEXTS, start=100)
    ]
    desk.ingest(REGISTER.replace(",永定区", ","), "dealers.csv")
    assert desk.ingest("\n".join([head, *rows]) + "\n").accepted == len(TEXTS)
    assert told(desk, f"SELECT {field} FROM sales") == SHOWN
    assert told(desk, "SELECT district FROM districts WHERE district <> '慈利县'") == (
        [text for text in SHOWN if field == "district"]
    )
    assert told(desk, "SELECT DISTINCT district FROM district_daily_totals") == told(
        desk, "SELECT district FROM districts"
    )


@pytest.mark.parametrize("field", ["name", "district"])
def test_a_dealer_says_nothing_of_anybody(desk, field):
    head = "经销商编号,经销商名称,区县,数据性质"
    rows = [
        f"T-{n},{text if field == 'name' else '车行'},"
        f"{text if field == 'district' else '永定区'},合成数据"
        for n, text in enumerate(TEXTS, start=100)
    ]
    assert desk.ingest("\n".join([head, *rows]) + "\n", "dealers.csv").accepted
    assert told(desk, f"SELECT {field} FROM dealers") == SHOWN


def test_a_redemption_says_nothing_of_anybody(desk):
    teller = Teller(desk)
    for code, text in zip(issued(desk, len(TEXTS)), TEXTS, strict=True):
        request = teller.redeem_request(code, 10_000)
        request.station = text
        assert outcome(teller.ask(request)) == "ok"
    assert told(desk, "SELECT station FROM redemptions") == SHOWN


def test_a_dealers_id_that_could_be_a_persons_is_another_throughout(desk):
    ids = ["13800138000", "43080019900101001X", "91430800MA4L00001X", "T-03"]
    rows = [f"{each},车行{n},永定区,合成数据" for n, each in enumerate(ids)]
    desk.ingest(
        "\n".join(["经销商编号,经销商名称,区县,数据性质", *rows]), "dealers.csv"
    )
    sold = [
        sale_row(n).replace("T-01", each).replace("T-02", each)
        for n, each in enumerate(ids, start=1)
    ]
    desk.ingest(feed(*sold))
    dealers = told(desk, "SELECT dealer_id FROM dealers")
    assert dealers[:2] == ["91430800MA4L00001X", "T-03"]
    assert [len(each) for each in dealers[2:]] == [17, 17]
    assert told(desk, "SELECT dealer_id FROM sales") == dealers
    assert told(desk, "SELECT dealer_id FROM feed_quality WHERE rows > 0") == dealers
