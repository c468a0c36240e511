"""The pages over a real home: reading, signing in and out, scripts and styles."""

import re

import pytest

from tests.api.conftest import CAMPAIGN
from voucher_service.model.days import instant_text
from voucher_service.model.kinds import Role
from voucher_service.pages.assets import asset
from voucher_service.usecases.sign_in import create_login_link

PAGE = f"/campaigns/{CAMPAIGN}"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def test_the_list_leads_to_the_campaign_and_shows_its_figures(officer):
    page = officer.get("/")
    assert page.status_code == 200
    assert f'href="{PAGE}?lang=zh"' in page.text
    assert "<b>3</b> 台" in page.text
    assert "合成数据 synthetic data" in page.text


@pytest.mark.parametrize(
    ("as_of", "cars", "yuan"),
    [
        ("2022-12-15", "0", "0.00"),
        ("2022-12-16", "1", "30,000.00"),
        ("2023-01-04", "2", "180,000.00"),
        ("2023-01-05", "3", "279,999.99"),
        ("2023-01-10", "3", "279,999.99"),
    ],
)
def test_the_campaign_page_shows_the_figures_of_the_day_asked_for(
    officer, as_of, cars, yuan
):
    page = officer.get(PAGE, params={"as_of": as_of})
    assert page.status_code == 200
    assert f'<b>{cars}</b> <span class="unit">台</span>' in page.text
    assert f"{yuan} 元" in page.text
    assert f'value="{as_of}"' in page.text


def test_a_page_asked_for_an_instant_keeps_it_and_offers_the_latest(officer, site):
    instant = instant_text(site.service.store.data_version())
    page = officer.get(PAGE, params={"known_at": instant})
    assert f'name="known_at" value="{instant}"' in page.text
    assert f'href="{PAGE}?lang=zh">查看最新数据' in page.text


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "主要数据"), ("en", "Headline figures"), ("", "主要数据")]
)
def test_the_language_is_chosen_by_lang_and_chinese_without_it(officer, lang, said):
    assert said in officer.get(PAGE, params={"lang": lang}).text


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/campaigns/elsewhere", 404, CAMPAIGN),
        (f"{PAGE}?as_of=2023-13-01", 422, "as_of"),
        (f"{PAGE}?known_at=soon", 422, "known_at"),
        (f"{PAGE}?lang=fr", 422, "zh"),
        ("/static/plotly.min.js", 404, "请刷新页面"),
    ],
)
def test_a_bad_address_is_answered_with_a_page_that_tells_why(
    officer, path, status, said
):
    answer = officer.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert said in answer.text


@pytest.mark.parametrize("path", ["/", PAGE, asset("site.css").path])
def test_a_stranger_sees_no_page_and_learns_how_to_sign_in(stranger, path):
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert "voucher-service login-link" in answer.text
    assert "台" not in answer.text


def test_a_login_link_opens_one_session_once(stranger, site):
    link = create_login_link(site.service, Role.BUREAU)
    first = stranger.get("/login", params={"token": link})
    assert (first.status_code, first.headers["location"]) == (303, "/")
    cookie = first.headers["set-cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts == {"httponly", "path=/", "samesite=lax"}
    assert stranger.get("/").status_code == 200
    stranger.cookies.clear()
    assert stranger.get("/login", params={"token": link}).status_code == 401
    assert stranger.get("/").status_code == 401


@pytest.mark.parametrize(
    ("query", "said"), [("", "需要一次性登录链接"), ("?token=made-up", "已使用过")]
)
def test_without_a_good_link_there_is_no_session(stranger, query, said):
    answer = stranger.get(f"/login{query}")
    assert answer.status_code == 401
    assert said in answer.text
    assert "set-cookie" not in answer.headers


def test_signing_out_ends_the_session_for_good(officer):
    kept = dict(officer.cookies)
    answer = officer.post("/logout", headers=SAME_ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert 'voucher_session=""' in answer.headers["set-cookie"]
    officer.cookies.update(kept)
    assert officer.get("/").status_code == 401


@pytest.mark.parametrize("name", ["plotly.min.js", "charts.js", "site.css"])
def test_scripts_and_styles_are_immutable_and_gzipped_where_accepted(officer, name):
    path = asset(name).path
    plain = officer.get(path, headers={"Accept-Encoding": "identity"})
    zipped = officer.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert re.search(r"-[0-9a-f]{12}\.", path)
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert plain.content == zipped.content == asset(name).body
    assert int(zipped.headers["content-length"]) < len(asset(name).body)
    for answer in (plain, zipped):
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("accepted", "zipped"),
    [
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("GZIP ; q=0.5", True),
        ("br, *", True),
    ],
)
def test_gzip_is_only_sent_to_who_takes_it(officer, accepted, zipped):
    path = asset("site.css").path
    answer = officer.get(path, headers={"Accept-Encoding": accepted})
    assert ("content-encoding" in answer.headers) is zipped


def test_a_picture_of_a_few_bytes_is_sent_as_it_is(officer):
    answer = officer.get(asset("icon.svg").path, headers={"Accept-Encoding": "gzip"})
    assert answer.content == asset("icon.svg").body
    assert "content-encoding" not in answer.headers


def test_pages_are_not_kept_for_the_back_button(officer):
    assert officer.get(PAGE).headers["cache-control"] == "no-store"
