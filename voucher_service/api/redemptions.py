"""Banks redeem vouchers: validate, capture or authorize, reverse, and ask again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from voucher_service.api.answers import json_answer
from voucher_service.api.bank_asking import asker_of, bank_response, read_body
from voucher_service.api.direct import Endpoint
from voucher_service.api.parameters import Only, VoucherCode
from voucher_service.api.redemption_examples import (
    OF_ASKING,
    OF_LOCKS,
    OF_REDEEMING,
    OF_REVERSING,
    OF_VALIDATING,
    body_of,
    keyed_body_of,
)
from voucher_service.model.bank_bodies import (
    NoBody,
    RedeemBody,
    ReverseBody,
    ValidateBody,
)
from voucher_service.model.redemption_reports import (
    RedemptionReport,
    Validation,
)
from voucher_service.model.vouchers import Operation
from voucher_service.usecases.read_redemptions import (
    redemption_of_number,
    show_redemption,
    validate_voucher,
)
from voucher_service.usecases.redeem import change_redemption, redeem
from voucher_service.usecases.service import Service

RedemptionId = Annotated[
    str,
    Path(
        alias="id",
        description="核销编号 · the redemption's id",
        max_length=64,
        examples=["rdm_5f0c2ab91d3e4f68a7b1"],
    ),
]
OutRequestNo = Annotated[
    str,
    Query(
        description="银行流水号 · the bank's own number",
        max_length=64,
        examples=["ZJJ20230110000001"],
    ),
]


def redeeming(service: Service) -> Endpoint:
    """Give the endpoint that redeems; it reads the request by itself."""

    async def redeem_voucher(request: Request) -> Response:
        asker = asker_of(request)
        body = await read_body(request, RedeemBody)
        return bank_response(request, await redeem(service, asker, body))

    return redeem_voucher


def redemptions_router(service: Service) -> APIRouter:
    """Give the endpoints that banks redeem at."""
    router = APIRouter(tags=["redemptions"])
    _add_redeeming(router, service)
    _add_changes(router, service)
    _add_asking(router, service)
    _add_validation(router, service)
    return router


def _add_redeeming(router: APIRouter, service: Service) -> None:
    router.post(
        "/v1/redemptions",
        status_code=201,
        summary="核销 · redeem a voucher",
        description="核销券的一部分或全部。capture 立即核销；authorize 冻结金额，"
        "之后请款或撤销，到期自动失效。答复在落盘之后发出；以同一幂等键或同一流水号重发，"
        "得到同样的答复并带 Idempotency-Replayed: true。超时后请先按流水号查询或原样"
        "重发，切勿更换流水号。\n\n"
        "Redeems a part or all of a voucher. capture takes the money at once, "
        "authorize promises it until it is captured, cancelled or lapses. The answer "
        "is durable when it is sent. The same key or the same number sent again gets "
        "the same answer, with Idempotency-Replayed: true. After a timeout ask by the "
        "number or send the same again; never change the number on failure.",
        response_model=RedemptionReport,
        responses=OF_REDEEMING,
        openapi_extra=keyed_body_of(RedeemBody),
        dependencies=[Depends(Only())],
    )(redeeming(service))


def _add_changes(router: APIRouter, service: Service) -> None:
    @router.post(
        "/v1/redemptions/{id}/capture",
        summary="请款 · capture an authorization",
        description="把预授权的金额核销，只能一次；在有效期内，即使券随后过期或暂停也可"
        "请款。\n\nTakes what an authorization promised, once; within its time also "
        "though the voucher expired or was suspended meanwhile.",
        response_model=RedemptionReport,
        responses=OF_LOCKS,
        openapi_extra=keyed_body_of(NoBody),
        dependencies=[Depends(Only())],
    )
    async def capture(request: Request, redemption_id: RedemptionId) -> Response:
        return await _changed(request, service, Operation.CAPTURE, redemption_id)

    @router.post(
        "/v1/redemptions/{id}/cancel",
        summary="撤销预授权 · cancel an authorization",
        description="放弃预授权，金额立即可再用。\n\n"
        "Gives up an authorization; the money can be spent again at once.",
        response_model=RedemptionReport,
        responses=OF_LOCKS,
        openapi_extra=keyed_body_of(NoBody),
        dependencies=[Depends(Only())],
    )
    async def cancel(request: Request, redemption_id: RedemptionId) -> Response:
        return await _changed(request, service, Operation.CANCEL, redemption_id)

    @router.post(
        "/v1/redemptions/{id}/reversals",
        status_code=201,
        summary="冲正 · reverse a redemption",
        description="全额冲正一笔已完成的核销，没有时限；券未过期的可再使用。冲正是新的记录，"
        "原核销不变。\n\n"
        "Gives a captured redemption back whole, at any time; a voucher that has not "
        "expired can be spent again. A reversal is a new record, never an edit.",
        response_model=RedemptionReport,
        responses=OF_REVERSING,
        openapi_extra=keyed_body_of(ReverseBody),
        dependencies=[Depends(Only())],
    )
    async def reverse(request: Request, redemption_id: RedemptionId) -> Response:
        asker = asker_of(request)
        body = await read_body(request, ReverseBody)
        answer = await change_redemption(
            service, asker, Operation.REVERSE, redemption_id, body
        )
        return bank_response(request, answer)


async def _changed(
    request: Request, service: Service, operation: Operation, redemption_id: str
) -> Response:
    asker = asker_of(request)
    await read_body(request, NoBody)
    answer = await change_redemption(service, asker, operation, redemption_id)
    return bank_response(request, answer)


def _add_asking(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/redemptions/{id}",
        summary="查询核销 · one redemption",
        description="一笔核销的现状；银行只能查到本行的。\n\n"
        "A redemption as it stands; a bank finds its own alone.",
        response_model=RedemptionReport,
        responses=OF_ASKING,
        dependencies=[Depends(Only())],
    )
    def one(request: Request, redemption_id: RedemptionId) -> Response:
        asker = request.state.principal
        return json_answer(request, show_redemption(service, redemption_id, asker))

    @router.get(
        "/v1/redemptions",
        summary="按流水号查询 · the redemption of a number",
        description="超时之后先以此查询：404 REDEMPTION_NOT_FOUND 表示该流水号没有"
        "成功的核销，可原样重发。\n\nAsk this after a timeout: 404 means that nothing "
        "succeeded under the number, and the same request can be sent again.",
        response_model=RedemptionReport,
        responses=OF_ASKING,
        dependencies=[Depends(Only("out_request_no"))],
    )
    def of_number(request: Request, out_request_no: OutRequestNo) -> Response:
        asker = request.state.principal
        found = redemption_of_number(service, out_request_no, asker)
        return json_answer(request, found)


def _add_validation(router: APIRouter, service: Service) -> None:
    @router.post(
        "/v1/vouchers/{code}/validate",
        summary="验券 · can a voucher be spent",
        description="说明一张券现在能否使用、余额和有效期；不改变任何数据。带金额时按该金额"
        "判断。券码猜测过多的令牌会被暂停。\n\n"
        "Says whether a voucher can be spent now, what is left and until when; changes "
        "nothing. With an amount it is judged for that amount. A token that names too "
        "many unknown codes has to wait.",
        response_model=Validation,
        responses=OF_VALIDATING,
        openapi_extra=body_of(ValidateBody),
        dependencies=[Depends(Only())],
    )
    async def validate(request: Request, code: VoucherCode) -> Response:
        from starlette.concurrency import run_in_threadpool

        body = await read_body(request, ValidateBody)
        amount = None if body.amount is None else body.amount.total
        asker = request.state.principal
        found = await run_in_threadpool(validate_voucher, service, code, amount, asker)
        return Response(found.model_dump_json(), media_type="application/json")
