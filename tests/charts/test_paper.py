"""On paper a figure is wide and low, and its smallest letters are 8 points high."""

import plotly.graph_objects as go
import pytest

from voucher_service.charts.paper import PAPER_WIDTH, on_paper
from voucher_service.charts.theme import LOW, TALL

POINTS_A_PIXEL = 156 / 25.4 * 72 / PAPER_WIDTH


@pytest.mark.parametrize(("height", "most_mm"), [(LOW, 90), (TALL, 90), (900, 200)])
def test_it_is_as_high_as_it_has_to_be(height, most_mm):
    layout = {"height": height, "margin": {"t": 94, "b": 112}, "title": {"text": "t"}}
    shown = on_paper(go.Figure(layout=layout)).layout
    assert shown.height * 156 / PAPER_WIDTH <= most_mm
    assert shown.height > shown.margin.t + shown.margin.b + 100
    assert shown.title.text is None


def test_letters_of_11_pixels_are_8_points_high():
    assert 11 * POINTS_A_PIXEL >= 8
