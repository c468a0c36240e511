"""An operator says where a bank's events are to be sent, and from which one on."""

import secrets
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.event_reports import EndpointReport
from voucher_service.model.kinds import Role
from voucher_service.model.text import Text
from voucher_service.store.bank_events import last_event
from voucher_service.store.database import Writing, aware
from voucher_service.store.queries import Connection
from voucher_service.store.webhooks import (
    Step,
    list_endpoints,
    record_endpoint,
    record_removal,
    record_steps,
)
from voucher_service.usecases.bank_requests import shanghai
from voucher_service.usecases.manage_keys import known_keys
from voucher_service.usecases.manage_tokens import NewTokenRequest, check_owner
from voucher_service.usecases.read_events import event_id, number_of
from voucher_service.usecases.send_webhooks import DELIVERY_TEXT, signing_key
from voucher_service.usecases.service import Service

_LONGEST_URL = 2048


class NewEndpoint(BaseModel):
    """Whose events go where; from which one on, by default those to come."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    bank: str
    url: str
    since: Annotated[str | None, Field(alias="from")] = None


class SendAgain(BaseModel):
    """An endpoint, and the first event that is to be sent to it again."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    endpoint: str
    since: Annotated[str, Field(alias="from")]


def add_endpoint(service: Service, request: NewEndpoint) -> EndpointReport:
    """Have a bank's events sent to an address.

    Raises BadParameter for an unknown bank, one without a key to sign with, or what
    is no http or https address.
    """
    check_owner(service, NewTokenRequest(role=Role.BANK, bank=request.bank))
    _hold_to_http(request.url)
    if signing_key(known_keys(service), request.bank, service.now()) is None:
        raise _no_key(request.bank)
    endpoint_id = f"whk_{secrets.token_hex(8)}"

    def job(writing: Writing) -> EndpointReport:
        record_endpoint(writing, endpoint_id, request.bank, request.url)
        settled = last_event(writing.connection)
        if request.since is not None:
            settled = min(settled, _before(request.since))
        record_steps(writing, [Step(endpoint_id, "opened", settled)])
        writing.note("webhook-add", endpoint_id, bank=request.bank, url=request.url)
        return _shown(writing.connection, endpoint_id)

    return service.store.write(None, job)


def webhooks(service: Service) -> tuple[EndpointReport, ...]:
    """List the endpoints and how far each stands."""
    with service.store.read() as connection:
        return tuple(_report(row) for row in list_endpoints(connection))


def remove_endpoint(service: Service, endpoint_id: str) -> EndpointReport:
    """Send nothing more to an endpoint. Raises NotFound."""

    def job(writing: Writing) -> EndpointReport:
        shown = _shown(writing.connection, endpoint_id)
        record_removal(writing, endpoint_id)
        writing.note("webhook-remove", endpoint_id)
        return shown

    return service.store.write(None, job)


def send_again(service: Service, request: SendAgain) -> EndpointReport:
    """Send events again, those from one on; a stopped endpoint goes on by it.

    Raises NotFound for an unknown endpoint and ParamError for what is no event's id.
    """
    before = _before(request.since)

    def job(writing: Writing) -> EndpointReport:
        _shown(writing.connection, request.endpoint)
        settled = min(last_event(writing.connection), before)
        record_steps(writing, [Step(request.endpoint, "sent_again", settled)])
        writing.note("webhook-send-again", request.endpoint, since=request.since)
        return _shown(writing.connection, request.endpoint)

    return service.store.write(None, job)


def _shown(connection: Connection, endpoint_id: str) -> EndpointReport:
    for each in list_endpoints(connection):
        if each["endpoint_id"] == endpoint_id:
            return _report(each)
    raise NotFound(
        Text(
            zh=f"没有推送地址 {endpoint_id}", en=f"there is no endpoint {endpoint_id}"
        ),
        remedy=Text(
            zh="用 voucher-service webhook list 查看编号",
            en="see the ids with voucher-service webhook list",
        ),
    )


def _before(event: str) -> int:
    return max(0, number_of(event) - 1)


def _report(row: dict[str, Any]) -> EndpointReport:
    state: Literal["active", "failing", "stopped"] = "active"
    if row["failures"]:
        state = "stopped" if row["kind"] == "stopped" else "failing"
    next_at = row["next_at"]
    error = DELIVERY_TEXT.get(row["error"]) if row["error"] else None
    if error is not None and row["http_status"] is not None:
        error = error.filled(status=row["http_status"])
    return EndpointReport(
        id=row["endpoint_id"],
        bank=row["bank"],
        url=row["url"],
        state=state,
        last_event=event_id(row["position"]) if row["position"] > 0 else None,
        failures=row["failures"],
        next_try_at=None if next_at is None else shanghai(aware(next_at)),
        last_error=error,
        created_at=shanghai(aware(row["created_at"])),
    )


def _hold_to_http(url: str) -> None:
    try:
        parts = urlsplit(url)
        named = parts.hostname and parts.port != 0
    except ValueError:
        named = None
    usable = (
        named
        and parts.scheme in {"http", "https"}
        and parts.username is None
        and not parts.fragment
        and url.isascii()
        and url.isprintable()
        and " " not in url
        and len(url) <= _LONGEST_URL
    )
    if usable:
        _hold_to_a_host(url)
    else:
        raise BadParameter(
            Text(
                zh="推送地址应为 http 或 https 网址，不含用户名、口令和片段",
                en="a webhook goes to an http or https address, without a user name,"
                " a password or a fragment",
            ),
            remedy=Text(
                zh="例如 https://bank.example/voucher-events；内网地址可用",
                en="such as https://bank.example/voucher-events; an address within"
                " the bank's own network will do",
            ),
        )


def _hold_to_a_host(url: str) -> None:
    """Refuse a host that nobody can look up. Raises BadParameter."""
    import httpx

    try:
        httpx.Request("POST", url).url.raw_host.decode().encode("idna")
    except (httpx.InvalidURL, UnicodeError) as error:
        raise BadParameter(
            Text(
                zh="推送地址中的主机名不是有效的域名或 IP 地址",
                en="the address's host is no name of a machine nor an IP address",
            ),
            remedy=Text(
                zh="域名每段 1 至 63 个字符；中文域名请写成有效的 xn-- 形式",
                en="each part of a name has 1 to 63 characters; a name in other letters"
                " is written in its valid xn-- form",
            ),
        ) from error


def _no_key(bank: str) -> BadParameter:
    return BadParameter(
        Text(
            zh=f"银行 {bank} 没有有效的签名密钥，推送无法签名",
            en=f"the bank {bank} has no signing key, and deliveries are signed",
        ),
        remedy=Text(
            zh=f"先执行 voucher-service signing-key create --bank {bank}",
            en=f"first run voucher-service signing-key create --bank {bank}",
        ),
    )
