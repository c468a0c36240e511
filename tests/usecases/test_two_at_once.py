"""Of two who change the same thing at once one is refused, and told why."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.teller import BANK
from voucher_service.model.errors import NotFound, RefusedByRule
from voucher_service.model.kinds import Role
from voucher_service.store.webhooks import steps_of
from voucher_service.usecases.manage_keys import NewKeyRequest, create_key
from voucher_service.usecases.manage_tokens import (
    NewTokenRequest,
    RotateRequest,
    create_token,
    list_tokens,
    rotate_token,
)
from voucher_service.usecases.manage_webhooks import (
    NewEndpoint,
    SendAgain,
    add_endpoint,
    remove_endpoint,
    send_again,
)
from voucher_service.usecases.read_events import event_id

PATIENCE = 60


def at_once(desk, *changes) -> list[object]:
    """Have the writer take up changes when all wait for it; give what came of each."""
    store, held, go_on = desk.service.store, threading.Event(), threading.Event()

    def hold() -> None:
        held.set()
        assert go_on.wait(PATIENCE)

    with ThreadPoolExecutor(len(changes) + 1) as people:
        people.submit(store.in_turn, hold)
        assert held.wait(PATIENCE)
        asked: list[Future] = []
        for change in changes:  # in their order, so that the first is served first
            asked.append(people.submit(change))
            while len(store._writer._queue) < len(asked) and not asked[-1].done():
                threading.Event().wait(0.001)
        go_on.set()
        return [each.exception(PATIENCE) for each in asked]


@pytest.fixture
def endpoint(desk) -> str:
    create_key(desk.service, NewKeyRequest(bank=BANK))
    asked = NewEndpoint(bank=BANK, url="https://bank.example/x")
    return add_endpoint(desk.service, asked).id


@pytest.mark.parametrize("grace_hours", [0, 24])
def test_a_token_has_one_successor(desk, grace_hours):
    old = create_token(desk.service, NewTokenRequest(role=Role.BUREAU))
    asked = RotateRequest(token_id=old.id, grace_hours=grace_hours)
    first, second = at_once(desk, *[lambda: rotate_token(desk.service, asked)] * 2)
    assert (first, type(second)) == (None, RefusedByRule)
    assert len(list_tokens(desk.service)) == 2


def test_an_endpoint_is_removed_once(desk, endpoint):
    first, second = at_once(
        desk, *[lambda: remove_endpoint(desk.service, endpoint)] * 2
    )
    assert (first, type(second)) == (None, NotFound)


def test_nothing_is_sent_again_to_an_endpoint_just_removed(desk, endpoint):
    again = SendAgain.model_validate({"endpoint": endpoint, "from": event_id(1)})
    first, second = at_once(
        desk,
        lambda: remove_endpoint(desk.service, endpoint),
        lambda: send_again(desk.service, again),
    )
    assert (first, type(second)) == (None, NotFound)
    with desk.service.store.read() as connection:
        (opened,) = steps_of(connection, endpoint)
    assert opened["kind"] == "opened"
