"""Whatever is changed over HTTP leaves an entry in the log, which then holds."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.api.branch import CAMPAIGN, FACE, Branch, branch_at, redemption
from tests.api.conftest import HEADER, LATER_FEED
from voucher_service.api.access import ACCESS
from voucher_service.model.kinds import Role
from voucher_service.usecases.show_log import LogQuery, show_log

REASON = {"out_request_no": "R1", "reason": "customer_refund"}
WHY = {"why": "经销商来函"}
RIVAL = HEADER + "D002,XS-9,LSYSYN102N0000005,2023-01-08,200000.00,甲牌,燃油,合成数据\n"
"""Another dealer's sale of the car that the later feed tells of."""


@pytest.fixture(scope="module")
def branch(tmp_path_factory, issued_home):
    home = tmp_path_factory.mktemp("home") / "home"
    shutil.copytree(issued_home, home)
    with branch_at(home) as opened:
        yield opened


@pytest.fixture(scope="module")
def held(branch: Branch) -> dict[str, str]:
    """A captured redemption, and two that are locked."""
    lock = {"mode": "authorize", "ttl_seconds": 900}
    one, _, _ = branch.codes
    return {
        "captured": branch.redeem(one, 100, "H1").json()["id"],
        "locked": branch.redeem(one, 100, "H2", **lock).json()["id"],
        "cancelled": branch.redeem(one, 100, "H3", **lock).json()["id"],
    }


def by_bureau(branch: Branch, path: str, **more: object) -> int:
    with branch.client(Role.BUREAU) as client:
        headers = {"Idempotency-Key": f"bureau-{path}"}
        return client.post(path, headers=headers, **more).status_code


def on_voucher(what: str) -> Callable[[Branch, dict[str, str]], int]:
    def ask(branch: Branch, _held: dict[str, str]) -> int:
        return by_bureau(branch, f"/v1/vouchers/{branch.codes[2]}/{what}", json=WHY)

    return ask


def on_redemption(which: str, what: str) -> Callable[[Branch, dict[str, str]], int]:
    def ask(branch: Branch, held: dict[str, str]) -> int:
        body = {"json": REASON} if what == "reversals" else {}
        path = f"/v1/redemptions/{held[which]}/{what}"
        return branch.post(path, **body).status_code

    return ask


def send_feed(branch: Branch, _held: dict[str, str]) -> int:
    with branch.client(Role.BUREAU) as client:
        sent = {"file": ("later.csv", LATER_FEED)}
        return client.post("/v1/feeds", files=sent).status_code


def resolve(branch: Branch, _held: dict[str, str]) -> int:
    with branch.client(Role.BUREAU) as client:
        client.post("/v1/feeds", files={"file": ("rival.csv", RIVAL)})
        asked = {"status": "conflicted"}
        sale = client.get("/v1/sales", params=asked).json()["items"][0]["sale_id"]
        verdict = {"verdict": "set_aside", "why": "已核对发票"}
        path = f"/v1/sales/{sale}/resolutions"
        return client.post(path, json=verdict).status_code


def send_batch(branch: Branch, _held: dict[str, str]) -> int:
    answer = branch.send_lines(redemption(branch.codes[1], FACE, "B1"))
    branch.settled(answer.json()["id"])
    return answer.status_code


SAVED = "/v1/saved-queries"


def remove_query(branch: Branch, _held: dict[str, str]) -> int:
    with branch.client(Role.BUREAU) as client:
        kept = client.get(SAVED).json()[0]["id"]
        return client.post(f"{SAVED}/{kept}/remove").status_code


CHANGES = {
    ("POST", SAVED): lambda branch, _: by_bureau(
        branch, SAVED, json={"name": "一", "sql": "SELECT 1"}
    ),
    ("POST", f"{SAVED}/{{id}}/remove"): remove_query,
    ("POST", "/v1/redemptions"): lambda branch, _: (
        branch.redeem(branch.codes[0], 200, "N1").status_code
    ),
    ("POST", "/v1/redemptions/{id}/capture"): on_redemption("locked", "capture"),
    ("POST", "/v1/redemptions/{id}/cancel"): on_redemption("cancelled", "cancel"),
    ("POST", "/v1/redemptions/{id}/reversals"): on_redemption("captured", "reversals"),
    ("POST", "/v1/redemption-batches"): send_batch,
    ("POST", "/v1/vouchers/{code}/suspend"): on_voucher("suspend"),
    ("POST", "/v1/vouchers/{code}/resume"): on_voucher("resume"),
    ("POST", "/v1/vouchers/{code}/void"): on_voucher("void"),
    ("POST", "/v1/campaigns/{id}/issuances"): lambda branch, _: by_bureau(
        branch, f"/v1/campaigns/{CAMPAIGN}/issuances"
    ),
    ("POST", "/v1/feeds"): send_feed,
    ("POST", "/v1/sales/{id}/resolutions"): resolve,
}
CHANGE_NOTHING = {
    ("POST", "/v1/sql"),
    ("POST", "/v1/campaigns/{id}/what-if"),
    ("POST", "/v1/vouchers/{code}/validate"),
}
ELSEWHERE = {("POST", "/logout")}  # in test_logged.py


def test_every_change_over_http_leaves_an_entry_and_the_log_holds(branch, held):
    left, statuses = {}, {}
    for endpoint, ask in CHANGES.items():
        before = show_log(branch.running.service, LogQuery(limit=0)).head_no
        statuses[endpoint] = ask(branch, held)
        service = branch.running.service
        service.store.in_turn(service.counter.post)  # it would a moment later
        after = show_log(branch.running.service, LogQuery(limit=0)).head_no
        left[endpoint] = after > before
    refused = {each: status for each, status in statuses.items() if status >= 300}
    assert refused == {}
    assert [endpoint for endpoint, entry in left.items() if not entry] == []
    check = show_log(branch.running.service, LogQuery(limit=0, verify=True)).check
    assert check.sound, check


def test_every_endpoint_that_may_change_something_is_tried() -> None:
    unsafe = {endpoint for endpoint in ACCESS if endpoint[0] not in {"GET", "HEAD"}}
    assert unsafe == set(CHANGES) | CHANGE_NOTHING | ELSEWHERE


def test_a_home_opened_again_goes_on_with_its_log(
    tmp_path: Path, issued_home: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(issued_home, home)
    with branch_at(home) as branch:
        branch.redeem(branch.codes[0], 100, "A1")
        head = show_log(branch.running.service, LogQuery(limit=0))
    with branch_at(home) as branch:
        branch.redeem(branch.codes[0], 100, "A2")
        published = f"{head.head_no}:{head.head_hash}"
        query = LogQuery(limit=0, published=published)
        assert show_log(branch.running.service, query).check.sound
