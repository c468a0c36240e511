"""What the history page's address asks for; blank fields count as absent."""

from enum import StrEnum
from typing import Annotated, TypeVar

from fastapi import Query

from voucher_service.model.errors import BadParameter
from voucher_service.model.kinds import FeedKind, FeedOutcome
from voucher_service.model.text import Text
from voucher_service.pages.queries import read_day
from voucher_service.usecases.feed_receipts import DeliveryQuery

Kind = TypeVar("Kind", bound=StrEnum)


def read_history_query(
    dealer: str | None = None,
    kind: str | None = None,
    outcome: str | None = None,
    first_day: Annotated[str | None, Query(alias="from")] = None,
    last_day: Annotated[str | None, Query(alias="to")] = None,
) -> DeliveryQuery:
    """Read the filters; BadParameter names the one that cannot be used."""
    return DeliveryQuery(
        dealer=(dealer or "").strip() or None,
        kind=_one_of("kind", kind, FeedKind),
        outcome=_one_of("outcome", outcome, FeedOutcome),
        first_day=read_day("from", first_day),
        last_day=read_day("to", last_day),
    )


def as_parameters(query: DeliveryQuery) -> dict[str, str | None]:
    """Give the filters as the parameters that ask for them again."""
    first, last = query.first_day, query.last_day
    return {
        "dealer": query.dealer,
        "kind": query.kind,
        "outcome": query.outcome,
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
    }


def _one_of(name: str, value: str | None, kinds: type[Kind]) -> Kind | None:
    if not value:
        return None
    choices = tuple(kind.value for kind in kinds)
    if value not in choices:
        raise BadParameter(
            Text(zh=f"{name} 不能是“{value}”", en=f"{name} cannot be {value!r}"),
            remedy=Text(
                zh="可用：" + "、".join(choices), en="use one of " + ", ".join(choices)
            ),
            choices=choices,
        )
    return kinds(value)
