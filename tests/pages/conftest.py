"""Browsers of an officer and of a stranger, before a real server."""

from collections.abc import Iterator

import httpx
import pytest

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
