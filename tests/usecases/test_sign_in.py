"""A login link signs in whom it names, and names nobody who is not known."""

import pytest

from tests.feed_texts import REGISTER
from voucher_service.model.errors import BadParameter, NotSignedIn
from voucher_service.model.kinds import Role
from voucher_service.usecases.sign_in import (
    close_session,
    create_login_link,
    open_session,
    principal_of_session,
)


def signed_in(desk, *link):
    secret = create_login_link(desk.service, *link)
    return principal_of_session(desk.service, open_session(desk.service, secret))


@pytest.mark.parametrize(
    ("link", "name", "dealer"),
    [
        ((Role.BUREAU,), "bureau", None),
        ((Role.ANALYST, "李工"), "李工", None),
        ((Role.DEALER, None, "T-01"), "T-01", "T-01"),
        ((Role.DEALER, "甲店", "T-02"), "甲店", "T-02"),
    ],
)
def test_a_link_signs_in_whom_it_names(desk, link, name, dealer):
    desk.ingest(REGISTER)
    principal = signed_in(desk, *link)
    assert (principal.role, principal.name) == (link[0], name)
    assert principal.dealer == dealer


@pytest.mark.parametrize(
    "link",
    [
        (Role.BANK,),
        (Role.DEALER,),
        (Role.DEALER, None, "T-99"),
        (Role.BUREAU, None, "T-01"),
    ],
)
def test_a_link_for_nobody_known_is_refused(desk, link):
    desk.ingest(REGISTER)
    with pytest.raises(BadParameter):
        create_login_link(desk.service, *link)


def test_a_session_held_in_memory_ends_when_it_is_closed(desk):
    first, second = (
        open_session(desk.service, create_login_link(desk.service, Role.BUREAU))
        for _ in range(2)
    )
    assert principal_of_session(desk.service, first).role is Role.BUREAU
    close_session(desk.service, first)
    with pytest.raises(NotSignedIn):
        principal_of_session(desk.service, first)
    assert principal_of_session(desk.service, second).role is Role.BUREAU


def test_a_session_held_in_memory_ends_when_its_time_is_over(desk):
    cookie = open_session(desk.service, create_login_link(desk.service, Role.BUREAU))
    assert principal_of_session(desk.service, cookie).role is Role.BUREAU
    desk.clock.instant += desk.service.session_lifetime
    with pytest.raises(NotSignedIn):
        principal_of_session(desk.service, cookie)


def test_nobody_is_signed_in_by_a_session_that_never_was(desk):
    with pytest.raises(NotSignedIn):
        principal_of_session(desk.service, "x" * 43)
