"""What an analyst reads on the page that explains the published database."""

import pytest

from tests.api.conftest import fresh_service, serve
from tests.pages.test_campaign_page import text_of
from voucher_service.model.kinds import Role
from voucher_service.usecases.publish import publish
from voucher_service.usecases.tell_dictionary import show_dictionary


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    service = fresh_service(tmp_path_factory.mktemp("dictionary") / "home")
    for running in serve(service):
        yield running, service


def page(running, role, path="/dictionary"):
    with running.client(role=None) as client:
        client.headers["Accept"] = "text/html,*/*;q=0.8"
        client.cookies.set("voucher_session", running.cookie(role))
        return client.get(path)


def test_before_the_first_publication_it_says_so_and_names_no_path(served, tmp_path):
    service = fresh_service(tmp_path / "home")
    for running in serve(service):
        answer = page(running, Role.ANALYST)
        assert answer.status_code == 404
        assert "还没有发布过分析库" in answer.text
        assert str(tmp_path) not in answer.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_table_and_column_is_explained(served, language):
    running, service = served
    publish(service)
    answer = page(running, Role.ANALYST, f"/dictionary?lang={language}")
    assert answer.status_code == 200
    text = " ".join(text_of(answer.text).split())
    told = show_dictionary(service)
    for relation in told.relations:
        assert f'id="{relation.name}"' in answer.text
        for said in relation.meaning:
            assert " ".join(getattr(said, language).split()) in text
        for column in relation.columns:
            said = getattr(column.meaning, language)
            assert f"{column.name} {column.type} {' '.join(said.split())}" in text
        has_file = f"/v1/published/{relation.name}.parquet" in answer.text
        assert has_file is not relation.is_view
    assert "合成数据" in text
    assert "2023-01-06" in text


@pytest.mark.parametrize("role", Role)
def test_it_is_for_those_who_see_figures(served, role):
    running, service = served
    publish(service)
    allowed = role in {Role.OPERATOR, Role.BUREAU, Role.ANALYST}
    with running.client(role) as client:
        answer = client.get("/dictionary")
    assert answer.status_code == (200 if allowed else 403)
