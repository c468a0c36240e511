"""Those who run a campaign issue vouchers, see them, and change one, over HTTP."""

import pytest

from tests.audits import audits_hold
from voucher_service.model.kinds import Role

CAMPAIGN = "zhangjiajie-2022-new-year"
ISSUANCES = f"/v1/campaigns/{CAMPAIGN}/issuances"
WHY = {"why": "经销商来函"}


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


@pytest.fixture
def issued(growing):
    """A served home in which the vouchers of its three eligible cars are issued."""
    with growing.client() as client:
        answer = client.post(ISSUANCES, headers=keyed("first"))
        assert (answer.status_code, answer.json()["issued"]) == (201, 3)
    yield growing
    audits_hold(growing)


def codes(running) -> list[str]:
    with running.client() as client:
        return [each["code"] for each in client.get("/v1/vouchers").json()["items"]]


def test_issuing_again_under_the_same_key_gives_the_same_bytes(issued):
    with issued.client() as client:
        again = client.post(ISSUANCES, headers=keyed("first"))
        other = client.post(ISSUANCES, headers=keyed("second"), json={"dry_run": False})
    assert (again.status_code, again.json()["issued"]) == (201, 3)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["issued"]) == (201, 0)
    assert other.json()["already_live"] == 3
    assert "Idempotency-Replayed" not in other.headers


def test_the_answer_is_kept_across_a_restart_of_memory(issued):
    with issued.client() as client:
        first = client.post(ISSUANCES, headers=keyed("first")).content
    with issued.service.store.read() as connection:
        [(kept,)] = connection.execute(
            "SELECT answer FROM write_requests WHERE idempotency_key = 'first'"
        ).fetchall()
    assert first == kept.encode()


def test_a_key_of_another_request_is_refused(issued):
    [code, *_] = codes(issued)
    with issued.client() as client:
        answer = client.post(
            f"/v1/vouchers/{code}/void", headers=keyed("first"), json=WHY
        )
    assert answer.status_code == 422
    assert answer.json()["code"] == "IDEMPOTENCY_KEY_REUSED"


@pytest.mark.parametrize("path", [ISSUANCES, "/v1/vouchers/ABC/void"])
def test_a_write_without_a_key_is_refused(growing, path):
    with growing.client() as client:
        answer = client.post(path, json=WHY)
    assert answer.status_code == 400
    assert answer.json()["code"] == "IDEMPOTENCY_KEY_MISSING"


def test_a_dry_run_counts_issues_none_and_leaves_its_key_free(growing):
    with growing.client() as client:
        dry = client.post(ISSUANCES, headers=keyed("k"), json={"dry_run": True})
        done = client.post(ISSUANCES, headers=keyed("k"))
    assert (dry.status_code, dry.json()["issued"], dry.json()["id"]) == (200, 3, None)
    assert (done.status_code, done.json()["issued"]) == (201, 3)


def test_an_unknown_campaign_or_voucher_is_not_found(issued):
    with issued.client() as client:
        answers = [
            client.post("/v1/campaigns/nosuch/issuances", headers=keyed("x")),
            client.get("/v1/campaigns/nosuch/budget"),
            client.get("/v1/vouchers/ABC"),
            client.post("/v1/vouchers/ABC/void", headers=keyed("y"), json=WHY),
        ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert {answer.json()["code"] for answer in answers} == {"not_found"}


def test_vouchers_are_listed_page_by_page_without_car_or_person(issued):
    with issued.client() as client:
        first = client.get("/v1/vouchers", params={"limit": 2}).json()
        rest = client.get(
            "/v1/vouchers", params={"limit": 2, "cursor": first["next_cursor"]}
        ).json()
    assert (len(first["items"]), len(rest["items"])) == (2, 1)
    assert rest["next_cursor"] is None
    voucher = first["items"][0]
    assert voucher["status"] == "active"
    assert (voucher["face_fen"], voucher["balance_fen"]) == (150_000, 150_000)
    assert voucher["issued_at"].endswith("+08:00")
    assert "vin" not in voucher
    assert not {"buyer", "phone"} & set(voucher)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 3),
        ({"campaign": CAMPAIGN}, 3),
        ({"campaign": "nosuch"}, 0),
        ({"status": "active"}, 2),
        ({"status": "suspended"}, 1),
        ({"status": "voided", "campaign": CAMPAIGN}, 0),
    ],
)
def test_the_list_is_asked_by_campaign_and_status(issued, asked, count):
    [code, *_] = codes(issued)
    with issued.client() as client:
        client.post(f"/v1/vouchers/{code}/suspend", headers=keyed("s"), json=WHY)
        assert len(client.get("/v1/vouchers", params=asked).json()["items"]) == count


@pytest.mark.parametrize(
    "asked", [{"cursor": "abc"}, {"status": "nosuch"}, {"limit": 0}, {"vin": "x"}]
)
def test_a_list_that_cannot_be_is_refused(issued, asked):
    with issued.client() as client:
        assert client.get("/v1/vouchers", params=asked).status_code == 422


def test_a_voucher_is_suspended_resumed_and_voided_once_for_each_key(issued):
    [code, *_] = codes(issued)
    with issued.client() as client:
        answers = [
            client.post(
                f"/v1/vouchers/{code.lower()}/{verb}", headers=keyed(key), json=WHY
            )
            for verb, key in (
                ("suspend", "a"),
                ("suspend", "a"),
                ("resume", "b"),
                ("void", "c"),
                ("void", "d"),
                ("void", "d"),
            )
        ]
        life = client.get(f"/v1/vouchers/{code}").json()
    assert [answer.status_code for answer in answers] == [201] * 4 + [409] * 2
    told = [answer.json()["status"] for answer in answers[:4]]
    assert told == ["suspended", "suspended", "active", "voided"]
    assert [answer.headers.get("Idempotency-Replayed") for answer in answers] == [
        *(None, "true", None, None, None, "true")
    ]
    assert answers[4].content == answers[5].content
    assert answers[4].json()["code"] == "refused_by_rule"
    kinds = [event["kind"] for event in life["events"]]
    assert kinds == ["issued", "suspended", "resumed", "voided"]
    assert life["events"][1]["reason"] == "经销商来函"
    assert life["events"][1]["actor"].startswith("person:")


def test_grounds_are_kept_with_numbers_masked(issued):
    [code, *_] = codes(issued)
    why = {"why": "购车人 430800199001010011 来电 13800000001"}
    with issued.client() as client:
        told = client.post(
            f"/v1/vouchers/{code}/suspend", headers=keyed("m"), json=why
        ).json()
    assert "199001010011" not in told["held_for"]
    assert "13800000001" not in told["held_for"]


@pytest.mark.parametrize("asked", [{}, {"why": ""}, {"why": "x", "who": "y"}])
def test_a_change_without_grounds_is_refused(issued, asked):
    [code, *_] = codes(issued)
    with issued.client() as client:
        answer = client.post(
            f"/v1/vouchers/{code}/suspend", headers=keyed("n"), json=asked
        )
    assert answer.status_code == 422


def test_the_budget_tells_where_the_money_is(issued):
    [code, *_] = codes(issued)
    with issued.client() as client:
        client.post(f"/v1/vouchers/{code}/void", headers=keyed("v"), json=WHY)
        told = client.get(f"/v1/campaigns/{CAMPAIGN}/budget").json()
    whole = told["whole"]
    assert (whole["committed_fen"], whole["held_fen"]) == (300_000, 150_000)
    assert whole["available_fen"] is None
    assert told["vouchers"] == {"active": 2, "voided": 1}


NOWHERE = [403, 403, 403]
BUDGET_ALONE = [403, 403, 200]  # an analyst reads sums, no single voucher


@pytest.mark.parametrize(
    ("role", "answered"),
    [(Role.BANK, NOWHERE), (Role.DEALER, NOWHERE), (Role.ANALYST, BUDGET_ALONE)],
)
def test_nobody_else_sees_or_issues_vouchers(running, role, answered):
    with running.client(role) as client:
        asked = [
            client.get("/v1/vouchers"),
            client.post(ISSUANCES, headers=keyed("z")),
            client.get(f"/v1/campaigns/{CAMPAIGN}/budget"),
        ]
    assert [answer.status_code for answer in asked] == answered
