"""The page that explains every table and column of the published database."""

from datetime import UTC

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from voucher_service.pages.queries import PageQuery
from voucher_service.pages.rendering import render
from voucher_service.pages.router import SAME_ORIGIN, Asked
from voucher_service.usecases.service import Service
from voucher_service.usecases.tell_dictionary import Dictionary, show_dictionary

PATH = "/dictionary"
_DATABASE = "/v1/published/voucher.duckdb"


def dictionary_pages_router(service: Service) -> APIRouter:
    """Give the route of the page, over one service."""
    router = APIRouter(include_in_schema=False)

    @router.get(PATH)
    def dictionary(query: Asked) -> HTMLResponse:
        page = dictionary_page(show_dictionary(service), query)
        return HTMLResponse(page, headers=SAME_ORIGIN)

    return router


def dictionary_page(dictionary: Dictionary, query: PageQuery) -> str:
    """Write the page; tables come before views, as in the file."""
    origin = dictionary.origin
    relations = dictionary.relations
    return render(
        "dictionary.html",
        query.language,
        origin=origin,
        known_at=origin.known_at.replace(tzinfo=UTC),
        groups=(
            ("tables", [each for each in relations if not each.is_view]),
            ("views", [each for each in relations if each.is_view]),
        ),
        database=_DATABASE,
        query=query,
        path=PATH,
        synthetic=origin.synthetic,
    )
