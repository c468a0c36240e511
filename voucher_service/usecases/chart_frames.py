"""What each chart of one instant is drawn from: its name leads to its frame."""

from collections.abc import Callable
from typing import NamedTuple

import polars as pl

from voucher_service.analytics import rankings, series, voucher_figures
from voucher_service.analytics.counted import amounts, counted_sales
from voucher_service.analytics.energy_shares import energy_shares
from voucher_service.analytics.feed_quality import feed_quality
from voucher_service.analytics.forecast_frame import forecast_frame
from voucher_service.analytics.what_if import floor_points
from voucher_service.analytics.year_lines import beside_base_year, year_comparison
from voucher_service.model.days import business_day
from voucher_service.store.voucher_figures import (
    VouchersAsked,
    first_issue_day,
    money_at,
    moved_by_day,
    moved_by_station,
    voucher_stages,
)
from voucher_service.usecases.compare_years import asked_of
from voucher_service.usecases.floor_curve import todays_curve
from voucher_service.usecases.forecast_campaign import prospect_of
from voucher_service.usecases.report_quality import quality_board
from voucher_service.usecases.report_totals import Picture
from voucher_service.usecases.service import Service


class Drawn(NamedTuple):
    """A chart's frame, and whether anything in it is made up beside the sales."""

    frame: pl.DataFrame
    synthetic: bool = False


FrameOf = Callable[[Service, Picture], Drawn]


def _of_picture(frame_of: Callable[[Picture], pl.DataFrame]) -> FrameOf:
    """Make a frame of the sales of a picture alone."""
    return lambda _service, picture: Drawn(frame_of(picture))


def _day_by_day(frame_of: Callable[..., pl.DataFrame]) -> FrameOf:
    """Make a frame of the window's days; it ends with the last sale that is known.

    Later days have not been reported: they are no days without a sale.
    """

    def frame(picture: Picture) -> pl.DataFrame:
        window = picture.campaign.current.sales_window
        known = picture.last_sale_on or window.end
        return frame_of(
            picture.decided,
            start=window.start,
            as_of=min(picture.as_of, window.end, known),
        )

    return _of_picture(frame)


def _cumulative_sales(service: Service, picture: Picture) -> Drawn:
    drawn = _day_by_day(series.cumulative_sales)(service, picture)
    asked = asked_of(service, picture)
    return Drawn(beside_base_year(drawn.frame, asked))


def _year_comparison(service: Service, picture: Picture) -> Drawn:
    return Drawn(year_comparison(asked_of(service, picture)))


def _ranked(frame_of: Callable[..., pl.DataFrame]) -> FrameOf:
    return _of_picture(lambda picture: frame_of(picture.decided, as_of=picture.as_of))


def _calendar(picture: Picture) -> pl.DataFrame:
    window = picture.campaign.current.sales_window
    return series.calendar_days(
        picture.decided, start=window.start, end=window.end, as_of=picture.as_of
    )


def _price_distribution(picture: Picture) -> pl.DataFrame:
    terms = picture.campaign.current
    return series.price_distribution(
        picture.decided,
        floor_fen=terms.price_floor_fen,
        start=terms.sales_window.start,
        end=terms.sales_window.end,
        as_of=picture.as_of,
    )


def _what_if_floor(service: Service, picture: Picture) -> Drawn:
    curve = todays_curve(service, picture.campaign, picture.as_of, picture.known_at)
    return Drawn(floor_points(curve))


def _feed_quality(service: Service, picture: Picture) -> Drawn:
    board = quality_board(service, picture.known_at)
    return Drawn(feed_quality(board), bool(board["synthetic"].any()))


def _forecast(service: Service, picture: Picture) -> Drawn:
    prospect = prospect_of(service, picture)
    question, foretold = prospect.question, prospect.foretold
    used = question.history.last_day if foretold else None
    counted = series.cumulative_sales(
        picture.decided,
        start=question.begins,
        as_of=min(used or picture.as_of, question.ends),
    )
    outlook = foretold.outlook if foretold else None
    return Drawn(forecast_frame(counted, question, outlook))


def _asked(picture: Picture) -> VouchersAsked:
    return VouchersAsked(
        campaign=picture.campaign.id,
        as_of=picture.as_of,
        known_at=picture.known_at,
        sales=None if picture.part.is_whole else picture.decided.select("sale_id"),
    )


def _voucher_funnel(service: Service, picture: Picture) -> Drawn:
    counted = counted_sales(picture.decided, picture.as_of)
    cars, _, earned = counted.select(amounts()).row(0)
    with service.store.read() as connection:
        stages = voucher_stages(connection, _asked(picture))
    return Drawn(voucher_figures.voucher_funnel((cars, earned), stages))


def _redemptions_by_day(service: Service, picture: Picture) -> Drawn:
    asked = _asked(picture)
    with service.store.read() as connection:
        moved = moved_by_day(connection, asked)
        start = first_issue_day(connection, asked)
    return Drawn(
        voucher_figures.redemptions_by_day(
            moved,
            start=start,
            as_of=min(picture.as_of, business_day(picture.known_at)),
        )
    )


def _redemptions_by_station(service: Service, picture: Picture) -> Drawn:
    with service.store.read() as connection:
        moved = moved_by_station(connection, _asked(picture))
    return Drawn(voucher_figures.redemptions_by_station(moved))


def _budget_states(service: Service, picture: Picture) -> Drawn:
    earning = counted_sales(picture.decided, picture.as_of)
    with service.store.read() as connection:
        money = money_at(
            connection, _asked(picture), earning.select("sale_id", "amount_fen")
        )
    budget = picture.campaign.current.budget_fen
    return Drawn(voucher_figures.budget_states(budget, money))


FRAMES: dict[str, FrameOf] = {
    "cumulative-sales": _cumulative_sales,
    "daily-sales": _day_by_day(series.daily_sales),
    "calendar-heat-map": _of_picture(_calendar),
    "by-district": _ranked(rankings.by_district),
    "by-dealer": _ranked(rankings.by_dealer),
    "by-brand": _ranked(rankings.by_brand),
    "energy-share": _day_by_day(energy_shares),
    "price-distribution": _of_picture(_price_distribution),
    "voucher-funnel": _voucher_funnel,
    "redemptions-by-day": _redemptions_by_day,
    "redemptions-by-station": _redemptions_by_station,
    "budget-states": _budget_states,
    "year-comparison": _year_comparison,
    "forecast": _forecast,
    "feed-quality": _feed_quality,
    "what-if-floor": _what_if_floor,
}
"""The frames of every chart in the catalogue but those between two instants."""
