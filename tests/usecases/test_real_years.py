"""Earlier years in data published by others: months of Hunan, a file cut short."""

from datetime import date

import duckdb
import pytest

from voucher_service.analytics.comparison import Asked, compared
from voucher_service.analytics.history import history_of_periods
from voucher_service.analytics.windows import Days
from voucher_service.model.comparison_reports import RefusalCode, View

HERE = __file__.rpartition("/")[0]
PROFILE = f"{HERE}/../feeds/profiles/kaggle.yaml"
CAMPAIGN = f"{HERE}/campaigns/kaggle.yaml"
MONTHS = """
CREATE TABLE months AS
SELECT make_date(regYear::INTEGER, regMonth::INTEGER, 1) AS first,
       sum(salesVolume)::BIGINT AS cars
FROM read_csv('{file}', header = true) WHERE adcode = 430000 GROUP BY 1;
"""
BY_DAYS = """
SELECT round(sum(cars::DOUBLE / day(last_day(first))))::BIGINT
FROM (SELECT unnest(generate_series(?::DATE, ?::DATE, INTERVAL 1 DAY))::DATE AS day)
JOIN months ON date_trunc('month', day) = first
"""

JANUARY, TO_FEBRUARY = "2017-01-01…2017-01-31", "2017-01-01…2017-02-28"
WINDOWS = [
    # view, window, base, cars now and then, change in percent, estimated
    (View.GREGORIAN, JANUARY, "2016-01-01…2016-01-31", 47_853, 62_516, -23.5, False),
    (View.FESTIVAL, JANUARY, "2016-01-12…2016-02-11", 47_853, 50_675, -5.6, True),
    (
        View.GREGORIAN,
        TO_FEBRUARY,
        "2016-01-01…2016-02-29",
        68_900,
        89_781,
        -23.3,
        False,
    ),
    (View.FESTIVAL, TO_FEBRUARY, "2016-01-12…2016-03-10", 68_900, 79_541, -13.4, True),
    (
        View.FESTIVAL,
        "2016-12-22…2017-01-16",
        "2016-01-02…2016-01-27",
        48_008,
        52_433,
        -8.4,
        True,
    ),
]


@pytest.fixture(scope="module")
def hunan(shared_data):
    """The months as published, and the history that we make of them."""
    file = shared_data / "ccf_bdci_province_sales_2016_2017/train_sales_data.csv.gz"
    with duckdb.connect() as independent:
        independent.execute(MONTHS.format(file=file))
        rows = independent.execute(
            "SELECT first, last_day(first), cars, NULL FROM months"
        ).fetchall()
        yield independent, history_of_periods(rows)


@pytest.mark.parametrize(
    ("view", "window", "base", "now", "then", "percent", "shared"), WINDOWS
)
def test_hunans_months_are_compared_as_an_independent_query_does(
    hunan, view, window, base, now, then, percent, shared
):
    independent, history = hunan
    days = Days(*map(date.fromisoformat, window.split("…")))
    found = compared(Asked(history, days), view)
    for told, expected, cars in (
        (found.current, window, now),
        (found.base, base, then),
    ):
        assert f"{told.start}…{told.end}" == expected
        [counted] = independent.execute(BY_DAYS, expected.split("…")).fetchone()
        assert told.cars == counted == cars
        assert told.sales_fen is None
    change = found.changes[0]
    assert float(change.percent) == percent == round((now - then) * 100 / then, 1)
    assert change.estimated is shared


@pytest.mark.parametrize("view", [View.NEAREST, View.FESTIVAL])
def test_years_before_the_months_begin_are_refused(hunan, view):
    _, history = hunan
    year = 2017 if view is View.NEAREST else 2016
    window = Days(date(year, 1, 1), date(year, 1, 31))
    found = compared(Asked(history, window), view)
    assert found.refusal.code is RefusalCode.NO_DATA
    assert found.changes == ()


@pytest.mark.slow
def test_a_file_that_begins_within_the_base_window_is_refused(command, shared_data):
    file = shared_data / "kaggle_car_sales_2022_2023/car_data.csv.gz"
    assert command("campaign", "open", CAMPAIGN).code == 0
    assert command("ingest", file, "--profile", PROFILE).code == 0
    asked = ("compare", "test-kaggle", "--as-of", "2023-01-31")
    told = command(*asked, "--json").json
    assert told["first_sale_on"] == "2022-01-02"
    by_view = {each["view"]: each for each in told["views"]}
    gregorian = by_view["gregorian"]
    assert gregorian["current"]["cars"] == 353
    assert gregorian["refusal"]["code"] == "base_begins_late"
    for language in ("zh", "en"):
        said = gregorian["refusal"]["sentence"][language]
        assert "2021-12-16…2022-01-31" in said
        assert "2022-01-02" in said
    assert by_view["festival"]["refusal"]["code"] == "base_begins_late"
    assert by_view["nearest-festival"]["refusal"]["code"] == "base_not_covered"
    assert [each["changes"] for each in told["views"]] == [[], [], []]
    printed = command(*asked)
    assert "不作比较" in printed.out
    assert "增长" not in printed.out
