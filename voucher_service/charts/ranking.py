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
    """Draw the rows downwards; gives the axis that they stand on."""
    figure.add_bar(
        orientation="h",
        x=[row.value for row in rows],
        y=list(range(len(rows))),
        customdata=[row.hover for row in rows],
        width=_BAR,
        marker=_marker(rows),
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )
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


def _marker(rows: Sequence[Row]) -> Layout:
    colours = [row.colour for row in rows]
    marker: Layout = {
        "color": colours[0] if len(set(colours)) == 1 else colours,
        "line": {"color": colours[0], "width": _edges(rows)},
    }
    if len(set(colours)) > 1:
        marker["line"]["color"] = colours
    if any(row.hatch for row in rows):
        marker["pattern"] = {
            "shape": [row.hatch for row in rows],
            "fillmode": "replace",  # Plotly overlays no more than one colour
            "bgcolor": colours,
            "fgcolor": PAPER,
            "size": 5,
        }
    return marker


def _edges(rows: Sequence[Row]) -> int | list[int]:
    """Give bars an edge, so that a small one is still seen, but none to nothing."""
    widths = [int(row.value != 0) for row in rows]
    return 1 if all(widths) else widths
