"""What is counted is told, to Prometheus' own reader, and by nobody's data."""

import threading

import pytest
from prometheus_client.parser import text_string_to_metric_families

from voucher_service.usecases.meters import Meters


def told(meters):
    families = text_string_to_metric_families(meters.told().decode())
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.parametrize("outcome", ["ok", "replayed", "VOUCHER_ALREADY_REDEEMED"])
def test_an_answer_is_counted_by_what_became_of_it(outcome):
    meters = Meters()
    meters.answered("capture", outcome)
    meters.answered("capture", outcome)
    meters.answered("cancel", outcome)
    found = told(meters)
    assert found["voucher_redemptions_total", *sorted(["capture", outcome])] == 2
    assert found["voucher_redemptions_total", *sorted(["cancel", outcome])] == 1


def test_a_commit_is_counted_with_its_commands_and_seconds():
    meters = Meters()
    meters.committed(17, 0.003)
    meters.committed(1, 0.2)
    found = told(meters)
    assert found["voucher_commit_commands_sum",] == 18
    assert found["voucher_commit_commands_bucket", "16.0"] == 1
    assert found["voucher_commit_commands_bucket", "32.0"] == 2
    assert found["voucher_commit_seconds_bucket", "0.005"] == 1
    assert found["voucher_commit_seconds_count",] == 2


def test_a_request_is_told_by_its_template_and_status():
    meters = Meters()
    meters.requested("GET", "/v1/redemptions/{id}", 200, 0.002)
    meters.requested("GET", "/v1/redemptions/{id}", 404, 0.002)
    found = told(meters)
    path = "/v1/redemptions/{id}"
    assert found["voucher_requests_total", *sorted(["GET", path, "404"])] == 1
    assert found["voucher_request_seconds_count", *sorted(["GET", path])] == 2


def test_the_depth_is_asked_for_at_each_scrape():
    waiting = []
    meters = Meters()
    meters.watch_depth(lambda: len(waiting))
    assert told(meters)["voucher_queue_depth",] == 0
    waiting.append(1)
    assert told(meters)["voucher_queue_depth",] == 1


def test_no_answer_of_many_threads_goes_uncounted():
    meters = Meters()

    def answer():
        for _ in range(2000):
            meters.answered("capture", "ok")

    threads = [threading.Thread(target=answer) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told(meters)["voucher_redemptions_total", "capture", "ok"] == 16000


def test_two_services_count_apart():
    one, other = Meters(), Meters()
    one.answered("capture", "ok")
    assert ("voucher_redemptions_total", "capture", "ok") not in told(other)


def test_the_program_and_its_memory_are_told():
    found = told(Meters())
    assert any(name == "voucher_build_info" for name, *_ in found)
    assert found["process_resident_memory_bytes",] > 0
