"""Files wait for the one thread that serves them, and it is there when one comes."""

import threading

import pytest

from voucher_service.usecases.batch_jobs import BatchJobs

PATIENCE = 60


def dies(_stopping):
    raise SystemExit


@pytest.fixture
def jobs():
    made = BatchJobs()
    yield made
    made.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_died_is_started_anew_with_the_next_file(jobs):
    jobs.start(dies)
    assert jobs.wait_until_idle(PATIENCE)
    (thread,) = (each for each in threading.enumerate() if each.name == "batches")
    thread.join(PATIENCE)
    served = threading.Event()
    jobs.start(lambda _stopping: served.set())
    assert served.wait(PATIENCE)
    assert jobs.wait_until_idle(PATIENCE)
