"""Publications are listed, and sent whole, in parts or not again."""

import hashlib
from datetime import date

import duckdb
import httpx
import pytest

from tests.api.conftest import NOW, Running
from voucher_service.api.problems import RangeNotSatisfiable
from voucher_service.api.ranges import Span, asked_span
from voucher_service.model.kinds import Role
from voucher_service.usecases.publish import publish

FILE = "/v1/published/voucher.duckdb"
SIZE = 1000
RANGES = [
    (None, None),
    ("bytes=0-0", Span(0, 0)),
    ("bytes=0-", Span(0, 999)),
    ("bytes=10-19", Span(10, 19)),
    ("bytes=990-5000", Span(990, 999)),
    ("bytes=999-", Span(999, 999)),
    ("bytes=-1", Span(999, 999)),
    ("bytes=-5000", Span(0, 999)),
    ("Bytes= 5-6 ", Span(5, 6)),
    ("bytes=20-10", None),
    ("bytes=0-1,5-6", None),
    ("bytes=-", None),
    ("bytes=x-y", None),
    ("items=0-1", None),
    ("bytes=0-9999999999999999999999", Span(0, 999)),
]


@pytest.mark.parametrize(("asked", "span"), RANGES)
def test_a_range_is_read_as_http_says(asked, span):
    assert asked_span(asked, SIZE) == span


@pytest.mark.parametrize(
    "asked",
    ["bytes=1000-", "bytes=5000-6000", "bytes=-0", "bytes=9999999999999999999999-"],
)
def test_a_range_of_which_the_file_has_nothing_is_refused(asked):
    with pytest.raises(RangeNotSatisfiable) as refused:
        asked_span(asked, SIZE)
    assert refused.value.headers == {"Content-Range": "bytes */1000"}


@pytest.fixture
def served(growing: Running):
    publish(growing.service)
    with growing.client(Role.ANALYST) as client:
        yield client


def whole(client: httpx.Client) -> bytes:
    return client.get(FILE).raise_for_status().content


def test_the_list_names_the_file_that_is_sent(served, tmp_path):
    [told] = served.get("/v1/published").json()["publications"]
    answer = served.get(FILE)
    assert hashlib.sha256(answer.content).hexdigest() == told["sha256"]
    assert answer.headers["etag"] == f'"{told["sha256"]}"'
    assert answer.headers["accept-ranges"] == "bytes"
    assert int(answer.headers["content-length"]) == told["bytes"]
    assert "voucher.duckdb" in answer.headers["content-disposition"]
    place = tmp_path / "mine.duckdb"
    place.write_bytes(answer.content)
    with duckdb.connect(str(place), read_only=True) as connection:
        counted = connection.execute("SELECT count(*) FROM eligible_sales").fetchall()
    assert counted == [(3,)]


def test_a_download_that_broke_off_goes_on_where_it_was(served):
    content = whole(served)
    tag = served.head(FILE).headers["etag"]
    parts = [content[:4096]]
    while sum(map(len, parts)) < len(content):
        first = sum(map(len, parts))
        headers = {"Range": f"bytes={first}-{first + 999_999}", "If-Range": tag}
        answer = served.get(FILE, headers=headers)
        last = first + len(answer.content) - 1
        assert answer.status_code == 206
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(content)}"
        parts.append(answer.content)
    assert b"".join(parts) == content


def test_of_another_file_the_whole_is_sent(served):
    headers = {"Range": "bytes=5-9", "If-Range": '"another"'}
    answer = served.get(FILE, headers=headers)
    assert (answer.status_code, answer.content) == (200, whole(served))


def test_beyond_the_end_is_said_with_the_size(served):
    size = len(whole(served))
    answer = served.get(FILE, headers={"Range": f"bytes={size}-"})
    assert answer.status_code == 416
    assert answer.json()["code"] == "range_not_satisfiable"
    assert answer.headers["content-range"] == f"bytes */{size}"


def test_who_has_it_is_not_sent_it_again(served):
    tag = served.head(FILE).headers["etag"]
    answer = served.get(FILE, headers={"If-None-Match": tag, "Range": "bytes=0-9"})
    assert (answer.status_code, answer.content) == (304, b"")


def test_head_tells_of_the_file_and_sends_none_of_it(served):
    size = len(whole(served))
    answer = served.head(FILE)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) == size
    part = served.head(FILE, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.headers["content-length"]) == (206, "10")


def test_an_earlier_publication_is_sent_by_date(growing, later_feed):
    first = publish(growing.service).publication
    with growing.client(Role.ANALYST) as client:
        later_feed.land()
        publish(growing.service)
        listed = client.get("/v1/published").json()["publications"]
        assert len(listed) == 2
        assert whole(client) != client.get(FILE, params={"at": "2023-01-10"}).content
        today = client.get(FILE, params={"at": str(date(2023, 1, 11))})
        assert today.headers["etag"] == f'"{listed[0]["sha256"]}"'
        early = client.get(FILE, params={"at": "2022-01-01"})
    assert early.status_code == 404
    assert str(NOW.date()) in early.text
    assert listed[1]["sha256"] == first.sha256


def test_a_table_comes_as_parquet_in_parts_too(served, tmp_path):
    place = "/v1/published/daily_totals.parquet"
    answer = served.get(place)
    file = tmp_path / "daily.parquet"
    file.write_bytes(answer.content)
    assert duckdb.execute(f"SELECT max(cumulative_cars) FROM '{file}'").fetchall() == [
        (3,)
    ]
    part = served.get(place, headers={"Range": "bytes=-4"})
    assert (part.status_code, part.content) == (206, b"PAR1")
    unknown = served.get("/v1/published/tokens.parquet")
    assert unknown.status_code == 404
    assert "daily_totals" in unknown.text


def test_before_anything_is_published_it_is_not_found(growing):
    with growing.client(Role.ANALYST) as client:
        assert client.get(FILE).status_code == 404
        assert client.get("/v1/published").json() == {"publications": []}
