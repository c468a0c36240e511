"""The Makefile lists its targets and finds a Python that is new enough."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHONS = ("python3", "python3.13", "python3.12", "python3.11")


def make(*words: str, path: str = os.environ["PATH"]) -> subprocess.CompletedProcess:
    env = {"PATH": path, "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C.UTF-8"}
    program = shutil.which("make")
    assert program is not None
    return subprocess.run(
        [program, "--no-print-directory", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def path_with(folder: Path, new_enough: set[str]) -> str:
    """Put Pythons before the machine's own that are new enough or too old."""
    for name in PYTHONS:
        stand_in = folder / name
        stand_in.write_text(f"#!/bin/sh\nexit {int(name not in new_enough)}\n", "utf-8")
        stand_in.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_make_alone_lists_every_target() -> None:
    targets = re.search(
        r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    assert targets is not None
    listed = re.findall(r"^  make (\S+) +\S", make().stdout, re.MULTILINE)
    assert sorted(listed) == sorted(targets[1].split())


@pytest.mark.parametrize(
    ("new_enough", "chosen"),
    [
        ({"python3", "python3.12"}, "python3"),
        ({"python3.13", "python3.12"}, "python3.13"),
        ({"python3.12"}, "python3.12"),
        ({"python3.11"}, "python3.11"),
    ],
)
def test_setup_takes_the_first_python_that_is_new_enough(
    tmp_path: Path, new_enough: set[str], chosen: str
) -> None:
    path = path_with(tmp_path, new_enough)
    outcome = make("--dry-run", "setup", f"VENV={tmp_path}/venv", path=path)
    assert f"\n{chosen} -m venv --clear {tmp_path}/venv\n" in outcome.stdout


def test_setup_says_what_to_do_where_every_python_is_too_old(tmp_path: Path) -> None:
    outcome = make("setup", f"VENV={tmp_path}/venv", path=path_with(tmp_path, set()))
    assert outcome.returncode == 2
    assert "Python 3.11 or newer is needed" in outcome.stderr
    assert not (tmp_path / "venv").exists()


def test_a_named_python_that_is_too_old_is_refused(tmp_path: Path) -> None:
    path = path_with(tmp_path, {"python3"})
    outcome = make("setup", f"VENV={tmp_path}/venv", "PYTHON=python3.11", path=path)
    assert outcome.returncode == 2
    assert "需要 Python 3.11 或更高版本" in outcome.stderr
