"""The script that draws figures in a browser: Plotly's, with the traces we use.

It is the basic bundle, of the version that our Plotly writes figures for;
a quarter of the whole. See ``pages/static/vendor/SOURCES.md``.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parents[1] / "pages/static/vendor/plotly-basic.min.js"
PLAIN_NAME: Final = "plotly.min.js"


@cache
def plotly_script() -> bytes:
    """Give the script."""
    return FILE.read_bytes()


@cache
def script_name() -> str:
    """Give the name under which pages load the script; it holds a hash of it."""
    return f"plotly-{hashlib.sha256(plotly_script()).hexdigest()[:12]}.min.js"
