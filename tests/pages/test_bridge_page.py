"""What an officer reads on the page that compares two instants."""

import pytest

from tests.api.conftest import (
    CAMPAIGN,
    DEALERS,
    FIRST_FEED,
    LATER_FEED,
    land,
    serve,
)
from tests.conftest import Clock
from tests.pages.test_campaign_page import Marks, text_of
from voucher_service.model.days import instant_text
from voucher_service.model.kinds import Role
from voucher_service.resources import SQL
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.report_bridge import BridgeQuery, report_bridge

PAGE = f"/campaigns/{CAMPAIGN}/bridge"


@pytest.fixture
def office(tmp_path):
    """A signed-in officer's browser, and the service it reads; its clock goes on."""
    opening = Opening(home=tmp_path / "home", sql=SQL, campaigns=(CAMPAIGN,))
    service = open_service(opening, Clock())
    land(service, "dealers.csv", DEALERS)
    land(service, "first.csv", FIRST_FEED)
    for running in serve(service):
        with running.client(role=None) as client:
            client.headers["Accept"] = "text/html,*/*;q=0.8"
            client.cookies.set("voucher_session", running.cookie(Role.BUREAU))
            yield client, service


@pytest.fixture
def grown(office):
    """The same, with another feed landed; gives the instant before too."""
    client, service = office
    before = instant_text(service.store.data_version())
    land(service, "later.csv", LATER_FEED)
    return client, service, before


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "zh",
            [
                "数字为何变化",
                "售出新车 4 台 +1 原为 3",
                "合计变化",
                "later.csv",
                "1 笔销售在售出 3 天以后才首次上报：+1 台，销售额 +200,000.00 元",
            ],
        ),
        ("en", ["Why the figures changed", "Late reports", "it was 3", "Difference"]),
    ],
)
def test_the_page_says_what_changed(grown, lang, sentences):
    client, _, before = grown
    said = text_of(client.get(PAGE, params={"from": before, "lang": lang}).text)
    assert [sentence for sentence in sentences if sentence not in said] == []


def test_the_fields_ask_for_the_same_again(grown):
    client, service, before = grown
    page = client.get(PAGE, params={"from": before}).text
    fields = {
        marks["name"]: marks["value"]
        for tag, marks in Marks(page).tags
        if tag == "input" and marks["type"] in {"datetime-local", "date"}
    }
    again = client.get(PAGE, params=fields).text
    rows = [page.count("<tr>"), again.count("<tr>")]
    assert rows[0] == rows[1] > 2
    bridge = report_bridge(service, BridgeQuery(CAMPAIGN))
    assert fields["as_of"] == str(bridge.as_of)


def test_the_chart_is_asked_for_at_the_instants_of_the_page(grown):
    client, _, before = grown
    page = client.get(PAGE, params={"from": before}).text
    [figure] = [
        marks["data-figure"]
        for tag, marks in Marks(page).tags
        if tag == "figure" and marks.get("data-figure")
    ]
    assert "/charts/restatement-bridge?" in figure
    assert client.get(figure).status_code == 200
    assert f"from={before.replace(':', '%3A')}" in figure


def test_where_nothing_changed_the_page_says_so(office):
    client, service = office
    at = instant_text(service.store.data_version())
    said = text_of(client.get(PAGE, params={"from": at, "to": at}).text)
    assert "两个时点之间，合计没有变化。" in said
    assert "逐次入库" not in said


def test_the_campaign_s_page_leads_to_it(office):
    client, _ = office
    page = client.get(f"/campaigns/{CAMPAIGN}?as_of=2023-01-05").text
    [link] = [
        marks["href"]
        for tag, marks in Marks(page).tags
        if tag == "a" and "/bridge?" in (marks.get("href") or "")
    ]
    assert client.get(link).status_code == 200
    assert "as_of=2023-01-05" in link


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"from": "昨天"}, "from 不是时点"),
        ({"to": "x"}, "to 不是时点"),
        ({"from": "2020-01-01"}, "开启"),
    ],
)
def test_what_cannot_be_read_is_named(office, parameters, said):
    client, _ = office
    answer = client.get(PAGE, params=parameters)
    assert answer.status_code == 422
    assert said in text_of(answer.text)
