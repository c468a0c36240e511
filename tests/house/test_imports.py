"""The contracts of pyproject.toml hold, and each of them can be broken."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "voucher_service"
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}

PLANTED = [
    # contract, planted file, its line
    ("layers", "model/planted.py", "import voucher_service.campaigns.terms"),
    ("layers", "campaigns/planted.py", "import voucher_service.feeds"),
    ("layers", "eligibility/planted.py", "import voucher_service.analytics"),
    ("layers", "eligibility/planted.py", "import voucher_service.ledger"),
    ("layers", "eligibility/planted.py", "from voucher_service import store"),
    ("layers", "charts/planted.py", "from voucher_service import analytics"),
    ("layers", "bulletin/planted.py", "from voucher_service import charts"),
    ("layers", "feeds/planted.py", "import voucher_service.eligibility"),
    ("layers", "samples/planted.py", "import voucher_service.feeds"),
    ("layers", "store/planted.py", "def f():\n    import voucher_service.charts"),
    ("layers", "usecases/planted.py", "import voucher_service.api"),
    ("layers", "api/planted.py", "import voucher_service.pages"),
    ("layers", "api/planted.py", "import voucher_service.app"),
    ("layers", "dealings/__init__.py", ""),
    ("layers", "scratch.py", ""),
    ("core", "api/planted.py", "import voucher_service.store"),
    ("core", "api/planted.py", "import voucher_service.feeds"),
    ("core", "pages/planted.py", "import voucher_service.charts"),
    ("core", "api/planted.py", "import voucher_service.bulletin"),
    ("core", "control/planted.py", "import voucher_service.eligibility"),
    ("core", "app.py", "import voucher_service.analytics"),
    ("core", "cli", "import voucher_service.charts"),
    ("samples", "usecases/planted.py", "import voucher_service.samples"),
    ("samples", "api/planted.py", "import voucher_service.samples"),
    ("campaigns", "store/planted.py", "import voucher_service.campaigns"),
    ("campaigns", "charts/planted.py", "import voucher_service.campaigns"),
    ("campaigns", "api/planted.py", "import voucher_service.campaigns"),
    ("edge", "api/planted.py", "import voucher_service.store"),
    ("edge", "pages/planted.py", "import voucher_service.campaigns"),
    ("edge", "pages/planted.py", "import voucher_service.settings"),
    ("edge", "control/planted.py", "import voucher_service.api"),
    ("control", "app.py", "import voucher_service.control"),
    ("duckdb", "usecases/planted.py", "import duckdb"),
    ("duckdb", "analytics/planted.py", "from duckdb import connect"),
    ("polars", "api/planted.py", "import polars as pl"),
    ("plotly", "usecases/planted.py", "import plotly.graph_objects"),
    ("plotly", "pages/planted.py", "import plotly"),
    ("plotly", "usecases/planted.py", "import kaleido"),
    ("word", "usecases/planted.py", "import docx"),
    ("typst", "bulletin/planted.py", "import typst"),
    ("fastapi", "usecases/planted.py", "from fastapi import Request"),
    ("fastapi", "store/planted.py", "import starlette.responses"),
    ("typer", "usecases/planted.py", "import typer"),
    ("typer", "store/planted.py", "from rich.progress import Progress"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-logo", "--no-cache"],
        cwd=folder,
        env=os.environ | {"COLUMNS": "200"},  # a contract's name stays on one line
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def plant(folder: Path, file: str, line: str) -> None:
    shutil.copy2(ROOT / "pyproject.toml", folder)
    package = folder / PACKAGE.name
    shutil.copytree(
        PACKAGE, package, ignore=lambda _, names: {n for n in names if not _code(n)}
    )
    if "ledger" in line:
        (package / "ledger").mkdir(exist_ok=True)
        (package / "ledger" / "__init__.py").touch()
    planted = package / file
    if not planted.suffix:  # a room that may be a file or a folder
        planted = planted.with_suffix(".py") if not planted.is_dir() else planted
        planted = planted / "planted.py" if planted.is_dir() else planted
    planted.parent.mkdir(exist_ok=True)
    with planted.open("a", encoding="utf-8") as text:
        text.write(f"\n{line}\n")


def _code(name: str) -> bool:
    return name.endswith(".py") or ("." not in name and name != "__pycache__")


def test_every_contract_is_kept() -> None:
    outcome = lint(ROOT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in outcome.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_import_breaks_its_contract(
    tmp_path: Path, contract: str, file: str, line: str
) -> None:
    plant(tmp_path, file, line)
    outcome = lint(tmp_path)
    name = CONTRACTS[contract]["name"]
    broken = [row for row in outcome.stdout.splitlines() if row.endswith("BROKEN")]
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert f"{name} BROKEN" in broken


@pytest.mark.slow
def test_the_copy_without_a_planted_import_is_kept(tmp_path: Path) -> None:
    plant(tmp_path, "model/planted.py", "")
    outcome = lint(tmp_path)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_a_violation_is_planted_for_every_contract() -> None:
    assert {contract for contract, _, _ in PLANTED} == set(CONTRACTS)


def test_every_core_room_that_exists_is_protected() -> None:
    core = next(row for row in CONTRACTS["layers"]["layers"] if "eligibility" in row)
    rooms = {room.strip(" ()") for room in core.split("|")}
    standing = {f"voucher_service.{r}" for r in rooms if (PACKAGE / r).is_dir()}
    protected = CONTRACTS["core"]["protected_modules"]
    assert standing == {*protected, *CONTRACTS["samples"]["protected_modules"]}
    assert standing <= set(CONTRACTS["edge"]["forbidden_modules"])


def test_every_folder_with_code_is_a_package_the_contracts_can_see() -> None:
    unseen = {
        str(file.parent.relative_to(ROOT))
        for file in PACKAGE.rglob("*.py")
        if not (file.parent / "__init__.py").exists()
    }
    assert unseen == set()


def test_a_package_opens_with_its_question_and_imports_nothing() -> None:
    imports = {
        str(file.relative_to(ROOT))
        for file in PACKAGE.rglob("__init__.py")
        if any(
            row.startswith(("import ", "from "))
            for row in file.read_text("utf-8").splitlines()
        )
    }
    assert imports == set()
