"""A chart is a frame of decided sales, drawn, and given in the format asked for."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from voucher_service.charts.caption import SYNTHETIC, Caption
from voucher_service.charts.catalogue import CHARTS
from voucher_service.charts.chart import Chart
from voucher_service.charts.column_values import values_of
from voucher_service.charts.modes import worn
from voucher_service.charts.paper import on_paper
from voucher_service.model.days import business_day, instant_text
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.modes import Mode
from voucher_service.model.reports import ChartSummary, Document
from voucher_service.model.slices import WHOLE, Slice
from voucher_service.model.text import Language, Text
from voucher_service.usecases.chart_frames import FRAMES
from voucher_service.usecases.desk_clocks import settle_clocks
from voucher_service.usecases.render_figure import (
    MEDIA_TYPES,
    PRINT_DPI,
    ChartFormat,
    figure_json,
    figure_page,
    figure_picture,
)
from voucher_service.usecases.report_bridge import (
    BridgeQuery,
    report_bridge,
    steps_of,
)
from voucher_service.usecases.report_totals import Picture, take_picture
from voucher_service.usecases.service import Service, find_campaign
from voucher_service.usecases.tier_marks import tier_marks
from voucher_service.usecases.write_csv import spreadsheet_csv

_PROVENANCE = {
    "as_of": Text(zh="数据截至", en="as of"),
    "since": Text(zh="起点时刻", en="known at, where it begins"),
    "known_at": Text(zh="入库截至", en="known at"),
    "data_nature": Text(zh="数据性质", en="nature of the data"),
}


@dataclass(frozen=True)
class ChartQuery:
    """Which chart is asked for; the days default as those of totals do.

    ``since`` is where a chart between two instants begins, by default as a bridge does.
    ``part`` are the sales that alone are drawn. A chart whose figures go on after the
    last sale is by default as of the day of what is known.
    """

    campaign: str
    chart: str
    as_of: date | None = None
    known_at: datetime | None = None
    language: Language = Language.ZH
    format: ChartFormat = ChartFormat.JSON
    since: datetime | None = None
    part: Slice = WHOLE
    mode: Mode = Mode.LIGHT
    paper: bool = False  # low and without its title, as it stands in a printed text
    standalone: bool = True  # a page that loads nothing; else the service's own script


def list_charts(
    service: Service, campaign_id: str, *, on_page: bool = False
) -> tuple[ChartSummary, ...]:
    """Give the charts of a campaign in page order, or those its page shows.

    Raises NotFound.
    """
    find_campaign(service, campaign_id, service.store.data_version())
    return tuple(
        ChartSummary(
            name=chart.name,
            title=chart.title,
            description=chart.description,
            columns={**chart.columns, **_provenance_columns(chart)},
            values=values_of(*chart.columns),
            sliced=chart.sliced,
            lives_on=chart.lives_on,
        )
        for chart in CHARTS.values()
        if chart.on_campaign_page or not on_page
    )


def draw_chart(service: Service, query: ChartQuery) -> Document:
    """Give a chart as a document.

    Raises NotFound for an unknown campaign or chart, BadParameter for a beginning that
    the chart does not have, and ToolMissing where a picture is asked for without a
    Chromium.
    """
    chart = find_chart(query.chart)
    picture = _picture_of(service, query, chart)
    if query.since is not None and not chart.between:
        raise _no_beginning(chart)
    if not (query.part.is_whole or chart.sliced):
        raise _not_sliced(chart)

    def work_out() -> bytes:
        return _body(_frame_of(service, picture, chart, query.since), chart, query)

    question = ("chart", query, picture.as_of, picture.known_at)
    body = service.remembered.answer(question, work_out)
    day = picture.as_of if chart.until_day else business_day(picture.known_at)
    stem = f"{query.campaign}-{chart.name}-{day}"
    return Document(
        body=body,
        media_type=MEDIA_TYPES[query.format],
        filename=f"{stem}.{query.format.value}",
        lasting=query.known_at is not None or not chart.lives_on,
    )


def _picture_of(service: Service, query: ChartQuery, chart: Chart) -> Picture:
    """Take the picture that a chart is drawn of.

    What banks do changes no sale: of a chart that lives on with it, an instant that is
    not named is that of the last event of a voucher where no sale is newer.
    """
    asked = (query.campaign, query.as_of, query.known_at, query.part)
    if not chart.lives_on:
        return take_picture(service, *asked)
    clocks = settle_clocks(service, *asked)
    return replace(clocks.picture, known_at=clocks.moved_at, as_of=clocks.moved_on)


def find_chart(name: str) -> Chart:
    """Give a chart by name; NotFound names those there are."""
    if name in CHARTS:
        return CHARTS[name]
    raise NotFound(
        Text(zh=f"没有图表 {name}", en=f"there is no chart {name}"),
        remedy=Text(
            zh="可用的图表：" + "、".join(CHARTS), en="charts: " + ", ".join(CHARTS)
        ),
        choices=tuple(CHARTS),
    )


@dataclass(frozen=True)
class _Drawing:
    """A chart's frame, of which picture it is, and whether any of it is made up."""

    frame: pl.DataFrame
    picture: Picture
    synthetic: bool
    since: datetime | None = None


def _no_beginning(chart: Chart) -> BadParameter:
    between = [name for name, each in CHARTS.items() if each.between]
    return BadParameter(
        Text(
            zh=f"图表 {chart.name} 只有一个时点，不用 from",
            en=f"the chart {chart.name} shows one instant and takes no from",
        ),
        remedy=Text(
            zh="去掉 from；用 from 的图表：" + "、".join(between),
            en="leave from out; charts that take it: " + ", ".join(between),
        ),
    )


def _not_sliced(chart: Chart) -> BadParameter:
    whole = "、".join(name for name, each in CHARTS.items() if each.sliced)
    return BadParameter(
        Text(
            zh=f"图表 {chart.name} 只有全部数据，不能按区县、经销商、品牌或能源筛选",
            en=f"the chart {chart.name} is not filtered by district, dealer, brand or "
            "energy",
        ),
        remedy=Text(
            zh=f"去掉筛选参数；可筛选的图表：{whole}",
            en=f"leave the filters out; charts that take them: {whole}",
        ),
    )


def _frame_of(
    service: Service, picture: Picture, chart: Chart, since: datetime | None
) -> _Drawing:
    if chart.between:
        return _between(service, picture, since)
    drawn = FRAMES[chart.name](service, picture)
    return _Drawing(drawn.frame, picture, picture.synthetic or drawn.synthetic)


def _between(service: Service, picture: Picture, since: datetime | None) -> _Drawing:
    bridge = report_bridge(
        service,
        BridgeQuery(picture.campaign.id, since, picture.known_at, picture.as_of),
    )
    frame = steps_of(bridge)
    synthetic = picture.synthetic or bridge.synthetic
    return _Drawing(frame, picture, synthetic, bridge.before.known_at)


def _body(drawing: _Drawing, chart: Chart, query: ChartQuery) -> bytes:
    frame, picture = drawing.frame, drawing.picture
    if query.format is ChartFormat.CSV:
        table = frame.with_columns(**_provenance(drawing, chart))
        return spreadsheet_csv(table)
    caption = _caption(drawing, query.language, query.mode)
    figure = worn(chart.draw(frame, caption), query.mode)
    if query.format is ChartFormat.JSON:
        return figure_json(figure)
    if query.format is ChartFormat.HTML:
        title = f"{chart.title.of(query.language)} · {picture.campaign.id}"
        return figure_page(
            figure, title, query.language.value, standalone=query.standalone
        )
    if query.paper:
        return figure_picture(on_paper(figure), query.format, dpi=PRINT_DPI)
    return figure_picture(figure, query.format)


def _provenance_columns(chart: Chart) -> dict[str, Text]:
    return {
        name: text
        for name, text in _PROVENANCE.items()
        if (chart.until_day or name != "as_of") and (chart.between or name != "since")
    }


def _provenance(drawing: _Drawing, chart: Chart) -> dict[str, pl.Expr]:
    """Say in every line of a CSV as of when it is, and whether it is made up."""
    nature = SYNTHETIC.zh if drawing.synthetic else "经销商上报 dealers' reports"
    said = {
        "as_of": pl.lit(drawing.picture.as_of),
        "since": pl.lit(instant_text(drawing.since) if drawing.since else None),
        "known_at": pl.lit(instant_text(drawing.picture.known_at)),
        "data_nature": pl.lit(nature),
    }
    return {name: said[name] for name in _provenance_columns(chart)}


def _caption(drawing: _Drawing, language: Language, mode: Mode) -> Caption:
    picture = drawing.picture
    terms = picture.campaign.current
    return Caption(
        campaign=picture.campaign.name,
        as_of=picture.as_of,
        known_at=picture.known_at,
        price_basis=terms.price_basis,
        price_floor_fen=terms.price_floor_fen,
        sales_from=terms.sales_window.start,
        sales_to=terms.sales_window.end,
        synthetic=drawing.synthetic,
        language=language,
        since=drawing.since,
        part=picture.part,
        mode=mode,
        tiers=tier_marks(terms),
    )
