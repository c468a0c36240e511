"""In which light a page or a figure is looked at."""

from enum import StrEnum

from voucher_service.model.text import Text


class Mode(StrEnum):
    """The looks there are: by day, by night, and on a wall screen (大屏)."""

    LIGHT = "light"
    DARK = "dark"
    WALL = "wall"


MODE_TEXT = {
    Mode.LIGHT: Text(zh="浅色", en="light"),
    Mode.DARK: Text(zh="深色", en="dark"),
    Mode.WALL: Text(zh="大屏", en="wall screen"),
}
