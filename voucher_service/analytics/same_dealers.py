"""Like for like is the change over the dealers alone that reported at both times."""

from fractions import Fraction
from typing import NamedTuple

import polars as pl

from voucher_service.analytics.changes import change, in_yuan
from voucher_service.analytics.history import History
from voucher_service.analytics.windows import Days
from voucher_service.model.comparison_reports import Change, Figure, LikeForLike
from voucher_service.model.text import Text

_SENTENCE = Text(
    zh="可比口径（两期均有上报的经销商 {dealers} 家；基期尚无上报的 {new} 家、"
    "本期已无上报的 {gone} 家不计）：{changes}",
    en="like for like (dealers who reported at both times: {dealers}; left out: {new} "
    "who did not report then, {gone} who no longer do): {changes}",
)
_NOTHING = Text(zh="基期为零，无从计算增长", en="the base is nought, so no growth")
NOT_ALIKE = Text(
    zh="两期上报的经销商不同：本期 {new} 家在基期及以前没有任何销售，"
    "基期 {gone} 家本期已无上报，总量变化须与可比口径一并引用",
    en="not the same dealers reported: {new} now had no sale until the base window's "
    "end, {gone} of then report no more; the change of the total is to be told with "
    "the one like for like",
)


class Sellers(NamedTuple):
    """The dealers that sell in either window, by when they reported."""

    both: frozenset[str]
    new: frozenset[str]
    gone: frozenset[str]

    @property
    def differ(self) -> bool:
        """Tell whether any dealer reported at one time alone."""
        return bool(self.new or self.gone)


def sellers(history: History, window: Days, base: Days) -> Sellers | None:
    """Sort the dealers of two windows; None for data that tells none apart.

    A dealer of the window is new where no sale of its is known until the base's last
    day, one of the base gone where none is from the window's first day on.
    """
    if history.sales is None or history.reports is None:
        return None
    told = history.reports
    early = _ids(told.filter(pl.col("first_day") <= base.end))
    late = _ids(told.filter(pl.col("last_day") >= window.start))
    now, then = _selling(history, window), _selling(history, base)
    return Sellers((now & early) | (then & late), now - early, then - late)


def like_for_like(
    history: History, found: Sellers, window: Days, base: Days
) -> LikeForLike:
    """Compare two windows over the dealers that reported at both times."""
    cars, fen = _sold(history, found.both, window)
    base_cars, base_fen = _sold(history, found.both, base)
    changes = tuple(
        change(figure, now, before, base, estimated=False)
        for figure, now, before in (
            (Figure.CARS, Fraction(cars), Fraction(base_cars)),
            (Figure.SALES, in_yuan(fen), in_yuan(base_fen)),
        )
        if before
    )
    return LikeForLike(
        dealers=len(found.both),
        new_dealers=len(found.new),
        gone_dealers=len(found.gone),
        cars=cars,
        sales_fen=fen,
        base_cars=base_cars,
        base_sales_fen=base_fen,
        changes=changes,
        sentence=_sentence(found, changes),
    )


def _sentence(found: Sellers, changes: tuple[Change, ...]) -> Text:
    said = [each.sentence for each in changes] or [_NOTHING]
    return _SENTENCE.filled(
        dealers=len(found.both),
        new=len(found.new),
        gone=len(found.gone),
        changes=Text(
            zh="；".join(text.zh for text in said),
            en="; ".join(text.en for text in said),
        ),
    )


def _ids(rows: pl.DataFrame) -> frozenset[str]:
    return frozenset(rows["dealer_id"])


def _selling(history: History, window: Days) -> frozenset[str]:
    return _ids(_within(history, window).unique("dealer_id"))


def _sold(history: History, dealers: frozenset[str], window: Days) -> tuple[int, int]:
    rows = _within(history, window).filter(pl.col("dealer_id").is_in(sorted(dealers)))
    return rows.height, int(rows["sales_fen"].sum())


def _within(history: History, window: Days) -> pl.DataFrame:
    assert history.sales is not None, "asked of data that tells no dealers apart"
    return history.sales.filter(pl.col("sold_on").is_between(window.start, window.end))
