"""The desk's paths: the page, a figure in full, and the sections beside it."""

import re

import pytest

from tests.api.conftest import CAMPAIGN
from voucher_service.model.kinds import Role

PATH = f"/campaigns/{CAMPAIGN}"
AS_OF = "as_of=2023-01-06"


def test_every_number_of_the_page_leads_to_the_same_number(officer):
    page = officer.get(f"{PATH}?{AS_OF}&district=永定区").text
    links = re.findall(r'class="open" href="([^"]+)"', page)
    assert len(links) >= 7
    for link in links:
        opened = officer.get(link.replace("&amp;", "&"))
        assert opened.status_code == 200
        assert "仅含：区县 永定区" in opened.text


def test_a_change_opens_the_earlier_day_that_it_is_counted_from(officer):
    page = officer.get(f"{PATH}?{AS_OF}").text
    links = re.findall(r'class="open moved" href="([^"]+figures/cars-sold[^"]+)"', page)
    assert len(links) == 1  # the day before there was the same number
    opened = officer.get(links[0].replace("&amp;", "&")).text
    assert "as_of=2022-12-30" in links[0]
    moved = re.search(r"\+(\d+) 台", page)
    cars, before = (int(re.search(r"<b>(\d+)</b>", text)[1]) for text in (page, opened))
    assert cars - before == int(moved[1])


@pytest.mark.parametrize("part", ["comparison", "forecast"])
def test_the_numbers_of_a_section_open_where_they_are_counted(officer, part):
    page = officer.get(f"{PATH}/{part}?{AS_OF}&bare=1").text
    links = re.findall(r'class="open" href="([^"]+/figures/[^"]+)"', page)
    for link in links:
        opened = officer.get(link.replace("&amp;", "&"))
        assert opened.status_code == 200
        assert "SELECT" in opened.text
    refused = page.count('class="refusal"')
    assert links or refused == (3 if part == "comparison" else 1)


def test_a_figure_shows_its_definition_sql_and_rows(officer):
    page = officer.get(f"{PATH}/figures/sales?{AS_OF}").text
    assert "<b>279,999.99</b>" in page
    assert "coalesce(sum(price_fen), 0)" in page
    assert page.count('data-label="销售编号"') == 3
    assert f"{PATH}/decisions/sal_" in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{PATH}/figures/nosuch", 404),
        (f"{PATH}/figures/sales?cursor=x", 422),
        (f"{PATH}?mode=neon", 422),
        (f"{PATH}?energy=steam", 422),
        (f"{PATH}?brand=a%07b", 422),
        (f"{PATH}?as_of=20230106", 422),
        (f"{PATH}?as_of=2023-W01-1", 422),
        ("/campaigns/nosuch", 404),
        ("/campaigns/nosuch/comparison", 404),
    ],
)
def test_what_is_not_there_is_told_on_a_page(officer, address, status):
    answer = officer.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("mode", ["light", "wall"])
def test_the_first_and_last_days_of_the_calendar_have_a_page(officer, day, mode):
    assert officer.get(f"{PATH}?as_of={day}&mode={mode}").status_code == 200


@pytest.mark.parametrize("part", ["comparison", "forecast"])
def test_a_section_stands_alone_or_within_the_desk(officer, part):
    alone = officer.get(f"{PATH}/{part}?{AS_OF}&lang=en").text
    bare = officer.get(f"{PATH}/{part}?{AS_OF}&lang=en&bare=1").text
    assert f'id="{part}"' in alone
    assert f'id="{part}"' in bare
    assert "<html" in alone
    assert "<html" not in bare
    assert f'href="{PATH}?{AS_OF}&amp;lang=en"' in alone


def test_a_growth_stands_beside_its_base_and_a_refusal_in_its_place(officer):
    page = officer.get(f"{PATH}/comparison?{AS_OF}").text
    assert "基期" in page
    assert page.count('class="refusal"') == 3  # nothing is known of earlier years
    assert "%" not in re.sub(r"<[^>]+>", "", page.split('id="comparison"')[1])


def test_an_instant_that_a_field_rounded_up_is_the_last_one(officer):
    page = officer.get(f"{PATH}/figures/sales").text
    known = re.search(r"known_at=([^&\"]+)", page)[1]
    again = officer.get(f"{PATH}?known_at=2023-01-11T10:00:00.001")
    assert again.status_code == 200
    assert known in again.text


def test_an_analyst_sees_a_figure_without_its_single_rows(stranger, site):
    stranger.cookies.set("voucher_session", site.cookie(Role.ANALYST))
    page = stranger.get(f"{PATH}/figures/sales?{AS_OF}").text
    assert "<b>279,999.99</b>" in page
    assert "逐笔明细仅商务局和系统管理员可见" in page
    assert 'data-label="销售编号"' not in page
    assert "sal_" not in page
