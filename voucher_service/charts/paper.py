"""A figure as it stands in a text on A4: low and wide, its letters large enough."""

import plotly.graph_objects as go

from voucher_service.charts.theme import TALL

PAPER_WIDTH = 600
"""Pixels for the 156 mm of a text, so that the smallest letters are 8 points high."""
_HEIGHT = 326
_TITLE = 44


def on_paper(figure: go.Figure) -> go.Figure:
    """Give a figure for print: its title goes, for the caption below says the same.

    One that is taller than most, for it has many bars, stays so much taller.
    """
    told = go.Figure(figure)
    more = max(0, (figure.layout.height or TALL) - TALL)
    told.layout.title = None
    told.layout.margin.t = figure.layout.margin.t - _TITLE
    told.layout.width, told.layout.height = PAPER_WIDTH, _HEIGHT + more
    for mark in told.layout.annotations:
        if mark.name == "synthetic":
            mark.yshift -= _TITLE
    return told
