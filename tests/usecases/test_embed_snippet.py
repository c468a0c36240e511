"""A chart goes into another page by a line of HTML that asks for the same chart."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from voucher_service.model.errors import NotFound
from voucher_service.model.modes import Mode
from voucher_service.model.slices import Slice
from voucher_service.model.text import Language
from voucher_service.usecases.draw_chart import ChartQuery, embed_snippet

HOST = "https://example.gov.cn:8000"


class Frame(HTMLParser):
    """The one element of a snippet."""

    def __init__(self, snippet: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(snippet)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def framed(query: ChartQuery) -> dict[str, str | None]:
    [(tag, attributes)] = Frame(embed_snippet(HOST, query)).found
    assert tag == "iframe"
    return attributes


def asked(query: ChartQuery) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(framed(query)["src"]).query).items()}


def test_it_asks_for_the_page_of_the_chart_with_what_is_latest():
    query = ChartQuery("example-2022", "by-brand")
    found = framed(query)
    assert found["src"].startswith(f"{HOST}/v1/campaigns/example-2022/charts/by-brand?")
    assert found["title"] == "品牌销量排名"
    assert asked(query) == {
        "format": "html",
        "standalone": "false",
        "lang": "zh",
        "mode": "light",
    }


def test_it_names_day_instant_language_mode_and_part():
    query = ChartQuery(
        "example-2022",
        "by-brand",
        date(2023, 1, 10),
        datetime(2023, 1, 11, 1, 30, tzinfo=UTC),
        Language.EN,
        part=Slice(district='"><script>'),
        mode=Mode.DARK,
    )
    told = asked(query)
    assert told.pop("known_at").startswith("2023-01-11T")
    assert told == {
        "format": "html",
        "standalone": "false",
        "lang": "en",
        "mode": "dark",
        "as_of": "2023-01-10",
        "district": '"><script>',
    }
    assert framed(query)["title"] == "Brands by cars sold"


def test_an_unknown_chart_has_no_snippet():
    with pytest.raises(NotFound):
        embed_snippet(HOST, ChartQuery("example-2022", "nosuch"))
