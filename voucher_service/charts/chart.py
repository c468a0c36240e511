"""A chart is a name, its words, the columns of its frame and a way to draw it."""

from collections.abc import Callable
from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.model.text import Text


@dataclass(frozen=True)
class Chart:
    """A chart that can be asked for by name.

    ``columns`` names every column of the frame it draws, which is also its CSV.
    ``until_day`` is false where the business day of the figures plays no part,
    ``on_campaign_page`` where a page of its own shows the chart. ``between`` is true
    of a chart that leads from one instant to another, ``sliced`` of one that can be
    drawn of some of the sales alone. ``priced`` is false of one that shows no price;
    ``lives_on`` is true of one whose figures go on changing when no more sales are
    made: unless day and instant are named it is drawn as of the last event.
    """

    name: str
    title: Text
    description: Text
    columns: dict[str, Text]
    draw: Callable[[pl.DataFrame, Caption], go.Figure]
    until_day: bool = True
    on_campaign_page: bool = True
    between: bool = False
    sliced: bool = False
    priced: bool = True
    lives_on: bool = False
