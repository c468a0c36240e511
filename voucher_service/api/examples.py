"""What answers and refusals look like, made of the very models that are sent."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from voucher_service.api.bank_faults import BANK_FAULTS
from voucher_service.api.bank_words import BANK_TEMPLATES, surprise_code
from voucher_service.api.dealer_examples import QUALITY
from voucher_service.api.decision_examples import DECISION_ANSWERS, DECISION_FAULTS
from voucher_service.api.feed_examples import FEED_FAULTS
from voucher_service.api.parameters import BAD_CHOICE, BAD_DAY
from voucher_service.api.problems import (
    BodyTooLarge,
    NotAcceptable,
    NotReady,
    RangeNotSatisfiable,
    UnusableParameters,
    headers_of,
    kind_of,
    problem_of,
    unexpected_problem,
)
from voucher_service.api.refusals import PROBLEM_JSON
from voucher_service.api.sql_examples import SQL_FAULTS
from voucher_service.model.errors import (
    HomeUnusable,
    NotAllowed,
    NotFound,
    NotSignedIn,
    RefusedByRule,
    ToolMissing,
    VoucherServiceError,
)
from voucher_service.model.kinds import PRICE_BASIS_TEXT, PriceBasis, SaleStatus
from voucher_service.model.reports import (
    CampaignDetail,
    CampaignSummary,
    ChartSummary,
    ProblemError,
    PublishedSource,
    SalePage,
    SaleSource,
    SaleVersion,
    StatedAssumption,
    StatedRule,
    TermsEntry,
    Totals,
)
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import SYSTEM_ERROR

REQUEST_ID = "req_5f0c2ab91d3e4f68"
CAMPAIGN = "zhangjiajie-2022-new-year"
CHARTS = (
    *("cumulative-sales", "daily-sales", "calendar-heat-map", "by-district"),
    *("by-dealer", "by-brand", "energy-share", "price-distribution"),
    *("year-comparison", "forecast", "voucher-funnel", "redemptions-by-day"),
    *("redemptions-by-station", "budget-states", "feed-quality", "what-if-floor"),
    "restatement-bridge",
)
KNOWN_AT = datetime(2023, 1, 10, 10, tzinfo=UTC)

SUMMARY = CampaignSummary(
    id=CAMPAIGN,
    name=Text(
        zh="新年购新车 购车消费券发放活动",
        en="New Year, new car — car-purchase consumption vouchers",
    ),
    area=Text(zh="湖南省张家界市", en="Zhangjiajie, Hunan"),
    sales_from=date(2022, 12, 16),
    sales_to=date(2023, 1, 31),
    terms_version="3f1d0c9a7b52",
)
DETAIL = CampaignDetail(
    **dict(SUMMARY),
    sponsors=(Text(zh="张家界市商务局", en="Zhangjiajie Bureau of Commerce"),),
    banks={
        "ccb-zjj": Text(
            zh="建行张家界分行", en="China Construction Bank, Zhangjiajie branch"
        )
    },
    effective_from=date(2022, 12, 16),
    price_basis=PriceBasis.BARE_PRICE,
    price_basis_text=PRICE_BASIS_TEXT[PriceBasis.BARE_PRICE],
    price_floor_fen=3_000_000,
    voucher_kind="fuel",
    voucher_fen=150_000,
    vehicle="new",
    per_vehicle=1,
    requires=("vin",),
    budget_fen=None,
    sources=(
        PublishedSource(
            title="新年购新车 购车消费券发放活动 · 新闻报道",
            publisher="张家界市商务局、建行张家界分行（据新闻报道）",
            url=None,
            summary=None,
        ),
    ),
    assumptions=(
        StatedAssumption(
            field="budget_yuan",
            text=Text(
                zh="未公布预算和名额；按不设上限。",
                en="No budget or quota is published; none is applied.",
            ),
        ),
    ),
    entries=(
        TermsEntry(
            version=SUMMARY.terms_version,
            effective_from=date(2022, 12, 16),
            source=PublishedSource(
                title="新年购新车 购车消费券发放活动 · 新闻报道",
                publisher="张家界市商务局、建行张家界分行（据新闻报道）",
                url=None,
                summary=None,
            ),
            rules=(
                StatedRule(
                    field="price_floor_yuan",
                    text=Text(
                        zh="裸车价须达到 30,000.00 元（含本数）。",
                        en="The bare price must reach 30,000.00 yuan (included).",
                    ),
                ),
            ),
        ),
    ),
)
TOTALS = Totals(
    campaign=CAMPAIGN,
    as_of=date(2023, 1, 10),
    known_at=KNOWN_AT,
    terms_version=SUMMARY.terms_version,
    cars_sold=460,
    sales_fen=6_875_000_000,
    sales_yuan=Decimal("68750000.00"),
    vouchers_fen=69_000_000,
    mean_price_fen=14_945_652,
    gross_ratio=99.64,
    price_basis=PriceBasis.BARE_PRICE,
    synthetic=True,
)
CHART = ChartSummary(
    name=CHARTS[0],
    title=Text(zh="累计销量与销售额", en="Cumulative cars and sales"),
    description=Text(
        zh="活动开始以来符合条件的销量与销售额累计",
        en="Eligible cars and their sales since the campaign began",
    ),
    columns={"day": Text(zh="日期", en="day")},
)

SALE = SaleVersion(
    sale_id="sal_3f1d0c9a7b52e6a1c4d8",
    version=2,
    recorded_at=KNOWN_AT,
    dealer_id="ZJJ-001",
    dealer_name="张家界示例一号汽车销售服务有限公司（合成）",
    record_no=None,
    vin="LGXSYN104N0004639",
    invoice_code=None,
    invoice_number="22432001000000000577",
    sold_on=date(2022, 12, 16),
    condition="new",
    brand="比亚迪",
    model="元PLUS",
    energy="bev",
    bare_price_fen=15_130_000,
    invoice_total_fen=None,
    invoice_net_fen=None,
    invoice_tax_fen=None,
    district="永定区",
    buyer_name_masked="刘*",
    buyer_id_masked="4308********6398",
    phone_masked="154****4639",
    synthetic=True,
    status=SaleStatus.VALID,
    cancelled_on=None,
    cancel_reason=None,
    red_invoice=None,
    replaces_invoice=None,
    source=SaleSource(
        feed_id="fed_5f0c2ab91d3e4f68", file="sales.csv", sheet=None, row=2
    ),
    changed=("bare_price_fen",),
)

_DAY_FAULT = ProblemError(field="as_of", message=BAD_DAY)
_FAULTS: tuple[VoucherServiceError, ...] = (
    RefusedByRule(
        Text(
            zh="销售 sal_3f1d0c9a7b52e6a1c4d8 没有与其他经销商冲突，无须认定",
            en="sale sal_3f1d0c9a7b52e6a1c4d8 is in no conflict with another dealer's",
        )
    ),
    NotFound(
        Text(zh="没有活动 nosuch", en="there is no campaign nosuch"),
        choices=(CAMPAIGN,),
    ),
    UnusableParameters(
        Text(
            zh=f"参数 as_of 有误：{BAD_DAY.zh}",
            en=f"Unusable parameter: as_of. {BAD_DAY.en}",
        ),
        faults=(_DAY_FAULT,),
    ),
    NotSignedIn(
        Text(
            zh="请求未附带有效的访问令牌，也没有登录会话",
            en="The request carries neither a valid token nor a session",
        )
    ),
    NotAllowed(
        Text(
            zh="角色 dealer 无权访问该网址",
            en="The role dealer may not reach this path",
        )
    ),
    NotAcceptable(
        Text(
            zh="Accept 所列格式均无法提供",
            en="None of the formats that Accept names can be served",
        ),
        faults=(
            ProblemError(
                field="format",
                message=BAD_CHOICE.filled(choices="json, html, png, svg, csv"),
                choices=("json", "html", "png", "svg", "csv"),
            ),
        ),
    ),
    BodyTooLarge(
        Text(
            zh="请求内容超过 1000000 字节的上限，未处理",
            en="The body is over the limit of 1000000 bytes and was not read",
        )
    ),
    HomeUnusable(Text(zh="数据库文件已损坏", en="The database file is damaged")),
    ToolMissing(
        Text(
            zh="未找到 Chromium，无法生成 png 和 svg",
            en="There is no Chromium to make png and svg with",
        )
    ),
    *BANK_FAULTS,
    *FEED_FAULTS,
    *DECISION_FAULTS,
    *SQL_FAULTS,
    RangeNotSatisfiable(
        Text(
            zh="所要的字节范围 bytes=9000000- 超出文件（共 3944448 字节）",
            en="The range bytes=9000000- lies outside the file of 3944448 bytes",
        ),
        headers={"Content-Range": "bytes */3944448"},
    ),
    NotReady(
        Text(zh="以下检查未通过：database", en="These checks fail: database"),
        faults=(
            ProblemError(
                field="database", message=Text(zh="未通过", en="the check fails")
            ),
        ),
    ),
)
FAULTS = {type(fault): fault for fault in _FAULTS}
EVERYWHERE: tuple[type[VoucherServiceError], ...] = (
    UnusableParameters,
    NotSignedIn,
    NotAllowed,
    HomeUnusable,
)


ANSWERS: dict[str, object] = {
    "/healthz": {"status": "ok"},
    "/readyz": {
        "ready": True,
        "checks": {"database": True, "key": True},
        "losses": 0,
    },
    "/v1/campaigns": [SUMMARY.model_dump(mode="json")],
    "/v1/campaigns/{id}": DETAIL.model_dump(mode="json"),
    "/v1/campaigns/{id}/totals": TOTALS.model_dump(mode="json"),
    "/v1/dealers/quality": QUALITY.model_dump(mode="json"),
    "/v1/sales": SalePage(items=(SALE,), next_cursor=None).model_dump(mode="json"),
    "/v1/sales/{id}": SALE.model_dump(mode="json"),
    "/v1/sales/{id}/resolutions": SALE.model_dump(mode="json"),
    "/v1/sales/{id}/history": [SALE.model_dump(mode="json")],
    "/v1/campaigns/{id}/charts": [CHART.model_dump(mode="json")],
    **DECISION_ANSWERS,
}
"""The example of each endpoint's JSON answer, by path template."""

ANSWERED: dict[str, Any] = {
    "description": "成功 · done",
    "headers": {"ETag": {"schema": {"type": "string"}}},
}
NOT_MODIFIED: dict[str, Any] = {
    "description": "内容未变（If-None-Match 命中）· the asker has these very bytes"
}


def refused(
    *classes: type[VoucherServiceError], schema: str = "Problem"
) -> dict[int | str, dict[str, Any]]:
    """Describe by status the refusals an endpoint makes, with an example of each."""
    told: dict[int | str, dict[str, Any]] = {}
    for fault in (FAULTS[each] for each in classes):
        problem = problem_of(fault, REQUEST_ID)
        entry = told.setdefault(
            problem.status, _entry(str(kind_of(fault).title), schema)
        )
        entry["content"][PROBLEM_JSON]["examples"][problem.code] = {}
        for name in headers_of(fault):
            entry["headers"][name] = {"schema": {"type": "string"}}
    return told


def schema_at(path: str) -> str:
    """Name the schema of the problems that are answered at a path template."""
    return "BankProblem" if path in BANK_TEMPLATES else "Problem"


def surprised(path: str) -> dict[int | str, dict[str, Any]]:
    """Describe the answer to a request that met an unforeseen error."""
    problem = unexpected_problem(REQUEST_ID, surprise_code(path))
    entry = _entry(problem.title, schema_at(path))
    entry["content"][PROBLEM_JSON]["examples"][problem.code] = {}
    return {problem.status: entry}


def _entry(description: str, schema: str = "Problem") -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    return {
        "description": description,
        "headers": {},
        "content": {PROBLEM_JSON: {"schema": reference, "examples": {}}},
    }


PROBLEMS: dict[str, dict[str, Any]] = {
    problem.code: problem.model_dump(mode="json")
    for problem in (
        *(problem_of(fault, REQUEST_ID) for fault in _FAULTS),
        unexpected_problem(REQUEST_ID),
        unexpected_problem(REQUEST_ID, SYSTEM_ERROR),
    )
}
"""The example of each problem, by its code."""
