"""What the question "how far will a campaign come?" is answered with: a forecast."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.kinds import PriceBasis
from voucher_service.model.reports import Report
from voucher_service.model.text import Text

FORECAST = Text(zh="预测", en="Forecast")
"""The mark of what is foretold reads the same to every reader."""

STATEMENT = Text(
    zh="预测：假定销售按近期走势和日历规律延续所作的推算，不是政策效果，也不是承诺。"
    "区间表示在模型成立时，结果以所示概率落入其中。",
    en="Forecast: what sales come to if their recent run and the calendar carry on. It "
    "measures no effect of a policy and promises nothing. An interval holds what comes "
    "with the share it states, as far as the model holds.",
)
"""What every forecast says of itself."""


class ForecastInterval(Report):
    """The central interval of a level in percent, both ends included."""

    level: int
    low: int
    high: int


class ForecastFigure(Report):
    """A figure at the campaign's last day, with what it was on the last day used."""

    so_far: int
    median: int
    intervals: tuple[ForecastInterval, ...]


class RunOutInterval(Report):
    """The central interval of the day; null: not until the campaign's last day."""

    level: int
    first: date | None
    last: date | None


class ForecastRunOut(Report):
    """When a budget or a quota of the whole campaign is used up.

    ``median`` is null where more than half of the paths do not reach it. ``stated`` and
    ``left`` are fen where ``unit`` is fen, else cars.
    """

    limit: str = Field(description="budget, or the quota's name in the terms")
    label: Text = Field(description="what it is called: which cars it is for")
    unit: str = Field(description="fen or cars")
    stated: int
    left: int = Field(description="after the last day used")
    already: bool = Field(description="nothing was left before the first day ahead")
    percent: float = Field(description="of the paths reach it by the last day")
    median: date | None
    intervals: tuple[RunOutInterval, ...]


class ForecastTerm(Report):
    """By how many percent days of a kind sell more than others; low, high: 95 %."""

    name: str
    words: Text
    percent: float
    low: float
    high: float


class BaselineErrors(Report):
    """How a simple forecast did, in those tests in which it could be asked.

    ``model_percent`` is the mean error of the model in the same tests.
    """

    name: str
    words: Text
    tests: int
    error_percent: float | None
    bias_percent: float | None
    model_percent: float | None


class BacktestRow(Report):
    """How forecasts over so many days did on days that were held back.

    ``covered`` says, level by level, which share of the tests the interval held, in
    percent; ``raw`` the same of intervals not widened. ``error_percent`` is the mean
    absolute error of the medians, ``bias_percent`` the error of their sum.
    """

    days_ahead: int
    tests: int
    covered: dict[int, float]
    raw: dict[int, float]
    error_percent: float | None
    bias_percent: float | None
    baselines: tuple[BaselineErrors, ...]


class ForecastMaking(Report):
    """How a forecast was made, so that it can be made again.

    The days used are counted; ``widened`` is by how much the intervals are wider than
    the model's own, ``discount`` what a day's count still weighs a day later.
    """

    model: str
    words: Text
    first_day_used: date
    last_day_used: date
    days_used: int
    days_ahead: int
    dispersion: float
    discount: float
    widened: float
    paths: int
    seed: int
    terms: tuple[ForecastTerm, ...]
    backtest: tuple[BacktestRow, ...]


class Forecast(Report):
    """A campaign to its last day: 预测, never an effect.

    ``cars`` are counted as totals count them: none once nothing is left to give.
    ``demand`` are the cars that meet the terms, also then. Everything that is foretold
    is null where ``refusal`` says why there is no forecast; amounts also where nothing
    tells what a car brings. Amounts are in fen on the price basis.
    """

    campaign: str
    label: Text
    statement: Text
    as_of: date
    known_at: datetime
    last_day: date = Field(description="of the campaign's sales window")
    price_basis: PriceBasis
    synthetic: bool = Field(description="true if any sale is made up")
    filters: dict[str, str]
    refusal: Text | None
    cars: ForecastFigure | None
    demand: ForecastFigure | None
    sales_fen: ForecastFigure | None
    sales_yuan: Decimal | None = Field(description="the median of sales_fen")
    vouchers_fen: ForecastFigure | None
    runs_out: tuple[ForecastRunOut, ...]
    notes: tuple[Text, ...]
    making: ForecastMaking | None

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)
