"""Who may ask what: one table that is the code, the documents and the test.

What the table does not name is closed to everyone.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from starlette.routing import compile_path

from voucher_service.model.kinds import Role
from voucher_service.usecases.explain_sale import DECISION_ROLES
from voucher_service.usecases.run_sql import SQL_ROLES
from voucher_service.usecases.sign_in import FEED_ROLES, PAGE_ROLES

Access = frozenset[Role] | Literal["public"]

PUBLIC: Final = "public"
EVERY_ROLE: Final = frozenset(Role)
FIGURES: Final = frozenset(PAGE_ROLES)
RESOLVERS: Final = frozenset({Role.OPERATOR, Role.BUREAU})
OPERATIONS: Final = RESOLVERS  # of the service: what it counts
SALES: Final = frozenset(DECISION_ROLES)  # a dealer its own alone
BANKS: Final = frozenset({Role.BANK})
ASKERS: Final = BANKS | RESOLVERS
QUALITY: Final = FIGURES | {Role.DEALER}  # a dealer sees its own row alone
ANALYSTS: Final = frozenset(SQL_ROLES)
FEEDS: Final = frozenset(FEED_ROLES)  # a dealer sends and sees its own alone

ACCESS: dict[tuple[str, str], Access] = {
    ("GET", "/healthz"): PUBLIC,
    ("GET", "/readyz"): PUBLIC,
    ("GET", "/metrics"): OPERATIONS,
    ("GET", "/openapi.json"): EVERY_ROLE,
    ("GET", "/v1/campaigns"): EVERY_ROLE,
    ("GET", "/v1/campaigns/{id}"): EVERY_ROLE,
    ("GET", "/v1/campaigns/{id}/totals"): FIGURES,
    ("GET", "/v1/campaigns/{id}/headline"): FIGURES,
    ("GET", "/v1/campaigns/{id}/alerts"): FIGURES,
    ("GET", "/v1/campaigns/{id}/figures/{figure}"): FIGURES,
    ("GET", "/v1/campaigns/{id}/bridge"): FIGURES,
    ("GET", "/v1/campaigns/{id}/comparison"): FIGURES,
    ("GET", "/v1/campaigns/{id}/forecast"): FIGURES,
    ("GET", "/v1/campaigns/{id}/charts"): FIGURES,
    ("GET", "/v1/campaigns/{id}/charts/{name}"): FIGURES,
    ("GET", "/v1/campaigns/{id}/bulletin"): FIGURES,
    ("POST", "/v1/campaigns/{id}/what-if"): FIGURES,
    ("GET", "/v1/campaigns/{id}/decisions"): SALES,
    ("GET", "/v1/campaigns/{id}/decisions/{sale}"): SALES,
    ("GET", "/v1/campaigns/{id}/budget"): FIGURES,
    ("POST", "/v1/campaigns/{id}/issuances"): RESOLVERS,
    ("GET", "/v1/vouchers"): RESOLVERS,
    ("GET", "/v1/vouchers/{code}"): RESOLVERS,
    ("POST", "/v1/vouchers/{code}/suspend"): RESOLVERS,
    ("POST", "/v1/vouchers/{code}/resume"): RESOLVERS,
    ("POST", "/v1/vouchers/{code}/void"): RESOLVERS,
    ("POST", "/v1/vouchers/{code}/validate"): ASKERS,
    ("POST", "/v1/redemptions"): BANKS,
    ("POST", "/v1/redemptions/{id}/capture"): BANKS,
    ("POST", "/v1/redemptions/{id}/cancel"): BANKS,
    ("POST", "/v1/redemptions/{id}/reversals"): BANKS,
    ("GET", "/v1/redemptions"): BANKS,
    ("GET", "/v1/redemptions/{id}"): ASKERS,  # a bank its own alone
    ("POST", "/v1/redemption-batches"): BANKS,
    ("GET", "/v1/redemption-batches/{id}"): ASKERS,  # a bank its own alone
    ("GET", "/v1/redemption-batches/{id}/items"): ASKERS,  # likewise
    ("GET", "/v1/statements/{date}"): ASKERS,  # likewise
    ("GET", "/v1/events"): ASKERS,  # likewise
    ("GET", "/v1/dealers/quality"): QUALITY,
    ("GET", "/v1/sales"): SALES,
    ("GET", "/v1/sales/{id}"): SALES,
    ("GET", "/v1/sales/{id}/history"): SALES,
    ("POST", "/v1/sales/{id}/resolutions"): RESOLVERS,
    ("GET", "/v1/feeds/{id}/rejects.xlsx"): SALES,
    ("GET", "/v1/feeds"): FEEDS,
    ("POST", "/v1/feeds"): FEEDS,
    ("GET", "/v1/feeds/{id}"): FEEDS,
    ("GET", "/v1/published"): FIGURES,
    ("GET", "/v1/published/voucher.duckdb"): FIGURES,
    ("GET", "/v1/published/{table}.parquet"): FIGURES,
    ("POST", "/v1/sql"): ANALYSTS,
    ("GET", "/v1/saved-queries"): ANALYSTS,
    ("POST", "/v1/saved-queries"): ANALYSTS,
    ("GET", "/v1/saved-queries/{id}"): ANALYSTS,
    ("POST", "/v1/saved-queries/{id}/remove"): ANALYSTS,
    ("GET", "/"): FIGURES,
    ("GET", "/campaigns/{id}"): FIGURES,
    ("GET", "/campaigns/{id}/figures/{figure}"): FIGURES,
    ("GET", "/campaigns/{id}/comparison"): FIGURES,
    ("GET", "/campaigns/{id}/forecast"): FIGURES,
    ("GET", "/campaigns/{id}/decisions"): SALES,
    ("GET", "/campaigns/{id}/decisions/{sale}"): SALES,
    ("GET", "/campaigns/{id}/bridge"): FIGURES,
    ("GET", "/campaigns/{id}/what-if"): FIGURES,
    ("GET", "/dictionary"): FIGURES,
    ("GET", "/vouchers"): RESOLVERS,
    ("GET", "/vouchers/{code}"): RESOLVERS,
    ("GET", "/sql"): ANALYSTS,
    ("GET", "/feeds"): FEEDS,
    ("GET", "/feeds/history"): FEEDS,
    ("GET", "/feeds/{id}"): FEEDS,
    ("GET", "/login"): PUBLIC,  # its one-time token is its credential
    ("POST", "/logout"): EVERY_ROLE,
    ("GET", "/static/{name}"): EVERY_ROLE,
}
"""Method and path template of every endpoint, and the roles it answers.

A GET entry stands for HEAD too.
"""


_OF_PEOPLE: Final = (
    "/decisions",
    "/figures",
    "/rejects",
    "/sales",
    "/vouchers",
    "/redemption",
    "/statements",
)
WATCHED: Final = frozenset(
    (method, template)
    for method, template in ACCESS
    if any(word in template for word in _OF_PEOPLE)
    and (method == "GET" or template.endswith("/validate"))
)
"""Endpoints that tell of people's vouchers, sales and decisions: who asks is logged."""

GUESSABLE: Final = frozenset(
    {
        ("POST", "/v1/vouchers/{code}/validate"),
        ("POST", "/v1/redemptions"),
        ("POST", "/v1/redemption-batches"),
    }
)
"""Endpoints that tell whether a voucher exists; who guesses there has to wait."""


@dataclass(frozen=True)
class Door:
    """A path template and who may come through it, by method."""

    template: str
    pattern: re.Pattern[str]
    methods: dict[str, Access]

    @property
    def public(self) -> bool:
        """Say whether anyone at all may know that this path exists."""
        return PUBLIC in self.methods.values()

    @property
    def allow(self) -> str:
        """Give the value of an Allow header."""
        head = {"HEAD"} if "GET" in self.methods else set()
        return ", ".join(sorted(head.union(self.methods)))


def _doors(access: dict[tuple[str, str], Access]) -> tuple[Door, ...]:
    """Group the table by path; fixed paths come before those with blanks."""
    grouped: dict[str, dict[str, Access]] = {}
    for (method, template), who in access.items():
        grouped.setdefault(template, {})[method] = who
    return tuple(
        Door(template, compile_path(template)[0], grouped[template])
        for template in sorted(grouped, key=lambda path: (path.count("{"), path))
    )


DOORS: Final = _doors(ACCESS)
_FIXED: Final = {door.template: door for door in DOORS if "{" not in door.template}


def _by_length() -> dict[int, tuple[Door, ...]]:
    """Group the doors with blanks by how many steps a path of theirs has."""
    grouped: dict[int, tuple[Door, ...]] = {}
    for door in DOORS:
        if "{" in door.template:
            length = door.template.count("/")
            grouped[length] = (*grouped.get(length, ()), door)
    return grouped


_BLANKS: Final = _by_length()


def door_of(path: str) -> Door | None:
    """Find the table's path template that a request's path fits, if any."""
    fixed = _FIXED.get(path)
    if fixed is not None:
        return fixed
    return (_found_before if len(path) < _SHORT else _door_with_blanks)(path)


def _door_with_blanks(path: str) -> Door | None:
    doors = _BLANKS.get(path.count("/"), ())
    return next((door for door in doors if door.pattern.match(path)), None)


_SHORT: Final = 200
_found_before = lru_cache(maxsize=256)(_door_with_blanks)
