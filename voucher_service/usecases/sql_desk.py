"""What an analyst finds on the page of SQL: tables, queries, and what was saved."""

from dataclasses import dataclass

from voucher_service.model.publications import Publication
from voucher_service.model.published_errors import NotPublished
from voucher_service.model.published_queries import Query
from voucher_service.model.sql_questions import SavedName
from voucher_service.usecases.ask_published import find_query, list_queries
from voucher_service.usecases.publish import list_publications
from voucher_service.usecases.saved_queries import list_saved_queries, saved_query
from voucher_service.usecases.service import Service
from voucher_service.usecases.tell_dictionary import RelationTold, tell_dictionary

FIRST_QUERY = "headline"


@dataclass(frozen=True)
class SqlDesk:
    """Everything beside the editor, and what stands in it at first.

    Without a publication there are no relations.
    """

    relations: tuple[RelationTold, ...]
    queries: tuple[Query, ...]  # of the library
    saved: tuple[SavedName, ...]
    publication: Publication | None
    rows: int  # the most that a file may hold
    seconds: float  # that a query may take


def sql_desk(service: Service) -> SqlDesk:
    """Give the desk, and see to it that the first question finds a process ready."""
    service.questions.warm()
    try:
        relations = tell_dictionary(service.questions.place).relations
    except NotPublished:
        relations = ()
    limits = service.questions.limits
    return SqlDesk(
        relations,
        list_queries(service.audits.parent),
        list_saved_queries(service),
        next(iter(list_publications(service).publications), None),
        limits.most_rows,
        limits.seconds,
    )


def asked_at_first(service: Service, saved: str, library: str) -> str:
    """Give the SQL that an address names, by a saved query's id or the library's name.

    Raises NotFound for what is neither; without a name it is the library's first.
    """
    if saved:
        return saved_query(service, saved).sql
    return find_query(service.audits.parent, library or FIRST_QUERY).sql
