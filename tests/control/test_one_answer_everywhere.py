"""Command, HTTP, SQL view and chart CSV give one answer, the same bytes for ever."""

import csv
import json
from datetime import datetime
from pathlib import Path

import duckdb
import httpx
import pytest

from tests.conftest import SEED_CAMPAIGN, Ran, run_command
from tests.control.service_process import ServiceProcess
from tests.feed_texts import feed, sale_row

DAYS = ("2022-12-31", "2023-01-05", "2023-01-10")
TOTALS = f"/v1/campaigns/{SEED_CAMPAIGN}/totals"
FIGURES = ("cars_sold", "sales_fen", "sales_yuan", "vouchers_fen", "mean_price_fen")


@pytest.fixture
def served(tmp_path):
    with ServiceProcess(tmp_path / "home", "--demo") as service:
        yield service


def command(service: ServiceProcess, *arguments: str | Path) -> Ran:
    ran = run_command(*arguments, VOUCHER_HOME=str(service.home))
    assert ran.code == 0, ran.err
    return ran


def asked_over_http(client: httpx.Client, **parameters: str) -> bytes:
    answer = client.get(TOTALS, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.content


def last_line(path: Path) -> dict[str, str]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))[-1]


@pytest.mark.slow
def test_every_way_of_asking_gives_the_same_totals_and_keeps_them(served, tmp_path):
    made = command(served, "token", "create", "--role", "bureau", "--json").json
    client = httpx.Client(
        base_url=served.url, headers={"Authorization": f"Bearer {made['token']}"}
    )
    before, by_command = {}, {}
    with client:
        for day in DAYS:
            before[day] = asked_over_http(client, as_of=day)
            ran = command(served, "totals", SEED_CAMPAIGN, "--as-of", day, "--json")
            by_command[day] = ran.json
            out = tmp_path / f"{day}.csv"
            chart = ("chart", SEED_CAMPAIGN, "cumulative-sales", "--as-of", day)
            command(served, *chart, "--out", out)
            assert json.loads(before[day]) == by_command[day]
            assert last_line(out)["day"] == day
            assert last_line(out)["cumulative_cars"] == str(ran.json["cars_sold"])
            assert last_line(out)["cumulative_sales_fen"] == str(ran.json["sales_fen"])
        known_at = by_command[DAYS[0]]["known_at"]
        late = tmp_path / "late.csv"
        late.write_text(
            feed(sale_row(1), sale_row(2, "2022-12-20")).replace("T-0", "ZJJ-00"),
            encoding="utf-8",
        )
        assert command(served, "ingest", late, "--json").json[0]["accepted"] == 2
        for day in DAYS:
            assert asked_over_http(client, as_of=day, known_at=known_at) == before[day]
            assert asked_over_http(client, as_of=day) != before[day]
    served.stop()
    assert by_command[DAYS[-1]]["cars_sold"] == 460
    assert_views_agree(served.home, by_command, known_at)


def assert_views_agree(home: Path, by_command: dict, known_at: str) -> None:
    instant = datetime.fromisoformat(known_at).replace(tzinfo=None)
    with duckdb.connect(str(home / "voucher.duckdb"), read_only=True) as connection:
        for day, totals in by_command.items():
            [row] = connection.execute(
                f"SELECT {', '.join(FIGURES)} FROM campaign_totals_at(?::DATE, ?)",
                [day, instant],
            ).fetchall()
            assert [str(value) for value in row] == [
                str(totals[name]) for name in FIGURES
            ]
