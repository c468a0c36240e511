"""Rows ranked from the top: each a bar with its words above it, where a phone has room.

Beside its bar a dealer's name would take the width of a phone.
"""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from voucher_service.charts.theme import BLUE, INK, PAPER, Layout

_BAR = 0.4
_LIFT = 0.38  # the words stand above their bar


class Row(NamedTuple):
    """A bar: its words, how long it is, what it says on hovering, how it looks."""

    words: str
    value: float
    hover: str
    colour: str = BLUE
    hatch: str = ""


def draw_rows(figure: go.Figure, rows: Sequence[Row]) -> Layout:
    """Draw the rows downwards; gives the axis that they stand on.

    Bars that look alike are one trace: Plotly hatches no bars of many colours.
    """
    for looks in dict.fromkeys((row.colour, row.hatch) for row in rows):
        _add_bars(figure, rows, looks)
    figure.add_scatter(
        mode="text",
        x=[min(0, *(row.value for row in rows), 0)] * len(rows),
        y=[place - _LIFT for place in range(len(rows))],
        text=[f"\u00a0{row.words}" for row in rows],  # a blank keeps it off the axis
        textposition="middle right",
        textfont={"size": 12, "color": INK},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    figure.update_layout(barmode="overlay")
    return {
        "range": [max(len(rows), _FEWEST) - 0.5, -0.75],
        "showticklabels": False,
        "showgrid": False,
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
    }


_FEWEST = 4
"""Fewer rows stay as slim as these."""


def _add_bars(figure: go.Figure, rows: Sequence[Row], looks: tuple[str, str]) -> None:
    alike = [
        (place, row)
        for place, row in enumerate(rows)
        if (row.colour, row.hatch) == looks
    ]
    figure.add_bar(
        orientation="h",
        x=[row.value for _, row in alike],
        y=[place for place, _ in alike],
        customdata=[row.hover for _, row in alike],
        width=_BAR,
        marker=_marker([row for _, row in alike]),
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )


def _marker(alike: Sequence[Row]) -> Layout:
    """Give bars an edge, so that a small one is still seen, but none to nothing."""
    colour, hatch = alike[0].colour, alike[0].hatch
    edges = [int(row.value != 0) for row in alike]
    marker: Layout = {
        "color": colour,
        "line": {"color": colour, "width": 1 if all(edges) else edges},
    }
    if hatch:
        pattern = {"shape": hatch, "fillmode": "overlay", "fgcolor": PAPER, "size": 5}
        marker["pattern"] = pattern
    return marker
