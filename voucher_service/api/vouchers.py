"""Vouchers are issued, listed, shown and changed; and where their money is."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from voucher_service.api.answers import json_answer
from voucher_service.api.bank_asking import asker_of, bank_response
from voucher_service.api.parameters import (
    CampaignId,
    Limit,
    Only,
    VoucherCode,
    one_of,
)
from voucher_service.api.voucher_examples import (
    KEY_PARAMETER,
    OF_ASKING,
    OF_CHANGING,
    OF_ISSUING,
)
from voucher_service.model.voucher_reports import (
    BudgetReport,
    Issuance,
    VoucherDetail,
    VoucherPage,
)
from voucher_service.model.vouchers import Operation, VoucherStatus
from voucher_service.usecases.change_voucher import (
    LONGEST_REASON,
    Change,
    change_once,
)
from voucher_service.usecases.issue_vouchers import issue_once, issue_vouchers
from voucher_service.usecases.redeem import Asker
from voucher_service.usecases.report_budget import report_budget
from voucher_service.usecases.service import Service
from voucher_service.usecases.show_vouchers import (
    VouchersQuery,
    list_vouchers,
    show_voucher,
)

Campaign = Annotated[
    str | None,
    Query(
        description="活动编号 · the campaign's id",
        max_length=64,
        examples=["zhangjiajie-2022-new-year"],
    ),
]
Status = Annotated[
    VoucherStatus | None,
    BeforeValidator(one_of(VoucherStatus)),
    Query(
        description="状态：active 可用、locked 预授权中、suspended 已暂停、"
        "redeemed 已用完、expired 已过期、voided 已作废 · how the voucher stands",
        examples=["active"],
    ),
]
Cursor = Annotated[
    str | None,
    Query(
        description="上一页给出的 next_cursor · next_cursor of the page before",
        max_length=64,
        examples=["50"],
    ),
]
Asking = Annotated[Asker, Depends(asker_of)]


class IssueBody(BaseModel):
    """Whether vouchers are issued, or only counted."""

    model_config = ConfigDict(extra="forbid")

    dry_run: bool = Field(
        default=False,
        strict=True,
        description="true 则只试算，不发放，也不占用幂等键 · count only: nothing is "
        "issued, and the key stays free",
        examples=[False],
    )


class ChangeBody(BaseModel):
    """On what grounds a voucher is changed."""

    model_config = ConfigDict(extra="forbid")

    why: str = Field(
        min_length=1,
        max_length=LONGEST_REASON,
        description="依据 · on what grounds",
        examples=["经销商来函，购车人信息待核实"],
    )


class VoidBody(ChangeBody):
    """On what grounds a voucher is voided, and whether what was spent is claimed."""

    claw_back: bool = Field(
        default=False,
        strict=True,
        description="true 则同时追回已核销的部分 · claim what was spent, too",
        examples=[False],
    )


def vouchers_router(service: Service) -> APIRouter:
    """Give the endpoints of vouchers for those who run a campaign."""
    router = APIRouter(tags=["vouchers"])
    _add_issuing(router, service)
    _add_lists(router, service)
    _add_changes(router, service)
    return router


def _add_issuing(router: APIRouter, service: Service) -> None:
    @router.post(
        "/v1/campaigns/{id}/issuances",
        status_code=201,
        summary="发放消费券 · issue vouchers",
        description="为每笔符合条件而尚无券的销售发放一张，按队列先后，一次全部完成；同一活动"
        "同一车架号至多一张有效券。资金不足的列入 held_back，待有余额后再发放。"
        "以同一幂等键重发得到同样的答复。\n\n"
        "Issues a voucher to every eligible sale that holds none, in the order of the "
        "queue and all at once; a vehicle holds one live voucher of a campaign at "
        "most. What the fund does not cover is told in held_back and issued by a later "
        "run. The same key sent again gets the same answer.",
        response_model=Issuance,
        responses=OF_ISSUING,
        openapi_extra=KEY_PARAMETER,
        dependencies=[Depends(Only())],
    )
    def issuance(
        request: Request,
        campaign_id: CampaignId,
        asker: Asking,
        asked: IssueBody | None = None,
    ) -> Response:
        if asked is not None and asked.dry_run:
            told = issue_vouchers(service, campaign_id, dry_run=True)
            return Response(told.model_dump_json(), media_type="application/json")
        return bank_response(request, issue_once(service, campaign_id, asker))

    @router.get(
        "/v1/campaigns/{id}/budget",
        summary="资金状态 · where the money is",
        description="活动资金的去向：可用、待发放、已发放、应付、应追回，合计及各分项；未公布"
        "预算的 available_fen 为 null。\n\n"
        "Where a campaign's money is: available, held, committed, payable and "
        "recoverable, as a whole and by part. Without a stated budget available_fen is "
        "null.",
        response_model=BudgetReport,
        responses=OF_ASKING,
        dependencies=[Depends(Only())],
    )
    def budget(request: Request, campaign_id: CampaignId) -> Response:
        return json_answer(request, report_budget(service, campaign_id))


def _add_lists(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/vouchers",
        summary="消费券列表 · list vouchers",
        description="按活动和状态逐页给出消费券，依发放先后；不含车辆和个人信息。\n\n"
        "Vouchers by campaign and status, page by page in the order of issue; nothing "
        "of the car or the person.",
        response_model=VoucherPage,
        responses=OF_ASKING,
        dependencies=[Depends(Only("campaign", "status", "cursor", "limit"))],
    )
    def vouchers(
        request: Request,
        campaign: Campaign = None,
        status: Status = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> Response:
        query = VouchersQuery(campaign, status, cursor, limit)
        return json_answer(request, list_vouchers(service, query))

    @router.get(
        "/v1/vouchers/{code}",
        summary="消费券详情 · one voucher",
        description="一张券的现状及全部经过：发放、核销、冲正、暂停、作废等。\n\n"
        "A voucher as it stands, with all that happened to it.",
        response_model=VoucherDetail,
        responses=OF_ASKING,
        dependencies=[Depends(Only())],
    )
    def voucher(request: Request, code: VoucherCode) -> Response:
        return json_answer(request, show_voucher(service, code))


def _add_changes(router: APIRouter, service: Service) -> None:
    def changed(request: Request, change: Change, asker: Asker) -> Response:
        return bank_response(request, change_once(service, change, asker))

    @router.post(
        "/v1/vouchers/{code}/suspend",
        status_code=201,
        summary="暂停使用 · suspend a voucher",
        description="暂停后不能核销，资金保留。\n\n"
        "A suspended voucher cannot be redeemed; its money stays committed.",
        response_model=VoucherDetail,
        responses=OF_CHANGING,
        openapi_extra=KEY_PARAMETER,
        dependencies=[Depends(Only())],
    )
    def suspend(
        request: Request, code: VoucherCode, asker: Asking, asked: ChangeBody
    ) -> Response:
        who = asker.principal.name
        change = Change(Operation.SUSPEND, code, who, asked.why)
        return changed(request, change, asker)

    @router.post(
        "/v1/vouchers/{code}/resume",
        status_code=201,
        summary="恢复使用 · resume a voucher",
        description="恢复已暂停的券；所属销售不成立或金额已变的不能恢复。\n\n"
        "Resumes a suspended voucher; not where its sale does not hold, or earns "
        "another amount.",
        response_model=VoucherDetail,
        responses=OF_CHANGING,
        openapi_extra=KEY_PARAMETER,
        dependencies=[Depends(Only())],
    )
    def resume(
        request: Request, code: VoucherCode, asker: Asking, asked: ChangeBody
    ) -> Response:
        who = asker.principal.name
        change = Change(Operation.RESUME, code, who, asked.why)
        return changed(request, change, asker)

    @router.post(
        "/v1/vouchers/{code}/void",
        status_code=201,
        summary="作废 · void a voucher",
        description="作废余额，不可恢复；claw_back 为 true 时同时追回已核销的部分。\n\n"
        "Voids what is left, for good; with claw_back what was spent is claimed, too.",
        response_model=VoucherDetail,
        responses=OF_CHANGING,
        openapi_extra=KEY_PARAMETER,
        dependencies=[Depends(Only())],
    )
    def void(
        request: Request, code: VoucherCode, asker: Asking, asked: VoidBody
    ) -> Response:
        who = asker.principal.name
        change = Change(Operation.VOID, code, who, asked.why, asked.claw_back)
        return changed(request, change, asker)
