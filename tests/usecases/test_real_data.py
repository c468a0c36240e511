"""Real sales published by others go the whole way; an independent query agrees."""

import duckdb
import pytest

HERE = __file__.rpartition("/")[0]
PROFILES = f"{HERE}/../feeds/profiles"
CAMPAIGNS = f"{HERE}/campaigns"

MANHEIM = """
CREATE TABLE raw AS
SELECT upper(vin) AS vin, trim(seller) AS dealer, state AS district,
       strptime(substr(saledate, 5, 11), '%b %d %Y')::DATE AS day,
       sellingprice::BIGINT * 100 AS fen
FROM read_csv('{file}', all_varchar = true, header = true);
DELETE FROM raw WHERE (vin, day) IN (   -- two stories of one sale wait for a person
    SELECT (vin, day) FROM raw GROUP BY vin, day HAVING count(DISTINCT fen) > 1);
"""
KAGGLE = """
CREATE TABLE raw AS
SELECT Car_id AS vin, Dealer_Name AS dealer, Dealer_Region AS district,
       strptime("Date", '%m/%d/%Y')::DATE AS day, "Price ($)"::BIGINT * 100 AS fen
FROM read_csv('{file}', all_varchar = true, header = true);
"""
CASES = {
    "manheim": (
        "manheim_vehicle_sales_sample/car_prices_sample.csv.gz",
        MANHEIM,
        ("2014-12-16", "2014-12-31", 10_000_00),
        (9_999, 9_995, 4),
        ("2014-12-16", "2014-12-18", "2014-12-31"),
    ),
    "kaggle": (
        "kaggle_car_sales_2022_2023/car_data.csv.gz",
        KAGGLE,
        ("2022-12-16", "2023-01-31", 30_000_00),
        (23_906, 23_906, 0),
        ("2022-12-20", "2023-01-10", "2023-01-31"),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_totals_over_real_sales_equal_an_independent_query(command, shared_data, name):
    file, raw, (start, end, floor), (rows, accepted, review), days = CASES[name]
    path = shared_data / file
    own = command("campaign", "open", f"{CAMPAIGNS}/{name}.yaml", "--json")
    assert own.code == 0, own.err
    profile = f"{PROFILES}/{name}.yaml"
    ran = command("ingest", path, "--profile", profile, "--json")
    assert ran.code == 0, ran.err
    [report] = ran.json
    assert (report["rows"], report["accepted"], report["review"]) == (
        rows,
        accepted,
        review,
    )
    assert report["refused"] == 0
    with duckdb.connect() as independent:
        independent.execute(raw.format(file=path))
        for as_of in days:
            asked = ("totals", f"test-{name}", "--as-of", as_of, "--json")
            totals = command(*asked, "--by", "district").json
            groups = {
                group["key"]: (group["cars_sold"], group["sales_fen"])
                for group in totals["groups"]
            }
            assert groups == expected(independent, start, min(end, as_of), floor)
            assert totals["cars_sold"] == sum(cars for cars, _ in groups.values())
            assert totals["sales_fen"] == sum(fen for _, fen in groups.values())
            assert totals["vouchers_fen"] == 150_000 * totals["cars_sold"]
            assert not totals["synthetic"]


def expected(
    independent: duckdb.DuckDBPyConnection, start: str, end: str, floor: int
) -> dict[str, tuple[int, int]]:
    """Give cars and fen by district, each vehicle's first sale counted once."""
    return {
        district: (cars, fen)
        for district, cars, fen in independent.execute(
            """
            SELECT district, count(*), sum(fen)::BIGINT
            FROM (SELECT *, row_number() OVER (PARTITION BY vin ORDER BY day) AS nth
                  FROM raw WHERE day BETWEEN ?::DATE AND ?::DATE AND fen >= ?)
            WHERE nth = 1 GROUP BY district
            """,
            [start, end, floor],
        ).fetchall()
    }


@pytest.mark.slow
def test_the_published_window_of_the_kaggle_report_is_met(command, shared_data):
    file = CASES["kaggle"][0]
    command("campaign", "open", f"{CAMPAIGNS}/kaggle.yaml")
    profile = f"{PROFILES}/kaggle.yaml"
    assert command("ingest", shared_data / file, "--profile", profile).code == 0
    totals = command("totals", "test-kaggle", "--json").json
    assert (totals["cars_sold"], totals["sales_fen"]) == (353, 15_960_820_00)
