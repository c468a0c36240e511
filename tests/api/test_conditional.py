"""Who has the very bytes already gets 304 and no body."""

import hashlib

import pytest

CAMPAIGN = "zhangjiajie-2022-new-year"
ROOT = f"/v1/campaigns/{CAMPAIGN}"
TAGGED = [
    "/v1/campaigns",
    ROOT,
    f"{ROOT}/totals?as_of=2023-01-10",
    f"{ROOT}/charts",
    f"{ROOT}/charts/by-district?as_of=2023-01-10",
    f"{ROOT}/charts/by-district?as_of=2023-01-10&format=csv",
    f"{ROOT}/charts/by-district?as_of=2023-01-10&format=html",
]


@pytest.mark.parametrize("path", TAGGED)
def test_the_tag_is_strong_and_of_the_body(running, path):
    with running.client() as client:
        answer = client.get(path, headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'


@pytest.mark.parametrize("path", TAGGED)
def test_one_who_names_the_tag_gets_no_body(running, path):
    with running.client() as client:
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    kept = ("etag", "cache-control", "x-request-id", "content-security-policy", "vary")
    for name in kept:
        assert (name in again.headers) == (name in first.headers)
    assert again.headers["etag"] == first.headers["etag"]
    assert "content-length" not in again.headers


MATCHES = [
    ("{tag}", 304),
    ("W/{tag}", 304),
    ('"other", {tag}', 304),
    ('W/"other" , W/{tag},', 304),
    ("*", 304),
    ('"other"', 200),
    ('"{bare}x"', 200),
    ("{bare}", 200),
    ("", 200),
    ("nonsense", 200),
]


@pytest.mark.parametrize(("header", "status"), MATCHES)
def test_tags_are_compared_weakly_in_a_list(running, header, status):
    path = f"{ROOT}/totals?as_of=2023-01-10"
    with running.client() as client:
        tag = client.get(path).headers["etag"]
        told = header.format(tag=tag, bare=tag.strip('"'))
        answer = client.get(path, headers={"If-None-Match": told})
    assert answer.status_code == status


def test_a_list_may_come_in_two_headers(running):
    path = f"{ROOT}/totals?as_of=2023-01-10"
    with running.client() as client:
        tag = client.get(path).headers["etag"]
        headers = [
            ("Authorization", client.headers["authorization"]),
            ("If-None-Match", '"other"'),
            ("If-None-Match", tag),
        ]
        assert client.get(path, headers=headers).status_code == 304


def test_a_refusal_stays_a_refusal_to_one_who_takes_anything_for_known(running):
    with running.client() as client:
        answer = client.get(f"{ROOT}/charts/nosuch", headers={"If-None-Match": "*"})
    assert answer.status_code == 404
