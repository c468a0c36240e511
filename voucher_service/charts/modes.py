"""A figure drawn by day is worn by night, or on a wall: colours and sizes change.

Each colour of the theme has one twin on a dark ground, of the same hue and with at
least the contrast it had on paper.
"""

import plotly.graph_objects as go

from voucher_service.charts import theme
from voucher_service.model.modes import Mode

_BY_NIGHT = {
    theme.PAPER: "#15202b",
    theme.INK: "#e4e7eb",
    theme.MUTED: "#9fb3c8",
    theme.GRID: "#2d3b4a",
    theme.BLUE: "#56b4e9",
    theme.BLUE_SHADE: "rgba(86,180,233,0.18)",
    theme.GREEN: "#3cc9a0",
    theme.GREEN_SHADE: "rgba(60,201,160,0.18)",
    theme.ORANGE: "#f0b429",
    theme.VERMILLION: "#ff8a50",
}
_WALL_SCALE = 1.35


def worn(figure: go.Figure, mode: Mode) -> go.Figure:
    """Give a figure drawn by day in another mode; by day it is the same."""
    if mode is Mode.LIGHT:
        return figure
    told = figure.to_dict()
    layout = _repainted(told["layout"])
    if mode is Mode.WALL:
        layout = _enlarged(layout)
    return go.Figure(data=_repainted(told["data"]), layout=layout)


def _repainted(value: object) -> object:
    """Give a figure's parts with every colour of the theme changed to its twin."""
    if isinstance(value, dict):
        return {name: _repainted(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_repainted(part) for part in value]
    return _BY_NIGHT.get(value, value) if isinstance(value, str) else value


def _enlarged(value: object) -> object:
    """Give a layout with every font larger, to be read across a room."""
    if isinstance(value, dict):
        return {
            name: round(part * _WALL_SCALE)
            if name == "size" and isinstance(part, int | float)
            else _enlarged(part)
            for name, part in value.items()
        }
    return [_enlarged(part) for part in value] if isinstance(value, list) else value
