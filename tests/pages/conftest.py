"""Browsers of an officer and of a stranger, before a real server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.api.conftest import Running, fresh_service, serve
from voucher_service.model.kinds import Role


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The whole application over a home with a few made-up sales."""
    yield from serve(fresh_service(tmp_path_factory.mktemp("pages") / "home"))


@pytest.fixture
def stranger(site: Running) -> Iterator[httpx.Client]:
    """A browser without a session; it does not follow redirects."""
    with site.client(role=None) as client:
        client.headers["Accept"] = "text/html,*/*;q=0.8"
        yield client


@pytest.fixture
def officer(stranger: httpx.Client, site: Running) -> httpx.Client:
    """A browser in which the bureau is signed in."""
    stranger.cookies.set("voucher_session", site.cookie(Role.BUREAU))
    return stranger


@pytest.fixture
def growing(tmp_path: Path) -> Iterator[Running]:
    """The whole application over a home of this test's own, which it may change."""
    yield from serve(fresh_service(tmp_path / "home"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("the browser tests need a Chromium on PATH")
        pytest.skip("no Chromium on PATH")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()
