"""The log is shown as far as asked, and a head that was published is held to it."""

import pytest
from pydantic import ValidationError

from voucher_service.model.errors import BadParameter
from voucher_service.model.kinds import Role
from voucher_service.usecases.check_log import WHY
from voucher_service.usecases.manage_tokens import NewTokenRequest, create_token
from voucher_service.usecases.show_log import LogQuery, show_log
from voucher_service.usecases.sign_in import create_login_link


@pytest.fixture
def logged(desk):
    for _ in range(3):
        create_token(desk.service, NewTokenRequest(role=Role.BUREAU))
    create_login_link(desk.service, Role.BUREAU, "li")
    return desk.service


def test_the_latest_entries_come_first(logged):
    report = show_log(logged, LogQuery(limit=2))
    assert [entry.action for entry in report.entries] == ["login-link", "token-create"]
    first = report.entries[0]
    assert (first.entry_no, first.entry_hash) == (report.head_no, report.head_hash)
    assert report.check is None


def test_the_log_is_read_again_where_that_is_asked(logged):
    check = show_log(logged, LogQuery(verify=True)).check
    assert (check.sound, check.broken_at, check.why) == (True, None, None)
    assert check.entries >= 4


def test_a_published_head_is_held_to_the_log(logged):
    head = show_log(logged, LogQuery(limit=0))
    create_login_link(logged, Role.BUREAU, "li")
    kept = f"{head.head_no}:{head.head_hash}"
    assert show_log(logged, LogQuery(published=kept)).check.sound
    other = f"{head.head_no}:{'0' * 64}"
    check = show_log(logged, LogQuery(published=other)).check
    assert (check.sound, check.broken_at) == (False, head.head_no)
    assert check.why == WHY["published_hash"]


@pytest.mark.parametrize(
    "published",
    [
        "1",
        "x:y",
        "",
        f"0:{'0' * 64}",
        f"1:{'g' * 64}",
        f"1:{'0' * 63}",
        f"1:{'0' * 64}\n",
    ],
)
def test_what_is_no_head_is_refused(logged, published):
    with pytest.raises(BadParameter, match="head of a log"):
        show_log(logged, LogQuery(published=published))


@pytest.mark.parametrize("limit", [-1, 10_001])
def test_a_limit_that_cannot_be_is_refused(limit):
    with pytest.raises(ValidationError):
        LogQuery(limit=limit)
