"""预测: where the campaign may end; a forecast with its interval, never an effect."""

from collections.abc import Iterator

from voucher_service.bulletin.content import Block
from voucher_service.model.forecast_reports import ForecastFigure
from voucher_service.model.text import Text
from voucher_service.usecases import bulletin_numbers as written
from voucher_service.usecases.bulletin_teller import Fact, Teller

_FORECAST = Text(zh="预测", en="Forecast")
_FORETOLD = Text(
    zh="【预测】到{day}活动结束，累计销量预计{cars}（80%区间{cars_low}至{cars_high}）",
    en="[Forecast] By the end of the campaign on {day}: {cars} (80% interval "
    "{cars_low} to {cars_high})",
)
_FORETOLD_SALES = Text(
    zh="，销售额预计{sales}（80%区间{low}至{high}）",
    en=", for {sales} (80% interval {low} to {high})",
)
_STOP = Text(zh="。", en=".")
_NO_EFFECT = Text(
    zh="预测按近期走势和日历规律推算，不是政策效果。",
    en="It carries recent sales and the calendar on, and is no effect of the policy.",
)
_RUNS_OUT = Text(
    zh="{limit}预计于{day}用完。", en="{limit} is expected to run out on {day}."
)
_NOT_FORETOLD = Text(zh="未作预测：{why}", en="There is no forecast: {why}")
_BACKTEST = Text(
    zh="预测。{model}共{paths}条路径；回测{tests}次，80%区间的实际覆盖率{covered}%。",
    en="A forecast. {model} {paths} paths; in {tests} tests on days held back the 80% "
    "interval held {covered}%.",
)
_UNTESTED = Text(
    zh="预测。{model}历史过短，未作回测。",
    en="A forecast. {model} The history is too short to test it.",
)
_LEVEL = 80


def outlook(teller: Teller) -> Iterator[Block]:
    """Say how far the campaign is expected to come."""
    yield teller.part(_FORECAST)
    forecast = teller.facts.forecast
    if forecast.refusal is not None or forecast.cars is None:
        why = forecast.refusal or Text(zh="数据不足。", en="too little is known.")
        yield teller.paragraph(teller.runs(_NOT_FORETOLD, why=why))
        return
    meaning = _making(teller)
    low, high = _interval(forecast.cars)
    said = [
        *teller.runs(
            _FORETOLD,
            day=written.day(forecast.last_day),
            cars=Fact(written.cars(forecast.cars.median), meaning),
            cars_low=Fact(written.plain(low), meaning),
            cars_high=Fact(written.cars(high), meaning),
        )
    ]
    if forecast.sales_fen is not None:
        low, high = _interval(forecast.sales_fen)
        said += teller.runs(
            _FORETOLD_SALES,
            sales=Fact(written.about(forecast.sales_fen.median), meaning),
            low=Fact(written.about(low), meaning),
            high=Fact(written.about(high), meaning),
        )
    said += teller.runs(_STOP)
    more = [
        teller.runs(_RUNS_OUT, limit=each.label, day=written.day(each.median))
        for each in forecast.runs_out
        if each.median is not None
    ]
    yield teller.paragraph(tuple(said), *more, teller.runs(_NO_EFFECT))
    yield teller.picture("forecast")


def _interval(figure: ForecastFigure) -> tuple[int, int]:
    (found,) = (each for each in figure.intervals if each.level == _LEVEL)
    return found.low, found.high


def _making(teller: Teller) -> Text:
    making = teller.facts.forecast.making
    assert making is not None, "a forecast tells how it was made"
    tested = [row for row in making.backtest if row.tests]
    if not tested:
        return _UNTESTED.filled(model=making.words)
    row = tested[-1]
    return _BACKTEST.filled(
        model=making.words,
        paths=making.paths,
        tests=row.tests,
        covered=f"{row.covered[_LEVEL]:.1f}",
    )
