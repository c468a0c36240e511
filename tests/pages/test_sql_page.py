"""The page of SQL shows what can be asked, keeps what a link carries, and no more."""

import html
import json
import re

import pytest

from tests.api.asked_home import asked_at
from voucher_service.model.acting import Acting, acting_as
from voucher_service.model.kinds import Role
from voucher_service.usecases.run_sql import SQL_ROLES
from voucher_service.usecases.saved_queries import remove_query, save_query

ANALYST = Acting("token:tk_1:王分析", "analyst")


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    yield from asked_at(tmp_path_factory.mktemp("sql-page") / "home")


def page(running, address="/sql", role=Role.ANALYST):
    with running.client(role) as client:
        return client.get(address, headers={"Accept": "text/html"})


def written(answer):
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text, re.DOTALL)
    return html.unescape(found[1])


def told(answer):
    found = re.search(r'id="asking">(.*?)</script>', answer.text, re.DOTALL)
    return json.loads(found[1])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tables_columns_and_their_meaning_stand_in_the_page(asked, language):
    answer = page(asked, f"/sql?lang={language}")
    assert answer.status_code == 200
    assert told(answer)["tables"]["sales"][0] == "sale_id"
    assert "eligible_sales" in answer.text
    meaning = {"zh": "单位分", "en": "the bare price in fen"}[language]
    assert meaning in answer.text
    assert "合成数据 synthetic data" in answer.text


def test_the_library_can_be_chosen_and_is_shown_by_its_question(asked):
    answer = page(asked, "/sql?query=concentration&lang=en")
    assert "Are sales concentrated in a few dealers" in answer.text
    assert written(answer).startswith("-- 问题：")
    assert len(told(answer)["queries"]) > 20


def test_a_link_carries_its_sql_as_text_and_nothing_else(asked):
    hostile = "SELECT '</textarea><script>alert(1)</script>' AS \"a\""
    with asked.client(Role.ANALYST) as client:
        answer = client.get("/sql", params={"q": hostile})
    assert "<script>alert" not in answer.text
    assert written(answer) == hostile
    other = re.search(r'href="(/sql\?[^"]*lang=en[^"]*)"', answer.text)
    assert written(page(asked, html.unescape(other[1]))) == hostile


def test_a_saved_query_is_opened_by_its_link_until_it_is_removed(asked):
    with acting_as(ANALYST):
        kept = save_query(asked.service, "慈利县", "SELECT '慈利县'")
    address = f"/sql?saved={kept.id}"
    shown = page(asked, address)
    with acting_as(ANALYST):
        remove_query(asked.service, kept.id)
    assert written(shown) == "SELECT '慈利县'"
    assert "analyst · 王分析" in shown.text
    assert page(asked, address).status_code == 404


@pytest.mark.parametrize("query", ["query=nosuch", "saved=nosuch"])
def test_a_query_that_is_not_there_is_said_so_where_others_are(asked, query):
    answer = page(asked, f"/sql?{query}&lang=en")
    assert answer.status_code == 404
    assert re.search(r'role="alert">[^<]*nosuch', answer.text)
    assert written(answer) == ""
    assert "Queries at hand" in answer.text
    assert "nosuch" not in answer.text.partition("<main")[0]


def test_values_of_parameters_go_along_into_the_other_language(asked):
    answer = page(asked, "/sql?query=top_models&p.most=3&other=4")
    other = re.search(r'href="(/sql\?[^"]*lang=en[^"]*)"', answer.text)
    assert "p.most=3" in other[1]
    assert "other" not in other[1]


@pytest.mark.parametrize("role", Role)
def test_the_page_is_for_those_who_may_ask(asked, role):
    status = page(asked, role=role).status_code
    assert status == (200 if role in SQL_ROLES else 403)


def test_the_page_holds_no_script_or_style_of_its_own(asked):
    text = page(asked).text
    scripts = re.findall(r"<script(?![^>]*\b(?:src=|application/json))", text)
    assert scripts == []
    assert " style=" not in text
    assert not re.findall(r"\bon[a-z]+=", text.partition("<main")[2])


def test_before_the_first_publication_the_page_says_how_to_make_one(tmp_path):
    for running in asked_at(tmp_path / "home", published=False):
        answer = page(running, "/sql?lang=en")
    assert answer.status_code == 200
    assert "Nothing has been published yet" in answer.text
    assert told(answer)["tables"] == {}
