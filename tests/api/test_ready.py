"""Answers are gzipped, tagged by coding, and made once for a data version."""

import gzip

import pytest
from starlette.responses import Response

from tests.conftest import in_own_loop
from voucher_service.api.negotiation import takes_gzip
from voucher_service.api.ready import PACKED, Ready
from voucher_service.pages.assets import asset
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart

CAMPAIGN = "zhangjiajie-2022-new-year"
ROOT = f"/v1/campaigns/{CAMPAIGN}"
CHART = f"{ROOT}/charts/by-district?as_of=2023-01-10"
SHORT = f"{ROOT}/totals?as_of=2023-01-10"
GZIP, PLAIN = {"Accept-Encoding": "gzip, br"}, {"Accept-Encoding": "identity"}

TAKEN = [
    (None, False),
    ("", False),
    ("identity", False),
    ("br, zstd", False),
    ("gzip", True),
    ("br, GZIP;q=0.1", True),
    ("gzip;q=0", False),
    ("gzip; q=0.000", False),
    ("*", True),
    ("*;q=0", False),
    ("gzip;q=0, *", False),
    ("gzip, *;q=0", True),
]


@pytest.mark.parametrize(("header", "taken"), TAKEN)
def test_gzip_is_taken_by_who_says_so(header, taken):
    assert takes_gzip(header) is taken


def raw(client, path: str, headers: dict[str, str]) -> tuple[dict[str, str], bytes]:
    """Give an answer's headers, and its body as it was sent."""
    with client.stream("GET", path, headers=headers) as answer:
        return dict(answer.headers), b"".join(answer.iter_raw())


PATHS = [
    *(CHART, f"{CHART}&format=html"),
    f"/static/{asset('site.css').name}",
    "/campaigns/zhangjiajie-2022-new-year",
]


@pytest.mark.parametrize("path", PATHS)
def test_both_forms_are_the_same_answer_under_tags_of_their_own(running, path):
    with running.client() as client:
        plain_headers, plain = raw(client, path, PLAIN)
        headers, packed = raw(client, path, GZIP)
    assert headers["content-encoding"] == "gzip"
    assert int(headers["content-length"]) == len(packed) < len(plain)
    assert gzip.decompress(packed) == plain
    assert "content-encoding" not in plain_headers
    for told in (headers, plain_headers):
        assert "Accept-Encoding" in told["vary"]
    if "etag" in plain_headers:
        assert headers["etag"] != plain_headers["etag"]


@pytest.mark.parametrize("asked", [GZIP, PLAIN], ids=["gzip", "plain"])
@pytest.mark.parametrize("held", [GZIP, PLAIN], ids=["has gzip", "has plain"])
def test_who_has_the_form_it_would_get_gets_none(running, asked, held):
    with running.client() as client:
        tag = client.get(CHART, headers=held).headers["etag"]
        again = client.get(CHART, headers={**asked, "If-None-Match": tag})
    assert again.status_code == (304 if asked == held else 200)
    if asked == held:
        assert again.headers["etag"] == tag
        assert not {"content-encoding", "content-type"} & set(again.headers)


def test_a_short_answer_stays_as_it_is(running):
    with running.client() as client:
        headers, body = raw(client, SHORT, GZIP)
    assert "content-encoding" not in headers
    assert body.startswith(b"{")


def test_a_head_tells_of_the_same_form_without_it(running):
    with running.client() as client:
        got = client.get(CHART, headers=GZIP).headers
        told = client.head(CHART, headers=GZIP)
    assert told.content == b""
    for name in ("etag", "content-encoding", "content-length", "vary"):
        assert told.headers[name] == got[name]


def ask(ready, query: str, **headers: str) -> int:
    """Ask a middleware for a chart in a loop of its own; give the status."""
    sent = []

    async def send(message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": f"{ROOT}/charts/by-district",
        "query_string": query.encode(),
        "headers": [(key.encode(), value.encode()) for key, value in headers.items()],
        "state": {"template": "/v1/campaigns/{id}/charts/{name}"},
    }
    in_own_loop(ready(scope, None, send))
    return sent[0]["status"]


def test_nothing_is_made_for_who_has_it_or_asks_again(running):
    made = []

    async def app(scope, receive, send) -> None:
        made.append(scope["query_string"])
        await Response("x" * 2000, headers={"ETag": '"t"'})(scope, receive, send)

    ready = Ready(app, service=running.service)
    statuses = [
        ask(ready, "lang=zh"),
        ask(ready, "lang=zh"),
        ask(ready, "lang=zh", **{"if-none-match": '"t"'}),
        ask(ready, "lang=en", **{"if-none-match": '"t"'}),
        ask(ready, "lang=zh", **{"accept-encoding": "gzip"}),
    ]
    assert statuses == [200, 200, 304, 304, 200]
    assert made == [b"lang=zh", b"lang=en"]


def test_what_passes_with_a_redemption_is_made_each_time(running):
    made = []

    async def app(scope, receive, send) -> None:
        made.append(scope["query_string"])
        scope["state"]["passing"] = True
        await Response("x" * 2000)(scope, receive, send)

    ready = Ready(app, service=running.service)
    assert [ask(ready, "a"), ask(ready, "a")] == [200, 200]
    assert made == [b"a", b"a"]


@pytest.mark.parametrize(
    ("name", "lasting"), [("by-district", True), ("redemptions-by-day", False)]
)
def test_a_chart_of_vouchers_passes_unless_its_instant_is_named(running, name, lasting):
    service = running.service
    now, then = (
        draw_chart(service, ChartQuery(CAMPAIGN, name, known_at=instant)).lasting
        for instant in (None, service.store.data_version())
    )
    assert (now, then) == (lasting, True)


@pytest.mark.parametrize(
    ("template", "packed"),
    [
        ("/campaigns/{id}", True),
        ("/v1/campaigns/{id}/charts/{name}", True),
        ("/static/{name}", True),
        ("/v1/published/{table}.parquet", False),
        ("/v1/redemptions/{id}", False),
        ("/v1/campaigns/{id}/decisions", False),
    ],
)
def test_figures_and_pages_are_packed_and_no_file_or_bank_s_answer(template, packed):
    assert (template in PACKED) is packed


def test_no_more_is_kept_than_may_be(running):
    made = []

    async def app(scope, receive, send) -> None:
        made.append(scope["query_string"])
        await Response(scope["query_string"].ljust(600))(scope, receive, send)

    ready = Ready(app, service=running.service, most_bytes=1000)
    for query in ("a", "a", "b", "a"):
        ask(ready, query)
    assert made == [b"a", b"b", b"a"]


def test_what_is_kept_is_asked_for_by_role_all_the_same(running):
    with running.client() as client:
        assert client.get(CHART).status_code == 200
    with running.client(None) as stranger:
        assert stranger.get(CHART).status_code == 401


def test_a_refusal_is_not_kept(running):
    with running.client() as client:
        for _ in range(2):
            answer = client.get(f"{ROOT}/charts/nosuch", headers=GZIP)
            assert answer.status_code == 404


def test_new_data_make_a_new_answer(growing, later_feed):
    with growing.client() as client:
        before = client.get(f"{ROOT}/totals")
        later_feed.land()
        after = client.get(
            f"{ROOT}/totals", headers={"If-None-Match": before.headers["etag"]}
        )
    assert after.status_code == 200
    assert after.json()["cars_sold"] == before.json()["cars_sold"] + 1
