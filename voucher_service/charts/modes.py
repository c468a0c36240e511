"""A figure drawn by day is worn by night, or on a wall: colours and sizes change.

Each colour of the theme has one twin on a dark ground, of the same hue and with at
least the contrast it had on paper.
"""

import plotly.graph_objects as go

from voucher_service.charts import theme
from voucher_service.model.modes import Mode

_BY_NIGHT = {
    theme.PAPER: "#15202b",
    theme.INK: "#e5e8ec",
    theme.MUTED: "#9fb3c8",
    theme.GRID: "#2d3b4a",
    theme.BLUE: "#56b4e9",
    theme.BLUE_SHADE: "rgba(86,180,233,0.18)",
    theme.GREEN: "#3cc9a0",
    theme.GREEN_SHADE: "rgba(60,201,160,0.18)",
    theme.ORANGE: "#f0b429",
    theme.VERMILLION: "#ff8a50",
    theme.SKY: "#2b6f9e",
    theme.LEAF: "#1f7a60",
    theme.STONE: "#7b8794",
    theme.WEEKEND_SHADE: "rgba(159,179,200,0.14)",
    theme.HOLIDAY_SHADE: "rgba(240,180,41,0.24)",
    **dict(zip(theme.HEAT, ("#1d3a52", "#26608c", "#4a9bd1", "#a6dcff"), strict=True)),
    **dict(
        zip(
            theme.HEAT_LETTERS,
            ("#e5e8ec", "#e5e8ec", "#0f1820", "#0f1820"),
            strict=True,
        )
    ),
}
_WALL_SCALE = 1.35
_MARGINS = ("margin", "pad")
_SHIFTS = ("xshift", "yshift", "standoff")


def worn(figure: go.Figure, mode: Mode) -> go.Figure:
    """Give a figure drawn by day in another mode; by day it is the same."""
    if mode is Mode.LIGHT:
        return figure
    painted = go.Figure(_repainted(figure.to_dict()))
    if mode is Mode.DARK:
        return painted
    wall = go.Figure(_enlarged(painted.to_dict()))
    if figure.layout.height:
        before, after = figure.layout.margin, wall.layout.margin
        room = after.t + after.b - before.t - before.b
        wall.layout.height = figure.layout.height + room
    return wall


def _repainted(value: object) -> object:
    """Give a figure's parts with every colour of the theme changed to its twin."""
    if isinstance(value, dict):
        return {name: _repainted(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_repainted(part) for part in value]
    return _BY_NIGHT.get(value, value) if isinstance(value, str) else value


def _enlarged(value: object, *, inside: str = "") -> object:
    """Give a figure with every font larger, to be read across a room.

    The margins and what is shifted by pixels grow with the fonts.
    """
    if isinstance(value, dict):
        return {
            name: round(part * _WALL_SCALE)
            if _grows(inside, name) and isinstance(part, int | float)
            else _enlarged(part, inside=name)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [_enlarged(part, inside=inside) for part in value]
    return value


def _grows(inside: str, name: str) -> bool:
    """Tell whether a number is pixels of letters, or of the room they need."""
    is_letter = name == "size" and inside.endswith("font")
    return is_letter or inside in _MARGINS or name in _SHIFTS
