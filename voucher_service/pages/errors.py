"""A problem as a page that needs nothing but itself, in both languages."""

from http import HTTPStatus

from voucher_service.model.reports import Problem
from voucher_service.pages.rendering import render_alone


def error_page(problem: Problem) -> str:
    """Write a problem as HTML: what happened, what mends it, the valid choices.

    It loads nothing, because its reader may not be signed in; where that is the
    trouble it tells how to get a login link.
    """
    return render_alone(
        "error.html",
        problem=problem,
        sign_in=problem.status == HTTPStatus.UNAUTHORIZED,
    )


def login_page(*, link_failed: bool) -> str:
    """Write the page of those who have no session: how to get a login link.

    ``link_failed`` tells that a link was opened and did not work.
    """
    return render_alone("login.html", link_failed=link_failed)
