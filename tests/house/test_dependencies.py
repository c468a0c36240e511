"""What we import we declare, what we declare we use, and all of it is locked."""

import ast
import re
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DECLARED = [Requirement(line) for line in PYPROJECT["project"]["dependencies"]]
FOR_DEVELOPMENT = [Requirement(line) for line in PYPROJECT["dependency-groups"]["dev"]]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? \\$"
    r"(?P<hashes>(?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?$)+)",
    re.MULTILINE,
)

BROUGHT_BY = {"pydantic-core": "pydantic", "starlette": "fastapi"}
"""Libraries that a declared one documents as part of its own interface."""


def imported_modules(source: str) -> set[str]:
    """Name the top-level modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.split(".")[0])
    return found


def third_parties() -> dict[str, set[str]]:
    """Give the distributions behind each foreign module the package imports."""
    known = packages_distributions()
    modules: set[str] = set()
    for file in (ROOT / "voucher_service").rglob("*.py"):
        modules |= imported_modules(file.read_text("utf-8"))
    foreign = modules - sys.stdlib_module_names - {"voucher_service", "__future__"}
    behind = {
        module: map(canonicalize_name, known.get(module, [module]))
        for module in foreign
    }
    return {
        m: {BROUGHT_BY.get(name, name) for name in who} for m, who in behind.items()
    }


def test_every_library_the_package_imports_is_declared() -> None:
    declared = {canonicalize_name(need.name) for need in DECLARED}
    undeclared = {m: who for m, who in third_parties().items() if not who & declared}
    assert undeclared == {}


def test_every_declared_library_is_used() -> None:
    imported = set().union(*third_parties().values())
    declared = {canonicalize_name(need.name) for need in DECLARED}
    assert declared - imported == set()


def test_an_import_inside_a_function_counts() -> None:
    source = "def f():\n    from a.b import c\n    import d.e\nfrom . import g"
    assert imported_modules(source) == {"a", "d"}


def test_every_pin_of_the_lock_carries_a_hash() -> None:
    names = re.findall(r"^([A-Za-z0-9._-]+)==", LOCK, re.MULTILINE)
    assert names
    assert [pin["name"] for pin in PIN.finditer(LOCK)] == names


def test_the_lock_holds_pins_and_hashes_and_nothing_else() -> None:
    rest = [line for line in PIN.sub("", LOCK).splitlines() if line.strip()]
    assert [line for line in rest if not line.startswith("#")] == []


def test_the_lock_names_no_host() -> None:
    assert re.findall(r"\S*(?://|@|--index)\S*", LOCK) == []


@pytest.mark.parametrize("need", DECLARED + FOR_DEVELOPMENT, ids=lambda need: need.name)
def test_the_lock_pins_what_pyproject_asks_for(need: Requirement) -> None:
    pins = [
        pin["version"]
        for pin in PIN.finditer(LOCK)
        if pin["name"] == canonicalize_name(need.name)
    ]
    assert pins
    assert all(need.specifier.contains(version) for version in pins)


def test_the_environment_is_the_locked_one() -> None:
    differing = {
        pin["name"]: distribution(pin["name"]).version
        for pin in PIN.finditer(LOCK)
        if (not pin["marker"] or Marker(pin["marker"]).evaluate())
        and distribution(pin["name"]).version != pin["version"]
    }
    assert differing == {}
