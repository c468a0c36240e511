"""Files wait for the one thread that serves them, and it is there when one comes."""

import queue
import threading

import pytest

from tests.teller import all_served
from voucher_service.usecases.batch_jobs import BatchJobs

PATIENCE = 60


@pytest.fixture
def jobs():
    made = BatchJobs()
    yield made
    made.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_died_is_started_anew_with_the_next_file(jobs):
    died_in: queue.Queue[threading.Thread] = queue.Queue()

    def dies(_stopping):
        died_in.put(threading.current_thread())
        raise SystemExit

    jobs.start(dies)
    died_in.get(timeout=PATIENCE).join(PATIENCE)
    assert all_served(jobs)
