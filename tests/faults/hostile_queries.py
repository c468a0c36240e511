"""Queries that an attacker, or an unlucky analyst, might send, and what they come to.

Each tells what it tries, its SQL, the code it is answered with (``ok`` for what does no
harm) and a part of the sentence that says why.
"""

from typing import NamedTuple

REFUSED, STOPPED, OK = "unusable_query", "query_stopped", "ok"
_KIND = "only questions are run"
_REACH = "no file, network or other one"
_TIME = "seconds"
_MEMORY = "memory"
_DEEP = "expression depth"
_NONE = "there is no such name"
_PLAIN = "no plain value"
_OVER = "TO 'voucher.duckdb' (FORMAT csv, HEADER false, USE_TMP_FILE false)"
_BESIDE = "TO 'voucher.duckdb.wal' (FORMAT csv, USE_TMP_FILE false)"


class Hostile(NamedTuple):
    """A query, what it tries, and what it comes to."""

    tries: str
    sql: str
    code: str
    says: str


FILES = (
    ("read a file as text", "SELECT * FROM read_text('/etc/passwd')"),
    ("read a file as bytes", "SELECT * FROM read_blob('/etc/shadow')"),
    ("read a file as CSV", "SELECT * FROM read_csv('/etc/passwd', sep = ':')"),
    ("guess a file's dialect", "SELECT * FROM sniff_csv('/etc/passwd')"),
    ("read a file as JSON", "SELECT * FROM read_json('/etc/hostname')"),
    ("read a file as Parquet", "SELECT * FROM read_parquet('/proc/self/environ')"),
    ("read a file's metadata", "SELECT * FROM parquet_metadata('/etc/passwd')"),
    ("list a folder", "SELECT * FROM glob('/etc/*')"),
    ("read the environment", "SELECT * FROM read_text('/proc/self/environ')"),
    ("read beside the publication", "SELECT * FROM read_text('../voucher.key')"),
    ("climb by a relative path", "FROM read_text('../../../../etc/passwd')"),
    ("fetch over HTTP", "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')"),
    ("fetch from a bucket", "SELECT * FROM read_parquet('s3://bucket/x.parquet')"),
    ("describe a file", "DESCRIBE SELECT * FROM read_csv('/etc/passwd')"),
    ("read a file in a subquery", "SELECT (SELECT content FROM read_text('/etc/x'))"),
    ("read the publication's bytes", "FROM read_blob('voucher.duckdb')"),
    ("read the publication's log", "FROM read_text('voucher.duckdb.wal')"),
)
STATEMENTS = (
    ("attach a database", "ATTACH 'x.duckdb' AS x"),
    ("attach over the published one", "ATTACH ':memory:' AS published"),
    ("detach the published one", "DETACH published"),
    ("install an extension", "INSTALL httpfs"),
    ("load an extension", "LOAD httpfs"),
    ("force an extension", "FORCE INSTALL spatial FROM 'http://127.0.0.1:1'"),
    ("copy a table out", "COPY sales TO '/etc/x.csv'"),
    ("copy a query out", "COPY (SELECT 1) TO '/dev/stdout'"),
    ("copy a file in", "COPY sales FROM '/etc/passwd'"),
    ("export everything", "EXPORT DATABASE 'x'"),
    ("import a database", "IMPORT DATABASE 'x'"),
    ("lift the memory limit", "SET memory_limit = '100GB'"),
    ("open the outside", "SET enable_external_access = true"),
    ("unlock the configuration", "SET lock_configuration = false"),
    ("put a limit back", "RESET memory_limit"),
    ("log into a file", "PRAGMA enable_profiling = 'json'"),
    ("ask by PRAGMA", "PRAGMA database_list"),
    ("call a procedure", "CALL enable_logging()"),
    ("make a table", "CREATE TABLE x AS SELECT 1"),
    ("make a temporary table", "CREATE TEMP TABLE x AS FROM range(10)"),
    ("make a macro", "CREATE MACRO f(a) AS a"),
    ("insert", "INSERT INTO sales SELECT * FROM sales"),
    ("update", "UPDATE sales SET bare_price_fen = 0"),
    ("delete", "DELETE FROM sales"),
    ("drop", "DROP TABLE sales"),
    ("alter", "ALTER TABLE sales ADD COLUMN x INTEGER"),
    ("truncate", "TRUNCATE sales"),
    ("merge", "MERGE INTO sales USING sales s ON false WHEN NOT MATCHED THEN INSERT *"),
    ("begin a transaction", "BEGIN TRANSACTION"),
    ("checkpoint", "CHECKPOINT"),
    ("vacuum", "VACUUM"),
    ("prepare", "PREPARE p AS SELECT 1"),
    ("set a variable", "SET VARIABLE a = 1"),
    ("use another database", "USE memory"),
    ("copy out under EXPLAIN", "EXPLAIN ANALYZE COPY sales TO 'x.csv'"),
    ("empty the publication", f"COPY (SELECT 1 WHERE false) {_OVER}"),
    ("empty it under EXPLAIN", f"EXPLAIN ANALYZE COPY (SELECT 1 WHERE false) {_OVER}"),
    ("empty it by options", f"EXPLAIN (ANALYZE, FORMAT json) COPY sales {_OVER}"),
    ("hide a copy by comments", f"EXPLAIN /* /* */ SELECT 1 -- */ COPY sales {_OVER}"),
    ("copy in a WITH", f"WITH x AS (COPY sales {_OVER}) FROM x"),
    (
        "copy in a WITH explained",
        f"EXPLAIN ANALYZE WITH x AS (COPY sales {_OVER}) FROM x",
    ),
    ("copy a PIVOT", f"COPY (PIVOT sales ON brand USING count(*)) {_OVER}"),
    ("write a log beside it", f"EXPLAIN ANALYZE COPY sales {_BESIDE}"),
    (
        "make a table of a PIVOT",
        "CREATE TABLE x AS PIVOT sales ON brand USING count(*)",
    ),
    ("insert under EXPLAIN", "EXPLAIN ANALYZE INSERT INTO sales SELECT * FROM sales"),
    ("insert in a WITH", "WITH x AS (INSERT INTO sales FROM sales RETURNING *) FROM x"),
)
OTHERS = (
    Hostile("update extensions", "UPDATE EXTENSIONS", REFUSED, "cannot be run"),
    Hostile("a question as a default", "-- param: x INTEGER = (SELECT count(*) FROM "
            "range(1000000) a, range(1000000) b)\nSELECT $x", REFUSED, _PLAIN),
    Hostile("statements as a default", f"-- param: x INTEGER = 1) AS INTEGER); COPY "
            f"sales {_OVER}; SELECT CAST((1\nSELECT $x", REFUSED, _PLAIN),
    Hostile("a forged publication", "-- param: x INTEGER = 1) AS INTEGER); CREATE TEMP "
            "VIEW published AS SELECT 1; SELECT CAST((1\nSELECT $x", REFUSED, _PLAIN),
    Hostile("a type that there is not", "-- param: x NOSUCH = 1\nSELECT $x", REFUSED,
            "cannot be a NOSUCH"),
    Hostile("9,000 parameters", f"SELECT {','.join(f'$p{n}' for n in range(9_000))}",
            REFUSED, "is missing"),
    Hostile("a day without end", "SELECT DATE 'infinity' AS d", REFUSED, "endless"),
    Hostile("a function of the shell", "SELECT getenv('PATH')", REFUSED, _NONE),
    Hostile("read secrets", "SELECT * FROM duckdb_secrets()", OK, "0 rows"),
    Hostile("turn logging on", "SELECT * FROM enable_logging()", REFUSED, "locked"),
    Hostile("drop by query()", "SELECT * FROM query('DROP TABLE sales')", REFUSED,
            "single SELECT"),
    Hostile("a file as a table", "SELECT * FROM '/etc/passwd'", REFUSED, _NONE),
    Hostile("a frame of the program", 'SELECT * FROM "values"', REFUSED, _NONE),
    Hostile("the live database", "SELECT * FROM sale_versions", REFUSED, _NONE),
    Hostile("the live buyers", "SELECT buyer_id_key FROM sales", REFUSED, "not found"),
    Hostile("another catalogue", "SELECT * FROM voucher.main.sales", REFUSED, _NONE),
    Hostile("two statements", "SELECT 1; DROP TABLE sales", REFUSED, "one statement"),
    Hostile("a statement behind a comment", "SELECT 1 --\n; DROP TABLE sales", REFUSED,
            "one statement"),
    Hostile("only a comment", "-- DROP TABLE sales", REFUSED, "one statement"),
    Hostile("an open comment", "SELECT 1 /* DROP TABLE sales", REFUSED, "cannot be"),
    Hostile("nothing but semicolons", ";;;;", REFUSED, "one statement"),
    Hostile("an unclosed quote", "SELECT 'a", REFUSED, "cannot be read"),
    Hostile("a NUL in the middle", "SELECT 1\x00; DROP TABLE sales", REFUSED, ""),
    Hostile("wide letters", "ＳＥＬＥＣＴ 1", REFUSED, "cannot be read"),
    Hostile("letters turned around", "SELECT \u202e1", REFUSED, ""),
    Hostile("half a letter", "SELECT '\ud800' AS a", "bad_parameter", "surrogate"),
    Hostile("a comment inside", "SELECT /* ; DROP TABLE sales */ 1", OK, ""),
    Hostile("a formula for a sheet", "SELECT '=cmd|''/c calc''!A1' AS a", OK, ""),
    Hostile("a page in a cell", "SELECT '<script>alert(1)</script>' AS a", OK, ""),
    Hostile("brackets 10,000 deep", f"SELECT {'(' * 10_000}1{')' * 10_000}", REFUSED,
            _DEEP),
    Hostile("subqueries 2,000 deep", "SELECT * FROM (" * 2_000 + "sales" + ")" * 2_000,
            REFUSED, ""),
    Hostile("30,000 additions", f"SELECT {'+'.join('1' * 30_000)}", REFUSED, _DEEP),
    Hostile("1,000 columns", f"SELECT {','.join('1' * 1_000)}", OK, ""),
    Hostile("a regular expression's blow-up", "SELECT regexp_matches(repeat('a', 9999)"
            ", '((a{1,100}){1,100}){1,100}')", REFUSED, "repetition"),
    Hostile("a billion billion rows", "SELECT count(*) FROM range(1000000000) a, "
            "range(1000000000) b", STOPPED, ""),
    Hostile("a join without a condition", "SELECT count(*) FROM range(100000) a, range("
            "100000) b WHERE a.range * b.range % 7 = 3", STOPPED, _TIME),
    Hostile("a recursion without end", "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL "
            "SELECT n + 1 FROM r) SELECT max(n) FROM r", STOPPED, _TIME),
    Hostile("a sleep", "SELECT pg_sleep(1000)", STOPPED, _TIME),
    Hostile("sorting without end", "SELECT * FROM range(1000000000000) ORDER BY "
            "hash(range)", STOPPED, ""),
    Hostile("a text of 3 GB", "SELECT length(repeat('x', 3000000000))", STOPPED, ""),
    Hostile("a list of 100 million", "SELECT list_aggregate(range(100000000), 'sum')",
            STOPPED, _MEMORY),
    Hostile("everything in one list", "SELECT list(range) FROM range(1000000000)",
            STOPPED, _MEMORY),
    Hostile("texts of a megabyte", "SELECT repeat('x', 1000000) FROM range(100000)",
            STOPPED, _MEMORY),
    Hostile("a hash table too large", "SELECT count(*) FROM (SELECT range, count(*) "
            "FROM range(1000000000) GROUP BY range)", STOPPED, ""),
    Hostile("an answer too large", "SELECT repeat('x', 100000) FROM range(1000)",
            STOPPED, "MB"),
    Hostile("a million million rows", "SELECT * FROM range(1000000000000)", OK, ""),
)  # fmt: skip
HOSTILE = (
    *(Hostile(tries, sql, REFUSED, _REACH) for tries, sql in FILES),
    *(Hostile(tries, sql, REFUSED, _KIND) for tries, sql in STATEMENTS),
    *OTHERS,
)
_SHOWN = 60
_TOLD = {
    REFUSED: "refused · 拒绝",
    STOPPED: "stopped · 停止",
    OK: "answered, harmless · 照答无害",
}


def hostile_lines() -> list[str]:
    """Give the corpus as a table of docs/sql.md."""
    lines = [
        "| it tries to / 企图 | SQL | what becomes of it / 结果 |",
        "|---|---|---|",
    ]
    for each in HOSTILE:
        shown = each.sql if len(each.sql) <= _SHOWN else f"{each.sql[:_SHOWN]}..."
        plain = shown.encode("ascii", "backslashreplace").decode()
        plain = plain.replace("\n", " ").replace("\0", "\\0").replace("|", "\\|")
        told = _TOLD.get(each.code, "refused · 拒绝")
        lines.append(f"| {each.tries} | `{plain}` | {told} |")
    return lines
