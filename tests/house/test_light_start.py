"""The command starts light: what is heavy is imported where it is used."""

import json
import subprocess
import sys

import pytest

HEAVY = {
    "dataframely",
    "duckdb",
    "fastapi",
    "httpx",
    "jinja2",
    "kaleido",
    "numpy",
    "plotly",
    "polars",
    "pyarrow",
    "uvicorn",
    "yaml",
}


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport json, sys; print(json.dumps(list(sys.modules)))"
    outcome = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in json.loads(outcome.stdout)}


def test_the_commands_are_known_before_anything_heavy_is_imported() -> None:
    assert modules_after("import voucher_service.cli") & HEAVY == set()


@pytest.mark.parametrize("library", ["fastapi", "polars"])
def test_a_heavy_import_would_be_seen(library: str) -> None:
    assert library in modules_after(f"import {library}")
