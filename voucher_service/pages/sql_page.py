"""The page on which analysts ask the published database in SQL."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from voucher_service.model.sql_questions import LONGEST_SQL
from voucher_service.pages.queries import PageQuery
from voucher_service.pages.rendering import render
from voucher_service.pages.router import SAME_ORIGIN, Asked
from voucher_service.pages.sql_words import SQL_WORDS
from voucher_service.pages.words import WORDS
from voucher_service.usecases.service import Service
from voucher_service.usecases.sql_desk import SqlDesk, asked_at_first, sql_desk

SQL_PATH = "/sql"
_WORDS_BESIDES = ("unreachable", "signed_out", "no_plotly", "nothing")
_Written = Annotated[str, Query(max_length=LONGEST_SQL)]
_Named = Annotated[str, Query(max_length=100)]


def _kept(q: _Written = "", saved: _Named = "", query: _Named = "") -> dict[str, str]:
    """Read what a link carries: SQL, a saved query's id, or a name of the library."""
    given = {"q": q, "saved": saved.strip(), "query": query.strip()}
    return {name: value for name, value in given.items() if value}


def sql_pages_router(service: Service) -> APIRouter:
    """Give the route of the page, over one service."""
    router = APIRouter(include_in_schema=False)

    @router.get(SQL_PATH)
    def sql(query: Asked, kept: Annotated[dict[str, str], Depends(_kept)]) -> Any:  # noqa: ANN401
        desk = sql_desk(service)
        names = (kept.get("saved", ""), kept.get("query", ""))
        written = kept.get("q") or asked_at_first(service, desk, *names)
        return HTMLResponse(sql_page(desk, written, kept, query), headers=SAME_ORIGIN)

    return router


def sql_page(
    desk: SqlDesk, written: str, kept: dict[str, str], query: PageQuery
) -> str:
    """Write the page; ``written`` is the SQL in the editor, ``kept`` the link's own."""
    return render(
        "sql.html",
        query.language,
        desk=desk,
        written=written,
        asking=_asking(desk, query),
        query=query,
        kept=kept,
        path=SQL_PATH,
        synthetic=desk.publication is not None and desk.publication.synthetic,
    )


def _asking(desk: SqlDesk, query: PageQuery) -> dict[str, Any]:
    """Give what the scripts read."""
    names = (*SQL_WORDS, *_WORDS_BESIDES)
    return {
        "language": query.language.value,
        "page": query.address(SQL_PATH),
        "words": {name: WORDS[name].of(query.language) for name in names},
        "tables": {
            each.name: [column.name for column in each.columns]
            for each in desk.relations
        },
        "queries": {each.name: each.sql for each in desk.queries},
        "saved": {each.id: [each.name, each.sql] for each in desk.saved},
    }
