"""Frames of rankings, calendars, energies and vouchers, small enough to read."""

from datetime import date, timedelta

import polars as pl

from tests.charts.frames import START, money

PRICE = 14_945_652
KINDS = ("bev", "phev", "erev", "hev", "ice", "unknown")
NAMES = {"available": 40, "held": 5, "committed": 30, "payable": 25}


def calendar(cars: list[int | None]) -> pl.DataFrame:
    """Give days from Friday 16 December 2022; None is still to come."""
    days = [START + timedelta(days=at) for at in range(len(cars))]
    known = [count or 0 for count in cars]
    most = max(known, default=0)
    levels = [None if n is None else 0 if n == 0 else -(-4 * n // most) for n in cars]
    holidays = {date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2)}
    kinds = [
        "holiday" if d in holidays else "weekend" if d.weekday() > 4 else "working"
        for d in days
    ]
    return pl.DataFrame(
        {
            "day": pl.Series(days, dtype=pl.Date),
            "week_from": pl.Series(
                [d - timedelta(days=d.weekday()) for d in days], dtype=pl.Date
            ),
            "weekday": pl.Series([d.isoweekday() for d in days], dtype=pl.Int64),
            "cars_sold": pl.Series(cars, dtype=pl.Int64),
            **money([n * PRICE for n in known]),
            "level": pl.Series(levels, dtype=pl.Int64),
            "day_kind": pl.Series(kinds, dtype=pl.String),
            "holiday": _named(days, holidays, "元旦"),
            "holiday_en": _named(days, holidays, "New Year's Day"),
        }
    )


def _named(days: list[date], holidays: set[date], name: str) -> pl.Series:
    return pl.Series([name if d in holidays else None for d in days], dtype=pl.String)


def dealers(cars: list[int]) -> pl.DataFrame:
    numbers = range(1, len(cars) + 1)
    return pl.DataFrame(
        {
            "dealer_id": pl.Series([f"D{n}" for n in numbers], dtype=pl.String),
            "dealer_name": pl.Series(
                [f"示例{n}号店" for n in numbers], dtype=pl.String
            ),
            **_ranked(cars),
        }
    )


def brands(cars: list[int]) -> pl.DataFrame:
    rest = [sum(cars[at + 1 :]) for at in range(len(cars))]
    names = [f"品牌{at}" for at in range(1, len(cars) + 1)]
    return pl.DataFrame(
        {
            "brand": pl.Series(names, dtype=pl.String),
            **_ranked(cars),
            "rest_cars": pl.Series(rest, dtype=pl.Int64),
            "rest_sales_wan": money([n * PRICE for n in rest])["sales_wan"],
        }
    )


def _ranked(cars: list[int]) -> dict[str, pl.Series]:
    share = [round(n / sum(cars) * 100, 1) if sum(cars) else None for n in cars]
    return {
        "cars_sold": pl.Series(cars, dtype=pl.Int64),
        **money([n * PRICE for n in cars]),
        "vouchers_fen": pl.Series([n * 150_000 for n in cars], dtype=pl.Int64),
        "share_percent": pl.Series(share, dtype=pl.Float64),
    }


def energies(*periods: tuple[int, ...], days: int = 7) -> pl.DataFrame:
    """Give periods of so many days, each with the cars of the KINDS in their order."""
    rows = []
    for at, cars in enumerate(periods):
        first = START + timedelta(days=at * days)
        whole = sum(cars) or 1
        nev = round(sum(cars[:3]) / whole * 100, 1)
        rows += [
            (first, first + timedelta(days=days - 1), kind, n, n / whole * 100, nev)
            for kind, n in zip(KINDS, cars, strict=False)
        ]
    schema = {"period_from": pl.Date, "period_to": pl.Date, "energy": pl.String}
    schema |= {"cars_sold": pl.Int64, "share_percent": pl.Float64}
    return pl.DataFrame(
        rows, schema=schema | {"nev_percent": pl.Float64}, orient="row"
    ).with_columns(pl.col("share_percent").round(1))


def funnel(eligible: int, issued: int, part: int, full: int, voided: int):
    counts = [eligible, issued, part, full, voided]
    of_issued = [None] + [
        round(n / issued * 100, 1) if issued else None for n in counts[1:]
    ]
    stages = ["eligible", "issued", "in_part", "in_full", "voided"]
    return pl.DataFrame(
        {
            "stage": pl.Series(stages, dtype=pl.String),
            "number": pl.Series(counts, dtype=pl.Int64),
            **money([n * 150_000 for n in counts], "amount"),
            "of_issued_percent": pl.Series(of_issued, dtype=pl.Float64),
        }
    )


def redemptions(moved: list[tuple[int, int]]) -> pl.DataFrame:
    """Give days with so many redemptions and reversals, of 500 yuan each."""
    days = [START + timedelta(days=at) for at in range(len(moved))]
    return pl.DataFrame({"day": pl.Series(days, dtype=pl.Date), **_moved(moved)})


def stations(moved: list[tuple[int, int]]) -> pl.DataFrame:
    names = [f"示例加油站第{at}号" for at in range(1, len(moved) + 1)]
    net = [(up - down) * 50_000 for up, down in moved]
    told = {"station": pl.Series(names, dtype=pl.String), **_moved(moved)}
    told |= money(net, "net")
    order = ["station", "redemptions", "redeemed_fen", "reversals", "reversed_fen"]
    order += ["net_fen", "redeemed_yuan", "redeemed_wan", "reversed_yuan"]
    return pl.DataFrame(told).select(*order, "reversed_wan", "net_yuan", "net_wan")


def _moved(moved: list[tuple[int, int]]) -> dict[str, pl.Series]:
    ups, downs = [up for up, _ in moved], [down for _, down in moved]
    up = money([n * 50_000 for n in ups], "redeemed")
    down = money([n * 50_000 for n in downs], "reversed")
    return {
        "redemptions": pl.Series(ups, dtype=pl.Int64),
        "redeemed_fen": up.pop("redeemed_fen"),
        "reversals": pl.Series(downs, dtype=pl.Int64),
        "reversed_fen": down.pop("reversed_fen"),
        **up,
        **down,
    }


def budget(stated: int | None, unfunded: int = 0, **vouchers: int) -> pl.DataFrame:
    """Give where so many vouchers of 1,500 yuan are; without a budget none is left."""
    told = {"available": 0, "held": 0, "committed": 0, "payable": 0, "recoverable": 0}
    counts = {"budget": stated, **told, **vouchers, "unfunded": unfunded}
    if stated is None:
        counts["available"] = None
    fens = [None if n is None else n * 150_000 for n in counts.values()]
    known = money([fen or 0 for fen in fens], "amount")
    share = [
        None if n is None or not stated else n / stated * 100 for n in counts.values()
    ]
    frame = pl.DataFrame(
        {
            "state": pl.Series(list(counts), dtype=pl.String),
            **known,
            "of_budget_percent": pl.Series(share, dtype=pl.Float64),
        }
    )
    amounts = pl.col("amount_fen", "amount_yuan", "amount_wan")
    stands = pl.Series([fen is not None for fen in fens])
    return frame.with_columns(pl.when(stands).then(amounts))


FULL = {
    "calendar-heat-map": calendar([8, 0, 25, 12, 10] * 3 + [9, 6, None]),
    "by-dealer": dealers([20, 12, 3]),
    "by-brand": brands([20, 12, 3]),
    "energy-share": energies((4, 2, 1, 1, 10, 0), (8, 3, 0, 1, 9, 2)),
    "voucher-funnel": funnel(40, 36, 20, 12, 2),
    "redemptions-by-day": redemptions([(8, 0), (0, 0), (12, 2), (3, 4)]),
    "redemptions-by-station": stations([(12, 2), (8, 0), (1, 2)]),
    "budget-states": budget(100, 3, recoverable=2, **NAMES),
}
SINGLE = {
    "calendar-heat-map": calendar([3]),
    "by-dealer": dealers([3]),
    "by-brand": brands([3]),
    "energy-share": energies((1, 0, 0, 0, 2), days=1),
    "voucher-funnel": funnel(3, 0, 0, 0, 0),
    "redemptions-by-day": redemptions([(3, 0)]),
    "redemptions-by-station": stations([(3, 0)]),
    "budget-states": budget(None, held=3),
}
NO_ROWS = {
    "calendar-heat-map": calendar([]),
    "by-dealer": dealers([]),
    "by-brand": brands([]),
    "energy-share": energies(),
    "voucher-funnel": funnel(0, 0, 0, 0, 0).clear(),
    "redemptions-by-day": redemptions([]),
    "redemptions-by-station": stations([]),
    "budget-states": budget(None).clear(),
}
ONLY_ZEROS = {
    "calendar-heat-map": calendar([0, 0, None]),
    "by-dealer": dealers([0]),
    "by-brand": brands([0]),
    "energy-share": energies((0, 0)),
    "voucher-funnel": funnel(0, 0, 0, 0, 0),
    "redemptions-by-day": redemptions([(0, 0)] * 2),
    "redemptions-by-station": stations([(0, 0)]),
    "budget-states": budget(0),
}
