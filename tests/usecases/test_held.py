"""What is held is read once, until a change makes it stale."""

import pytest

from voucher_service.model.errors import NotSignedIn
from voucher_service.model.kinds import Role
from voucher_service.usecases.held import Held
from voucher_service.usecases.manage_tokens import (
    NewTokenRequest,
    RotateRequest,
    create_token,
    revoke_token,
    rotate_token,
)
from voucher_service.usecases.sign_in import principal_of_token, tokens_at_hand

BUREAU = NewTokenRequest(role=Role.BUREAU)


def test_a_value_is_read_at_first_need_and_after_each_change() -> None:
    reads = iter([1, 2])
    held: Held[int] = Held()
    assert held.at_hand is None
    assert [held.get(lambda: next(reads)) for _ in range(2)] == [1, 1]
    held.forget()
    assert held.at_hand is None
    assert held.get(lambda: next(reads)) == 2


def test_what_was_read_while_a_change_was_made_is_not_held() -> None:
    held: Held[str] = Held()

    def overtaken() -> str:
        held.forget()
        return "stale"

    assert held.get(overtaken) == "stale"
    assert held.at_hand is None
    assert held.get(lambda: "fresh") == held.at_hand == "fresh"


def lets_in(desk, token: str) -> bool:
    try:
        principal_of_token(desk.service, token)
    except NotSignedIn:
        return False
    return True


def test_a_token_is_known_from_when_it_is_made_until_it_is_revoked(desk) -> None:
    first = create_token(desk.service, BUREAU)
    assert lets_in(desk, first.token)
    assert tokens_at_hand(desk.service)
    second = create_token(desk.service, BUREAU)
    assert lets_in(desk, second.token)
    revoke_token(desk.service, first.id)
    assert [lets_in(desk, each.token) for each in (first, second)] == [False, True]


def test_a_token_says_its_id_to_who_asks_in_its_name(desk) -> None:
    made = create_token(desk.service, BUREAU)
    assert principal_of_token(desk.service, made.token).token_id == made.id


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token.replace(token.split("_")[1], "0" * 12),
        lambda token: token + "\n",
        lambda token: token.upper(),
        lambda _: "",
    ],
)
def test_any_other_text_lets_nobody_in(desk, spoil) -> None:
    token = create_token(desk.service, BUREAU).token
    assert lets_in(desk, token)
    assert not lets_in(desk, spoil(token))


def test_a_rotated_token_ends_when_its_grace_is_over(desk) -> None:
    old = create_token(desk.service, BUREAU)
    new = rotate_token(desk.service, RotateRequest(token_id=old.id, grace_hours=1))
    assert lets_in(desk, old.token)
    desk.clock.instant += desk.clock.step * 3600
    assert [lets_in(desk, each.token) for each in (old, new)] == [False, True]


def test_a_rotated_token_can_be_revoked_within_its_grace(desk) -> None:
    old = create_token(desk.service, BUREAU)
    rotate_token(desk.service, RotateRequest(token_id=old.id, grace_hours=1))
    revoke_token(desk.service, old.id)
    assert not lets_in(desk, old.token)
