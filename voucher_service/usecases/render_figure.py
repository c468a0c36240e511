"""A figure becomes the bytes of one format; pictures are drawn by a local Chromium."""

import asyncio
import logging
import os
import shutil
import threading
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Any

from voucher_service.model.errors import ToolMissing
from voucher_service.model.text import Text

if TYPE_CHECKING:
    import plotly.graph_objects as go

PICTURE_WIDTH = 1000
PICTURE_HEIGHT = 560
_PICTURE_SCALE = 2
_PATIENCE = 60
_ONE_BROWSER = threading.Lock()  # a browser takes memory: one at a time will do
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


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
    text: str = figure.to_json(pretty=False, engine="json")
    return text.encode()


def figure_page(figure: "go.Figure", title: str, language: str) -> bytes:
    """Give a page that stands alone: the script is inside, nothing is fetched."""
    body: str = figure.to_html(
        full_html=False,
        include_plotlyjs=True,
        config={"responsive": True, "displaylogo": False},
        div_id="chart",
    )
    html = (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title></head>'
        f"<body>{body}</body></html>"
    )
    return html.encode()


def figure_picture(figure: "go.Figure", chart_format: ChartFormat) -> bytes:
    """Draw a figure as PNG or SVG. Raises ToolMissing where there is no Chromium."""
    import kaleido

    for chatty in ("kaleido", "choreographer"):  # they log a browser's every cough
        logging.getLogger(chatty).setLevel(logging.CRITICAL)
    browser = find_browser()
    options: dict[str, Any] = {
        "format": chart_format.value,
        "width": PICTURE_WIDTH,
        "height": max(PICTURE_HEIGHT, figure.layout.height or 0),
        "scale": _PICTURE_SCALE if chart_format is ChartFormat.PNG else 1,
    }

    async def draw() -> bytes:
        async with kaleido.Kaleido(n=1, path=browser, timeout=_PATIENCE) as pictures:
            picture: bytes = await pictures.calc_fig(figure, opts=options)
            return picture

    with _ONE_BROWSER:
        try:
            return asyncio.run(draw())
        except Exception as error:
            raise ToolMissing(
                Text(
                    zh="本机的 Chromium 没有画出图片",
                    en="the Chromium of this machine did not draw the picture",
                ),
                remedy=Text(
                    zh="稍后重试；检查内存和 Chromium；json、html、csv 格式不需要",
                    en="try again; look at memory and Chromium; "
                    "json, html and csv need none",
                ),
            ) from error


def find_browser() -> str:
    """Give the path of a local Chromium; BROWSER_PATH names one that lies elsewhere."""
    named = os.environ.get("BROWSER_PATH")
    for candidate in (named, *_BROWSERS):
        found = shutil.which(candidate) if candidate else None
        if found:
            return found
    raise ToolMissing(
        Text(
            zh="生成 PNG 或 SVG 图片需要本机安装 Chromium",
            en="PNG and SVG pictures need a Chromium on this machine",
        ),
        remedy=Text(
            zh="执行 apt-get install chromium fonts-noto-cjk；"
            "json、html、csv 格式不需要",
            en="run apt-get install chromium fonts-noto-cjk; "
            "json, html and csv need none",
        ),
    )
