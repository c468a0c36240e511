"""A figure is opened: what it means, how it is asked for, and the rows behind it."""

import re
from dataclasses import dataclass
from datetime import date

from voucher_service.model.days import parse_day
from voucher_service.model.desk_reports import FigureDetail, FigureRow, Number
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.figures import FIGURES, OF_A_WINDOW, FigureName
from voucher_service.model.kinds import PRICE_BASIS_TEXT, Role
from voucher_service.model.text import Text
from voucher_service.store.figure_queries import (
    FigureQuery,
    figure_rows,
    figure_rows_sql,
    figure_sql,
    figure_value,
)
from voucher_service.usecases.paging import check_limit
from voucher_service.usecases.report_headline import DeskQuery
from voucher_service.usecases.report_totals import Picture, take_picture
from voucher_service.usecases.service import Service

ROW_ROLES = (Role.OPERATOR, Role.BUREAU)
_ROW = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class OpenFigure:
    """Which figure is opened, of whose desk, from which place of its rows on.

    Rows are given to the roles that see single sales; the figure to whoever asks.
    ``since`` is where a compared window begins, by default the campaign's first day.
    """

    desk: DeskQuery
    figure: str
    cursor: str | None = None
    limit: int = 50
    role: Role = Role.BUREAU
    since: date | None = None


def define_figure(service: Service, query: OpenFigure) -> FigureDetail:
    """Give a figure with its definition, its SQL and a page of its rows.

    Raises NotFound for an unknown campaign or figure, and BadParameter for a cursor or
    limit that cannot be and for an instant to come.
    """
    figure = _figure(query.figure)
    check_limit(query.limit)
    before = _place(query.cursor)
    desk = query.desk
    picture = take_picture(service, desk.campaign, desk.as_of, desk.known_at, desk.part)
    since = _since(query, figure, picture)
    asked = FigureQuery(
        desk.campaign, figure, picture.as_of, picture.known_at, desk.part, since
    )
    with service.store.read() as connection:
        value: Number | None = figure_value(connection, asked)
        found, row_count = figure_rows(connection, asked, before, query.limit + 1)
    rows = None
    if query.role in ROW_ROLES:
        rows = tuple(FigureRow(**row) for row in found[: query.limit])
    more = len(found) > query.limit
    basis = picture.campaign.current.price_basis
    meaning = FIGURES[figure].on(PRICE_BASIS_TEXT[basis])
    return FigureDetail(
        campaign=desk.campaign,
        figure=figure,
        name=meaning.name,
        unit=meaning.unit,
        definition=meaning.definition,
        since=since,
        as_of=picture.as_of,
        known_at=picture.known_at,
        price_basis=basis,
        filters=desk.part.parameters,
        synthetic=picture.synthetic,
        value=value,
        sql=figure_sql(asked),
        rows_sql=figure_rows_sql(asked),
        row_count=row_count,
        rows=rows,
        next_cursor=f"{rows[-1].day}.{rows[-1].row_id}" if rows and more else None,
    )


def _since(query: OpenFigure, figure: FigureName, picture: Picture) -> date | None:
    """Give the first day of a figure of a window. Raises BadParameter for others."""
    if figure in OF_A_WINDOW:
        return query.since or picture.campaign.first_day
    if query.since is None:
        return None
    raise BadParameter(
        Text(
            zh=f"指标 {figure.value} 从活动开始计，不用 from",
            en=f"the figure {figure.value} counts from the start and takes no from",
        )
    )


def _figure(name: str) -> FigureName:
    if name in set(FigureName):
        return FigureName(name)
    raise NotFound(
        Text(zh=f"没有指标 {name}", en=f"there is no figure {name}"),
        remedy=Text(
            zh="可用的指标：" + "、".join(FigureName),
            en="figures: " + ", ".join(FigureName),
        ),
        choices=tuple(FigureName),
    )


def _place(cursor: str | None) -> tuple[str, str] | None:
    """Read the day and row after which to go on. Raises BadParameter."""
    if not cursor:
        return None
    day, _, row = cursor.partition(".")
    try:
        parse_day(day)
        place = _ROW.fullmatch(row)
    except ValueError:
        place = None
    if place is None:
        raise BadParameter(
            Text(
                zh=f"cursor {cursor} 不是上一页给出的 next_cursor",
                en=f"the cursor {cursor} is no next_cursor of a page before",
            )
        )
    return day, row
