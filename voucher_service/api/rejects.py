"""Which rows of a feed are to be mended, and where?"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from voucher_service.api.answers import document_answer
from voucher_service.api.examples import (
    ANSWERED,
    EVERYWHERE,
    NOT_MODIFIED,
    refused,
)
from voucher_service.api.parameters import Only
from voucher_service.model.errors import NotFound
from voucher_service.usecases.rejects_workbook import XLSX, rejects_workbook
from voucher_service.usecases.service import Service

FeedId = Annotated[
    str,
    Path(
        alias="id",
        description="收件编号或回执编号 · the feed's id, or a delivery's",
        examples=["fed_5f0c2ab91d3e4f68"],
    ),
]
# Names and numbers stand in it in clear, as the dealer sent them: nobody keeps a copy.
UNKEPT = {"Cache-Control": "private, no-store"}


def rejects_router(service: Service) -> APIRouter:
    """Give the endpoint that serves a feed's rejected rows as a workbook."""
    router = APIRouter(tags=["feeds"])

    @router.get(
        "/v1/feeds/{id}/rejects.xlsx",
        summary="退回行工作簿 · the rejected rows as a workbook",
        description="未入库的行，按来件的工作表、表头和列给出；应更正的单元格着色，"
        "附退回原因和修改建议。更正后原样发回即可。经销商只能取本店自行报送的文件。\n\n"
        "The rows that did not land, under the sender's own sheets and headers: the "
        "cells to be mended are coloured, with reasons and remedies. Mended, it can "
        "be sent back as it is. A dealer gets only those of files it sent itself.",
        response_class=Response,
        response_model=None,
        responses={
            200: {
                **ANSWERED,
                "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}},
            },
            304: NOT_MODIFIED,
            **refused(*EVERYWHERE, NotFound),
        },
        dependencies=[Depends(Only())],
    )
    def rejects(request: Request, feed_id: FeedId) -> Response:
        document = rejects_workbook(service, feed_id, request.state.principal)
        return document_answer(request, document, UNKEPT)

    return router
