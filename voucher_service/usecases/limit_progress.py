"""How much is taken of the budget and the quotas that a campaign's terms state."""

from collections.abc import Iterator

import polars as pl

from voucher_service.campaigns.limits import Cell
from voucher_service.eligibility.limits import BUDGET
from voucher_service.model.desk_reports import LimitProgress
from voucher_service.model.figures import Unit
from voucher_service.model.text import Text
from voucher_service.store.figure_queries import taken_by_cell
from voucher_service.usecases.limit_words import BUDGET_TEXT, limit_label
from voucher_service.usecases.report_totals import Picture
from voucher_service.usecases.service import Service

_PLACES = 10_000


def limit_progress(service: Service, whole: Picture) -> tuple[LimitProgress, ...]:
    """Give each stated limit and what is taken of it; nothing where none is stated."""
    if not whole.campaign.current.is_limited:
        return ()
    with service.store.read() as connection:
        taken = taken_by_cell(
            connection, whole.campaign.id, whole.as_of, whole.known_at
        )
    return tuple(_limits(whole, taken))


def _limits(whole: Picture, taken: pl.DataFrame) -> Iterator[LimitProgress]:
    terms = whole.campaign.current
    if terms.budget_fen is not None:
        spent = int(taken["fen"].sum())
        yield _progress(BUDGET, BUDGET_TEXT, Unit.FEN, terms.budget_fen, spent)
    for quota in terms.quotas:
        bound = _bound(taken, quota)
        sales = None if bound is None else int(bound["sales"].sum())
        yield _progress(
            quota.name, limit_label(terms, quota), Unit.CARS, quota.count, sales
        )
    for part in terms.sub_budgets:
        bound = _bound(taken, part)
        fen = None if bound is None else int(bound["fen"].sum())
        yield _progress(
            part.name, limit_label(terms, part), Unit.FEN, part.amount_fen, fen
        )


def _bound(taken: pl.DataFrame, cell: Cell) -> pl.DataFrame | None:
    """Keep what a cell binds; None where it holds for each group by itself."""
    if cell.per != "campaign":
        return None
    if cell.tiers:
        taken = taken.filter(pl.col("tier").is_in(list(cell.tiers)))
    if cell.energy:
        kinds = [kind.value for kind in cell.kinds]
        taken = taken.filter(pl.col("energy").is_in(kinds))
    return taken


def _progress(
    name: str, label: Text, unit: Unit, most: int, taken: int | None
) -> LimitProgress:
    share = None
    if taken is not None and most > 0:
        share = taken * _PLACES // most / _PLACES
    return LimitProgress(
        name=name, label=label, unit=unit, most=most, taken=taken, share=share
    )
