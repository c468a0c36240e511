"""A figure becomes the bytes of one format."""

import hashlib
import re
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Any, Final

from voucher_service.usecases import plotly_script
from voucher_service.usecases.picture_browser import PICTURES

if TYPE_CHECKING:
    import plotly.graph_objects as go

PICTURE_WIDTH: Final = 1000
PICTURE_HEIGHT: Final = 560
SCREEN_DPI: Final = 192
PRINT_DPI: Final = 200
_CSS_DPI = 96  # what a pixel of a figure is
_OWN_ID = re.compile(rb'id="defs-([0-9a-f]{6})"')
_PAGE_CONFIG = b'{"responsive":true,"displaylogo":false}'


class ChartFormat(StrEnum):
    """In what a chart can be had."""

    JSON = "json"
    HTML = "html"
    PNG = "png"
    SVG = "svg"
    CSV = "csv"


MEDIA_TYPES = {
    ChartFormat.JSON: "application/json",
    ChartFormat.HTML: "text/html; charset=utf-8",
    ChartFormat.PNG: "image/png",
    ChartFormat.SVG: "image/svg+xml",
    ChartFormat.CSV: "text/csv; charset=utf-8",
}


def figure_json(figure: "go.Figure") -> bytes:
    """Give a figure as Plotly JSON, the same bytes for the same figure."""
    text: str = figure.to_json(pretty=False, engine="orjson")
    return text.encode()


def figure_page(
    figure: "go.Figure", title: str, language: str, *, standalone: bool = True
) -> bytes:
    """Give a page of a figure alone.

    It stands alone, the script inside, and fetches nothing; where it is not
    ``standalone`` it loads the script that all pages of a service share, once.
    """
    paper = escape(figure.layout.paper_bgcolor or "#ffffff")
    head = (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title></head>'
        f'<body style="margin:8px;background:{paper}"><div id="chart"></div>'
    ).encode()
    script = (
        b"<script>" + plotly_script.plotly_script() + b"</script>"
        if standalone
        else f'<script src="/static/{plotly_script.script_name()}"></script>'.encode()
    )
    drawn = figure_json(figure).replace(b"<", b"\\u003c")  # no text ends a script
    draw = b"{const f=%b;Plotly.newPlot('chart',f.data,f.layout,%b)}"
    body = b"<script>" + draw % (drawn, _PAGE_CONFIG) + b"</script></body></html>"
    return head + script + body


def figure_picture(
    figure: "go.Figure", chart_format: ChartFormat, *, dpi: int = SCREEN_DPI
) -> bytes:
    """Draw a figure as PNG or SVG, the same bytes for the same figure.

    ``dpi`` are a PNG's pixels an inch, where a figure of 1,000 pixels is 10.4 inches
    wide; an SVG has none. A figure with a width of its own has its own height too.
    Raises ToolMissing where there is no Chromium.
    """
    options: dict[str, Any] = {
        "format": chart_format.value,
        "width": figure.layout.width or PICTURE_WIDTH,
        "height": _height(figure),
        "scale": dpi / _CSS_DPI if chart_format is ChartFormat.PNG else 1,
    }
    picture = PICTURES.draw(figure, options)
    if chart_format is not ChartFormat.SVG:
        return picture
    return _with_own_ids(picture, hashlib.sha256(figure_json(figure)).hexdigest())


def _height(figure: "go.Figure") -> int:
    height: int = figure.layout.height or 0
    return height if figure.layout.width else max(PICTURE_HEIGHT, height)


def _with_own_ids(svg: bytes, digest: str) -> bytes:
    """Name a drawing's parts by what it shows, not at random.

    Two figures in one page so have ids of their own, and one figure always the same.
    """
    found = _OWN_ID.search(svg)
    if found is None:
        return svg
    named = re.compile(rb'((?:\bid="|#)[A-Za-z-]+)' + found[1])
    return named.sub(rb"\g<1>" + digest[:6].encode(), svg)
