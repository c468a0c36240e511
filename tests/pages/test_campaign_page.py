"""What an officer reads on a campaign's page."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest

from tests.pages.reports import (
    change,
    charts,
    desk,
    detail,
    figure,
    figures,
    headline,
    limit,
    totals,
)
from voucher_service.model.desk_reports import (
    Alert,
    AlertKind,
    ChangeState,
    Severity,
)
from voucher_service.model.figures import FigureName, Unit
from voucher_service.model.kinds import PRICE_BASIS_TEXT, PriceBasis, Role
from voucher_service.model.modes import Mode
from voucher_service.model.reports import PublishedSource
from voucher_service.model.slices import Slice
from voucher_service.model.text import Language, Text
from voucher_service.pages.campaign_page import campaign_page, campaigns_page
from voucher_service.pages.queries import PageQuery

ZH = PageQuery(Language.ZH, None, None)
EN = PageQuery(Language.EN, None, None)
SLICED = PageQuery(Language.ZH, None, None, part=Slice(district="永定区"))
WALL = PageQuery(Language.ZH, None, None, mode=Mode.WALL)


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
    page = campaign_page(desk(top=headline(waiting_cars=1234)), ZH)
    assert "另有 1,234 台候补或待认定，未计入" in text_of(page)
    page = campaign_page(desk(), ZH)
    assert "候补或待认定，未计入" not in text_of(page)


def test_each_dated_entry_names_where_it_was_published():
    (entry,) = detail().entries
    source = PublishedSource(
        title="追加资金公告", publisher="示例局", url=None, summary=None
    )
    later = entry.model_copy(update={"source": source, "version": "ba9876543210"})
    page = text_of(campaign_page(desk(detail(entries=(entry, later))), ZH))
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
                "较前一日 持平 较上周同日 持平",
                "活动进度 第 26 天，共 47 天",
                "条款未公布预算和名额，因此不计算使用进度。",
                "没有需要处理的提醒。",
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
                "Sales (bare price) 6,875.00 10k yuan 68,750,000.00 yuan",
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
    said = text_of(campaign_page(desk(), query))
    assert [sentence for sentence in sentences if sentence not in said] == []


def test_without_sales_nothing_is_divided_by_nothing():
    nothing = {
        FigureName.CARS_SOLD: 0,
        FigureName.SALES: 0,
        FigureName.VOUCHERS_EARNED: 0,
        FigureName.MEAN_PRICE: None,
        FigureName.GROSS_RATIO: None,
    }
    empty = headline(figures=figures(nothing), last_sale_on=None)
    said = text_of(campaign_page(desk(top=empty), ZH))
    assert "售出新车 0 台" in said
    assert "平均裸车价 — 较前一日" in said
    assert "毛拉动比 — 消费券面额 : 销售额，不代表政策效果" in said


@pytest.mark.parametrize("query", [ZH, EN])
@pytest.mark.parametrize(("synthetic", "marked"), [(True, True), (False, False)])
def test_made_up_data_and_only_that_is_marked(query, synthetic, marked):
    pages = (
        campaign_page(desk(top=headline(synthetic=synthetic)), query),
        campaigns_page(((detail(), totals(synthetic=synthetic)),), query),
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
    page = campaign_page(desk(detail(assumptions=(assumption,))), ZH)
    plain = campaign_page(desk(detail(assumptions=())), ZH)
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
    page = campaign_page(desk(detail(**changes)), ZH)
    assert said.replace(" ", "") in text_of(page).replace(" ", "")


@pytest.mark.parametrize("basis", list(PriceBasis))
def test_the_price_basis_stands_beside_every_amount(basis):
    named = PRICE_BASIS_TEXT[basis].zh
    changed = detail(price_basis=basis, price_basis_text=PRICE_BASIS_TEXT[basis])
    said = text_of(campaign_page(desk(changed, headline(price_basis=basis)), ZH))
    listed = text_of(campaigns_page(((changed, totals(price_basis=basis)),), ZH))
    assert f"销售额 （{named}）" in said
    assert f"平均{named}" in said
    assert f"销售额（{named}）" in listed


def test_every_chart_and_download_asks_for_the_day_and_instant_of_the_totals():
    marks = Marks(campaign_page(desk(), EN)).tags
    figures = [attrs["data-figure"] for _, attrs in marks if "data-figure" in attrs]
    downloads = [attrs["href"] for tag, attrs in marks if "download" in attrs]
    start = "/v1/campaigns/example-2022/charts/"
    asked = "?as_of=2023-01-10&known_at=2023-01-11T01%3A30%3A05.123456Z&lang=en"
    names = [chart.name for chart in charts()]
    wanted = [f"{start}{name}{asked}&format=json" for name in names]
    assert sorted(figures) == sorted(wanted)
    assert sorted(downloads) == sorted(
        f"{start}{name}{asked}&format={kind}"
        for name in names
        for kind in ("png", "svg", "csv", "json", "html")
    )


def test_charts_stand_under_three_headings_and_none_is_lost():
    page = campaign_page(desk(), ZH)
    for heading, first in (
        ("销售", "cumulative-sales"),
        ("结构", "by-district"),
        ("兑付与质量", "voucher-funnel"),
    ):
        told = page.split(f">{heading}</h3>")[1]
        assert told.index(f'data-name="{first}"') == told.index("data-name=")


@pytest.mark.parametrize(
    ("as_of", "asked"),
    [(None, "?lang=en"), (date(2023, 1, 5), "?as_of=2023-01-05&lang=en")],
)
def test_a_chart_that_lives_on_is_as_of_the_day_that_the_reader_named(as_of, asked):
    chart = charts()[0].model_copy(update={"lives_on": True})
    page = campaign_page(replace(desk(), charts=(chart,)), replace(EN, as_of=as_of))
    (figure,) = [a["data-figure"] for _, a in Marks(page).tags if "data-figure" in a]
    assert figure.endswith(f"/{chart.name}{asked}&format=json")


@pytest.mark.parametrize("query", [ZH, WALL])
def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(query):
    page = campaign_page(desk(), query)
    for tag, attrs in Marks(page).tags:
        loaded = attrs.get("src") or (attrs.get("href") if tag == "link" else None)
        assert loaded is None or loaded.startswith("/static/")
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
        assert tag != "style"
        assert tag != "script" or attrs.get("src")


def test_texts_from_the_terms_cannot_become_markup():
    evil = Text(zh="<script>alert(1)</script>", en="<img src=x>")
    page = campaign_page(desk(detail(name=evil)), ZH)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_parts_of_the_page_can_be_found_without_seeing_it():
    tags = Marks(campaign_page(desk(), ZH)).tags
    names = [tag for tag, _ in tags]
    ids = {attrs["id"] for _, attrs in tags if "id" in attrs}
    labels = [
        attrs["aria-labelledby"] for _, attrs in tags if "aria-labelledby" in attrs
    ]
    assert {"header", "nav", "main", "footer", "noscript"} <= set(names)
    assert names.count("h1") == 1
    assert ("html", {"lang": "zh-CN"}) in tags
    assert set(labels) <= ids
    assert {attrs["for"] for tag, attrs in tags if "for" in attrs} <= ids


def test_a_home_without_campaigns_says_so():
    assert "尚未开设活动" in text_of(campaigns_page((), ZH))


CHANGES = [
    (FigureName.CARS_SOLD, 14, "较前一日 ▲ 增加 +14 台"),
    (FigureName.CARS_SOLD, -3, "较前一日 ▼ 减少 −3 台"),
    (FigureName.CARS_SOLD, 0, "较前一日 持平"),
    (FigureName.SALES, 205_377_644, "较前一日 ▲ 增加 +205.38 万元"),
    (FigureName.MEAN_PRICE, -8658, "较前一日 ▼ 减少 −86.58 元"),
    (FigureName.GROSS_RATIO, -0.06, "较前一日 ▼ 减少 −0.06"),
]


@pytest.mark.parametrize(("name", "difference", "said"), CHANGES)
def test_a_change_is_told_with_its_sign_and_unit(name, difference, said):
    value = 99.64 if name is FigureName.GROSS_RATIO else 1_000_000_000
    changed = figure(name, value, change(difference))
    others = [each for each in figures() if each.figure is not name]
    page = campaign_page(desk(top=headline(figures=(changed, *others))), ZH)
    assert said in text_of(page)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ChangeState.NOT_BEGUN, "较前一日 当日活动未开始"),
        (ChangeState.NOTHING_REPORTED, "较前一日 此后尚无上报"),
        (ChangeState.NO_VALUE, "较前一日 当日无可比数值"),
    ],
)
def test_no_data_is_no_change_of_nought(state, said):
    cars = figure(FigureName.CARS_SOLD, 460, change(None, 1, state))
    page = campaign_page(desk(top=headline(figures=(cars, *figures()[1:]))), ZH)
    assert said in text_of(page)
    assert "较前一日 持平 较上周同日" in text_of(page)  # of the other figures


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (limit(900), "首批名额： 已用 900／1,000 台（90.0%）"),
        (limit(5_000_000, 20_000_000, Unit.FEN), "已用 50,000／200,000 元（25.0%）"),
        (limit(None), "首批名额： 上限各 1,000 台"),
    ],
)
def test_progress_is_told_of_what_the_terms_state(stated, said):
    page = text_of(campaign_page(desk(top=headline(limits=(stated,))), ZH))
    assert said in page
    assert "未公布预算" not in page


def alert(page: str, **more: object) -> Alert:
    said = Text(zh="二十行被退回", en="twenty rows refused")
    return Alert(
        kind=AlertKind.REFUSED_ROWS,
        severity=Severity.URGENT,
        number=20,
        sentence=said,
        todo=Text(zh="请改正", en="mend them"),
        rule=Text(zh="有即提示", en="raised if any"),
        page=page,
        **more,
    )


@pytest.mark.parametrize(
    ("role", "page", "linked"),
    [
        (Role.BUREAU, "/feeds/history", True),
        (Role.ANALYST, "/feeds/history", False),
        (Role.ANALYST, "/vouchers", False),
        (Role.ANALYST, "/campaigns/example-2022/figures/needs-review", True),
    ],
)
def test_an_alert_leads_to_its_rows_for_who_may_see_them(role, page, linked):
    query = PageQuery(Language.ZH, None, None, role)
    made = campaign_page(desk(alerts=(alert(page),)), query)
    assert "须尽快处理 二十行被退回" in text_of(made)
    assert "处理：请改正" in text_of(made)
    rows = re.search(r'class="todo">(.*?)</p>', made, re.DOTALL)
    assert (f'href="{page}?' in rows[1]) == linked


def test_a_filtered_page_says_so_and_hands_the_filter_on():
    page = campaign_page(desk(alerts=(alert("/feeds/history"),)), SLICED)
    assert "<title>示例活动 · 区县 永定区" in page
    assert "仅含：区县 永定区。其余数据未计入本页。" in text_of(page)
    marks = Marks(page).tags
    drawn = {a["data-name"]: a["data-figure"] for tag, a in marks if tag == "figure"}
    assert {name for name, address in drawn.items() if "district=" in address} == {
        chart.name for chart in charts() if chart.sliced
    }
    opened = [a["href"] for tag, a in marks if a.get("class") == "open"]
    assert opened
    assert all("district=" in link for link in opened)


def test_a_chart_that_cannot_be_filtered_says_that_it_shows_the_whole():
    said = text_of(campaign_page(desk(), SLICED))
    unsliced = [chart for chart in charts() if not chart.sliced]
    assert said.count("本图不能筛选，所示为全活动数据") == len(unsliced) > 0
    assert "本图不能筛选" not in text_of(campaign_page(desk(), ZH))


@pytest.mark.parametrize(
    ("mode", "scheme"),
    [(None, "light dark"), (Mode.LIGHT, "light"), (Mode.DARK, "dark")],
)
def test_the_mode_is_the_page_s_and_goes_along(mode, scheme):
    query = PageQuery(Language.ZH, None, None, mode=mode)
    tags = Marks(campaign_page(desk(), query)).tags
    assert ("html", {"lang": "zh-CN"} | ({"data-mode": mode} if mode else {})) in tags
    assert ("meta", {"name": "color-scheme", "content": scheme}) in tags
    bridge = [a["href"] for tag, a in tags if "/bridge" in a.get("href", "")]
    assert all(("mode=" in link) == (mode is not None) for link in bridge)


def test_a_wall_screen_shows_few_charts_and_asks_for_news():
    marks = Marks(campaign_page(desk(refresh_seconds=30), WALL)).tags
    shown = [attrs["data-name"] for tag, attrs in marks if tag == "figure"]
    live = next(attrs for tag, attrs in marks if attrs.get("id") == "live")
    assert 4 <= len(shown) <= 6
    assert live["data-refresh"] == "30"
    assert live["data-pulse"] == "/v1/campaigns/example-2022/headline"
