"""The peer of bench_browser.py: a plain Dash app that shows five charts of frames.

    python benchmarks/dash_app.py FRAMES PORT

``FRAMES`` is a folder with an Arrow file for each chart. It runs in a venv of its own,
see peer-requirements.txt.
"""

import sys
from pathlib import Path

import dash
import plotly.graph_objects as go
import polars as pl
from waitress import serve


def day(frame: pl.DataFrame, *columns: str) -> go.Figure:
    return go.Figure(
        [
            go.Scatter(x=frame["day"].to_list(), y=frame[name].to_list(), name=name)
            for name in columns
        ]
    )


def bars(frame: pl.DataFrame, by: str, *columns: str) -> go.Figure:
    return go.Figure(
        [
            go.Bar(x=frame[by].to_list(), y=frame[name].to_list(), name=name)
            for name in columns
        ]
    )


DRAWN = {
    "cumulative-sales": lambda frame: day(
        frame, "cumulative_cars", "cumulative_sales_wan"
    ),
    "daily-sales": lambda frame: bars(frame, "day", "cars_sold"),
    "by-district": lambda frame: bars(frame, "district", "cars_sold"),
    "by-dealer": lambda frame: bars(frame, "dealer_name", "cars_sold"),
    "price-distribution": lambda frame: bars(
        frame, "price_from_yuan", "eligible_cars", "ineligible_cars", "waiting_cars"
    ),
}


def main(frames: str, port: str) -> None:
    app = dash.Dash(__name__, serve_locally=True)
    app.layout = dash.html.Div(
        [
            dash.dcc.Graph(
                id=name, figure=draw(pl.read_ipc(Path(frames, f"{name}.arrow")))
            )
            for name, draw in DRAWN.items()
        ]
    )
    serve(app.server, host="127.0.0.1", port=int(port), threads=8)


if __name__ == "__main__":
    main(*sys.argv[1:])
