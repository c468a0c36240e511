"""Large deliveries are taken in behind their answer, a few at a time."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass

import structlog

from voucher_service.model.errors import Busy, VoucherServiceError
from voucher_service.model.feed_reports import FeedProgress, FeedReport, FeedSender
from voucher_service.model.text import Text

WORKERS = 2
MOST_WAITING = 16
MOST_REMEMBERED = 200

_log = structlog.get_logger(__name__)

Move = Callable[[str, int, int], None]
Work = Callable[[Move], FeedReport]


@dataclass
class FeedJob:
    """A delivery taken in behind its answer: how far it is, and what came of it.

    Once ended it has a report, or the error that ended it.
    """

    sender: FeedSender
    progress: FeedProgress
    report: FeedReport | None = None
    error: VoucherServiceError | None = None

    @property
    def ended(self) -> bool:
        """Tell whether all that will come of it is there."""
        return self.report is not None or self.error is not None


class FeedJobs:
    """A small pool with a bounded queue; what it took it ends, also when closed."""

    def __init__(
        self, workers: int = WORKERS, most_waiting: int = MOST_WAITING
    ) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="feed")
        self._most = workers + most_waiting
        self._jobs: OrderedDict[str, FeedJob] = OrderedDict()
        self._guard = threading.Lock()

    def start(self, job: FeedJob, work: Work) -> FeedProgress:
        """Take a job into the queue, to be done in the name of who is acting.

        Raises Busy when the queue is full.
        """
        first = job.progress
        with self._guard:
            if sum(not each.ended for each in self._jobs.values()) >= self._most:
                raise _full()
            self._jobs[first.delivery_id] = job
            self._forget_oldest()
            self._pool.submit(copy_context().run, self._run, job, work)
        return first

    def find(self, delivery_id: str) -> FeedJob | None:
        """Give a job by its delivery's id, while it is remembered."""
        with self._guard:
            return self._jobs.get(delivery_id)

    def close(self) -> None:
        """Take nothing more, and wait for the jobs taken to end."""
        self._pool.shutdown(wait=True)

    def _run(self, job: FeedJob, work: Work) -> None:
        def move(stage: str, done: int, total: int) -> None:
            changes = {"stage": stage, "done": done, "total": total}
            job.progress = job.progress.model_copy(update=changes)

        try:
            job.report = work(move)
        except VoucherServiceError as error:
            job.error = error
        except Exception:  # noqa: BLE001 - the last edge before the asker
            _log.exception("delivery failed", delivery_id=job.progress.delivery_id)
            job.error = _failed(job.progress.file)

    def _forget_oldest(self) -> None:
        ended = [name for name, job in self._jobs.items() if job.ended]
        for name in ended[: max(0, len(self._jobs) - MOST_REMEMBERED)]:
            del self._jobs[name]


def _full() -> Busy:
    return Busy(
        Text(
            zh="正在处理的大文件过多，本文件未接收",
            en="too many large files are being taken in; this one was not accepted",
        ),
        remedy=Text(zh="请稍后重新发送", en="send it again a little later"),
    )


def _failed(file: str) -> VoucherServiceError:
    return VoucherServiceError(
        Text(
            zh=f"处理 {file} 时出现内部错误，未作任何改动",
            en=f"{file} failed by a fault of ours; nothing was changed",
        ),
        remedy=Text(zh="请告知运维人员", en="tell the operator"),
    )
