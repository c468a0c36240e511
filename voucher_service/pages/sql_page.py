"""The page on which analysts ask the published database in SQL."""

import re
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from voucher_service.model.errors import NotFound
from voucher_service.model.sql_questions import LONGEST_SQL
from voucher_service.model.text import Text
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
_VALUE = re.compile(r"p\.\w{1,100}")


def _kept(
    request: Request, q: _Written = "", saved: _Named = "", query: _Named = ""
) -> dict[str, str]:
    """Read what a link carries: SQL, a saved query's id, or a name of the library.

    Values of the query's parameters come along as ``p.<name>``.
    """
    told = request.query_params
    values = {name: told[name] for name in told if _VALUE.fullmatch(name)}
    given = {"q": q, "saved": saved.strip(), "query": query.strip(), **values}
    return {name: value for name, value in given.items() if value}


def sql_pages_router(service: Service) -> APIRouter:
    """Give the route of the page, over one service."""
    router = APIRouter(include_in_schema=False)

    @router.get(SQL_PATH)
    def sql(query: Asked, kept: Annotated[dict[str, str], Depends(_kept)]) -> Any:  # noqa: ANN401
        desk = sql_desk(service)
        names = (kept.get("saved", ""), kept.get("query", ""))
        try:
            written = kept.get("q") or asked_at_first(service, *names)
        except NotFound as error:  # the page itself tells what there is
            text = sql_page(desk, "", {}, query, error.message)
            return HTMLResponse(text, HTTPStatus.NOT_FOUND, SAME_ORIGIN)
        return HTMLResponse(sql_page(desk, written, kept, query), headers=SAME_ORIGIN)

    return router


def sql_page(
    desk: SqlDesk,
    written: str,
    kept: dict[str, str],
    query: PageQuery,
    refused: Text | None = None,
) -> str:
    """Write the page; ``written`` is the SQL in the editor, ``kept`` the link's own.

    ``refused`` says that there is no query of the name that a link gave.
    """
    opened = "" if "q" in kept else kept.get("saved", "")
    return render(
        "sql.html",
        query.language,
        desk=desk,
        written=written,
        asking=_asking(desk, query, {opened: written}),
        query=query,
        kept=kept,
        refused=refused,
        path=SQL_PATH,
        synthetic=desk.publication is not None and desk.publication.synthetic,
    )


def _asking(desk: SqlDesk, query: PageQuery, texts: dict[str, str]) -> dict[str, Any]:
    """Give what the scripts read; ``texts`` holds the saved query that is open."""
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
        "saved": {each.id: [each.name, texts.get(each.id)] for each in desk.saved},
    }
