"""What an operator is told of earlier years."""

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.hindsight import comparison_lines


def test_a_year_is_told_with_its_base_or_refused_in_both_languages(command, tmp_path):
    file = tmp_path / "two-years.csv"
    days = ("2021-12-16", "2022-01-10", "2022-12-16", "2023-01-09", "2023-01-10")
    rows = [sale_row(n, day) for n, day in enumerate(days, 1)]
    file.write_text(feed(*rows), encoding="utf-8")
    dealers = tmp_path / "dealers.csv"
    dealers.write_text(REGISTER, encoding="utf-8")
    assert command("ingest", dealers, file).code == 0
    asked = ("compare", SEED_CAMPAIGN, "--as-of", "2023-01-10")
    printed = command(*asked)
    assert printed.code == 0, printed.err
    told = command(*asked, "--json").json
    assert printed.out.splitlines() == comparison_lines(told)
    said = [line.strip() for line in printed.out.splitlines()]
    assert "销量 3 台，基期（2021-12-16 至 2022-01-10）2 台，增长 50.0%" in said
    assert "cars: 3 against 2 in 2021-12-16 to 2022-01-10, up 50.0 %" in said
    [refused] = [
        each["refusal"] for each in told["views"] if each["view"] == "festival"
    ]
    assert refused["sentence"]["zh"] in said
    assert refused["sentence"]["en"] in said


def test_a_view_that_there_is_not_is_refused_with_those_there_are(command):
    ran = command("compare", SEED_CAMPAIGN, "--view", "lunar")
    assert ran.code == 2
    assert "nearest-festival" in ran.err
