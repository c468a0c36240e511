"""Banks fetch their day once it is over, and read what happened as it happens."""

from fastapi import APIRouter, Depends, Request, Response

from voucher_service.api.answers import document_answer, json_answer
from voucher_service.api.bank_file_examples import OF_EVENTS, OF_STATEMENTS
from voucher_service.api.bank_file_words import (
    After,
    BankOf,
    EncodingOf,
    EventLimit,
    FormatOf,
    StatementDay,
    StatementEncoding,
    StatementFormat,
)
from voucher_service.api.parameters import Only
from voucher_service.model.event_reports import EventPage
from voucher_service.model.statement_reports import Statement
from voucher_service.usecases.bank_statement import bank_meant, bank_statement
from voucher_service.usecases.read_events import read_events
from voucher_service.usecases.service import Service


def statements_router(service: Service) -> APIRouter:
    """Give the endpoints of banks' days and of events."""
    router = APIRouter(tags=["statements"])
    _add_statements(router, service)
    _add_events(router, service)
    return router


def _add_statements(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/statements/{date}",
        summary="日对账单 · a day's statement",
        description="该日（北京时间）受理的全部核销、冲正和预授权的终结；"
        "次日 00:00 起提供，此后内容永不改变。"
        "sha256 是 format=csv（UTF-8）文件的摘要。\n\n"
        "All captures, reversals and ends of authorizations recorded on a Shanghai "
        "day; there from 00:00 of the next day and the same bytes ever after. sha256 "
        "is that of the file which format=csv gives in UTF-8.",
        response_model=Statement,
        responses=OF_STATEMENTS,
        dependencies=[Depends(Only("bank", "format", "encoding"))],
    )
    def of_day(
        request: Request,
        day: StatementDay,
        bank: BankOf = None,
        file_format: FormatOf = StatementFormat.JSON,
        encoding: EncodingOf = StatementEncoding.UTF8,
    ) -> Response:
        meant = bank_meant(request.state.principal, bank)
        found = bank_statement(service, day, meant)
        if file_format is StatementFormat.JSON:
            return json_answer(request, found.report)
        return document_answer(request, found.document(encoding.value), {})


def _add_events(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/events",
        summary="事件 · what happened to redemptions",
        description="按受理顺序给出 after 之后的事件，顺序固定、不缺不重，可随时重取；"
        "银行只见与本行核销有关的。没有新事件时 items 为空，next_after 不变。\n\n"
        "The events behind after, in an order that never changes, none missing and "
        "none twice, to be read again at will. A bank sees what concerns its own "
        "redemptions. Without news items is empty and next_after stays.",
        response_model=EventPage,
        responses=OF_EVENTS,
        dependencies=[Depends(Only("after", "limit"))],
    )
    def events(
        request: Request, after: After = None, limit: EventLimit = 100
    ) -> Response:
        asker = request.state.principal
        return json_answer(request, read_events(service, after, limit, asker))
