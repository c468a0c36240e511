"""Scripts and styles are served by us, under names that change with their content."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from voucher_service.model.errors import NotFound
from voucher_service.model.text import Text

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
    files = [*sorted(_STATIC.iterdir()), _plotly_script()]
    return {file.name: _asset(file) for file in files if file.suffix in _MEDIA_TYPES}


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


def _plotly_script() -> Path:
    """Find Plotly's script without importing Plotly, which is slow."""
    spec = find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the plotly package is not installed")
    return Path(spec.submodule_search_locations[0], "package_data", "plotly.min.js")
