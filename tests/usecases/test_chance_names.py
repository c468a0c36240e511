"""What was named at random in a drawing is named in order, and nothing else is."""

import pytest

from voucher_service.usecases.chance_names import without_chance

DRAWN = (
    '<svg class="main-svg"><defs id="defs-{figure}"><clipPath id="clip{figure}xyplot"/>'
    '<pattern id="p{figure}-legend-{second}"/><pattern id="p{figure}-{second}"/></defs>'
    '<g class="trace scatter trace{first}"><path d="M0,123456V0" '
    'clip-path="url(#clip{figure}xyplot)" style="fill: url(#p{figure}-{second});"/></g>'
    '<g id="topdefs-{figure}"/><g id="legend{figure}"/></svg>'
)


def drawn(figure: str, first: str, second: str) -> bytes:
    return DRAWN.format(figure=figure, first=first, second=second).encode()


@pytest.mark.parametrize(
    ("names", "others"),
    [
        (("0d29e1", "ad7284", "1cfe40"), ("efc8e5", "bd705a", "4d61a1")),
        (("aaaaaa", "bbbbbb", "cccccc"), ("cccccc", "aaaaaa", "bbbbbb")),
        (("123456", "654321", "111111"), ("0d29e1", "ad7284", "1cfe40")),
    ],
)
def test_two_drawings_of_one_figure_are_the_same(names, others):
    assert without_chance(drawn(*names)) == without_chance(drawn(*others))


def test_names_lead_where_they_led_and_numbers_stay():
    settled = without_chance(drawn("123456", "ad7284", "1cfe40")).decode()
    assert 'd="M0,123456V0"' in settled
    assert settled.count("clipfigurexyplot") == 2
    assert 'id="pfigure-t0"' in settled
    assert "url(#pfigure-t0)" in settled
    assert "tracet1" in settled


def test_what_is_no_drawing_is_left_as_it_is():
    picture = b'\x89PNG id="defs-0d29e1"'
    assert without_chance(picture) == picture
