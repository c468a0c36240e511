"""What a forecast looks like, made of the model that is sent."""

from datetime import UTC, date, datetime
from decimal import Decimal

from voucher_service.model.forecast_reports import (
    FORECAST,
    STATEMENT,
    BacktestRow,
    BaselineErrors,
    Forecast,
    ForecastFigure,
    ForecastInterval,
    ForecastMaking,
    ForecastRunOut,
    ForecastTerm,
    RunOutInterval,
)
from voucher_service.model.kinds import PriceBasis
from voucher_service.model.text import Text


def _figure(so_far: int, median: int, *ends: tuple[int, int]) -> ForecastFigure:
    return ForecastFigure(
        so_far=so_far,
        median=median,
        intervals=tuple(
            ForecastInterval(level=level, low=low, high=high)
            for level, (low, high) in zip((50, 80, 95), ends, strict=True)
        ),
    )


_BACKTEST = BacktestRow(
    days_ahead=21,
    tests=18,
    covered={50: 55.6, 80: 83.3, 95: 94.4},
    raw={50: 50.0, 80: 77.8, 95: 94.4},
    error_percent=13.7,
    bias_percent=-0.6,
    baselines=(
        BaselineErrors(
            name="run_rate",
            words=Text(zh="近七日日均外推", en="mean of the last 7 days carried on"),
            tests=18,
            error_percent=17.4,
            bias_percent=-1.6,
            model_percent=13.7,
        ),
    ),
)
_MAKING = ForecastMaking(
    model="weekdays",
    words=Text(
        zh="计数模型，乘以星期、节假日、调休和月末的效应。",
        en="A count model, times effects of weekday, holiday, make-up day and month "
        "end.",
    ),
    first_day_used=date(2022, 3, 1),
    last_day_used=date(2023, 1, 10),
    days_used=316,
    days_ahead=21,
    dispersion=1.13,
    discount=0.95,
    widened=1.06,
    paths=2000,
    seed=165_216_834_577_207,
    terms=(
        ForecastTerm(
            name="saturday",
            words=Text(zh="星期六", en="Saturday"),
            percent=19.7,
            low=11.2,
            high=28.9,
        ),
    ),
    backtest=(_BACKTEST,),
)
_BUDGET = ForecastRunOut(
    limit="budget",
    label=Text(zh="预算", en="Budget"),
    unit="fen",
    stated=100_000_000,
    left=31_000_000,
    already=False,
    percent=67.0,
    median=date(2023, 1, 31),
    intervals=(
        RunOutInterval(level=50, first=date(2023, 1, 29), last=None),
        RunOutInterval(level=80, first=date(2023, 1, 28), last=None),
        RunOutInterval(level=95, first=date(2023, 1, 22), last=None),
    ),
)
FORETOLD = Forecast(
    campaign="zhangjiajie-2022-new-year",
    label=FORECAST,
    statement=STATEMENT,
    as_of=date(2023, 1, 10),
    known_at=datetime(2023, 1, 11, 1, 30, tzinfo=UTC),
    last_day=date(2023, 1, 31),
    price_basis=PriceBasis.BARE_PRICE,
    synthetic=True,
    filters={},
    refusal=None,
    cars=_figure(460, 666, (658, 666), (643, 666), (626, 666)),
    demand=_figure(460, 677, (658, 696), (643, 716), (626, 739)),
    sales_fen=_figure(
        6_875_000_000,
        9_950_000_000,
        (9_750_000_000, 10_120_000_000),
        (9_560_000_000, 10_280_000_000),
        (9_300_000_000, 10_430_000_000),
    ),
    sales_yuan=Decimal("99500000.00"),
    vouchers_fen=_figure(
        69_000_000,
        99_900_000,
        (98_700_000, 99_900_000),
        (96_450_000, 99_900_000),
        (93_900_000, 99_900_000),
    ),
    runs_out=(_BUDGET,),
    notes=(),
    making=_MAKING,
)

FORECAST_ANSWERS: dict[tuple[str, str], dict[str, object]] = {
    ("GET", "/v1/campaigns/{id}/forecast"): {"200": FORETOLD.model_dump(mode="json")},
}
"""The examples of the forecast's answer, by method, path template and status."""
