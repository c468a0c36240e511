"""Polars is shown NumPy before there are threads: two that look at once would fail."""

import subprocess
import sys

PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path

from voucher_service.resources import SQL
from voucher_service.usecases.open_service import Opening, open_service

open_service(Opening(Path(sys.argv[1]), SQL), lambda: datetime.now(UTC)).close()

from polars import _dependencies

assert _dependencies.numpy is sys.modules["numpy"], "Polars has not found NumPy yet"
"""


def test_an_open_service_has_shown_polars_where_numpy_is(tmp_path):
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, str(tmp_path / "home")],
        check=False,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
