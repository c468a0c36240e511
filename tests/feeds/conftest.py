"""Feeds small enough to see whole, and how the tests read them."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from voucher_service.feeds.profile import Profile, parse_profile
from voucher_service.feeds.read_feed import FeedReading, read_feed
from voucher_service.feeds.sealing import BuyerSeal

TODAY = date(2023, 1, 10)

# One right row. VIN, credit code and ID have right check digits; area 430800 was
# never issued to a person.
SALE = {
    "序号": "1",
    "经销商名称": "张家界合成甲汽车销售有限公司",
    "统一社会信用代码": "91430800MA4L1A2B3K",
    "客户姓名": "张合成",
    "身份证号": "430800199001010011",
    "联系电话": "13812345678",
    "车架号": "LSVAA4182E2184847",
    "品牌": "合成牌",
    "车型": "A1",
    "能源类型": "汽油",
    "裸车价": "113000.00",
    "不含税价": "100000.00",
    "税额": "13000.00",
    "价税合计": "113000.00",
    "发票代码": "143002220001",
    "发票号码": "00446874",
    "开票日期": "2023-01-05",
    "区县": "永定区",
    "单据编号": "DD-1",
    "数据性质": "合成",
}
DEALERS = pl.DataFrame(
    {
        "dealer_id": ["D01", "D02"],
        "name": ["张家界合成甲汽车销售有限公司", "张家界合成乙（慈利）汽车有限公司"],
        "uscc": ["91430800MA4L1A2B3K", "91430811MA4Q5R6T7R"],
        "district": ["永定区", "慈利县"],
    }
)


def csv_of(*rows: Mapping[str, str], titles: str = "") -> str:
    out = io.StringIO()
    header = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return titles + out.getvalue()


@pytest.fixture(scope="session")
def seal() -> BuyerSeal:
    return BuyerSeal(b"a key for tests, 32 bytes long..")


@pytest.fixture(scope="session")
def sale() -> Callable[..., dict[str, str]]:
    """Give the right row with some cells changed; None leaves a column out."""

    def changed(**cells: str | None) -> dict[str, str]:
        row = SALE | cells
        return {header: cell for header, cell in row.items() if cell is not None}

    return changed


@pytest.fixture(scope="session")
def read(seal: BuyerSeal) -> Callable[..., FeedReading]:
    """Read rows, text or bytes as a feed."""

    def reading(
        *content: Mapping[str, str] | str | bytes,
        profile: Profile | str | None = None,
        dealers: pl.DataFrame = DEALERS,
        today: date = TODAY,
        name: str = "feed.csv",
    ) -> FeedReading:
        first = content[0]
        if isinstance(first, Mapping):
            first = csv_of(*content)
        if isinstance(first, str):
            first = first.encode()
        if isinstance(profile, str):
            profile = parse_profile(profile, "profile.yaml")
        found = read_feed(
            first,
            name=name,
            profile=profile or Profile(),
            dealers=dealers,
            seal=seal,
            today=today,
        )
        assert found.rows == found.accepted.height + found.refused.height
        return found

    return reading


@pytest.fixture(scope="session")
def profile_text() -> Callable[[str], str]:
    folder = Path(__file__).parent / "profiles"
    return lambda name: (folder / f"{name}.yaml").read_text(encoding="utf-8")
