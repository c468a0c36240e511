"""Scripts and styles are served by us, under names that change with their content."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from voucher_service.model.errors import NotFound
from voucher_service.model.text import Text
from voucher_service.usecases import plotly_script
from voucher_service.usecases.plotly_script import PLAIN_NAME

_STATIC = Path(__file__).parent / "static"
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
IMMUTABLE = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """A file a page loads: its name holds a hash of its content."""

    name: str
    media_type: str
    body: bytes

    @property
    def path(self) -> str:
        """Give the path a page asks for it by."""
        return f"/static/{self.name}"


@cache
def _by_plain_name() -> dict[str, Asset]:
    files = [file for file in sorted(_STATIC.iterdir()) if file.suffix in _MEDIA_TYPES]
    script = Asset(
        plotly_script.script_name(), _MEDIA_TYPES[".js"], plotly_script.plotly_script()
    )
    return {file.name: _asset(file) for file in files} | {PLAIN_NAME: script}


def asset(plain_name: str) -> Asset:
    """Give an asset by its name without a hash, e.g. ``plotly.min.js``."""
    return _by_plain_name()[plain_name]


def find_asset(name: str) -> Asset:
    """Give an asset by its hashed name, or raise NotFound with those that exist."""
    known = {each.name: each for each in _by_plain_name().values()}
    if name in known:
        return known[name]
    raise NotFound(
        Text(zh=f"没有文件 {name}", en=f"there is no file {name}"),
        remedy=Text(zh="请刷新页面", en="reload the page"),
        choices=tuple(known),
    )


def _asset(file: Path) -> Asset:
    body = file.read_bytes()
    digest = hashlib.sha256(body).hexdigest()[:12]
    stem, _, rest = file.name.partition(".")
    return Asset(f"{stem}-{digest}.{rest}", _MEDIA_TYPES[file.suffix], body)
