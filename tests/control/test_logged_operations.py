"""Whatever an operator changes leaves an entry in the log, with the user who did it."""

import ast
import json
from pathlib import Path

import pytest

from tests.campaign_texts import campaign, entry
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.control.operations import OPERATIONS, perform
from voucher_service.model.kinds import Role
from voucher_service.store.audit_log import list_entries
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.manage_keys import NewKeyRequest, create_key
from voucher_service.usecases.manage_tokens import NewTokenRequest, create_token
from voucher_service.usecases.service import no_progress

PACKAGE = Path(__file__).parents[2] / "voucher_service"
FIRST, LATER = entry(), entry(effective_from="2023-01-10", floor="200000")
OPENED = {"campaign": "test-campaign"}


def file(text: str, name: str = "file") -> Delivery:
    return Delivery.of(name, text.encode())


def token(service) -> str:
    return create_token(service, NewTokenRequest(role=Role.BUREAU)).id


def key(service) -> str:
    return create_key(service, NewKeyRequest(bank="ccb-zjj")).id


def nothing(_service) -> None:
    """Need nothing beforehand."""


def opened(service) -> None:
    perform(service, "campaign-open", OPENED, [file(campaign(FIRST))], no_progress)


CHANGES = [
    ("ingest", nothing, lambda _: {}, [file(REGISTER)], "ingest"),
    ("receive", nothing, lambda _: {}, [file(REGISTER)], "ingest"),
    (
        "receive",
        nothing,
        lambda _: {"dealer": "nobody"},
        [file(REGISTER)],
        "ingest",
    ),
    ("ingest", nothing, lambda _: {"dry_run": True}, [file(REGISTER)], None),
    ("ingest", nothing, lambda _: {}, [file("\0")], "ingest"),
    ("receive", nothing, lambda _: {}, [file("\0")], "ingest"),
    ("campaign-open", nothing, lambda _: OPENED, [file(campaign(FIRST))], "open-"),
    (
        "campaign-amend",
        opened,
        lambda _: {"apply": True, "rewrite_past": True},
        [file(campaign(FIRST, LATER))],
        "amend-campaign",
    ),
    ("campaign-amend", opened, lambda _: {}, [file(campaign(FIRST, LATER))], None),
    ("decide", nothing, lambda _: {"campaign": "wuhu-2023-07"}, [], "open-campaign"),
    ("token-create", nothing, lambda _: {"role": "bureau"}, [], "token-create"),
    ("token-revoke", token, lambda it: {"token_id": it}, [], "token-revoke"),
    ("token-rotate", token, lambda it: {"token_id": it}, [], "token-rotate"),
    (
        "signing-key-create",
        nothing,
        lambda _: {"bank": "ccb-zjj"},
        [],
        "signing-key-create",
    ),
    ("signing-key-retire", key, lambda it: {"key_id": it}, [], "signing-key-retire"),
    ("login-link", nothing, lambda _: {}, [], "login-link"),
]

CHANGING_ELSEWHERE = {
    "backup",
    "expire",
    "issue",
    "lottery-reveal",
    "sale-resolve",
    "voucher-change",
    "webhook-add",
    "webhook-remove",
    "webhook-send-again",
}
"""Operations that need more before them than a line here; the store logs them too."""

READING = {
    "audit",
    "bridge",
    "bulletin",
    "campaign-list",
    "campaign-show",
    "chart",
    "compare",
    "forecast",
    "decisions",
    "explain",
    "feed-rejects",
    "feed-show",
    "feeds",
    "log",
    "lottery-record",
    "publications",
    "publish",
    "quality",
    "sale-history",
    "sale-list",
    "sale-show",
    "signing-key-list",
    "statement",
    "token-list",
    "totals",
    "voucher-budget",
    "voucher-export",
    "voucher-list",
    "voucher-show",
    "webhook-list",
    "what-if",
}


def actions(desk) -> list[tuple[int, str, str]]:
    with desk.service.store.read() as connection:
        rows = list_entries(connection, 100)
    return [(row["entry_no"], row["action"], row["actor"]) for row in rows]


@pytest.mark.parametrize(("name", "before", "request_of", "files", "action"), CHANGES)
def test_a_change_leaves_an_entry_and_what_changes_nothing_leaves_none(
    desk, name, before, request_of, files, action
):
    made = before(desk.service)
    known = actions(desk)
    perform(desk.service, name, request_of(made), files, no_progress, "li")
    new = [each for each in actions(desk) if each not in known]
    if action is None:
        assert new == []
    else:
        assert [(actor, logged.startswith(action)) for _, logged, actor in new] == [
            ("operator:cli:li", True)
        ]


def test_a_files_sender_and_fate_are_told(desk):
    perform(desk.service, "ingest", {}, [file(REGISTER)], no_progress, "li")
    perform(desk.service, "receive", {}, [file(feed(sale_row(1)))], no_progress, "li")
    with desk.service.store.read() as connection:
        detail = json.loads(list_entries(connection, 1)[0]["detail"])
    assert (detail["became"], detail["accepted"]) == ("landed", 1)


def test_no_secret_gets_into_the_log(desk):
    secrets = []
    for name, request, field in (
        ("token-create", {"role": "bureau"}, "token"),
        ("signing-key-create", {"bank": "ccb-zjj"}, "secret"),
        ("login-link", {}, "secret"),
    ):
        answer = perform(desk.service, name, request, [], no_progress, "li")
        secrets.append(answer[field].rpartition("_")[2])
    with desk.service.store.read() as connection:
        log = str(list_entries(connection, 100))
    assert [secret for secret in secrets if secret in log] == []


def transactions(source: str) -> int:
    """Count the places that begin a transaction in which something may be written."""
    return sum(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.upper() in {"BEGIN", "BEGIN TRANSACTION"}
        for node in ast.walk(ast.parse(source))
    )


def test_all_that_is_written_is_written_where_it_is_logged():
    found = {
        str(path.relative_to(PACKAGE)): count
        for path in PACKAGE.rglob("*.py")
        if (count := transactions(path.read_text("utf-8")))
    }
    assert found.pop("store/migrations.py") == 2  # the schema is no fact
    assert found.pop("store/publishing.py") == 1  # a file of its own, for analysts
    assert found == {"store/database.py": 1}


def test_every_operation_is_known_to_change_something_or_nothing():
    changing = {name for name, *_ in CHANGES} | CHANGING_ELSEWHERE
    assert set(OPERATIONS) == changing | READING
    assert not changing & READING
