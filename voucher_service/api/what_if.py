"""What would the same sales come to under other terms?"""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from voucher_service.api.examples import ANSWERED, EVERYWHERE, refused
from voucher_service.api.parameters import CampaignId, Only, read_day, read_instant
from voucher_service.api.problems import BodyTooLarge, UnusableParameters
from voucher_service.model.errors import NotFound
from voucher_service.model.reports import ProblemError
from voucher_service.model.text import Text
from voucher_service.model.what_if_reports import WhatIf
from voucher_service.usecases.service import Service
from voucher_service.usecases.set_terms import UnusableSetting, read_settings
from voucher_service.usecases.what_if import WhatIfQuery, what_if

LONGEST_TERMS = 200_000
MOST_SETTINGS = 200
NO_SCALAR = Text(
    zh="设置的值应为文字、数字、true/false 或 null",
    en="A setting's value is a text, a number, true, false or null",
)


def read_scalar(value: object) -> object:
    """Take a plain value as it is; its text is read as a command line's would be."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    context = {"zh": NO_SCALAR.zh, "en": NO_SCALAR.en, "choices": ()}
    raise PydanticCustomError("no_scalar", "{en}", context)


Scalar = Annotated[
    object,
    BeforeValidator(read_scalar),
    WithJsonSchema({"type": ["string", "number", "boolean", "null"]}),
]


class Trial(BaseModel):
    """The terms to try on a campaign's sales."""

    model_config = ConfigDict(extra="forbid")

    set: dict[str, Scalar] = Field(
        default_factory=dict,
        max_length=MOST_SETTINGS,
        description="要试的条款数值：price_floor_yuan、voucher_yuan、budget_yuan、"
        "per_buyer、per_phone、per_dealer_day、sales_from、sales_to，或条款内的路径；"
        "null 为去掉 · "
        "values to try, by short keys or paths within the terms; null unsets",
        examples=[{"price_floor_yuan": 80000, "voucher_yuan": 2000}],
    )
    terms: str | None = Field(
        default=None,
        max_length=LONGEST_TERMS,
        description="改用另一活动的条款：活动编号，或 YAML 全文 · "
        "another campaign's terms, by its id or as YAML",
    )
    as_of: Annotated[date | None, BeforeValidator(read_day)] = None
    known_at: Annotated[datetime | None, BeforeValidator(read_instant)] = None
    as_written: bool = Field(
        default=False,
        description="true 则另一活动的条款一字不改 · fit nothing of the other terms to "
        "these sales",
    )
    curve: bool = Field(
        default=False,
        description="true 则另给不同门槛下的台数和成本 · cars and cost at other "
        "floors too",
    )


def what_if_router(service: Service) -> APIRouter:
    """Give the endpoint that tries other terms on a campaign's sales."""
    router = APIRouter(tags=["what-if"])

    @router.post(
        "/v1/campaigns/{id}/what-if",
        summary="试算条款 · try other terms",
        description="同一批销售按另一套条款重新判定，与现行条款并列给出；不改变任何数据。"
        "购车人和经销商的行为视为不变，因此不代表政策效果。\n\n"
        "Judges the same sales by other terms, beside today's; changes nothing. "
        "Behaviour is held fixed: this measures no effect of a policy.",
        response_model=WhatIf,
        responses={
            200: ANSWERED,
            **refused(*EVERYWHERE, NotFound, BodyTooLarge),
        },
        dependencies=[Depends(Only())],
    )
    def trial(campaign_id: CampaignId, asked: Trial) -> Response:
        try:
            query = WhatIfQuery(
                campaign=campaign_id,
                settings=read_settings(asked.set),
                terms=asked.terms,
                as_of=asked.as_of,
                known_at=asked.known_at,
                as_written=asked.as_written,
                curve=asked.curve,
            )
            found = what_if(service, query)
        except UnusableSetting as error:
            raise _told(error) from error
        return Response(found.model_dump_json(), media_type="application/json")

    return router


def _told(error: UnusableSetting) -> UnusableParameters:
    """Name the setting at fault as a parameter of the request."""
    field = error.field if error.field in {"set", "terms"} else f"set.{error.field}"
    fault = ProblemError(field=field, message=error.message, choices=error.choices)
    return UnusableParameters(error.message, remedy=error.remedy, faults=(fault,))
