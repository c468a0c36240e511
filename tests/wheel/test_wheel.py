"""The built wheel serves the demo from a clean environment without a checkout."""

import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
import threading
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CAMPAIGN = "zhangjiajie-2022-new-year"
LOGIN_LINK = re.compile(r"http://127\.0\.0\.1:(?P<port>\d+)/login\?\S+")
PATIENCE = 240
"""Seconds after which a process that should have answered is killed."""


def run(*command: str | Path, cwd: Path) -> str:
    outcome = subprocess.run(
        command,
        cwd=cwd,
        env=outside_env(),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


def outside_env() -> dict[str, str]:
    """The environment without anything that leads back to the checkout."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VOUCHER_", "PYTHON", "VIRTUAL_ENV"))
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source archive and, from it alone, the wheel."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, cwd=ROOT)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def clean_venv(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone; foreign packages are lent by the running environment.

    Folders named by a .pth line have no .pth files of theirs read, so the editable
    install of the checkout stays behind.
    """
    folder = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    pip += ["--disable-pip-version-check", "--no-index", "--no-deps"]
    run(*pip, wheel, cwd=folder)
    paths = sysconfig.get_paths()
    (site_packages,) = folder.glob("lib/python*/site-packages")
    lent = dict.fromkeys((paths["purelib"], paths["platlib"]))
    (site_packages / "lent.pth").write_text("\n".join(lent), "utf-8")
    return folder


@contextmanager
def serving(command: Path, home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the demo and give its process and address once the link is printed."""
    log = home.with_suffix(".log")
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            [command, "serve", "--demo", "--home", home, "--port", "0"],
            cwd=home.parent,
            env=outside_env(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        watch = threading.Timer(PATIENCE, process.kill)
        watch.start()
        try:
            yield process, address(process, log)
        finally:
            watch.cancel()
            process.kill()


def address(process: subprocess.Popen[str], log: Path) -> str:
    assert process.stdout is not None
    printed = []
    for line in process.stdout:
        printed.append(line)
        if link := LOGIN_LINK.search(line):
            return f"http://127.0.0.1:{link['port']}"
    pytest.fail(f"no login link in:\n{''.join(printed)}\n{log.read_text('utf-8')}")


def test_the_wheel_carries_everything_the_service_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    package = ROOT / "voucher_service"
    needed = {
        file.relative_to(ROOT).as_posix()
        for file in package.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    for folder in ("sql", "sample_data"):
        needed |= {
            f"voucher_service/bundled/{file.relative_to(ROOT).as_posix()}"
            for file in (ROOT / folder).rglob("*")
            if file.is_file()
        }
    assert needed - carried == set()
    for kind in (".yaml", ".html", ".css", "sample_data/dealers.csv"):
        assert any(name.endswith(kind) for name in carried), kind
    for room in ("sql/migrations/", "sql/views/", "sample_data/feeds/"):
        assert any(f"bundled/{room}" in name for name in carried), room


def test_the_wheel_carries_neither_tests_nor_a_home(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "voucher_service"
    }


def test_the_installed_package_is_the_wheels_and_not_the_checkouts(
    clean_venv: Path,
) -> None:
    code = "import voucher_service as v, sys; print(v.__file__, *sys.path, sep='\\n')"
    origin, *path = run(clean_venv / "bin/python", "-c", code, cwd=clean_venv).split()
    assert Path(origin).is_relative_to(clean_venv)
    assert str(ROOT) not in path


def test_the_demo_is_served_from_the_wheel_and_stops_when_told(
    clean_venv: Path, tmp_path: Path
) -> None:
    command = clean_venv / "bin" / "voucher-service"
    home = tmp_path / "home"
    new_token = ["token", "create", "--role", "bureau", "--home", home, "--json"]
    with serving(command, home) as (process, base), client(base) as outside:
        assert outside.get("/healthz").status_code == 200
        url = f"/v1/campaigns/{CAMPAIGN}/totals?as_of=2023-01-10"
        assert outside.get(url).status_code == 401
        token = json.loads(run(command, *new_token, cwd=tmp_path))["token"]
        answer = outside.get(url, headers={"Authorization": f"Bearer {token}"})
        totals = answer.json()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    figures = [totals[key] for key in ("cars_sold", "sales_fen", "vouchers_fen")]
    assert figures == [460, 6_875_000_000, 69_000_000]


def client(base: str) -> httpx.Client:
    return httpx.Client(base_url=base, trust_env=False, timeout=60)
