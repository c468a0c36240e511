"""A question to the published database is answered, or refused with a sentence."""

import io
import json
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pytest

from voucher_service.model.errors import BadParameter, NotFound, VoucherServiceError
from voucher_service.model.published_errors import (
    NotPublished,
    QueryStopped,
    UnreadablePublication,
    UnusableQuery,
)
from voucher_service.model.published_queries import Limits
from voucher_service.resources import SQL
from voucher_service.usecases.ask_published import (
    Answer,
    ask_published,
    find_query,
    query_of,
)
from voucher_service.usecases.lay_out_answer import answer_document, table_lines
from voucher_service.usecases.write_answer import AnswerFormat, written

SMALL = Limits(seconds=20, memory_mb=256, most_rows=1000)
ODD = """
SELECT '=1+1' AS text, 1.50::DECIMAL(18, 2) AS yuan, DATE '2023-01-10' AS day,
       TIMESTAMP '2023-01-10 08:00:00' AS instant, [1, NULL] AS numbers, true AS is_so,
       sum(170141183460469231731687303715884105727) AS huge, INTERVAL 3 DAY AS span,
       {'a': 1} AS struct, 'x'::BLOB AS bytes, 1 / 0 AS endless, NULL AS nothing,
       '张家界' AS place, TIME '10:00' AS hour, 7 AS yuan
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    """Give a file with the frame of a publication and a few rows, made by hand."""
    path = tmp_path_factory.mktemp("small") / "voucher.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(
            "CREATE TABLE published AS SELECT 1 AS schema_version,"
            " DATE '2023-01-10' AS as_of, TIMESTAMP '2023-01-11 01:00:00' AS known_at,"
            " '0.1.0' AS program_version, true AS synthetic"
        )
        connection.execute(
            "CREATE TABLE sales AS SELECT range AS fen, '示例' AS brand FROM range(9)"
        )
    return path


def ask(path: Path, sql: str, limits: Limits = SMALL, **given: str) -> Answer:
    return ask_published(path, query_of("mine", sql), given, limits)


def refusal(path: Path, sql: str, limits: Limits = SMALL, **given: str):
    with pytest.raises(VoucherServiceError) as caught:
        ask(path, sql, limits, **given)
    assert caught.value.message.zh
    assert caught.value.message.en
    return caught.value


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT count(*) FROM sales", [(9,)]),
        ("FROM sales WHERE fen > 7", [(8, "示例")]),
        ("WITH a AS (SELECT 1 AS x) FROM a;", [(1,)]),
        ("-- 说明\nSELECT 2", [(2,)]),
        ("SELECT sum(fen) FROM sales", [(36,)]),
        ("PIVOT sales ON brand USING sum(fen)", [(36,)]),
        ("SELECT a.fen FROM sales AS a JOIN sales AS b USING (fen) LIMIT 0", []),
    ],
)
def test_a_question_is_answered(published, sql, rows):
    assert ask(published, sql).frame.rows() == rows


@pytest.mark.parametrize(
    ("sql", "line", "column"),
    [
        ("selec 1", 1, 1),
        ("SELECT *\nFROM sales\nWHERE '中文' = nope", 3, 14),
        ("SELECT *\nFROM nowhere", 2, 6),
        ("SELECT nofun(1)", 1, 8),
        ("SELECT 'a'::INTEGER", 1, 11),
    ],
)
def test_a_fault_in_the_sql_is_told_with_its_place(published, sql, line, column):
    error = refusal(published, sql)
    assert isinstance(error, UnusableQuery)
    assert (error.line, error.column) == (line, column)
    assert f"第 {line} 行第 {column} 列" in error.message.zh
    assert f"line {line}, column {column}" in error.message.en


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "-- nothing",
        "SELECT 1; SELECT 2",
        "COPY sales TO 'x.csv'",
        "ATTACH 'x.duckdb'",
        "CREATE TABLE x AS SELECT 1",
        "DELETE FROM sales",
        "SET threads = 1",
        "USE memory",
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA version",
        "CALL enable_logging()",
        "EXPORT DATABASE 'x'",
        "DETACH published",
        "FROM read_csv('/etc/passwd')",
        "FROM read_text('/etc/passwd')",
        "FROM glob('/*')",
        "FROM '/etc/passwd'",
        "FROM 'https://127.0.0.1/x.parquet'",
        "SELECT getenv('HOME')",
    ],
)
def test_nothing_but_the_publication_is_read_and_nothing_written(published, sql):
    before = published.read_bytes()
    assert isinstance(refusal(published, sql), UnusableQuery)
    assert published.read_bytes() == before


@pytest.mark.parametrize(
    ("sql", "limits"),
    [
        ("FROM range(2000)", SMALL),
        ("SELECT list(a.range) FROM range(1000000000) AS a", SMALL),
        (
            "SELECT count(*) FROM range(1000000) AS a, range(1000000) AS b"
            " WHERE a.range % 7 = b.range % 5",
            Limits(seconds=0.3, memory_mb=256),
        ),
        (
            "WITH RECURSIVE t AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM t) FROM t",
            Limits(seconds=0.3, memory_mb=256),
        ),
    ],
    ids=["rows", "memory", "join", "endless"],
)
def test_a_question_that_takes_too_much_is_stopped(published, sql, limits):
    error = refusal(published, sql, limits)
    assert isinstance(error, QueryStopped)
    assert error.remedy


PRICED = """-- param: least BIGINT = 3 · 至少 · at least
-- param: brand VARCHAR
SELECT count(*) FROM sales WHERE fen >= $least AND brand = $brand
"""


def test_parameters_take_their_defaults_and_types(published):
    answer = ask(published, PRICED, brand="示例")
    assert (answer.frame.item(), answer.values["least"]) == (6, 3)
    assert ask(published, PRICED, brand="示例", least="8").frame.item() == 1
    assert ask(published, PRICED, brand="' OR true --").frame.item() == 0
    assert ask(published, "SELECT $free AS x", free="7").frame.item() == "7"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "brand"),
        ({"brand": "a", "least": "three"}, "least"),
        ({"brand": "a", "leats": "3"}, "leats"),
    ],
)
def test_a_parameter_that_is_missing_ill_typed_or_unknown_is_named(
    published, given, named
):
    error = refusal(published, PRICED, **given)
    assert isinstance(error, BadParameter)
    assert named in error.message.zh
    assert named in error.message.en


def test_an_unknown_query_is_refused_with_all_there_are():
    with pytest.raises(NotFound) as caught:
        find_query(SQL, "distrcts")
    assert "districts" in caught.value.choices
    assert find_query(SQL, "price-bands").name == "price_bands"


def test_what_is_no_publication_is_refused(published, tmp_path):
    junk, empty = tmp_path / "junk.duckdb", tmp_path / "empty.duckdb"
    newer = tmp_path / "newer.duckdb"
    junk.write_bytes(b"no database" * 1000)
    duckdb.connect(empty).close()
    shutil.copyfile(published, newer)
    with duckdb.connect(newer) as connection:
        connection.execute("UPDATE published SET schema_version = 99")
    kinds = [type(refusal(path, "SELECT 1")) for path in (junk, empty, newer)]
    assert kinds == [UnreadablePublication] * 3
    assert isinstance(refusal(tmp_path / "none.duckdb", "SELECT 1"), NotPublished)


def test_each_opening_sees_the_file_as_it_is_now(published, tmp_path):
    path, after = tmp_path / "voucher.duckdb", tmp_path / "after.duckdb"
    for place in (path, after):
        shutil.copyfile(published, place)
    with duckdb.connect(after) as connection:
        connection.execute("DELETE FROM sales")
    with duckdb.connect(path, read_only=True) as held:
        assert ask(path, "SELECT count(*) FROM sales").frame.item() == 9
        after.replace(path)
        assert ask(path, "SELECT count(*) FROM sales").frame.item() == 0
        assert held.execute("SELECT count(*) FROM sales").fetchall() == [(9,)]


def test_every_kind_of_value_is_written_in_every_format(published):
    answer = ask(published, ODD)
    assert answer.frame.columns[-1] == "yuan_1"
    document = json.loads(written(answer, AnswerFormat.JSON))
    [row] = document["rows"]
    assert (row["yuan"], row["day"], row["endless"]) == ("1.50", "2023-01-10", None)
    assert (row["numbers"], row["span"]) == ([1, None], "3 days")
    assert document["synthetic"] is True
    text = written(answer, AnswerFormat.CSV).decode("utf-8-sig")
    assert text.splitlines()[1].startswith("'=1+1,1.50,2023-01-10")
    frame = pl.read_parquet(io.BytesIO(written(answer, AnswerFormat.PARQUET)))
    assert frame["yuan"].to_list() == [Decimal("1.50")]
    book = openpyxl.load_workbook(io.BytesIO(written(answer, AnswerFormat.XLSX)))
    page, about = book.worksheets
    cells = [cell.value for cell in page[2]]
    assert [str(cell) for cell in cells[:3]] == ["=1+1", "1.5", "2023-01-10 00:00:00"]
    assert page["A2"].data_type == "s"
    assert "合成数据" in about["A1"].value


def test_the_same_answer_gives_the_same_bytes(published):
    for kind in AnswerFormat:
        twice = [written(ask(published, "FROM sales"), kind) for _ in range(2)]
        assert twice[0] == twice[1], kind


def test_a_table_lines_chinese_up_and_tells_what_it_leaves_out(published):
    answer = ask(published, "SELECT brand, fen FROM sales ORDER BY fen DESC")
    lines = table_lines(answer, most_rows=2)
    assert lines[0].startswith(
        "【合成数据 synthetic data】数据截至 / as of: 2023-01-10"
    )
    assert lines[-4:] == [
        "─────  ───",
        "示例     8",
        "示例     7",
        "… 还有 7 行 / 7 more rows: --format csv",
    ]


def test_an_answer_to_ones_own_question_carries_no_words_of_ours(published):
    document = answer_document(ask(published, "SELECT 1 AS x"))
    assert (document["question"], document["note"]) == (None, None)
    assert document["columns"] == [{"name": "x", "meaning": None}]


@pytest.mark.parametrize(
    "value",
    [
        "DATE 'infinity'",
        "DATE '-infinity'",
        "DATE '10000-01-01'",
        "DATE '-0001-01-01'",
        "TIMESTAMP 'infinity'",
        "TIMESTAMPTZ '-infinity'",
        "TIMESTAMP '20000-01-01'",
        "TIMESTAMP_NS 'infinity'",
        "[DATE '2023-01-10', DATE 'infinity']",
    ],
)
def test_a_day_that_no_calendar_has_is_refused_by_its_columns_name(published, value):
    with pytest.raises(UnusableQuery, match="endless") as refused:
        ask(published, f"SELECT {value} AS odd_day")
    assert "odd_day" in refused.value.message.zh


@pytest.mark.parametrize(
    "value",
    ["DATE '0001-01-01'", "DATE '9999-12-31'", "TIMESTAMP '9999-12-31 23:59:59.9'"],
)
def test_the_first_and_the_last_day_are_days(published, value):
    assert ask(published, f"SELECT {value} AS day").frame.rows()


@pytest.mark.parametrize(
    "head",
    [
        "x INTEGER = (SELECT count(*) FROM range(1000000) a, range(1000000) b)",
        "x INTEGER = 1) AS INTEGER); COPY (SELECT 1) TO 'x'; SELECT CAST((1",
        "x INTEGER = getenv('HOME')",
        "x NOSUCH = 1",
    ],
)
def test_a_default_is_never_run(published, head):
    with pytest.raises(BadParameter, match=r"plain value|cannot be a"):
        ask(published, f"-- param: {head}\nSELECT $x AS x", SMALL)


def test_the_statement_that_forges_where_it_comes_from_is_let_in_nowhere(published):
    forged = "CREATE TEMP VIEW published AS SELECT 1"
    head = f"-- param: x INTEGER = 1) AS INTEGER); {forged}; SELECT CAST((1"
    for sql in (forged, f"{head}\nSELECT $x AS x", f"EXPLAIN ANALYZE {forged}"):
        with pytest.raises(BadParameter):
            ask(published, sql)
