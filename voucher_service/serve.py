"""Serving: people and machines over HTTP, operators over the home's socket."""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator, MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI

from voucher_service.api.logs import LogStream, uncounted
from voucher_service.app import create_app
from voucher_service.console import clock, progress_bar, say
from voucher_service.control.server import control_app, listen
from voucher_service.model.acting import ACTING
from voucher_service.model.errors import Busy, why
from voucher_service.model.kinds import Role
from voucher_service.model.publications import Published
from voucher_service.model.text import Text
from voucher_service.model.voucher_reports import Lapse
from voucher_service.resources import SAMPLE_DATA
from voucher_service.settings import Settings
from voucher_service.usecases.audit_at_start import AuditAtStart
from voucher_service.usecases.audit_home import AuditReport
from voucher_service.usecases.lapse_by_the_minute import LapseByTheMinute
from voucher_service.usecases.list_campaigns import list_campaigns
from voucher_service.usecases.load_demo import load_demo
from voucher_service.usecases.open_service import open_service
from voucher_service.usecases.publish_behind import PublishBehind
from voucher_service.usecases.report_totals import TotalsQuery, report_totals
from voucher_service.usecases.run_batch import resume_batches
from voucher_service.usecases.service import Service
from voucher_service.usecases.sign_in import create_login_link
from voucher_service.usecases.webhook_courier import Courier
from voucher_service.usecases.webhook_post import HttpPost
from voucher_service.wording import login_address, totals_lines

DRAIN_SECONDS = 10
_log = structlog.get_logger(__name__)
Fields = MutableMapping[str, Any]


class _Server(uvicorn.Server):
    """A server that leaves signals to the loop it shares with its twin."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


def bind(host: str, port: int) -> socket.socket:
    """Take the port before anything else is done. Raises Busy when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        reason = why(error)
        raise Busy(
            Text(
                zh=f"无法在 {host}:{port} 上提供服务：{reason.zh}",
                en=f"cannot serve on {host}:{port}: {reason.en}",
            ),
            remedy=Text(
                zh="停止占用该端口的程序，或用 --port 指定其他端口",
                en="stop the program that uses the port, or name another --port",
            ),
        ) from error
    listener.listen(1024)
    return listener


def quiet_logs() -> LogStream:
    """Write the service's log as JSON lines on stderr, ours and the server's."""
    stream = LogStream(sys.stderr, uncounted)
    structlog.configure(
        processors=[
            _with_request,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(stream),  # type: ignore[arg-type]
        cache_logger_on_first_use=True,
    )
    for name in ("uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return stream


def _with_request(_log: object, _name: str, line: Fields) -> Fields:
    """Name the request that a line was written for, where there is one."""
    request_id = ACTING.get().request_id
    if request_id:
        line.setdefault("request_id", request_id)
    return line


def serve_forever(
    service: Service, listener: socket.socket, control: socket.socket
) -> None:
    """Serve until a signal asks to stop, then let requests under way end."""
    outward, inward = _server(create_app(service)), _server(control_app(service))
    factory = outward.config.get_loop_factory()  # the quickest loop there is
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(_serve_both((outward, listener), (inward, control)))


def _server(app: FastAPI) -> _Server:
    return _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=DRAIN_SECONDS,
        )
    )


async def _serve_both(*pairs: tuple[_Server, socket.socket]) -> None:
    def stop() -> None:
        tell_supervisor("STOPPING=1")
        for server, _ in pairs:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_number, stop)
    tell_supervisor("READY=1")  # the sockets take connections since they were bound
    await asyncio.gather(*(server.serve(sockets=[own]) for server, own in pairs))


def run_service(settings: Settings, *, demo: bool) -> None:
    """Open the home, say where the campaign stands and how to sign in, and serve."""
    log_stream = quiet_logs()
    with contextlib.ExitStack() as closing:
        listener = closing.enter_context(bind(settings.host, settings.port))
        service = open_service(settings.opening(), clock)
        closing.callback(_log.info, "stopped")
        closing.callback(service.close)
        log_stream.lost = service.meters.lines_lost
        if demo:
            with progress_bar("示例数据 / sample data") as move:
                load_demo(service, SAMPLE_DATA, move)
        service.counter.warm()
        served = replace(service, address=settings.address(listener.getsockname()[1]))
        control = closing.enter_context(_listening(service.store.home.socket))
        closing.enter_context(_collector_at_rest())
        _announce(served)
        closing.callback(AuditAtStart(served, _told).stop)
        closing.callback(LapseByTheMinute(served, _lapsed).stop)
        closing.callback(PublishBehind(served, _published).stop)
        resume_batches(served)
        post = closing.enter_context(contextlib.closing(HttpPost()))
        closing.callback(Courier(served, post).stop)
        serve_forever(served, listener, control)


@contextlib.contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Let the collector of garbage look at what is new, and at that seldom.

    Nearly all that a request makes is freed at once without it; looking through all
    that was there before costs batches a fifth of their speed.
    """
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _told(report: AuditReport | Exception) -> None:
    """Write what the audit at the start found; what is wrong is an error."""
    if isinstance(report, Exception):
        _log.error("audit failed", why=str(report))
        return
    fields = report.model_dump(mode="json", exclude={"findings", "losses"})
    _log.info("audit", **fields) if report.clean else _log.error("audit", **fields)
    for finding in report.findings:
        _log.error("audit found rows", **finding.model_dump(mode="json"))
    for loss in report.losses:
        if loss.accepted_at is None:
            write = _log.error if loss.grave else _log.warning
            write("loss", **loss.model_dump(mode="json"))


def _lapsed(told: Lapse | Exception) -> None:
    """Write what time alone did to vouchers."""
    if isinstance(told, Exception):
        _log.error("release of expired vouchers failed", why=str(told))
    else:
        _log.info("expired vouchers released", **told.model_dump())


def _published(told: Published | Exception) -> None:
    """Write what was published, and what could not be."""
    if isinstance(told, Exception):
        _log.error("publishing failed", why=str(told))
        return
    publication = told.publication.model_dump(mode="json", exclude={"tables"})
    _log.info("published", seconds=told.seconds, **publication)


def tell_supervisor(state: str) -> bool:
    """Tell systemd how the service is; False where nobody listens (sd_notify)."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor,
    ):
        supervisor.sendto(state.encode(), address)
        return True
    return False


@contextlib.contextmanager
def _listening(path: Path) -> Iterator[socket.socket]:
    """Take commands from before the login link is out until the service ends."""
    control = listen(path)
    try:
        yield control
    finally:
        control.close()
        path.unlink(missing_ok=True)


def _announce(service: Service) -> None:
    for campaign in list_campaigns(service):
        totals = report_totals(service, TotalsQuery(campaign.id))
        for line in totals_lines(totals.model_dump(mode="json")):
            say(line)
    if service.sandbox is not None:
        say("沙箱：魔法券码不动用资金 / sandbox: no money moves for magic codes")
    link = login_address(service.address, create_login_link(service, Role.BUREAU))
    say(f"登录链接（一次有效）/ one-time login link: {link}")
