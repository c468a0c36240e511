"""A service counts what it answers; a scrape reads the counts as Prometheus text."""

from collections.abc import Callable
from typing import Final

from voucher_service import __version__

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS: Final = (
    *(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05),
    *(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
_COMMANDS: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096)


class Meters:
    """The counters of one service, in a registry of its own.

    Every method may be called by any thread and costs about a microsecond: the
    counter of a combination of labels is kept once it was asked for.
    """

    def __init__(self) -> None:
        from prometheus_client import (
            CollectorRegistry,
            Counter,
            Histogram,
            Info,
            ProcessCollector,
            disable_created_metrics,
        )

        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=self._registry)  # memory, files, and when it began
        self._answers = Counter(
            "voucher_redemptions",
            "Answered write requests of the bank API, by what became of them.",
            ["operation", "outcome"],
            registry=self._registry,
        )
        self._requests = Counter(
            "voucher_requests",
            "Answered HTTP requests.",
            ["method", "path", "status"],
            registry=self._registry,
        )
        self._latencies = Histogram(
            "voucher_request_seconds",
            "From the first byte read of a request to the end of its answer.",
            ["method", "path"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._commands = Histogram(
            "voucher_commit_commands",
            "Commands that one commit made durable.",
            buckets=_COMMANDS,
            registry=self._registry,
        )
        self._commit_seconds = Histogram(
            "voucher_commit_seconds",
            "From the beginning of a group's transaction to the end of its commit.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._lines_lost = Counter(
            "voucher_log_lines_lost",
            "Lines that the log could not take, as where its disk is full.",
            registry=self._registry,
        )
        Info(
            "voucher_build", "The program that answers.", registry=self._registry
        ).info({"version": __version__})
        self._answered: dict[tuple[str, str], Counter] = {}
        self._requested: dict[tuple[str, str, int], Counter] = {}
        self._took: dict[tuple[str, str], Histogram] = {}

    def answered(self, operation: str, outcome: str, times: int = 1) -> None:
        """Count answers: ``ok``, ``replayed`` or the code of a problem."""
        key = (operation, outcome)
        counter = self._answered.get(key)
        if counter is None:
            counter = self._answered[key] = self._answers.labels(operation, outcome)
        counter.inc(times)

    def committed(self, commands: int, seconds: float) -> None:
        """Count a commit of so many commands, and how long it took."""
        self._commands.observe(commands)
        self._commit_seconds.observe(seconds)

    def requested(
        self, method: str, template: str, status: int, seconds: float
    ) -> None:
        """Count an HTTP answer; a path is told by its template alone."""
        counter = self._requested.get((method, template, status))
        if counter is None:
            counter = self._requests.labels(method, template, str(status))
            self._requested[method, template, status] = counter
        counter.inc()
        took = self._took.get((method, template))
        if took is None:
            took = self._took[method, template] = self._latencies.labels(
                method, template
            )
        took.observe(seconds)

    def lines_lost(self, lines: int) -> None:
        """Count lines that the log could not take."""
        self._lines_lost.inc(lines)

    def watch_depth(self, depth: Callable[[], int]) -> None:
        """Ask at each scrape how many commands wait for the writer."""
        from prometheus_client import Gauge

        Gauge(
            "voucher_queue_depth",
            "Commands that wait for the writer now.",
            registry=self._registry,
        ).set_function(depth)

    def told(self) -> bytes:
        """Give all counts in the Prometheus text exposition format."""
        from prometheus_client import generate_latest

        return generate_latest(self._registry)
