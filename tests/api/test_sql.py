"""Analysts ask the published database over HTTP, and nobody else does."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import httpx
import polars as pl
import pytest

from tests.api.asked_home import QUICK, asked_at
from voucher_service.model.kinds import Role
from voucher_service.store.audit_log import list_entries
from voucher_service.usecases.run_sql import SQL_ROLES

FOREVER = "SELECT count(*) FROM range(100000) a, range(100000) b, range(1000) c"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    yield from asked_at(tmp_path_factory.mktemp("asked") / "home")


def ask(running, sql, role=Role.ANALYST, **more):
    with running.client(role) as client:
        return client.post("/v1/sql", json={"sql": sql} | more)


def entries(running):
    running.service.accesses.flush()
    with running.service.store.read() as connection:
        return list_entries(connection, 1_000)


def test_an_answer_tells_columns_rows_and_its_publication(asked):
    sql = "SELECT sold_on, price_yuan FROM eligible_sales ORDER BY sold_on LIMIT 2"
    answer = ask(asked, sql)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["columns"] == [
        {"name": "sold_on", "type": "DATE"},
        {"name": "price_yuan", "type": "DECIMAL(18,2)"},
    ]
    assert told["rows"] == [["2022-12-16", "30000.00"], ["2022-12-20", "150000.00"]]
    assert told["truncated"] is False
    assert told["elapsed_ms"] > 0
    assert told["publication"]["as_of"] == "2023-01-06"
    assert told["publication"]["known_at"].endswith("Z")
    assert told["publication"]["synthetic"] is True


@pytest.mark.parametrize(
    ("more", "rows", "truncated"),
    [
        ({"limit": 3}, 3, True),
        ({"limit": 4}, 4, False),
        ({"limit": 5}, 4, False),
        ({}, 4, False),
    ],
)
def test_rows_beyond_the_limit_are_left_off_and_that_is_told(
    asked, more, rows, truncated
):
    told = ask(asked, "FROM sales", **more).json()
    assert (len(told["rows"]), told["truncated"]) == (rows, truncated)


def test_no_limit_reaches_beyond_the_services_own(asked):
    told = ask(asked, "FROM range(100000000)", limit=10_000_000).json()
    assert (len(told["rows"]), told["truncated"]) == (QUICK.most_rows, True)


def test_a_file_holds_what_json_tells(asked):
    sql = "SELECT sale_id, sold_on FROM sales ORDER BY ALL"
    told = ask(asked, sql).json()
    rows, known_at = told["rows"], told["publication"]["known_at"]
    csv = ask(asked, sql, format="csv")
    parquet = ask(asked, sql, format="parquet")
    xlsx = ask(asked, sql, format="xlsx")
    read = pl.read_parquet(io.BytesIO(parquet.content)).rows()
    assert [[name, day.isoformat()] for name, day in read] == rows
    said = ("2023-01-06", known_at, "合成数据 synthetic data")
    assert pl.read_csv(io.BytesIO(csv.content)).rows() == [
        (*row, *said) for row in rows
    ]
    assert pl.read_excel(io.BytesIO(xlsx.content)).height == len(rows)
    for answer, ending in ((csv, "csv"), (parquet, "parquet"), (xlsx, "xlsx")):
        assert f".{ending}" in answer.headers["content-disposition"]
        assert answer.headers["x-rows"] == "4"
        assert answer.headers["x-truncated"] == "false"


def test_a_file_that_was_cut_says_so_and_what_was_asked(asked):
    sql = "SELECT sale_id FROM sales ORDER BY ALL"
    cut = {each: ask(asked, sql, format=each, limit=2) for each in ("parquet", "xlsx")}
    assert {answer.headers["x-truncated"] for answer in cut.values()} == {"true"}
    note = pl.read_parquet_metadata(io.BytesIO(cut["parquet"].content))
    told = json.loads(note["voucher_service"])
    assert (told["truncated"], told["sql"]) == (True, sql)
    book = io.BytesIO(cut["xlsx"].content)
    about = pl.read_excel(book, sheet_name="说明 about", has_header=False)
    said = "\n".join(str(cell) for row in about.rows() for cell in row)
    assert "结果不全" in said
    assert sql in said
    assert "synthetic data" in said


def test_a_result_that_is_too_large_is_not_said_to_have_too_many_rows(asked):
    told = ask(asked, "SELECT repeat('x', 9000000) AS a", limit=1_000).json()
    assert told["code"] == "query_stopped"
    assert told["message"]["en"] == "the result is larger than 8 MB"
    assert "行" not in told["message"]["zh"]


def test_parameters_are_values_and_never_sql(asked):
    sql = "SELECT count(*) FROM sales WHERE brand = $brand AND sold_on >= $day::DATE"
    hostile = "x' OR 1=1 --"
    found = [
        ask(asked, sql, params={"brand": brand, "day": "2022-01-01"}).json()["rows"]
        for brand in ("甲牌", hostile)
    ]
    assert found == [[[2]], [[0]]]


@pytest.mark.parametrize(
    ("sql", "line", "column"),
    [
        ("SELECT 1,\n  nosuch\nFROM sales", 2, 3),
        ("SELECT '甲牌',\n '乙', x FROM sales", 2, 7),
        ("SELECT 1 FROM\nnosuch", 2, 1),
        ("SELEC 1", 1, 1),
    ],
)
def test_a_fault_names_its_line_and_column(asked, sql, line, column):
    answer = ask(asked, sql)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "unusable_query")
    assert (told["line"], told["column"]) == (line, column)
    assert told["message"]["zh"] != told["message"]["en"]


@pytest.mark.parametrize("role", Role)
def test_only_analysts_bureau_and_operators_may_ask(asked, role):
    status = ask(asked, "SELECT 1", role=role).status_code
    assert status == (200 if role in SQL_ROLES else 403)


def test_a_question_is_logged_with_who_what_and_how_long(asked):
    sql = "SELECT 'a question that is logged'"
    ask(asked, sql)
    ask(asked, f"{sql} FROM nosuch", role=Role.BUREAU)
    found = {
        (entry["role"], entry["outcome"]): of[0]
        for entry in entries(asked)
        if entry["action"] == "read" and entry["subject"] == "POST /v1/sql"
        for of in json.loads(entry["detail"])["of"]
        if sql in of[0]
    }
    assert set(found) == {("analyst", "ok"), ("bureau", "unusable_query")}
    assert " ms sha256:" in found["analyst", "ok"]


def test_one_person_runs_so_many_at_once_and_others_still_get_in(asked):
    with ThreadPoolExecutor(3) as many:
        slow = [many.submit(ask, asked, FOREVER) for _ in range(3)]
        statuses = sorted(each.result().status_code for each in slow)
        other = many.submit(ask, asked, "SELECT 1", Role.BUREAU).result()
    assert statuses == [422, 422, 429]
    assert other.status_code == 200
    refused = next(e.result() for e in slow if e.result().status_code == 429)
    assert int(refused.headers["retry-after"]) >= 1
    assert ask(asked, "SELECT 1").status_code == 200


def test_hanging_up_ends_the_question(tmp_path):
    patient = replace(QUICK, seconds=600.0, at_once_each=1)
    for running in asked_at(tmp_path / "home", patient):
        with running.client(Role.ANALYST) as client, pytest.raises(httpx.ReadTimeout):
            client.post("/v1/sql", json={"sql": FOREVER}, timeout=1.0)
        answer = ask(running, "SELECT 1")
        while answer.status_code == 429:
            answer = ask(running, "SELECT 1")
        assert answer.status_code == 200
        assert len(running.service.questions.processes()) == 1


def test_before_the_first_publication_that_is_told(tmp_path):
    for running in asked_at(tmp_path / "home", published=False):
        answer = ask(running, "SELECT 1")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_published")


SAVED = "/v1/saved-queries"


def test_a_saved_query_is_for_all_until_it_is_removed(asked):
    with asked.client(Role.ANALYST) as analyst, asked.client(Role.BUREAU) as bureau:
        first = analyst.post(SAVED, json={"name": "各区县", "sql": "SELECT 1"})
        again = bureau.post(SAVED, json={"name": "各区县", "sql": "SELECT 2"})
        listed = analyst.get(SAVED).json()
        one = analyst.get(f"{SAVED}/{first.json()['id']}")
        removed = bureau.post(f"{SAVED}/{first.json()['id']}/remove")
        left = analyst.get(SAVED).json()
        gone = analyst.post(f"{SAVED}/{first.json()['id']}/remove")
    assert first.status_code == again.status_code == 201
    assert first.json()["id"] == again.json()["id"]
    assert [each["name"] for each in listed] == ["各区县"]
    assert "sql" not in listed[0]
    assert one.json() == {**listed[0], "sql": "SELECT 2"}
    assert listed[0]["saved_by"].startswith("bureau")
    assert (removed.status_code, left, gone.status_code) == (200, [], 404)
    actions = [entry["action"] for entry in entries(asked)]
    assert actions.count("query-save") == 2
    assert actions.count("query-remove") == 1


@pytest.mark.parametrize(
    "body",
    [
        {"sql": ""},
        {"sql": "SELECT 1", "limit": 0},
        {"sql": "SELECT 1", "limit": "3"},
        {"sql": "SELECT 1", "format": "exe"},
        {"sql": "SELECT 1", "params": {"a": [1]}},
        {"sql": "SELECT 1", "more": 1},
        {"sql": "x" * 100_001},
        {},
    ],
)
def test_an_unusable_body_names_its_fault(asked, body):
    with asked.client(Role.ANALYST) as client:
        answer = client.post("/v1/sql", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_parameter")
    assert answer.json()["errors"]


@pytest.mark.parametrize(
    "name",
    [
        *("", " x", "x ", "a\nb", "x" * 81, "a\x7fb", "a\u2028b", "a\u2029b"),
        *(
            "\u200b",
            "a\u202eb",
            "\u00a0",
            "\u3000\u2003",
            "\u00ad",
            "\u034f",
            "\ufeffa",
        ),
    ],
)
def test_a_name_that_nobody_could_read_is_refused(asked, name):
    with asked.client(Role.ANALYST) as client:
        answer = client.post(SAVED, json={"name": name, "sql": "SELECT 1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_parameter")
    assert answer.json()["message"]["zh"]


def test_the_day_of_a_publication_is_a_day(asked):
    told = ask(asked, "SELECT as_of FROM published").json()
    assert date.fromisoformat(told["rows"][0][0]) == date(2023, 1, 6)


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"day": "\ud800"}, "the parameter day holds half a letter"),
        ({"\ud800": "1"}, "holds half a letter"),
        ({"p" * 70_000: "1"}, "the parameter's name 'pppp"),
    ],
)
def test_a_parameter_that_cannot_be_written_is_named(asked, params, says):
    content = json.dumps({"sql": "SELECT $day AS day", "params": params})
    headers = {"Content-Type": "application/json"}
    with asked.client(Role.ANALYST) as client:
        answer = client.post("/v1/sql", content=content, headers=headers)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "bad_parameter"), told
    assert says in told["message"]["en"]
    assert len(answer.text) < 2_000


def test_an_endless_day_is_refused_with_a_sentence(asked):
    told = ask(asked, "SELECT DATE 'infinity' AS d").json()
    assert told["code"] == "unusable_query"
    assert "the column d holds a day" in told["message"]["en"]
