"""Work that can wait is done by a thread that lets others have the processor first."""

import contextlib
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_NICE = 15


def standing_back(job: Callable[[], T]) -> T:
    """Do a job in a thread of its own at a low priority, and give its result."""
    with ThreadPoolExecutor(1, "standing-back", initializer=_stand_back) as pool:
        return pool.submit(job).result()


def _stand_back() -> None:
    """Lower this thread alone, where the system can do that."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
