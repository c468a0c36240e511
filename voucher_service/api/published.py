"""What do analysts take away? The published database, and its tables as Parquet."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BeforeValidator

from voucher_service.api.answers import json_answer
from voucher_service.api.examples import ANSWERED, EVERYWHERE, NOT_MODIFIED, refused
from voucher_service.api.parameters import Only, read_day
from voucher_service.api.problems import RangeNotSatisfiable
from voucher_service.api.ranges import file_answer
from voucher_service.model.errors import NotFound
from voucher_service.model.publications import Publications
from voucher_service.usecases.publish import (
    PublishedFile,
    list_publications,
    published_database,
    published_table,
)
from voucher_service.usecases.service import Service

_OCTETS = "application/octet-stream"
_At = Annotated[
    date | None,
    BeforeValidator(read_day),
    Query(
        description="该日（北京时间）终了时最近的一次发布，默认最新 · the last "
        "publication by the end of that day (Asia/Shanghai), the latest by default",
        examples=["2023-01-11"],
    ),
]
_Table = Annotated[
    str,
    Path(
        description="表名，见 published_tables · a table, as in published_tables",
        max_length=64,
        examples=["daily_totals"],
    ),
]


def published_router(service: Service) -> APIRouter:
    """Give the endpoints that list publications and send their files."""
    router = APIRouter(tags=["published"])
    _add_list(router, service)
    _add_database(router, service)
    _add_tables(router, service)
    return router


def _add_list(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/published",
        summary="分析库的历次发布 · publications of the analysts' database",
        description="列出保留的各次发布，最新的在前：数据截至何时、文件的大小和哈希、"
        "各表行数。\n\n"
        "The publications that are kept, the latest first: as of when each stands, its "
        "file's size and hash, and the rows of its tables.",
        response_model=Publications,
        responses={200: ANSWERED, 304: NOT_MODIFIED, **refused(*EVERYWHERE)},
        dependencies=[Depends(Only())],
    )
    def publications(request: Request) -> Response:
        return json_answer(request, list_publications(service))


def _add_database(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/published/voucher.duckdb",
        summary="下载分析库 · the published database",
        description="DuckDB 文件，只含文档所列各表，不含个人信息；支持 ETag、"
        "If-None-Match、Range 和 If-Range，中断后可续传。\n\n"
        "A DuckDB file of documented tables without personal data. ETag, "
        "If-None-Match, Range and If-Range are understood, so that a download that "
        "broke off goes on where it was.",
        response_class=Response,
        response_model=None,
        responses=_sent("DUCK…（DuckDB 文件 · a DuckDB file）"),
        dependencies=[Depends(Only("at"))],
    )
    def database(request: Request, at: _At = None) -> Response:
        return _send(request, published_database(service, at))


def _add_tables(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/published/{table}.parquet",
        summary="下载一张表 · one published table as Parquet",
        description="分析库中一张表的 Parquet 文件，每次发布生成一次；"
        "下载方式同分析库。\n\n"
        "A table of the published database as Parquet, made once a publication; sent "
        "like the database itself.",
        response_class=Response,
        response_model=None,
        responses=_sent("PAR1…（Parquet 文件 · a Parquet file）"),
        dependencies=[Depends(Only("at"))],
    )
    def parquet(request: Request, table: _Table, at: _At = None) -> Response:
        return _send(request, published_table(service, table, at))


def _send(request: Request, file: PublishedFile) -> Response:
    return file_answer(request, file.content, file.filename, file.size, file.sha256)


def _sent(example: str) -> dict[int | str, dict[str, Any]]:
    """Describe a file, whole or in part."""
    binary = {"schema": {"type": "string", "format": "binary"}, "example": example}
    whole = {**ANSWERED, "content": {_OCTETS: binary}}
    part = {
        **whole,
        "description": "所要的部分 · the part asked for",
        "headers": {
            **whole.get("headers", {}),
            "Content-Range": {"schema": {"type": "string"}},
        },
    }
    return {
        200: whole,
        206: part,
        304: NOT_MODIFIED,
        **refused(*EVERYWHERE, NotFound, RangeNotSatisfiable),
    }
