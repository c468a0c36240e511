"""A bulletin is written from a campaign's facts, in the kind of file asked for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from voucher_service.bulletin.content import (
    Block,
    Bulletin,
    Image,
    Labels,
    Manner,
    Paragraph,
    Picture,
    Run,
)
from voucher_service.charts.caption import SYNTHETIC
from voucher_service.model.errors import ToolMissing
from voucher_service.model.reports import Document
from voucher_service.model.text import Language, Text
from voucher_service.usecases import bulletin_numbers as written
from voucher_service.usecases.bulletin_annexes import annexes, meanings, warning
from voucher_service.usecases.bulletin_facts import Facts, gather_facts
from voucher_service.usecases.bulletin_features import features
from voucher_service.usecases.bulletin_overall import overall
from voucher_service.usecases.bulletin_problems import problems_and_steps
from voucher_service.usecases.bulletin_teller import Teller
from voucher_service.usecases.chance_names import without_chance
from voucher_service.usecases.desk_clocks import settle_clocks
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart
from voucher_service.usecases.render_figure import ChartFormat
from voucher_service.usecases.report_totals import take_picture
from voucher_service.usecases.service import Service


class BulletinFormat(StrEnum):
    """In what a bulletin can be had."""

    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    MD = "md"


MEDIA_TYPES = {
    BulletinFormat.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    BulletinFormat.PDF: "application/pdf",
    BulletinFormat.HTML: "text/html; charset=utf-8",
    BulletinFormat.MD: "text/markdown; charset=utf-8",
}
_PICTURES = {
    BulletinFormat.DOCX: (ChartFormat.PNG, "image/png"),
    BulletinFormat.PDF: (ChartFormat.SVG, "image/svg+xml"),
    BulletinFormat.HTML: (ChartFormat.SVG, "image/svg+xml"),
}
_TITLE = Text(zh="关于{name}开展情况的通报{issue}", en="Bulletin on {name}{issue}")
_ISSUE = Text(zh="（第{n}期）", en=" (No. {n})")
_BYLINE = Text(zh="{sponsors}　　数据截至{day}", en="{sponsors} · data to {day}")
_NOTES = Text(zh="注释", en="Notes")
_NO_PICTURES = Text(
    zh="本次未能生成图表（{why}），各图所列数据见相应表格。",
    en="No charts could be drawn ({why}); the tables hold their numbers.",
)


@dataclass(frozen=True)
class BulletinQuery:
    """Which bulletin is asked for; day and instant default as the desk's do.

    ``issue`` is the number that the office gives it, none for a draft.
    """

    campaign: str
    as_of: date | None = None
    known_at: datetime | None = None
    language: Language = Language.ZH
    issue: int | None = None
    format: BulletinFormat = BulletinFormat.DOCX


def write_bulletin(service: Service, query: BulletinQuery) -> Document:
    """Give a bulletin as a document, the same bytes for the same day and instant.

    Without a Chromium it comes without charts and says so. Raises NotFound for an
    unknown campaign, BadParameter for an instant to come, and ToolMissing for a PDF
    where there is no Chinese font.
    """
    clocks = settle_clocks(service, query.campaign, query.as_of, query.known_at)
    known_at = clocks.moved_at
    picture = take_picture(service, query.campaign, clocks.picture.as_of, known_at)
    settled = replace(query, as_of=picture.as_of, known_at=known_at)
    question = ("bulletin facts", query.campaign, query.as_of, picture.as_of, known_at)
    facts = service.remembered.answer(
        question, lambda: gather_facts(service, picture, named_day=query.as_of)
    )
    bulletin = compose(facts, query.language, query.issue)
    bulletin = _illustrated(service, bulletin, settled)
    return Document(
        body=_WRITERS[query.format](bulletin),
        media_type=MEDIA_TYPES[query.format],
        filename=f"{query.campaign}-bulletin-{picture.as_of}.{query.format.value}",
    )


def compose(facts: Facts, language: Language, issue: int | None) -> Bulletin:
    """Put facts into sentences and tables; the pictures have no image yet."""
    teller = Teller(facts, language)
    campaign = facts.campaign
    number = teller.word(_ISSUE, n=written.plain(issue)) if issue is not None else ""
    name = _quoted(campaign.name)
    sponsors = written.listed(list(campaign.sponsors))
    title = teller.word(_TITLE, name=name, issue=written.plain(number))
    sections = (warning, overall, features, problems_and_steps, annexes, meanings)
    return Bulletin(
        language=language,
        title=title,
        byline=teller.word(_BYLINE, sponsors=sponsors, day=written.day(facts.as_of)),
        running_head=f"{campaign.name.of(language)}{number}",
        author=sponsors.of(language),
        known_at=facts.known_at,
        labels=Labels(notes=_NOTES.of(language)),
        mark=SYNTHETIC.of(language) if facts.synthetic else None,
        blocks=tuple(block for section in sections for block in section(teller)),
    )


def _quoted(name: Text) -> Text:
    """Put the name of a campaign in quotes, as titles of bulletins do.

    Where it has a motto before a blank (新年购新车 购车消费券发放活动), that alone.
    """
    motto, _, rest = name.zh.partition(" ")
    return Text(zh=f"“{motto}”{rest}", en=f"“{name.en}”")


def _illustrated(
    service: Service, bulletin: Bulletin, query: BulletinQuery
) -> Bulletin:
    """Put the images into a bulletin's pictures, or say why there are none."""
    if query.format not in _PICTURES:
        return bulletin
    blocks: list[Block] = []
    try:
        for block in bulletin.blocks:
            if isinstance(block, Picture):
                image = _image(service, query, block.chart)
                blocks.append(replace(block, image=image))
            else:
                blocks.append(block)
    except ToolMissing as missing:
        return replace(bulletin, blocks=_without_pictures(bulletin, missing))
    return replace(bulletin, blocks=tuple(blocks))


def _without_pictures(bulletin: Bulletin, missing: ToolMissing) -> tuple[Block, ...]:
    why = missing.message.of(bulletin.language)
    said = _NO_PICTURES.of(bulletin.language).format(why=why)
    rest = (block for block in bulletin.blocks if not isinstance(block, Picture))
    return (Paragraph((Run(said),), Manner.REMARK), *rest)


def _image(service: Service, query: BulletinQuery, chart: str) -> Image:
    chart_format, media_type = _PICTURES[query.format]
    drawn = draw_chart(
        service,
        ChartQuery(
            query.campaign,
            chart,
            query.as_of,
            query.known_at,
            query.language,
            chart_format,
            paper=True,
        ),
    )
    return Image(without_chance(drawn.body), media_type)


def _docx(bulletin: Bulletin) -> bytes:
    from voucher_service.bulletin.word import as_word

    return as_word(bulletin)


def _pdf(bulletin: Bulletin) -> bytes:
    from voucher_service.usecases.print_pdf import print_pdf

    return print_pdf(bulletin)


def _html(bulletin: Bulletin) -> bytes:
    from voucher_service.bulletin.page import as_page

    return as_page(bulletin)


def _md(bulletin: Bulletin) -> bytes:
    from voucher_service.bulletin.markdown import as_markdown

    return as_markdown(bulletin)


_WRITERS: dict[BulletinFormat, Callable[[Bulletin], bytes]] = {
    BulletinFormat.DOCX: _docx,
    BulletinFormat.PDF: _pdf,
    BulletinFormat.HTML: _html,
    BulletinFormat.MD: _md,
}
