"""Bodies are bounded, and what cannot be read is said in two languages, with a way."""

import re

import pytest

from tests.api.conftest import CAMPAIGN
from voucher_service.api.bodies import MOST_BYTES

WHAT_IF = f"/v1/campaigns/{CAMPAIGN}/what-if"
RESOLVE = "/v1/sales/sal_0/resolutions"
JSON = {"Content-Type": "application/json"}
ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}")


def padded(size: int) -> bytes:
    return b" " * (size - 2) + b"{}"


def in_pieces(body: bytes):
    yield body[:1000]
    yield body[1000:]


@pytest.mark.parametrize(("size", "status"), [(MOST_BYTES, 200), (MOST_BYTES + 1, 413)])
@pytest.mark.parametrize("sent", [bytes, in_pieces])
def test_a_body_is_read_up_to_the_limit(running, size, status, sent):
    with running.client() as client:
        answer = client.post(WHAT_IF, content=sent(padded(size)), headers=JSON)
    assert answer.status_code == status
    if status == 413:
        assert answer.json()["code"] == "request_too_large"
        assert str(MOST_BYTES) in answer.json()["message"]["zh"]


def test_a_body_that_is_too_long_is_refused_before_it_is_parsed(running):
    with running.client() as client:
        body = b"{" * (MOST_BYTES + 1)
        answer = client.post(RESOLVE, content=in_pieces(body), headers=JSON)
    assert answer.status_code == 413


UNREADABLE = [
    (b"", JSON, "没有内容"),
    (b"{", JSON, "不是可读的 JSON"),
    (b"[" * 100_000, JSON, "不是可读的 JSON"),
    (b'{"set":{"per_buyer":' + b"9" * 5000 + b"}}", JSON, "不是可读的 JSON"),
    (b'"\xff"', JSON, "不是可读的 JSON"),
    (b"[]", JSON, "JSON 对象"),
    (b"null", JSON, "JSON 对象"),
    (b"{}", {"Content-Type": "text/plain"}, "application/json"),
    (b"{}", {}, "application/json"),
    (b'{"\\ud800":1}', JSON, "代理码位"),
]


@pytest.mark.parametrize(("body", "headers", "said"), UNREADABLE)
@pytest.mark.parametrize("path", [WHAT_IF, RESOLVE])
def test_a_body_as_a_whole_is_blamed_without_a_field(
    running, path, body, headers, said
):
    with running.client() as client:
        answer = client.post(path, content=body, headers=headers)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "bad_parameter")
    assert said in problem["message"]["zh"]
    assert "application/json" in problem["remedy"]["zh"]
    assert {fault["field"] for fault in problem["errors"]} == {None}
    assert not ENGLISH.search(problem["message"]["zh"])


FIELDS = [
    (WHAT_IF, b'{"unknown":1}', "unknown", "可用：set, terms"),
    (WHAT_IF, b'{"un\\u0001known":1}', "un\ufffdknown", "可用：set, terms"),
    (WHAT_IF, b'{"terms":1}', "terms", "文字"),
    (WHAT_IF, b'{"set":1}', "set", "JSON 对象"),
    (WHAT_IF, b'{"curve":"x"}', "curve", "true"),
    (WHAT_IF, b'{"terms":"%s"}' % (b"x" * 200_001), "terms", "200000"),
    (WHAT_IF, b'{"as_of":20230110}', "as_of", "YYYY-MM-DD"),
    (WHAT_IF, b'{"as_of":"20230110"}', "as_of", "YYYY-MM-DD"),
    (WHAT_IF, b'{"known_at":1}', "known_at", "ISO 8601"),
    (RESOLVE, b'{"verdict":"uphold"}', "why", "缺少"),
    (RESOLVE, b'{"verdict":"x","why":"y"}', "verdict", "uphold, set_aside"),
    (RESOLVE, b'{"verdict":"uphold","why":""}', "why", "至少 1 "),
]


@pytest.mark.parametrize(("path", "body", "field", "said"), FIELDS)
def test_a_field_of_a_body_is_blamed_in_chinese(running, path, body, field, said):
    with running.client() as client:
        answer = client.post(path, content=body, headers=JSON)
    problem = answer.json()
    assert answer.status_code == 422
    [fault] = problem["errors"]
    assert fault["field"] == field
    assert said in fault["message"]["zh"]
    assert field in problem["remedy"]["zh"]
    assert not ENGLISH.search(problem["message"]["zh"])


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ("limit=0", "limit", "大于或等于 1"),
        ("limit=x", "limit", "整数"),
        ("limit=100000", "limit", "小于或等于"),
        ("cursor=" + "x" * 65, "cursor", "64"),
        ("format=csv&limit=3", "limit", "json"),
        ("format=xlsx&cursor=sal_1", "cursor", "json"),
    ],
)
def test_a_parameter_is_blamed_in_chinese(running, asked, field, said):
    with running.client() as client:
        answer = client.get(f"/v1/campaigns/{CAMPAIGN}/decisions?{asked}")
    problem = answer.json()
    assert answer.status_code == 422
    [fault] = problem["errors"]
    assert fault["field"] == field
    assert said in fault["message"]["zh"]
    assert problem["remedy"]["zh"]
    assert not ENGLISH.search(problem["message"]["zh"])


@pytest.mark.parametrize("sale", ["", "/LSYSYN105N0000001"])
@pytest.mark.parametrize("format_", ["json", "csv"])
def test_decisions_of_an_instant_to_come_are_not_told(running, sale, format_):
    asked = {"known_at": "2999-01-01T00:00:00Z"}
    asked |= {} if sale else {"format": format_}
    with running.client() as client:
        path = f"/v1/campaigns/{CAMPAIGN}/decisions{sale}"
        answer = client.get(path, params=asked)
    assert answer.status_code == 422
    assert "晚于现在" in answer.json()["message"]["zh"]
    assert "known_at" in answer.json()["remedy"]["zh"]
