"""Analysts ask the published database in SQL, and save what they ask."""

import asyncio
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from voucher_service.api.answers import disposition, json_answer
from voucher_service.api.examples import ANSWERED, EVERYWHERE, NOT_MODIFIED, refused
from voucher_service.api.parameters import Only, one_of
from voucher_service.api.problems import BodyTooLarge
from voucher_service.api.sql_examples import ASKED
from voucher_service.api.what_if import Scalar
from voucher_service.model.errors import NotFound, RefusedByRule
from voucher_service.model.published_errors import (
    NotPublished,
    QueryStopped,
    UnusableQuery,
)
from voucher_service.model.sql_questions import (
    LONGEST_NAME,
    LONGEST_SAVED,
    LONGEST_SQL,
    SavedName,
    SavedQuery,
    SqlAnswer,
    SqlQuestion,
    SqlResult,
)
from voucher_service.usecases.run_sql import SqlAsking, let_in, question_of
from voucher_service.usecases.saved_queries import (
    list_saved_queries,
    remove_query,
    save_query,
    saved_query,
)
from voucher_service.usecases.service import Service

USUAL_ROWS = 1_000
_NAME = "voucher-service-sql"


class SqlFormat(StrEnum):
    """A format in which an answer comes."""

    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"


MEDIA_TYPES = {
    SqlFormat.JSON: "application/json",
    SqlFormat.CSV: "text/csv; charset=utf-8",
    SqlFormat.PARQUET: "application/vnd.apache.parquet",
    SqlFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class SqlBody(BaseModel):
    """A question in SQL."""

    model_config = ConfigDict(extra="forbid")

    sql: str = Field(
        min_length=1,
        max_length=LONGEST_SQL,
        description="一条查询语句（DuckDB 的 SQL） · one question in DuckDB's SQL",
        examples=[ASKED],
    )
    params: dict[str, Scalar] = Field(
        default_factory=dict,
        max_length=100,
        description="语句中 $名称 的值 · values of the $names in it",
        examples=[{"campaign": "zhangjiajie-2022-new-year"}],
    )
    format: Annotated[SqlFormat, BeforeValidator(one_of(SqlFormat))] = Field(
        default=SqlFormat.JSON, description="结果格式 · the answer's format"
    )
    limit: int | None = Field(
        default=None,
        ge=1,
        le=10_000_000,
        strict=True,
        description="最多行数；JSON 默认 1000，其余为服务所设上限 · the most rows: by "
        "default 1000 as JSON, else as many as the service gives",
        examples=[100],
    )


class SaveBody(BaseModel):
    """A query to save."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(
        min_length=1,
        max_length=LONGEST_NAME,
        pattern=r"^[^\s\x00-\x1f]([^\x00-\x1f]*[^\s\x00-\x1f])?$",
        description="名称；同名者被替换 · its name; another of that name is replaced",
        examples=["各区县销量"],
    )
    sql: str = Field(
        min_length=1,
        max_length=LONGEST_SAVED,
        description="查询语句 · the query",
        examples=[ASKED],
    )


SavedId = Annotated[
    str,
    Path(
        alias="id",
        description="查询编号 · the query's id",
        max_length=64,
        examples=["sq_5f0c2ab91d3e"],
    ),
]


def sql_router(service: Service) -> APIRouter:
    """Give the endpoints of questions in SQL."""
    router = APIRouter(tags=["sql"])
    _add_asking(router, service)
    _add_saving(router, service)
    return router


def _add_asking(router: APIRouter, service: Service) -> None:
    @router.post(
        "/v1/sql",
        summary="查询分析库 · ask the published database",
        description="在独立进程中对最近一次发布的分析库运行一条只读查询：不能访问文件、网络或"
        "其他数据库，时间、内存和结果大小均有上限。每次查询记入日志。关闭连接即取消查询。\n\n"
        "Runs one question on the latest publication, in a process of its own: it "
        "reaches no file, network or other database, and time, memory and size of the "
        "answer are limited. Each question is logged. Hanging up cancels it.",
        response_model=SqlResult,
        responses={
            200: _answered(),
            **refused(*EVERYWHERE, NotPublished, BodyTooLarge),
            **refused(UnusableQuery, QueryStopped, *EVERYWHERE[:1], schema=_PROBLEM),
        },
        dependencies=[Depends(Only())],
    )
    async def ask(request: Request, asked: SqlBody) -> Response:
        rows = asked.limit
        if rows is None and asked.format is SqlFormat.JSON:
            rows = USUAL_ROWS
        values = {k: _text(v) for k, v in asked.params.items() if v is not None}
        question = question_of(service, asked.sql, values, (asked.format, rows))
        state = request.state
        asking = let_in(service, state.principal, state.request_id)
        found = await _while_heard(request, asking, question)
        return _answer(found, asked.format)


def _add_saving(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/saved-queries",
        summary="已保存的查询 · saved queries",
        description="按名称列出保存的查询，不含语句。\n\n"
        "Lists what was saved by name, without the texts.",
        response_model=list[SavedName],
        responses={200: ANSWERED, 304: NOT_MODIFIED, **refused(*EVERYWHERE)},
        dependencies=[Depends(Only())],
    )
    def saved(request: Request) -> Response:
        return json_answer(request, list_saved_queries(service))

    @router.get(
        "/v1/saved-queries/{id}",
        summary="一个已保存的查询 · a saved query",
        description="给出一条保存的查询及其语句。\n\nGives a saved query and its text.",
        response_model=SavedQuery,
        responses={200: ANSWERED, 304: NOT_MODIFIED, **refused(*EVERYWHERE, NotFound)},
        dependencies=[Depends(Only())],
    )
    def one(request: Request, saved_id: SavedId) -> Response:
        return json_answer(request, saved_query(service, saved_id))

    @router.post(
        "/v1/saved-queries",
        status_code=201,
        summary="保存查询 · save a query",
        description="以名称保存一条查询，供有权查询者共用；同名者被替换，日志留存其散列值。"
        "每人最多 200 条，共 1000 条；频繁保存会被要求等待。\n\n"
        "Saves a query under a name for all who may ask; one of the same name is "
        "replaced, and the log keeps the text's hash. There is room for 200 of one "
        "person and 1,000 in all; who saves too often has to wait.",
        response_model=SavedQuery,
        responses=refused(*EVERYWHERE, RefusedByRule, BodyTooLarge),
        dependencies=[Depends(Only())],
    )
    def save(body: SaveBody) -> SavedQuery:
        return save_query(service, body.name, body.sql)

    @router.post(
        "/v1/saved-queries/{id}/remove",
        summary="删除查询 · remove a query",
        description="从列表中移除一条保存的查询。\n\nTakes a saved query off the list.",
        response_model=SavedQuery,
        responses=refused(*EVERYWHERE, NotFound),
        dependencies=[Depends(Only())],
    )
    def remove(saved_id: SavedId) -> SavedQuery:
        return remove_query(service, saved_id)


async def _while_heard(
    request: Request, asking: SqlAsking, question: SqlQuestion
) -> SqlAnswer:
    """Run a question until it is answered or nobody listens any more."""
    running = asyncio.create_task(asyncio.to_thread(asking.run, question))
    gone = asyncio.create_task(_hung_up(request))
    try:
        await asyncio.wait((running, gone), return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if not running.done():
            asking.cancel()
    return await running


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _answer(found: SqlAnswer, format_: SqlFormat) -> Response:
    headers = {
        "X-Rows": str(found.rows),
        "X-Truncated": str(found.truncated).lower(),
        "X-Elapsed-Ms": f"{found.elapsed_ms:.1f}",
        "Content-Type": MEDIA_TYPES[format_],
    }
    if format_ is not SqlFormat.JSON:
        headers["Content-Disposition"] = disposition(f"{_NAME}.{format_}")
    return Response(found.body, headers=headers)


def _text(value: object) -> str:
    """Give a parameter's value as a command line would."""
    return str(value).lower() if isinstance(value, bool) else str(value)


_PROBLEM = "QueryProblem"


def _answered() -> dict[str, Any]:
    """Describe the answer in each of its formats."""
    files = {
        MEDIA_TYPES[each].partition(";")[0]: {
            "schema": {"type": "string"},
            "example": f"（{each} 文件 · a file of {each}）",
        }
        for each in SqlFormat
        if each is not SqlFormat.JSON
    }
    told = {"X-Rows": "integer", "X-Truncated": "boolean", "X-Elapsed-Ms": "number"}
    return {
        "description": "成功 · done",
        "headers": {name: {"schema": {"type": kind}} for name, kind in told.items()},
        "content": files,
    }
