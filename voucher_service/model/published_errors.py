"""What can go wrong when a published database is asked."""

from voucher_service.model.errors import (
    BadParameter,
    NotFound,
    RefusedByRule,
    UnreadableInput,
)
from voucher_service.model.text import Text


class UnusableQuery(BadParameter):
    """A query cannot be run as it is written.

    ``line`` and ``column`` tell where, counted from 1, as far as that is known.
    """

    code = "unusable_query"

    def __init__(
        self,
        message: Text,
        *,
        remedy: Text | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.line = line
        self.column = column


class QueryStopped(RefusedByRule):
    """A query took more time, memory or rows than it is given."""

    code = "query_stopped"


class NotPublished(NotFound):
    """There is no published database to read."""

    code = "not_published"


class UnreadablePublication(UnreadableInput):
    """A file is no published database that this program can read."""

    code = "unreadable_publication"
