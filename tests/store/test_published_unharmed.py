"""Whatever is asked of a publication, its file is not touched: each wall suffices."""

from pathlib import Path

import duckdb
import pytest

from voucher_service.model.published_errors import UnusableQuery
from voucher_service.model.published_queries import Limits
from voucher_service.store.published_reading import PublishedReader, connect_published

LIMITS = Limits(seconds=20, memory_mb=256)
MANNER = "(FORMAT csv, HEADER false, USE_TMP_FILE false)"
NOTHING, CELLS = "SELECT 1 WHERE false", "SELECT 1 AS a, 2 AS b"
PIVOT = f"PIVOT ({CELLS}) ON a USING sum(b)"
WRITERS = (
    "COPY ({nothing}) TO '{place}' {manner}",
    "EXPLAIN COPY ({nothing}) TO '{place}' {manner}",
    "EXPLAIN ANALYZE COPY ({nothing}) TO '{place}' {manner}",
    "explain /* a */ analyze -- b\ncopy ({nothing}) TO '{place}' {manner}",
    "EXPLAIN /* /* */ SELECT 1 -- */ COPY ({nothing}) TO '{place}' {manner}",
    "EXPLAIN (ANALYZE) COPY ({nothing}) TO '{place}' {manner}",
    "EXPLAIN(ANALYZE, FORMAT json)COPY ({nothing}) TO '{place}' {manner}",
    "-- 头\n/**/EXPLAIN (FORMAT json) COPY ({nothing}) TO '{place}' {manner}",
    "WITH x AS (COPY ({nothing}) TO '{place}' {manner}) FROM x",
    "WITH x AS/**/(COPY ({nothing}) TO '{place}' {manner}) SELECT 1",
    "EXPLAIN ANALYZE WITH x AS (COPY ({nothing}) TO '{place}' {manner}) FROM x",
    "COPY ({pivot}) TO '{place}' {manner}",
    "EXPLAIN ANALYZE COPY ({pivot}) TO '{place}' {manner}",
    "WITH x AS (COPY ({pivot}) TO '{place}' {manner}) FROM x",
    "EXPLAIN ANALYZE CREATE TABLE memory.main.x AS FROM sales",
    "CREATE TABLE memory.main.x AS {pivot}",
    "WITH x AS (DELETE FROM sales RETURNING *) FROM x",
    "WITH x AS MATERIALIZED (UPDATE sales SET fen = 0 RETURNING *) FROM x",
    "WITH x AS (WITH y AS ({nothing}) INSERT INTO sales FROM y RETURNING *) FROM x",
    "EXPLAIN ANALYZE WITH x AS (DELETE FROM sales RETURNING *) FROM x",
)
QUESTIONS = (
    "SELECT count(*) FROM sales",
    "EXPLAIN SELECT 1",
    "explain analyze select 1",
    "EXPLAIN (ANALYZE, FORMAT json) /* x */ SELECT ')' AS a",
    "EXPLAIN (SELECT 1)",
    "EXPLAIN ANALYZE (SELECT 1)",
    f"EXPLAIN {PIVOT}",
    f"{PIVOT}",
    "-- 头\n((SELECT 1)) -- end",
    "FROM sales",
    "TABLE sales",
    "VALUES (1)",
    "DESCRIBE sales",
    "EXPLAIN DESCRIBE sales",
    "SUMMARIZE sales",
    "SHOW TABLES",
    "UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b",
    "WITH copy AS (SELECT 1 AS delete) SELECT (delete), (copy.delete) FROM copy",
    "SELECT '(COPY x TO y)' AS \"(DELETE FROM z)\" /* (COPY a TO b) */",
)


@pytest.fixture
def path(tmp_path) -> Path:
    place = tmp_path / "voucher.duckdb"
    with duckdb.connect(place) as connection:
        connection.execute("CREATE TABLE published AS SELECT 1 AS schema_version")
        connection.execute("CREATE TABLE sales AS SELECT range AS fen FROM range(9)")
    return place


def written(statement: str, place: Path) -> str:
    return statement.format(place=place, nothing=NOTHING, pivot=PIVOT, manner=MANNER)


def places(path: Path) -> list[Path]:
    return [path, *(path.with_name(f"{path.name}{each}") for each in (".wal", ".csv"))]


@pytest.mark.parametrize("statement", WRITERS)
def test_the_gate_lets_nothing_in_that_writes(path, statement):
    with PublishedReader.open(path, LIMITS) as file:
        for place in places(path):
            with pytest.raises(UnusableQuery) as refused:
                file.asked_of(written(statement, place))
            assert "only questions are run" in refused.value.message.en


@pytest.mark.parametrize("statement", WRITERS)
def test_behind_the_gate_nothing_can_be_written_either(path, statement):
    before = path.read_bytes()
    for place in places(path):
        connection = connect_published(path, LIMITS)
        try:
            connection.execute(written(statement, place)).fetchall()
        except duckdb.Error:
            pass
        finally:
            connection.close()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "statement",
    [
        "FROM read_blob('{place}')",
        "FROM read_csv('{place}')",
        "FROM glob('{place}')",
        "ATTACH '{place}' AS another (READ_ONLY)",
        "SET disabled_filesystems = ''",
        "RESET allowed_paths",
        "FROM query('COPY (SELECT 1) TO ''{place}''')",
        "FROM query('WITH x AS (COPY (SELECT 1) TO ''{place}'') FROM x')",
    ],
)
def test_not_even_the_file_itself_can_be_opened_again(path, statement):
    connection = connect_published(path, LIMITS)
    for place in places(path):
        with pytest.raises(duckdb.Error):
            connection.execute(statement.format(place=place)).fetchall()
    connection.close()
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_gate_lets_every_question_in_and_it_is_answered(path, question):
    with PublishedReader.open(path, LIMITS) as file:
        assert file.asked_of(question) == set()
        assert file.ask(question, {}).frame.width > 0
