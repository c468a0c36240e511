"""OpenAPI says who may ask what, from the same table that decides it."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from voucher_service import __version__
from voucher_service.api.access import ACCESS, PUBLIC
from voucher_service.api.bank_faults import RESERVED
from voucher_service.api.bank_file_examples import BANK_FILE_ANSWERS
from voucher_service.api.bank_param_examples import bad_parameters
from voucher_service.api.bank_words import BANK_TEMPLATES
from voucher_service.api.bridge_examples import BRIDGE_ANSWERS
from voucher_service.api.comparison_examples import COMPARISON_ANSWERS
from voucher_service.api.desk_examples import DESK_ANSWERS
from voucher_service.api.examples import (
    ANSWERS,
    PROBLEMS,
    REQUEST_ID,
    refused,
    schema_at,
    surprised,
)
from voucher_service.api.feed_examples import FEED_ANSWERS
from voucher_service.api.forecast_examples import FORECAST_ANSWERS
from voucher_service.api.problems import BadBankParameters
from voucher_service.api.published_examples import PUBLISHED_ANSWERS
from voucher_service.api.redemption_examples import REDEMPTION_ANSWERS
from voucher_service.api.refusals import PROBLEM_JSON
from voucher_service.api.signing_words import (
    ABOUT_SIGNING,
    SIGNATURE_SCHEME,
    WEBHOOKS,
)
from voucher_service.api.sql_examples import SQL_ANSWERS
from voucher_service.api.voucher_examples import VOUCHER_ANSWERS
from voucher_service.api.what_if_examples import WHAT_IF_ANSWERS
from voucher_service.model.access_errors import FrequencyLimited
from voucher_service.model.bank_bodies import (
    NoBody,
    RedeemBody,
    ReverseBody,
    ValidateBody,
)
from voucher_service.model.kinds import Role
from voucher_service.model.reports import BankProblem, Problem, QueryProblem
from voucher_service.usecases.sign_in import SESSION_COOKIE

BODIES = (NoBody, RedeemBody, ReverseBody, ValidateBody)
"""Bodies that endpoints read by themselves."""
TITLE = "voucher-service"
ABOUT = (
    "消费券活动服务：从经销商报表到对外公布的图表。金额为整数分，时刻为 RFC 3339，"
    "错误为 RFC 9457 的 application/problem+json，其 code 含义永不改变。\n\n"
    "Consumption-voucher campaigns, from a dealer's feed to a published chart. Money "
    "is integer fen, instants are RFC 3339, errors are RFC 9457 problem documents "
    "whose code never changes its meaning. Every response carries X-Request-ID."
    f"\n\n{ABOUT_SIGNING}"
)
SECURITY_SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "voucher-service token create --role ROLE",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": "登录链接建立的会话 · the session a login link opens",
    },
    "signature": SIGNATURE_SCHEME,
}
_ALONE = ("token", "session")
_SIGNED: dict[str, list[str]] = {"token": [], "signature": []}

_OF_VOUCHERS = ("voucher_state", "redemption")
_NOT_OURS = "HTTPValidationError"


def describe(app: FastAPI) -> dict[str, Any]:
    """Write the OpenAPI document of an app, with roles and problems on each."""
    document = get_openapi(
        title=TITLE, version=__version__, description=ABOUT, routes=app.routes
    )
    _, problem = models_json_schema(
        [
            (Problem, "serialization"),
            (BankProblem, "serialization"),
            (QueryProblem, "serialization"),
            *((body, "validation") for body in BODIES),
        ],
        ref_template="#/components/schemas/{model}",
    )
    components = document.setdefault("components", {})
    components.setdefault("schemas", {}).update(problem["$defs"])
    components["securitySchemes"] = SECURITY_SCHEMES
    components["examples"] = {
        each.code: {
            "summary": "保留，尚不使用 · reserved: answered by a sandbox alone",
            "value": PROBLEMS[each.code],
        }
        for each in RESERVED
    }
    document["webhooks"] = WEBHOOKS
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method.upper(), path)
    return document


def _complete(operation: dict[str, Any], method: str, path: str) -> None:
    who = ACCESS[method, path]
    if who != PUBLIC:
        roles = sorted(who)
        operation["security"] = [{name: []} for name in _ALONE]
        if Role.BANK in who:
            operation["security"].append(_SIGNED)
        operation["x-roles"] = roles
        operation["description"] += f"\n\n可用角色 · roles: {', '.join(roles)}"
    else:
        operation["security"] = []
    if who != PUBLIC:
        limited = refused(FrequencyLimited, schema=schema_at(path))
        operation["responses"] |= {str(key): each for key, each in limited.items()}
    if _NOT_OURS in str(operation["responses"].get("422")):
        del operation["responses"]["422"]  # the generator's: such faults are 400 here
    operation["responses"] |= {str(key): each for key, each in surprised(path).items()}
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _without_null(parameter["schema"])
    _show(operation["responses"], method, path)


def _show(responses: dict[str, Any], method: str, path: str) -> None:
    """Put the examples in; the generator drops nulls from what it is given."""
    if path in ANSWERS:
        done = "200" if method == "GET" else "201"
        responses[done]["content"]["application/json"]["example"] = ANSWERS[path]
    if path in PUBLISHED_ANSWERS:
        shown = responses["200"]["content"]["application/json"]
        shown["example"] = PUBLISHED_ANSWERS[path]
    by_status = FEED_ANSWERS | WHAT_IF_ANSWERS | BRIDGE_ANSWERS | REDEMPTION_ANSWERS
    by_status |= VOUCHER_ANSWERS | BANK_FILE_ANSWERS | COMPARISON_ANSWERS
    by_status |= DESK_ANSWERS | FORECAST_ANSWERS | SQL_ANSWERS
    for status, example in by_status.get((method, path), {}).items():
        responses[status]["content"]["application/json"]["example"] = example
    for response in responses.values():
        problem = response.get("content", {}).get(PROBLEM_JSON, {"examples": {}})
        for code in problem["examples"]:
            problem["examples"][code] = {"value": _problem(code, method, path)}


def _problem(code: str, method: str, path: str) -> dict[str, Any]:
    """Give the example of a problem as it is answered at an endpoint."""
    shown = PROBLEMS[code]
    if path not in BANK_TEMPLATES:
        return shown
    if code == BadBankParameters.code:
        shown = bad_parameters(method, path, REQUEST_ID) or shown
    return shown | {name: shown.get(name) for name in _OF_VOUCHERS}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A query string has no null: a parameter that may be absent is just optional."""
    branches = [
        branch for branch in schema.get("anyOf", ()) if branch != {"type": "null"}
    ]
    if len(branches) != 1:
        return schema
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**rest, **branches[0]}
