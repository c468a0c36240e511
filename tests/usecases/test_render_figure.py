"""Pictures come from one browser at hand, the same bytes for the same figure."""

import hashlib
import json
import os
import re
import signal
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import plotly.graph_objects as go
import pytest
from plotly.offline import get_plotlyjs_version

from voucher_service.model.errors import ToolFailed, ToolMissing
from voucher_service.usecases import plotly_script
from voucher_service.usecases.picture_browser import PictureBrowser, find_browser
from voucher_service.usecases.render_figure import (
    PRINT_DPI,
    ChartFormat,
    figure_json,
    figure_page,
    figure_picture,
)

OPTIONS = {"format": "svg", "width": 400, "height": 300, "scale": 1}
PATIENCE = 30


def figure(label: str = "永定区") -> go.Figure:
    return go.Figure(
        data=[go.Bar(x=[label, "慈利县"], y=[3, 4])],
        layout={"template": go.layout.Template(), "title": {"text": "</script>"}},
    )


@pytest.fixture(scope="module")
def chromium() -> str:
    try:
        return find_browser()
    except ToolMissing:
        if os.environ.get("CI"):
            raise
        pytest.skip("no Chromium on this machine")


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[PictureBrowser]:
    opened = PictureBrowser()
    yield opened
    opened.close()
    assert opened.pid is None


@pytest.mark.parametrize(
    ("failed_seconds", "tried_again"), [(3600.0, False), (0.0, True)]
)
def test_a_browser_that_failed_is_left_alone_for_a_while(
    tmp_path, monkeypatch, failed_seconds, tried_again
):
    starts, dead = tmp_path / "starts", tmp_path / "dead-chromium"
    dead.write_text(f"#!/bin/sh\necho started >> {starts}\nexit 1\n")
    dead.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(dead))
    browser = PictureBrowser(failed_seconds=failed_seconds)
    counts = []
    for _ in range(2):
        with pytest.raises(ToolFailed, match="did not draw"):
            browser.draw(figure(), OPTIONS)
        counts.append(starts.read_text().count("started"))
    browser.close()
    assert (counts[1] > counts[0] > 0) == tried_again


@pytest.mark.browser
@pytest.mark.slow
def test_one_browser_draws_picture_after_picture(browser):
    browser.draw(figure(), OPTIONS)
    first = browser.pid
    assert browser.draw(figure(), {**OPTIONS, "format": "png"}).startswith(b"\x89PNG")
    assert browser.pid == first is not None


@pytest.mark.browser
@pytest.mark.slow
def test_a_browser_that_was_killed_costs_nobody_a_picture(browser):
    browser.draw(figure(), OPTIONS)
    killed = browser.pid
    os.kill(killed, signal.SIGKILL)
    assert browser.draw(figure(), OPTIONS).startswith(b"<svg")
    assert browser.pid not in {killed, None}


@pytest.mark.browser
@pytest.mark.slow
def test_a_browser_that_nobody_asks_goes_and_another_comes(chromium):
    browser = PictureBrowser(idle_seconds=0.0)
    browser.draw(figure(), OPTIONS)
    until = time.monotonic() + PATIENCE
    while browser.pid is not None and time.monotonic() < until:
        threading.Event().wait(0.01)
    assert browser.pid is None
    assert browser.draw(figure(), OPTIONS).startswith(b"<svg")
    browser.close()
    assert browser.pid is None


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("format_", [ChartFormat.SVG, ChartFormat.PNG])
def test_a_picture_of_a_figure_is_the_same_each_time(chromium, format_):
    first, again = (figure_picture(figure(), format_) for _ in range(2))
    assert first == again


@pytest.mark.browser
@pytest.mark.slow
def test_the_parts_of_two_drawings_have_names_of_their_own(chromium):
    named = [
        set(re.findall(rb'\bid="([^"]+)"', figure_picture(each, ChartFormat.SVG)))
        for each in (figure(), figure("武陵源区"))
    ]
    assert named[0]
    assert not named[0] & named[1]


@pytest.mark.browser
@pytest.mark.slow
def test_a_picture_to_print_has_200_dots_an_inch(chromium):
    picture = figure_picture(figure(), ChartFormat.PNG, dpi=PRINT_DPI)
    width, _ = struct.unpack(">II", picture[16:24])
    assert width / (1000 / 96) == pytest.approx(200, abs=0.2)


def test_figures_are_the_same_bytes_each_time_and_mean_what_plotly_writes():
    assert figure_json(figure()) == figure_json(figure())
    assert json.loads(figure_json(figure())) == json.loads(figure().to_json())


def test_a_page_stands_alone_or_loads_the_one_script_of_the_service():
    alone = figure_page(figure(), "图 & 表", "zh")
    loading = figure_page(figure(), "图 & 表", "zh", standalone=False)
    assert plotly_script.plotly_script() in alone
    assert b" src=" not in alone.replace(plotly_script.plotly_script(), b"")
    assert f'src="/static/{plotly_script.script_name()}"'.encode() in loading
    assert len(loading) < 2_000
    for page in (alone, loading):
        assert "<title>图 &amp; 表</title>".encode() in page
        assert page.count(b"</script>") == 2  # what a figure says ends none


def test_the_script_is_the_one_that_figures_are_written_for_unchanged():
    sources = (plotly_script.FILE.parent / "SOURCES.md").read_text("utf-8")
    script = plotly_script.plotly_script()
    version = get_plotlyjs_version()
    assert f"(basic - minified) v{version}\n".encode() in script[:200]
    assert f"| {version} |" in sources
    assert hashlib.sha256(script).hexdigest() in sources
    assert "MIT License" in Path(
        plotly_script.FILE.parent, "plotly-basic.LICENSE.txt"
    ).read_text("utf-8")


def test_the_script_draws_every_trace_of_our_charts():
    drawn = set(
        re.findall(rb'moduleType:"trace",name:"(\w+)"', plotly_script.plotly_script())
    )
    charts = Path(plotly_script.__file__).parents[1] / "charts"
    used = {
        name.lower()
        for file in charts.glob("*.py")
        for name in re.findall(r"\bgo\.([A-Z]\w+)\(", file.read_text("utf-8"))
    } - {"figure"}
    assert used
    assert {name.encode() for name in used} <= drawn
