"""What analysts save stays little, whoever saves how often."""

import json
from dataclasses import replace

import pytest

from tests.api.asked_home import asked_at
from tests.api.conftest import fresh_service, serve
from voucher_service.model.errors import RefusedByRule
from voucher_service.model.kinds import Role
from voucher_service.model.sql_questions import LONGEST_SAVED
from voucher_service.store.audit_log import list_entries
from voucher_service.usecases import saved_queries
from voucher_service.usecases.saved_queries import list_saved_queries, save_query
from voucher_service.usecases.throttle import Rates, Throttle

SAVED = "/v1/saved-queries"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    yield from asked_at(tmp_path_factory.mktemp("saved") / "home")


def steps(service):
    with service.store.read() as connection:
        query = "SELECT name, sql FROM saved_query_steps ORDER BY ALL"
        return connection.execute(query).fetchall()


def entries(service):
    with service.store.read() as connection:
        return [
            json.loads(entry["detail"])["sha256"][:4]
            for entry in list_entries(connection, 1_000)
            if entry["action"].startswith("query-")
        ]


def test_of_a_query_that_is_saved_again_one_text_is_kept_and_the_hash_of_each(asked):
    service = asked.service
    kept = save_query(service, "一", "SELECT 1")
    again = save_query(service, "一", "SELECT 2")
    same = save_query(service, "一", "SELECT 2")
    assert (kept.id, again) == (again.id, same)
    assert steps(service) == [("一", "SELECT 2")]
    assert len(entries(service)) == len(set(entries(service))) == 2
    saved_queries.remove_query(service, kept.id)
    assert steps(service) == []


def test_one_person_cannot_fill_the_list_and_all_together_neither(asked, monkeypatch):
    monkeypatch.setattr(saved_queries, "MOST_SAVED_EACH", 2)
    monkeypatch.setattr(saved_queries, "MOST_SAVED", 3)
    bodies = [{"name": f"{n}", "sql": "SELECT 1"} for n in range(3)]
    with asked.client(Role.ANALYST) as client:
        statuses = [client.post(SAVED, json=body).status_code for body in bodies]
        again = client.post(SAVED, json=bodies[0] | {"sql": "SELECT 2"})
    assert (statuses, again.status_code) == ([201, 201, 409], 201)
    save_query(asked.service, "3", "SELECT 1")
    with pytest.raises(RefusedByRule, match="no more"):
        save_query(asked.service, "4", "SELECT 1")
    assert len(list_saved_queries(asked.service)) == 3


def test_a_text_is_no_longer_than_anybody_reads(asked):
    body = {"name": "long", "sql": "x" * (LONGEST_SAVED + 1)}
    with asked.client(Role.ANALYST) as client:
        answer = client.post(SAVED, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_parameter")


def test_who_saves_too_often_has_to_wait_and_no_other(tmp_path):
    throttle = Throttle(saves=Rates(0.001, 2))
    service = replace(fresh_service(tmp_path / "home"), throttle=throttle)
    body = {"name": "again", "sql": "SELECT 1"}
    for running in serve(service):
        with running.client(Role.ANALYST) as client:
            answers = [client.post(SAVED, json=body) for _ in range(3)]
        with running.client(Role.BUREAU) as client:
            other = client.post(SAVED, json=body)
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert int(answers[-1].headers["retry-after"]) > 1
    assert other.status_code == 201
