"""What an officer reads on a campaign's page."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from tests.pages.reports import charts, detail, totals
from voucher_service.model.kinds import PRICE_BASIS_TEXT, PriceBasis
from voucher_service.model.reports import PublishedSource
from voucher_service.model.text import Language, Text
from voucher_service.pages.campaign_page import campaign_page, campaigns_page
from voucher_service.pages.queries import PageQuery

ZH = PageQuery(Language.ZH, None, None)
EN = PageQuery(Language.EN, None, None)


def text_of(page: str) -> str:
    """The page's words with each run of blanks made one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


class Marks(HTMLParser):
    """Collects every tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_those_that_wait_are_told_beside_the_headline_where_there_are_any():
    page = campaign_page(detail(), totals(waiting_cars=1234), charts(), ZH)
    assert "另有 1,234 台候补或待认定，未计入" in text_of(page)
    page = campaign_page(detail(), totals(waiting_cars=0), charts(), ZH)
    assert "候补或待认定，未计入" not in text_of(page)


def test_each_dated_entry_names_where_it_was_published():
    (entry,) = detail().entries
    source = PublishedSource(
        title="追加资金公告", publisher="示例局", url=None, summary=None
    )
    later = entry.model_copy(update={"source": source, "version": "ba9876543210"})
    page = text_of(
        campaign_page(detail(entries=(entry, later)), totals(), charts(), ZH)
    )
    rules = page[page.index("ba9876543210") :]
    assert rules.index("追加资金公告 — 示例局") < rules.index("新车。")


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        (
            ZH,
            [
                "售出新车 460 台",
                "销售额 （裸车价） 6,875.00 万元 68,750,000.00 元",
                "消费券 （应发面额） 69.00 万元 690,000.00 元",
                "平均裸车价 14.95 万元 149,456.52 元",
                "毛拉动比 1:99.64 消费券面额 : 销售额，不代表政策效果",
                "数据截至 2023-01-10 · 入库截至 2023-01-11 09:30:05 北京时间",
                "价格口径 裸车价",
                "合成数据 synthetic data",
                "主办单位 示例市商务局、示例市财政局 · 合作银行 示例银行",
                "2022-12-16 至 2023-01-31，含首尾两日 含假定",
                "裸车价 30,000 元及以上",
                "加油券，每张 1,500 元",
                "未公布、按假定处理的事项",
                "截止日按假定",
            ],
        ),
        (
            EN,
            [
                "Cars sold 460 cars",
                "Sales (bare price) 6,875.00 × 10,000 yuan 68,750,000.00 yuan",
                "Mean bare price 14.95",
                "Gross ratio 1:99.64 gross: no measure of the policy's effect",
                "Known at 2023-01-11 09:30:05 UTC+8",
                "合成数据 synthetic data",
                "2022-12-16 to 2023-01-31, both included partly assumed",
                "fuel voucher of 1,500 yuan",
                "The end is assumed",
            ],
        ),
    ],
)
def test_the_page_says(query, sentences):
    said = text_of(campaign_page(detail(), totals(), charts(), query))
    assert [sentence for sentence in sentences if sentence not in said] == []


def test_without_sales_nothing_is_divided_by_nothing():
    empty = totals(
        cars_sold=0,
        sales_fen=0,
        sales_yuan=0,
        vouchers_fen=0,
        mean_price_fen=None,
        gross_ratio=None,
    )
    said = text_of(campaign_page(detail(), empty, charts(), ZH))
    assert "售出新车 0 台" in said
    assert "平均裸车价 — 毛拉动比 — 消费券面额 : 销售额，不代表政策效果" in said


@pytest.mark.parametrize("query", [ZH, EN])
@pytest.mark.parametrize(("synthetic", "marked"), [(True, True), (False, False)])
def test_made_up_data_and_only_that_is_marked(query, synthetic, marked):
    figures = totals(synthetic=synthetic)
    pages = (
        campaign_page(detail(), figures, charts(), query),
        campaigns_page(((detail(), figures),), query),
    )
    assert ["synthetic data" in page for page in pages] == [marked, marked]


@pytest.mark.parametrize(
    ("field", "row"),
    [
        ("price_floor_yuan", "裸车价 30,000 元及以上 含假定"),
        ("price_basis", "价格口径 裸车价 含假定"),
        ("per_vehicle", "一车一券 含假定"),
        ("budget_yuan", "未公布，不设上限 含假定"),
        ("condition", "新车 含假定"),
    ],
)
def test_a_term_that_rests_on_an_assumption_is_marked(field, row):
    assumption = {"field": field, "text": Text(zh="假定", en="assumed")}
    page = campaign_page(detail(assumptions=(assumption,)), totals(), charts(), ZH)
    plain = campaign_page(detail(assumptions=()), totals(), charts(), ZH)
    assert row in text_of(page)
    assert "含假定" not in text_of(plain)
    assert "按假定处理的事项" not in text_of(plain)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"budget_fen": 100_000_000}, "预算 1,000,000 元"),
        ({"per_vehicle": None}, "每车张数 未限定"),
        ({"vehicle": "used"}, "车辆 二手车"),
        ({"vehicle": "any"}, "车辆 新车、二手车不限"),
        ({"voucher_kind": "general"}, "通用消费券，每张 1,500 元"),
        ({"voucher_kind": "shopping"}, "购物券，每张"),
        ({"voucher_kind": "cash"}, "现金补贴，每张"),
        (
            {"requires": ("vin", "invoice_number", "record_no")},
            "必备信息 车架号（VIN） 、 发票号码 、 经销商记录号",
        ),
        ({"banks": {}}, "合作银行 —"),
        ({"price_floor_fen": 3_000_050}, "裸车价 30,000.50 元及以上"),
    ],
)
def test_other_terms_are_said_too(changes, said):
    page = campaign_page(detail(**changes), totals(), charts(), ZH)
    assert said.replace(" ", "") in text_of(page).replace(" ", "")


@pytest.mark.parametrize("basis", list(PriceBasis))
def test_the_price_basis_stands_beside_every_amount(basis):
    named = PRICE_BASIS_TEXT[basis].zh
    changed = detail(price_basis=basis, price_basis_text=PRICE_BASIS_TEXT[basis])
    figures = totals(price_basis=basis)
    said = text_of(campaign_page(changed, figures, charts(), ZH))
    listed = text_of(campaigns_page(((changed, figures),), ZH))
    assert f"销售额 （{named}）" in said
    assert f"平均{named}" in said
    assert f"销售额（{named}）" in listed


def test_every_chart_and_download_asks_for_the_day_and_instant_of_the_totals():
    marks = Marks(campaign_page(detail(), totals(), charts(), EN)).tags
    figures = [attrs["data-figure"] for _, attrs in marks if "data-figure" in attrs]
    downloads = [attrs["href"] for tag, attrs in marks if "download" in attrs]
    start = "/v1/campaigns/example-2022/charts/"
    asked = "?as_of=2023-01-10&known_at=2023-01-11T01%3A30%3A05.123456Z&lang=en"
    names = [chart.name for chart in charts()]
    assert figures == [f"{start}{name}{asked}&format=json" for name in names]
    assert downloads == [
        f"{start}{name}{asked}&format={kind}"
        for name in names
        for kind in ("png", "svg", "csv", "json", "html")
    ]


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline():
    page = campaign_page(detail(), totals(), charts(), ZH)
    for tag, attrs in Marks(page).tags:
        loaded = attrs.get("src") or (attrs.get("href") if tag == "link" else None)
        assert loaded is None or loaded.startswith("/static/")
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
        assert tag != "style"
        assert tag != "script" or attrs.get("src")


def test_texts_from_the_terms_cannot_become_markup():
    evil = Text(zh="<script>alert(1)</script>", en="<img src=x>")
    page = campaign_page(detail(name=evil), totals(), charts(), ZH)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_parts_of_the_page_can_be_found_without_seeing_it():
    tags = Marks(campaign_page(detail(), totals(), charts(), ZH)).tags
    names = [tag for tag, _ in tags]
    ids = {attrs["id"] for _, attrs in tags if "id" in attrs}
    labels = [
        attrs["aria-labelledby"] for _, attrs in tags if "aria-labelledby" in attrs
    ]
    assert {"header", "nav", "main", "footer", "noscript"} <= set(names)
    assert names.count("h1") == 1
    assert ("html", {"lang": "zh-CN"}) in tags
    assert set(labels) <= ids
    assert {attrs["for"] for tag, attrs in tags if tag == "label"} <= ids


def test_a_home_without_campaigns_says_so():
    assert "尚未开设活动" in text_of(campaigns_page((), ZH))
