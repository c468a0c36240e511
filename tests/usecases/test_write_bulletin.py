"""A bulletin says of the sample what the figures say, and claims no more."""

import os
import re
from datetime import UTC, date, datetime

import pytest

from tests.conftest import SEED_CAMPAIGN, Clock
from tests.teller import Teller, issued
from tests.usecases.bulletin_feeds import REGISTER, feed
from voucher_service.bulletin.content import (
    Heading,
    Manner,
    Paragraph,
    Picture,
    Table,
)
from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.errors import BadParameter, NotFound, ToolMissing
from voucher_service.model.figures import FigureName
from voucher_service.model.kinds import Breakdown
from voucher_service.model.text import Language
from voucher_service.usecases.bulletin_charts import SHOWN_CHARTS
from voucher_service.usecases.bulletin_facts import gather_facts
from voucher_service.usecases.compare_years import ComparisonQuery, compare_years
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart
from voucher_service.usecases.forecast_campaign import (
    ForecastQuery,
    forecast_campaign,
)
from voucher_service.usecases.picture_browser import find_browser
from voucher_service.usecases.render_figure import ChartFormat
from voucher_service.usecases.report_headline import DeskQuery, report_headline
from voucher_service.usecases.report_totals import (
    TotalsQuery,
    report_totals,
    take_picture,
)
from voucher_service.usecases.write_bulletin import (
    BulletinFormat,
    BulletinQuery,
    compose,
    write_bulletin,
)

AS_OF = date(2023, 1, 10)
HEADLINE = (
    "截至2023年1月10日，全市销售新车460台，销售额约6875万元，"
    "销量较2021年12月26日至2022年1月20日（农历同期，距春节天数相同）的344台增长33.7%，"
    "距活动结束还有21天。"
)
HEADLINE_EN = (
    "By 10 January 2023, 460 cars were sold in Zhangjiajie, Hunan, for about 68.75 "
    "million yuan; against 344 cars from 26 December 2021 to 20 January 2022 (same "
    "distance to festival) the number of cars is up 33.7%; 21 days of the campaign are "
    "left."
)
NO_FIGURE = re.compile(
    r"\d{4}年\d+月\d+日|\d{4}-\d\d-\d\d|^\d+．|附?[表图]\d|80%区间|\d+月下旬|每1元|第\d期"
)


def facts_of(desk, as_of=AS_OF, known_at=None):
    picture = take_picture(desk.service, SEED_CAMPAIGN, as_of, known_at)
    return gather_facts(desk.service, picture, named_day=as_of)


def composed(desk, as_of=AS_OF, known_at=None, language=Language.ZH, issue=3):
    return compose(facts_of(desk, as_of, known_at), language, issue)


def said(runs) -> str:
    return "".join(run.text for run in runs)


def sentences(bulletin) -> list[str]:
    return [said(b.runs) for b in bulletin.blocks if isinstance(b, Paragraph)]


def tables(bulletin) -> list[Table]:
    return [block for block in bulletin.blocks if isinstance(block, Table)]


@pytest.fixture(scope="module")
def sample(sample_desk):
    return composed(sample_desk)


def test_the_first_paragraph_is_the_published_sentence_with_our_numbers(sample_desk):
    for language, headline in ((Language.ZH, HEADLINE), (Language.EN, HEADLINE_EN)):
        bulletin = composed(sample_desk, language=language)
        place = next(
            n for n, block in enumerate(bulletin.blocks) if isinstance(block, Heading)
        )
        assert said(bulletin.blocks[place + 1].runs) == headline


def test_its_title_numbers_the_issue_and_a_draft_has_none(sample_desk, sample):
    name = "关于“新年购新车”购车消费券发放活动开展情况的通报"
    assert sample.title == f"{name}（第3期）"
    assert composed(sample_desk, issue=None).title == name
    assert sample.mark == "合成数据 synthetic data"
    assert sentences(sample)[0].startswith("本简报所用数据全部或部分为合成数据")


def test_the_sections_stand_in_the_order_of_official_bulletins(sample):
    headings = [
        b.text for b in sample.blocks if isinstance(b, Heading) and b.level == 1
    ]
    assert headings == [
        *("一、总体情况", "二、主要特点", "三、存在问题", "四、下步工作"),
        *("附表", "指标口径与数据来源"),
    ]


def test_the_numbers_are_those_of_the_figures(sample_desk, sample):
    service, text = sample_desk.service, "\n".join(sentences(sample))
    totals = report_totals(service, TotalsQuery(SEED_CAMPAIGN, AS_OF))
    assert f"销售额合计{totals.sales_yuan}元" in text
    assert f"应发消费券面额{totals.vouchers_fen // 1_000_000}.00万元" in text
    assert f"对应销售额{totals.gross_ratio}元（毛拉动比，不代表政策效果）" in text
    forecast = forecast_campaign(service, ForecastQuery(SEED_CAMPAIGN, AS_OF))
    (band,) = (each for each in forecast.cars.intervals if each.level == 80)
    assert (
        f"累计销量预计{forecast.cars.median}台（80%区间{band.low}至{band.high}台）"
        in text
    )
    assert "【预测】" in text


def test_each_view_of_earlier_years_is_told_with_its_base_or_its_refusal(
    sample_desk, sample
):
    asked = ComparisonQuery(SEED_CAMPAIGN, AS_OF)
    views = compare_years(sample_desk.service, asked).views
    items = [line for line in sentences(sample) if re.match(r"\d．", line)][
        : len(views)
    ]
    for view, item in zip(views, items, strict=True):
        if view.refusal is not None:
            assert view.refusal.sentence.zh.rstrip("。") in item
            assert "%" not in item
            continue
        cars = view.changes[0]
        base = cars.base_from
        assert f"基期{base.year}年{base.month}月{base.day}日至" in item
        assert f"销量{cars.current}台，较基期{cars.base}台增长{cars.percent}%" in item
    assert {view.refusal is None for view in views} == {True, False}


@pytest.mark.parametrize(
    ("place", "by"),
    [(2, Breakdown.DISTRICT), (3, Breakdown.DEALER), (4, Breakdown.DAY)],
)
def test_the_annexes_hold_every_group_and_add_up(sample_desk, sample, place, by):
    totals = report_totals(
        sample_desk.service, TotalsQuery(SEED_CAMPAIGN, AS_OF, by=by)
    )
    rows = tables(sample)[place].rows
    names = [row[1] if by is Breakdown.DEALER else row[0] for row in rows]
    assert names[: len(totals.groups)] == [group.label for group in totals.groups]
    cars = 2 if by is Breakdown.DEALER else 1
    counts = [int(row[cars]) for row in rows[: len(totals.groups)]]
    assert counts == [group.cars_sold for group in totals.groups]
    assert int(rows[-1][3 if by is Breakdown.DAY else cars]) == sum(counts) == 460


def test_price_bands_hold_every_car_once(sample):
    *bands, whole = tables(sample)[0].rows
    assert sum(int(row[1]) for row in bands) == int(whole[1]) == 460
    assert bands[0][0] == "3万至5万元"
    assert bands[-1][0] == "30万元及以上"


def test_every_fact_of_the_first_paragraphs_has_cut_off_source_and_meaning(sample):
    common, *others = sample.notes
    assert "数据截至2023年1月10日24时，入库截至2023-02-20" in common
    assert "来源：经销商上报的销售" in common
    assert not [note for note in others if "入库截至2023" in note]
    assert len(set(others)) == len(others)
    facts = [
        run
        for block in sample.blocks
        if isinstance(block, Paragraph)
        for run in block.runs
        if run.note
    ]
    noted = {run.text for run in facts}
    assert {"460台", "6875万元", "增长33.7%", "21天", "69.00万元", "99.64元"} <= noted


@pytest.mark.parametrize("as_of", [date(2022, 12, 20), AS_OF, date(2023, 2, 1)])
def test_every_run_with_a_figure_in_it_has_a_note(sample_desk, as_of):
    bare = [
        run.text
        for block in composed(sample_desk, as_of).blocks
        if isinstance(block, Paragraph) and block.manner is not Manner.REMARK
        for run in block.runs
        if run.note is None and re.search(r"\d", NO_FIGURE.sub("", run.text))
    ]
    assert bare == []


def test_the_events_of_both_windows_stand_beside_the_growth(sample):
    place = sentences(sample).index(HEADLINE)
    beside = sentences(sample)[place + 1]
    now, base = beside.split("；基期内有")
    for event in ("购置国家补贴", "购置税减半", "元旦"):
        assert event in now
    assert "元旦" in base


def test_the_rows_of_all_files_are_not_told_as_those_of_the_campaign(sample):
    (said,) = [text for text in sentences(sample) if "被退回未入库" in text]
    assert "系统收到的全部文件（不限于本活动的销售，含往年）" in said
    (note,) = [note for note in sample.notes if note.startswith("上报行")]
    assert "不按销售日期截取" in note


def test_reasons_that_add_up_to_more_than_the_sales_say_why(sample):
    (said,) = [text for text in sentences(sample) if "不符合条件，未计入" in text]
    assert "一笔可有多个原因" in said


@pytest.mark.parametrize("as_of", [date(2022, 12, 1), AS_OF, date(2023, 2, 1)])
@pytest.mark.parametrize("language", Language)
def test_before_its_first_sale_a_campaign_is_not_told_of_in_noughts(
    desk, as_of, language
):
    desk.ingest(REGISTER, "dealers.csv")
    told = sentences(composed(desk, as_of, language=language))
    assert all(told)
    assert not [text for text in told if re.search(r"\b0(台|万元| cars| yuan)", text)]
    if language is Language.ZH and as_of < date(2022, 12, 16):
        assert (
            told[0] == "截至2022年12月1日，活动尚未开始：活动将于2022年12月16日开始。"
        )
        assert not [text for text in told if "没有计入的销售" in text]


def test_every_problem_is_followed_by_a_suggestion_marked_as_one(sample):
    texts = [
        b.text if isinstance(b, Heading) else said(b.runs)
        for b in sample.blocks
        if isinstance(b, Heading | Paragraph)
    ]
    wrong, todo, end = (
        texts.index(name) for name in ("三、存在问题", "四、下步工作", "附表")
    )
    problems, steps = texts[wrong + 1 : todo], texts[todo + 2 : end]
    assert len(problems) == len(steps) == 3
    assert all(re.match(r"\d．【建议】", step) for step in steps)
    assert "建议稿" in texts[todo + 1]


def test_the_pictures_are_charts_that_there_are(sample):
    shown = [block.chart for block in sample.blocks if isinstance(block, Picture)]
    assert sorted(shown) == sorted(SHOWN_CHARTS)
    assert set(SHOWN_CHARTS) <= set(CHARTS)
    assert len(
        {block.caption[0].text for block in sample.blocks if isinstance(block, Picture)}
    ) == len(shown)


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        (date(2022, 12, 1), "活动将于2022年12月16日开始"),
        (date(2023, 1, 30), "距活动结束还有1天"),
        (date(2023, 1, 31), "当日为活动最后一天"),
        (date(2023, 2, 1), "活动已于2023年1月31日结束"),
    ],
)
@pytest.mark.parametrize("language", Language)
def test_any_day_of_a_campaign_can_be_written_of(sample_desk, as_of, told, language):
    texts = sentences(composed(sample_desk, as_of, language=language))
    assert not [text for text in texts if re.search(r"[{}]|None", text)]
    if language is Language.ZH:
        assert told in texts[1]


def test_a_day_that_is_not_over_and_a_figure_revised_later_are_told(
    open_desk, tmp_path
):
    clock = Clock(datetime(2023, 1, 3, 1, tzinfo=UTC))
    desk = open_desk(tmp_path / "early", clock)
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed("XS-1", "LSYSYN105N0000001", "2023-01-03", "150000.00"))
    day, during = date(2023, 1, 3), desk.service.store.data_version()
    unfinished = composed(desk, day, during)
    assert "当日数据尚未完整" in unfinished.notes[0]
    assert facts_of(desk, day, during).correction is None

    clock.instant = datetime(2023, 1, 9, 1, tzinfo=UTC)
    assert facts_of(desk, day, clock.instant).correction is None
    desk.ingest(feed("XS-2", "LSYSYN107N0000002", "2023-01-02", "50000.00"))
    told = "\n".join(sentences(composed(desk, day)))
    assert (
        "【更正】截至2023年1月3日的数字，当日终了时为1台、15.00万元，现更正为2台、20.00万元"
        "（+1台，+5.00万元）。原因：迟报销售+1台。" in told
    )
    english = "\n".join(sentences(composed(desk, day, language=Language.EN)))
    assert "1 car and 150,000.00 yuan, are now 2 cars and 200,000.00 yuan" in english


def test_a_campaign_without_sales_has_a_bulletin_too(desk):
    for kind in (BulletinFormat.DOCX, BulletinFormat.MD):
        body = write_bulletin(
            desk.service, BulletinQuery(SEED_CAMPAIGN, AS_OF, format=kind)
        ).body
        assert body
    assert "全市尚无符合条件的销售入库" in body.decode()
    assert "没有符合条件的销售" in body.decode()


def test_without_a_browser_it_comes_without_charts_and_says_so(desk, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed("XS-1", "LSYSYN105N0000001", "2023-01-03", "150000.00"))
    query = BulletinQuery(SEED_CAMPAIGN, AS_OF, format=BulletinFormat.HTML)
    page = write_bulletin(desk.service, query).body.decode()
    assert "未能生成图表（生成 PNG 或 SVG 图片需要本机安装 Chromium）" in page
    assert "<img" not in page
    assert "<table" in page


def test_with_a_browser_its_pictures_are_vectors_and_the_same_each_time(desk):
    try:
        find_browser()
    except ToolMissing:
        assert not os.environ.get("CI"), "no Chromium on this machine"
        pytest.skip("no Chromium on this machine")
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed("XS-1", "LSYSYN105N0000001", "2023-01-03", "150000.00"))
    query = BulletinQuery(SEED_CAMPAIGN, AS_OF, format=BulletinFormat.HTML)
    first = write_bulletin(desk.service, query).body
    desk.service.remembered.forget()
    assert write_bulletin(desk.service, query).body == first
    assert first.count(b"data:image/svg+xml;base64,") >= 5


@pytest.mark.parametrize("named", [None, date(2023, 1, 13)])
def test_it_tells_of_the_vouchers_that_the_desk_and_the_charts_tell_of(
    open_desk, named
):
    desk = open_desk(clock=Clock(datetime(2023, 1, 12, 3, tzinfo=UTC)))
    codes = issued(desk, 3)
    desk.clock.instant = datetime(2023, 1, 13, 3, tzinfo=UTC)
    Teller(desk).redeem(codes[0], 50_000)

    def text(as_of, known_at=None) -> str:
        query = BulletinQuery(SEED_CAMPAIGN, as_of, known_at, format=BulletinFormat.MD)
        body = write_bulletin(desk.service, query).body.decode()
        return re.sub(r"\[\^\d+\](?!:)", "", body)

    headline = report_headline(desk.service, DeskQuery(SEED_CAMPAIGN, named))
    figures = {each.figure: each for each in headline.figures}
    redeemed = figures[FigureName.VOUCHERS_REDEEMED]
    assert (redeemed.value, redeemed.as_of) == (1, date(2023, 1, 13))
    told = "截至2023年1月13日，累计发放消费券3张、面额0.45万元，已核销1张、0.05万元"
    assert told in text(named)
    assert text(named, redeemed.known_at) == text(named)  # and can be had again
    assert "没有发券记录" in text(date(2023, 1, 11))
    funnel = ChartQuery(SEED_CAMPAIGN, "voucher-funnel", named, format=ChartFormat.CSV)
    assert ",1," in draw_chart(desk.service, funnel).body.decode()


def test_its_name_tells_campaign_day_and_kind(desk):
    query = BulletinQuery(SEED_CAMPAIGN, AS_OF, format=BulletinFormat.MD)
    document = write_bulletin(desk.service, query)
    assert document.filename == f"{SEED_CAMPAIGN}-bulletin-2023-01-10.md"
    assert document.media_type.startswith("text/markdown")


def test_an_unknown_campaign_and_an_instant_to_come_are_refused(desk):
    with pytest.raises(NotFound):
        write_bulletin(desk.service, BulletinQuery("nosuch"))
    ahead = datetime(2033, 1, 1, tzinfo=UTC)
    with pytest.raises(BadParameter):
        write_bulletin(desk.service, BulletinQuery(SEED_CAMPAIGN, known_at=ahead))
