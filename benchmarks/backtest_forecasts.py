"""Coverage and errors of forecasts on days and months that were held back.

The sample by day, as the command prints it, and six years of a Chinese prefecture
city's retail by month (kept beside the repository, not in it): the same model, its
terms of month, working days and distance to Spring Festival averaged over each month.
"""

import calendar
import csv
import gzip
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from voucher_service.analytics.calendar import is_working_day
from voucher_service.analytics.forecast_backtest import (
    Baseline,
    Score,
    Trial,
    held_back,
    scores,
)
from voucher_service.analytics.forecast_model import Counts
from voucher_service.analytics.forecast_terms import (
    FESTIVAL_TERMS,
    MONTH_TERMS,
    design,
)

YANCHENG = (
    Path(__file__).parents[2]
    / "shared/data/yancheng_retail_2012_2017/yancheng_train_20171226.csv.gz"
)
MONTHS_AHEAD = (1, 2, 3, 6)
FIRST_ORIGIN = 24  # two years are learnt from before the first month is held back
LEVEL_BENDS_AFTER = 12  # months
MONTHLY_DISCOUNTS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
YEAR = 12


def monthly_sales(file: Path) -> dict[tuple[int, int], int]:
    """Read the cars sold by year and month."""
    sold: Counter[tuple[int, int]] = Counter()
    with gzip.open(file, "rt", encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            month = (int(row["sale_date"][:4]), int(row["sale_date"][4:]))
            sold[month] += int(row["sale_quantity"])
    return dict(sorted(sold.items()))


def monthly_counts(sold: dict[tuple[int, int], int]) -> Counts:
    """Lay months out for the model that forecasts use by day."""
    months = [
        [date(year, month, n + 1) for n in range(calendar.monthrange(year, month)[1])]
        for year, month in sold
    ]
    terms = FESTIVAL_TERMS + MONTH_TERMS
    working = [[sum(map(is_working_day, days)) / len(days)] for days in months]
    return Counts(
        counts=np.array(list(sold.values()), dtype=np.float64),
        calendar=np.hstack([design(months, terms), np.array(working)]),
        ahead=np.zeros((0, len(terms) + 1)),
        means=np.array([*(term.mean for term in terms), 0.0]),
        spreads=np.array([*(term.spread for term in terms), 0.3]),
        exposure=np.array([len(days) for days in months], dtype=np.float64),
        exposure_ahead=np.zeros(0),
        knot=LEVEL_BENDS_AFTER,
        discounts=MONTHLY_DISCOUNTS,
    )


def monthly_trials(data: Counts) -> list[Trial]:
    """Hold back the months after each origin."""
    baselines: tuple[Baseline, ...] = (
        lambda origin, ahead: float(data.counts[origin - 1]) * ahead,
        lambda origin, ahead: float(
            data.counts[origin - YEAR : origin - YEAR + ahead].sum()
        ),
    )
    origins = range(FIRST_ORIGIN, data.counts.size)
    return held_back(data, MONTHS_AHEAD, origins, baselines)


def table(found: Sequence[Score], unit: str, baselines: Sequence[str]) -> list[str]:
    """Give the scores as a table of Markdown, in percent."""
    head = [unit, "tests", "50 %", "80 %", "95 %", "80 % raw", "error", "bias"]
    rows = [[*head, *baselines], ["---:"] * (len(head) + len(baselines))]
    for score in found:
        shares = [*score.covered.values(), score.raw[80]]
        errors = [score.errors.mean, score.errors.bias]
        naive = [each.mean for each in score.naive]
        rows.append(
            [
                str(score.horizon),
                str(score.tests),
                *(f"{share:.0%}" for share in shares),
                *("—" if each is None else f"{each:.1%}" for each in errors + naive),
            ]
        )
    return [f"| {' | '.join(row)} |" for row in rows]


def main() -> None:
    if not YANCHENG.exists():
        sys.exit(f"{YANCHENG} is not there")
    trials = monthly_trials(monthly_counts(monthly_sales(YANCHENG)))
    print("\n".join(table(scores(trials), "months", ("last month", "last year"))))


if __name__ == "__main__":
    main()
