"""A served home whose publication may be asked, with short limits."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

from tests.api.conftest import CAMPAIGN, NOW, Running, _filled, serve
from voucher_service.model.sql_questions import SqlLimits
from voucher_service.resources import SQL
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.publish import publish

QUICK = SqlLimits(
    seconds=3.0,
    memory_mb=192,
    most_rows=2_000,
    most_megabytes=8,
    at_once=3,
    at_once_each=2,
)


def asked_at(
    home: Path, limits: SqlLimits = QUICK, *, published: bool = True
) -> Iterator[Running]:
    """Serve a home of one's own, published unless that is not wanted."""
    copytree(Path(_filled().name) / "home", home)
    opening = Opening(home, SQL, campaigns=(CAMPAIGN,), asking=limits)
    service = open_service(opening, lambda: NOW)
    if published:
        publish(service)
    yield from serve(service)
