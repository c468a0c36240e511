"""Frames as analytics gives them, small enough to read."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import polars as pl

from voucher_service.charts.caption import Caption, TierMark
from voucher_service.model.kinds import PriceBasis
from voucher_service.model.text import Language, Text

START = date(2022, 12, 16)


def caption(
    language: Language = Language.ZH,
    *,
    synthetic: bool = False,
    floor_fen: int = 3_000_000,
    basis: PriceBasis = PriceBasis.BARE_PRICE,
    tiers: tuple[TierMark, ...] = (),
) -> Caption:
    return Caption(
        campaign=Text(
            zh="新年购新车 购车消费券发放活动",
            en="New Year, new car — car-purchase consumption vouchers",
        ),
        as_of=date(2023, 1, 10),
        known_at=datetime(2023, 1, 11, 1, 30, 5, 123456, tzinfo=UTC),
        price_basis=basis,
        price_floor_fen=floor_fen,
        sales_from=START,
        sales_to=date(2023, 1, 31),
        synthetic=synthetic,
        language=language,
        tiers=tiers,
    )


def money(fens: list[int], prefix: str = "sales") -> dict[str, pl.Series]:
    return {
        f"{prefix}_fen": pl.Series(fens, dtype=pl.Int64),
        f"{prefix}_yuan": pl.Series(
            [Decimal(fen) / 100 for fen in fens], dtype=pl.Decimal(18, 2)
        ),
        f"{prefix}_wan": pl.Series([fen / 1_000_000 for fen in fens], dtype=pl.Float64),
    }


def _days(cars: list[int]) -> pl.Series:
    return pl.Series(
        [START + timedelta(days=day) for day in range(len(cars))], dtype=pl.Date
    )


def daily(cars: list[int], holidays: Sequence[int] = ()) -> pl.DataFrame:
    """Give days from Friday 16 December 2022; ``holidays`` are places of New Year."""
    means = [
        round(sum(cars[at - 6 : at + 1]) / 7, 2) if at >= 6 else None
        for at in range(len(cars))
    ]
    days = _days(cars).to_list()
    kinds = ["weekend" if day.weekday() > 4 else "working" for day in days]
    for at in holidays:
        kinds[at] = "holiday"
    named = [at in holidays for at in range(len(cars))]
    return pl.DataFrame(
        {
            "day": _days(cars),
            "cars_sold": pl.Series(cars, dtype=pl.Int64),
            **money([count * 14_945_652 for count in cars]),
            "vouchers_fen": pl.Series([n * 150_000 for n in cars], dtype=pl.Int64),
            "mean_7_days": pl.Series(means, dtype=pl.Float64),
            "day_kind": pl.Series(kinds, dtype=pl.String),
            "holiday": _said("元旦", named),
            "holiday_en": _said("New Year's Day", named),
        }
    )


def _said(name: str, where: list[bool]) -> pl.Series:
    return pl.Series([name if here else None for here in where], dtype=pl.String)


def cumulative(cars: list[int], base: list[int] | None = None) -> pl.DataFrame:
    """Give running sums; ``base`` are the cars a day of the year before, if known."""
    sales = [count * 14_945_652 for count in cars]
    sums = [sum(sales[: at + 1]) for at in range(len(sales))]
    return pl.DataFrame(
        {
            "day": _days(cars),
            "cars_sold": pl.Series(cars, dtype=pl.Int64),
            **money(sales),
            "cumulative_cars": pl.Series(
                [sum(cars[: at + 1]) for at in range(len(cars))], dtype=pl.Int64
            ),
            **money(sums, "cumulative_sales"),
            **_year_before(cars, base),
        }
    ).drop("sales_wan")


def _year_before(cars: list[int], base: list[int] | None) -> dict[str, pl.Series]:
    days = _days(cars) - timedelta(days=355)
    sums = [sum(base[: at + 1]) for at in range(len(base))] if base else None
    return {
        "base_day": days,
        "base_cumulative_cars": pl.Series(sums or [None] * len(cars), dtype=pl.Int64),
    }


def districts(cars: dict[str, int]) -> pl.DataFrame:
    counts = list(cars.values())
    return pl.DataFrame(
        {
            "district": pl.Series(list(cars), dtype=pl.String),
            "cars_sold": pl.Series(counts, dtype=pl.Int64),
            **money([count * 14_945_652 for count in counts]),
            "vouchers_fen": pl.Series([n * 150_000 for n in counts], dtype=pl.Int64),
        }
    )


def prices(bands: list[tuple[int, ...]]) -> pl.DataFrame:
    """Give bands from and to yuan, with cars eligible, refused and, if any, waiting."""
    return pl.DataFrame(
        [(*band, 0)[:5] for band in bands],
        schema={
            "price_from_yuan": pl.Int64,
            "price_to_yuan": pl.Int64,
            "eligible_cars": pl.Int64,
            "ineligible_cars": pl.Int64,
            "waiting_cars": pl.Int64,
        },
        orient="row",
    )


def floors(cars: dict[int, int]) -> pl.DataFrame:
    """Give cars at floors in yuan, each earning 1,500 yuan."""
    yuan = [Decimal(floor) for floor in cars]
    return pl.DataFrame(
        {
            "price_floor_yuan": pl.Series(yuan, dtype=pl.Decimal(18, 2)),
            "cars_sold": pl.Series(list(cars.values()), dtype=pl.Int64),
            **money([count * 150_000 for count in cars.values()], "vouchers"),
        }
    )


def board(rows: list[tuple[int, int, int, int]]) -> pl.DataFrame:
    """Give dealers with these rows accepted, unchanged, in review and refused."""
    told = [
        (f"D{at}", f"示例{at}号店", sum(each), *each, _percent(each))
        for at, each in enumerate(rows, 1)
    ]
    counts = ("rows", "accepted", "unchanged", "review", "refused")
    schema = {"dealer_id": pl.String, "dealer_name": pl.String}
    schema |= dict.fromkeys(counts, pl.Int64) | {"acceptance_percent": pl.Float64}
    return pl.DataFrame(told, schema=schema, orient="row")


def _percent(row: tuple[int, int, int, int]) -> float | None:
    return sum(row[:2]) * 1000 // sum(row) / 10 if sum(row) else None


def steps(before: int, causes: dict[str, tuple[int, int]], after: int) -> pl.DataFrame:
    """Give a waterfall from cars to cars; each cause has cars and fen."""
    price = 14_945_652
    told = [("before", before, before * price)]
    told += [(name, cars, fen) for name, (cars, fen) in causes.items()]
    told += [("after", after, sum(fen for _, _, fen in told))]
    names, cars, fens = (list(column) for column in zip(*told, strict=True))
    levels = [sum(fens[: at + 1]) for at in range(len(fens) - 1)]
    starts = [0, *levels[:-1], 0]
    return pl.DataFrame(
        {
            "step": pl.Series(names, dtype=pl.String),
            "cars": pl.Series(cars, dtype=pl.Int64),
            **money(fens),
            "vouchers_fen": pl.Series([n * 150_000 for n in cars], dtype=pl.Int64),
            "from_wan": pl.Series([fen / 1_000_000 for fen in starts]),
            "to_wan": pl.Series([fen / 1_000_000 for fen in [*levels, fens[-1]]]),
        }
    )
