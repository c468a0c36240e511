"""Every operator's command is an operation: a request in, a JSON answer out."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from voucher_service.control import requests
from voucher_service.control.desk_operations import DESK_OPERATIONS
from voucher_service.control.documents import as_json
from voucher_service.control.operation import Files, Operation
from voucher_service.control.unfit import unfit
from voucher_service.control.voucher_operations import VOUCHER_OPERATIONS
from voucher_service.model.acting import Acting, acting_as
from voucher_service.model.errors import UnreadableInput
from voucher_service.model.kinds import Role
from voucher_service.model.reports import Document
from voucher_service.model.text import Text
from voucher_service.usecases.amend_campaign import amend_campaign
from voucher_service.usecases.audit_home import audit_home
from voucher_service.usecases.back_up import begin_backup
from voucher_service.usecases.bank_statement import bank_statement
from voucher_service.usecases.decide_sales import decide_sales
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart
from voucher_service.usecases.draw_lots import draw_record, reveal_seed
from voucher_service.usecases.explain_sale import explain_sale
from voucher_service.usecases.export_decisions import DecisionsQuery, export_to_file
from voucher_service.usecases.feed_reports import list_feeds, show_feed
from voucher_service.usecases.ingest_files import ingest_files
from voucher_service.usecases.list_campaigns import list_campaigns, show_campaign
from voucher_service.usecases.manage_keys import (
    NewKeyRequest,
    RetireRequest,
    create_key,
    list_keys,
    retire_key,
)
from voucher_service.usecases.manage_tokens import (
    NewTokenRequest,
    RotateRequest,
    create_token,
    list_tokens,
    revoke_token,
    rotate_token,
)
from voucher_service.usecases.manage_webhooks import (
    NewEndpoint,
    SendAgain,
    add_endpoint,
    remove_endpoint,
    send_again,
    webhooks,
)
from voucher_service.usecases.open_campaign import open_campaign, shipped_document
from voucher_service.usecases.publish import list_publications, publish
from voucher_service.usecases.receive_watched import receive_watched
from voucher_service.usecases.rejects_workbook import rejects_workbook
from voucher_service.usecases.report_bridge import BridgeQuery, report_bridge
from voucher_service.usecases.report_quality import QualityQuery, report_quality
from voucher_service.usecases.report_totals import TotalsQuery, report_totals
from voucher_service.usecases.resolve_sale import Resolution, resolve_sale
from voucher_service.usecases.service import Progress, Service
from voucher_service.usecases.set_terms import split_settings
from voucher_service.usecases.show_log import LogQuery, show_log
from voucher_service.usecases.show_sales import (
    SalesQuery,
    find_sale,
    list_sales,
    sale_history,
    show_sale,
)
from voucher_service.usecases.sign_in import create_login_link
from voucher_service.usecases.what_if import WhatIfQuery, what_if

Answer = Any  # plain JSON values once performed


def perform(
    service: Service,
    name: str,
    request: dict[str, Any],
    files: Files,
    progress: Progress,
    user: str = "",
) -> Answer:
    """Perform an operation and give its answer as plain JSON values.

    The answer is the same whoever performs it: the command's own process or the
    running service. It is done in the name of the ``user`` of this machine who asked.
    Raises BadParameter for a request that does not fit.
    """
    operation = OPERATIONS[name]
    try:
        wanted = operation.request.model_validate(request)
    except ValidationError as error:
        raise unfit(error) from error
    acting = Acting(f"operator:cli:{user}", Role.OPERATOR.value)
    with acting_as(acting):
        answer = operation.run(service, wanted, files, progress)
    return TypeAdapter(Any).dump_python(answer, mode="json")


def _ingest(
    service: Service, wanted: requests.Ingest, files: Files, progress: Progress
) -> Answer:
    return ingest_files(
        service, files, wanted.profile, dry_run=wanted.dry_run, progress=progress
    )


def _receive(
    service: Service, wanted: requests.Receive, files: Files, _p: Progress
) -> Answer:
    report, rejects = receive_watched(service, files[0], wanted.profile, wanted.dealer)
    return {"report": report, "rejects": as_json(rejects) if rejects else None}


def _decide(
    service: Service, wanted: requests.Redecide, _f: Files, _p: Progress
) -> Answer:
    return decide_sales(service, wanted.campaign, dry_run=wanted.dry_run)


def _amend(
    service: Service, wanted: requests.Amend, files: Files, _p: Progress
) -> Answer:
    return amend_campaign(
        service,
        _decoded(files[0]),
        files[0].name,
        apply=wanted.apply,
        rewrite_past=wanted.rewrite_past,
    )


def _draw_record(
    service: Service, wanted: requests.Decide, _f: Files, _p: Progress
) -> Answer:
    record = draw_record(service, wanted.campaign)
    return as_json(
        Document(
            body=record.model_dump_json(indent=1).encode() + b"\n",
            media_type="application/json",
            filename=f"{wanted.campaign}-draw.json",
        )
    )


def _explain(
    service: Service, wanted: requests.Explain, _f: Files, _p: Progress
) -> Answer:
    return explain_sale(service, wanted.campaign, wanted.sale, wanted.known_at)


def _decisions(
    service: Service, wanted: requests.Decisions, _f: Files, _p: Progress
) -> Answer:
    query = DecisionsQuery(
        wanted.campaign, wanted.as_of, wanted.known_at, wanted.outcome
    )
    return export_to_file(service, query, wanted.out)


def _totals(
    service: Service, wanted: requests.Totals, _f: Files, _p: Progress
) -> Answer:
    query = TotalsQuery(wanted.campaign, wanted.as_of, wanted.known_at, wanted.by)
    return report_totals(service, query)


def _bridge(
    service: Service, wanted: requests.Bridge, _f: Files, _p: Progress
) -> Answer:
    return report_bridge(service, BridgeQuery(**dict(wanted)))


def _quality(
    service: Service, wanted: requests.Quality, _f: Files, _p: Progress
) -> Answer:
    return report_quality(service, QualityQuery(**dict(wanted)))


def _chart(service: Service, wanted: requests.Chart, _f: Files, _p: Progress) -> Answer:
    return as_json(draw_chart(service, ChartQuery(**dict(wanted))))


def _what_if(
    service: Service, wanted: requests.WhatIf, _f: Files, _p: Progress
) -> Answer:
    asked = dict(wanted)
    settings = split_settings(asked.pop("set"))
    return what_if(service, WhatIfQuery(settings=settings, **asked))


def _rejects(
    service: Service, wanted: requests.Feed, _f: Files, _p: Progress
) -> Answer:
    return as_json(rejects_workbook(service, wanted.feed))


def _statement(
    service: Service, wanted: requests.StatementOfDay, _f: Files, _p: Progress
) -> Answer:
    found = bank_statement(service, wanted.day, wanted.bank)
    return as_json(found.document(wanted.encoding))


def _open(
    service: Service, wanted: requests.OpenCampaign, files: Files, _p: Progress
) -> Answer:
    if files:
        document = _decoded(files[0])
        campaign = open_campaign(service, document, files[0].name)
    else:
        document = shipped_document(wanted.campaign)
        campaign = open_campaign(service, document, wanted.campaign)
    return show_campaign(service, campaign.id)


def _decoded(file: Delivery) -> str:
    try:
        return file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            Text(
                zh=f"文件 {file.name} 不是 UTF-8 文本",
                en=f"{file.name} is not UTF-8 text",
            )
        ) from error


def _resolve(
    service: Service, wanted: requests.Resolve, _f: Files, _p: Progress
) -> Answer:
    sale_id = find_sale(service, wanted.sale)
    asked = Resolution(sale_id, wanted.verdict, wanted.who, wanted.why)
    return resolve_sale(service, asked)


def _create_token(
    service: Service, wanted: NewTokenRequest, _f: Files, _p: Progress
) -> Answer:
    return create_token(service, wanted)


def _login_link(
    service: Service, wanted: requests.LoginLink, _f: Files, _p: Progress
) -> Answer:
    secret = create_login_link(service, wanted.role, wanted.name, wanted.dealer)
    return {"secret": secret, "address": service.address}


OPERATIONS: dict[str, Operation] = {
    "ingest": Operation(requests.Ingest, _ingest),
    "receive": Operation(requests.Receive, _receive),
    "decide": Operation(requests.Redecide, _decide),
    "campaign-amend": Operation(requests.Amend, _amend),
    "lottery-reveal": Operation(
        requests.Reveal,
        lambda service, wanted, _f, _p: reveal_seed(
            service, wanted.campaign, wanted.seed
        ),
    ),
    "lottery-record": Operation(requests.Decide, _draw_record),
    "explain": Operation(requests.Explain, _explain),
    "decisions": Operation(requests.Decisions, _decisions),
    "totals": Operation(requests.Totals, _totals),
    "what-if": Operation(requests.WhatIf, _what_if),
    "bridge": Operation(requests.Bridge, _bridge),
    "quality": Operation(requests.Quality, _quality),
    "chart": Operation(requests.Chart, _chart),
    "feeds": Operation(
        requests.Nothing, lambda service, _w, _f, _p: list_feeds(service)
    ),
    "feed-show": Operation(
        requests.Feed, lambda service, wanted, _f, _p: show_feed(service, wanted.feed)
    ),
    "feed-rejects": Operation(requests.Feed, _rejects),
    "campaign-open": Operation(requests.OpenCampaign, _open),
    "campaign-list": Operation(
        requests.Nothing, lambda service, _w, _f, _p: list_campaigns(service)
    ),
    "campaign-show": Operation(
        requests.Decide,
        lambda service, wanted, _f, _p: show_campaign(service, wanted.campaign),
    ),
    "sale-show": Operation(
        requests.Sale,
        lambda service, wanted, _f, _p: show_sale(
            service, find_sale(service, wanted.sale)
        ),
    ),
    "sale-history": Operation(
        requests.Sale,
        lambda service, wanted, _f, _p: sale_history(
            service, find_sale(service, wanted.sale)
        ),
    ),
    "sale-list": Operation(
        requests.Sales,
        lambda service, wanted, _f, _p: list_sales(service, SalesQuery(**dict(wanted))),
    ),
    "sale-resolve": Operation(requests.Resolve, _resolve),
    "token-create": Operation(NewTokenRequest, _create_token),
    "token-list": Operation(
        requests.Nothing, lambda service, _w, _f, _p: list_tokens(service)
    ),
    "token-revoke": Operation(
        requests.RevokeToken,
        lambda service, wanted, _f, _p: revoke_token(service, wanted.token_id),
    ),
    "token-rotate": Operation(
        RotateRequest, lambda service, wanted, _f, _p: rotate_token(service, wanted)
    ),
    "audit": Operation(
        requests.Audit,
        lambda service, wanted, _f, _p: audit_home(service, accept=wanted.accept),
    ),
    "backup": Operation(
        requests.Backup,
        lambda service, wanted, _f, _p: begin_backup(service, wanted.directory),
    ),
    "publish": Operation(
        requests.Publish,
        lambda service, wanted, _f, _p: publish(service, anew=wanted.anew),
    ),
    "publications": Operation(
        requests.Nothing, lambda service, _w, _f, _p: list_publications(service)
    ),
    "signing-key-create": Operation(
        NewKeyRequest, lambda service, wanted, _f, _p: create_key(service, wanted)
    ),
    "signing-key-list": Operation(
        requests.Nothing, lambda service, _w, _f, _p: list_keys(service)
    ),
    "signing-key-retire": Operation(
        RetireRequest, lambda service, wanted, _f, _p: retire_key(service, wanted)
    ),
    "log": Operation(
        LogQuery, lambda service, wanted, _f, _p: show_log(service, wanted)
    ),
    "statement": Operation(requests.StatementOfDay, _statement),
    "webhook-add": Operation(
        NewEndpoint, lambda service, wanted, _f, _p: add_endpoint(service, wanted)
    ),
    "webhook-list": Operation(
        requests.Nothing, lambda service, _w, _f, _p: webhooks(service)
    ),
    "webhook-remove": Operation(
        requests.Endpoint,
        lambda service, wanted, _f, _p: remove_endpoint(service, wanted.endpoint),
    ),
    "webhook-send-again": Operation(
        SendAgain, lambda service, wanted, _f, _p: send_again(service, wanted)
    ),
    "login-link": Operation(requests.LoginLink, _login_link),
    **VOUCHER_OPERATIONS,
    **DESK_OPERATIONS,
}
