"""The bulletin is served in each kind of file, under a name of its own."""

import pytest

BULLETIN = "/v1/campaigns/zhangjiajie-2022-new-year/bulletin"
AS_OF = "2023-01-10"
SERVED = [
    # format, media type, disposition, opening
    (None, "application/vnd.openxmlformats-officedocument", "attachment", b"PK"),
    ("docx", "application/vnd.openxmlformats-officedocument", "attachment", b"PK"),
    ("pdf", "application/pdf", "inline", b"%PDF-"),
    ("html", "text/html; charset=utf-8", "inline", b"<!doctype html>"),
    ("md", "text/markdown; charset=utf-8", "inline", "# 关于".encode()),
]


@pytest.mark.parametrize(("kind", "media_type", "disposition", "opening"), SERVED)
def test_it_is_served_and_not_sent_twice(
    running, kind, media_type, disposition, opening
):
    asked = {"as_of": AS_OF, **({"format": kind} if kind else {})}
    with running.client() as client:
        answer = client.get(BULLETIN, params=asked)
        tag = {"If-None-Match": answer.headers["etag"]}
        again = client.get(BULLETIN, params=asked, headers=tag)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media_type)
    told = answer.headers["content-disposition"]
    assert told.startswith(f"{disposition}; filename=")
    assert f"zhangjiajie-2022-new-year-bulletin-{AS_OF}.{kind or 'docx'}" in told
    assert answer.content.startswith(opening)
    assert (again.status_code, again.content) == (304, b"")


def test_its_number_and_language_are_asked_for(running):
    asked = {"as_of": AS_OF, "format": "md", "issue": 7}
    with running.client() as client:
        chinese = client.get(BULLETIN, params=asked).text
        english = client.get(BULLETIN, params={**asked, "lang": "en"}).text
    assert "（第7期）" in chinese.splitlines()[0]
    assert "(No. 7)" in english.splitlines()[0]


def test_the_page_runs_no_script(running):
    with running.client() as client:
        answer = client.get(BULLETIN, params={"as_of": AS_OF, "format": "html"})
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert b"<script" not in answer.content


@pytest.mark.parametrize(
    ("asked", "status", "field"),
    [
        ({"format": "doc"}, 422, "format"),
        ({"issue": "0"}, 422, "issue"),
        ({"issue": "one"}, 422, "issue"),
        ({"lang": "fr"}, 422, "lang"),
        ({"colour": "red"}, 422, "colour"),
        ({"as_of": "10.1.2023"}, 422, "as_of"),
    ],
)
def test_what_is_asked_wrongly_is_told_by_its_name(running, asked, status, field):
    with running.client() as client:
        answer = client.get(BULLETIN, params=asked)
    assert answer.status_code == status
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]
