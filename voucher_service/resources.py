"""The files that go with the code lie beside it in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_BUNDLED = _PACKAGE / "bundled"
_ROOT = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent

SQL = _ROOT / "sql"
SAMPLE_DATA = _ROOT / "sample_data"
