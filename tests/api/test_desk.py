"""A campaign's desk for machines: the headline, the alerts, and a figure in full."""

import pytest

from voucher_service.model.figures import FigureName
from voucher_service.model.kinds import Role

DESK = "/v1/campaigns/zhangjiajie-2022-new-year"
AS_OF = {"as_of": "2023-01-06"}


def cars(document) -> dict:
    return document["figures"][0]


def test_the_headline_tells_the_figures_and_their_changes(running):
    with running.client() as client:
        told = client.get(f"{DESK}/headline", params=AS_OF).json()
    assert [each["figure"] for each in told["figures"]] == list(FigureName)[:9]
    assert cars(told)["value"] == 3
    assert cars(told)["day"]["state"] == "told"  # of the day one sale, which is refused
    assert (cars(told)["day"]["difference"], cars(told)["week"]["difference"]) == (0, 1)
    assert {each["value"] for each in told["choices"]["district"]} == {
        "永定区",
        "慈利县",
    }


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"district": "永定区"}, 2),
        ({"dealer": "D002"}, 1),
        ({"brand": "甲牌", "energy": "bev"}, 1),
        ({"brand": "nosuch"}, 0),
    ],
)
def test_filters_narrow_headline_and_figure_alike(running, filters, count):
    with running.client() as client:
        asked = {**AS_OF, **filters}
        told = client.get(f"{DESK}/headline", params=asked).json()
        opened = client.get(f"{DESK}/figures/cars-sold", params=asked).json()
    assert cars(told)["value"] == opened["value"] == opened["row_count"] == count
    assert told["filters"] == opened["filters"] == filters


def test_rows_are_given_page_by_page(running):
    with running.client() as client:
        path, asked = f"{DESK}/figures/cars-sold", {**AS_OF, "limit": "2"}
        first = client.get(path, params=asked).json()
        rest = client.get(path, params={**asked, "cursor": first["next_cursor"]}).json()
    days = [row["day"] for row in (*first["rows"], *rest["rows"])]
    assert days == ["2023-01-05", "2022-12-20", "2022-12-16"]
    assert rest["next_cursor"] is None


def test_an_analyst_reads_figures_and_the_budget_but_no_single_sale(running):
    with running.client(Role.ANALYST) as client:
        opened = client.get(f"{DESK}/figures/cars-sold", params=AS_OF).json()
        budget = client.get(f"{DESK}/budget")
    assert (opened["value"], opened["rows"], opened["next_cursor"]) == (3, None, None)
    assert opened["sql"]
    assert budget.status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-20", "9999-12-31"])
@pytest.mark.parametrize(
    "path",
    [
        *("headline", "alerts", "comparison", "forecast", "figures/sales"),
        *("bulletin?format=md", "totals", "bridge"),
    ],
)
def test_the_first_and_last_days_of_the_calendar_are_days_as_others(running, path, day):
    with running.client() as client:
        joint = "&" if "?" in path else "?"
        answer = client.get(f"{DESK}/{path}{joint}as_of={day}")
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("path", ["headline", "alerts", "figures/sales"])
def test_who_has_an_answer_is_not_sent_it_again(running, path):
    with running.client() as client:
        answer = client.get(f"{DESK}/{path}", params=AS_OF)
        again = client.get(
            f"{DESK}/{path}",
            params=AS_OF,
            headers={"If-None-Match": answer.headers["etag"]},
        )
    assert (answer.status_code, again.status_code) == (200, 304)


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("headline", {"as_of": "2023-02-30"}, 422),
        ("headline", {"mode": "dark"}, 422),
        ("headline", {"energy": "steam"}, 422),
        ("headline", {"brand": "a\x00b"}, 422),
        ("alerts", {"cursor": "x"}, 422),
        ("figures/nosuch", {}, 404),
        ("figures/sales", {"cursor": "x"}, 422),
        ("figures/sales", {"limit": "0"}, 422),
        ("figures/sales", {"known_at": "2199-01-01T00:00:00Z"}, 422),
    ],
)
def test_what_cannot_be_asked_is_refused(running, path, asked, status):
    with running.client() as client:
        answer = client.get(f"{DESK}/{path}", params=asked)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_dealer_sees_no_desk(running):
    with running.client(Role.DEALER) as client:
        paths = ("headline", "alerts", "figures/cars-sold")
        answers = [client.get(f"{DESK}/{path}").status_code for path in paths]
    assert answers == [403] * 3
