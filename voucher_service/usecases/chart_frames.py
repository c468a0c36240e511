"""What each chart of one instant is drawn from: its name leads to its frame."""

from collections.abc import Callable
from typing import NamedTuple

import polars as pl

from voucher_service.analytics import series
from voucher_service.analytics.feed_quality import feed_quality
from voucher_service.analytics.what_if import floor_points
from voucher_service.usecases.floor_curve import todays_curve
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
    def frame(picture: Picture) -> pl.DataFrame:
        terms = picture.campaign.current
        return frame_of(
            picture.decided,
            start=terms.sales_window.start,
            as_of=min(picture.as_of, terms.sales_window.end),
        )

    return _of_picture(frame)


def _by_district(picture: Picture) -> pl.DataFrame:
    return series.by_district(picture.decided, as_of=picture.as_of)


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


FRAMES: dict[str, FrameOf] = {
    "cumulative-sales": _day_by_day(series.cumulative_sales),
    "daily-sales": _day_by_day(series.daily_sales),
    "by-district": _of_picture(_by_district),
    "price-distribution": _of_picture(_price_distribution),
    "feed-quality": _feed_quality,
    "what-if-floor": _what_if_floor,
}
"""The frames of every chart in the catalogue but those between two instants."""
