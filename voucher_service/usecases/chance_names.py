"""An SVG names its parts at random; here they are named in their order."""

import re

_FIGURE = re.compile(rb'id="(?:top)?defs-([0-9a-f]{6})"')
_TRACES = re.compile(
    rb'(?:class="trace [a-z ]*trace|id="[gp]figure-(?:legend-)?)([0-9a-f]{6})\b'
)


def without_chance(picture: bytes) -> bytes:
    """Give a picture with the same bytes each time it is drawn; a PNG as it is."""
    if not picture.lstrip().startswith(b"<svg"):
        return picture
    for name in dict.fromkeys(_FIGURE.findall(picture)):
        picture = _renamed(picture, name, b"figure")
    for place, name in enumerate(dict.fromkeys(_TRACES.findall(picture))):
        picture = _renamed(picture, name, b"t%d" % place)
    return picture


def _renamed(picture: bytes, name: bytes, new: bytes) -> bytes:
    """Rename where it stands in a name: after a letter or hyphen, never in a number."""
    return re.sub(rb"(?<=[a-z-])" + name, new, picture)
