"""Queries and the dictionary of the published database, as typed on a terminal."""

import json
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import run_command

ROOT = Path(__file__).parents[2]
LIBRARY = {path.stem for path in (ROOT / "sql" / "queries").glob("*.sql")}
MARK = "【合成数据 synthetic data】"


@pytest.fixture(scope="module")
def ask(published_sample, tmp_path_factory):
    nowhere = tmp_path_factory.mktemp("nowhere")

    def run(*arguments, published: Path = published_sample):
        home = {"VOUCHER_HOME": str(nowhere / "no-home")}
        return run_command(*arguments, "--published", published, **home)

    return run


def test_a_query_prints_its_question_and_its_rows(ask):
    ran = ask("query", "districts")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith(f"{MARK}数据截至 / as of: 2023-01-10")
    assert lines[1:3] == [
        "各区县卖出多少辆、占多少，均价多少？",
        "How many cars did each district sell, what share is that, and at what mean"
        " price?",
    ]
    assert lines[-1].startswith("武陵源区")
    assert len(lines) == 10


def test_a_csv_goes_to_stdout_alone_and_its_origin_beside_it(ask):
    ran = ask("query", "price-bands", "--format", "csv", "--param", "width_yuan=100000")
    assert ran.code == 0
    assert ran.out.splitlines()[0].lstrip("\ufeff").startswith("from_yuan,to_yuan,cars")
    assert ran.err.startswith(MARK)


def test_json_is_one_document(ask):
    document = ask("query", "headline", "--json").json
    assert document["rows"][0]["cars"] == 459
    assert document["synthetic"] is True
    assert document["parameters"] == {"campaign": "zhangjiajie-2022-new-year"}
    assert all(column["meaning"] for column in document["columns"])


@pytest.mark.parametrize("ending", ["csv", "parquet", "json", "xlsx"])
def test_a_file_is_written_in_the_format_of_its_ending(ask, tmp_path, ending):
    out = tmp_path / f"dealers.{ending}"
    ran = ask("query", "dealers", "--out", out)
    assert ran.code == 0, ran.err
    assert f"{out}: 20 行 rows" in ran.out
    assert MARK in ran.out
    assert out.stat().st_size > 500
    told = pl.read_parquet_metadata(out) if ending == "parquet" else {}
    if told:
        assert pl.read_parquet(out)["cars"].sum() == 459
        note = json.loads(told["voucher_service"])
        assert (note["query"], note["as_of"]) == ("dealers", "2023-01-10")
        assert (note["synthetic"], note["truncated"]) == (True, False)
        assert note["sql"] == (ROOT / "sql/queries/dealers.sql").read_text("utf-8")


def test_every_row_of_a_csv_says_as_of_when_it_is_and_that_it_is_made_up(ask, tmp_path):
    out = tmp_path / "headline.csv"
    assert ask("query", "headline", "--out", out).code == 0
    rows = pl.read_csv(out).to_dicts()
    assert list(rows[0])[-4:] == ["as_of_1", "known_at", "data_nature", "query"]
    assert rows[0]["as_of"] == rows[0]["as_of_1"] == "2023-01-10"
    assert rows[0]["known_at"].endswith("Z")
    assert rows[0]["data_nature"] == "合成数据 synthetic data"
    assert rows[0]["query"] == "headline"
    beside = ask("query", "headline", "--format", "csv")
    assert beside.out.splitlines() == out.read_text("utf-8").splitlines()


def test_json_is_not_written_into_a_csv(ask, tmp_path):
    ran = ask("query", "headline", "--json", "--out", tmp_path / "f.csv")
    assert ran.code == 2
    assert "ends in csv, and json is to be written" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_ones_own_is_asked(ask, tmp_path):
    mine = tmp_path / "mine.sql"
    mine.write_text(
        "-- param: least BIGINT = 40 · 至少 · at least\n"
        "SELECT brand FROM brand_totals WHERE cars_sold >= $least ORDER BY brand"
    )
    assert len(ask("query", mine, "--json").json["rows"]) == 4
    more = ask("query", mine, "--json", "--param", "least=50")
    assert len(more.json["rows"]) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "sentences"),
    [
        (["nope"], 2, ["没有查询 nope", "districts"]),
        (["headline", "--param", "campain=x"], 2, ["campain", "campaign"]),
        (["top_models", "--param", "most=many"], 2, ["most", "INTEGER"]),
        (["headline", "--param", "campaign"], 2, ["名称=值"]),
        (["headline", "--param", "campaign=nix"], 2, ["没有活动 nix", "there are: zh"]),
        (["price_bands", "--param", "width_yuan=0"], 2, ["width_yuan", "1 to 10,"]),
        (
            ["top_models", "--param", "most=2", "--param", "most=3"],
            2,
            ["参数 most 给了两次", "most is given twice"],
        ),
        (["headline", "--format", "pdf"], 2, ["pdf", "xlsx"]),
        (
            ["headline", "--format", "csv", "--out", "f.xlsx"],
            2,
            ["f.xlsx 的后缀是 xlsx", "f.xlsx ends in xlsx, and csv"],
        ),
        (["headline", "--format", "xlsx"], 2, ["--out"]),
        (["headline", "--out", "/no/such/folder/x.csv"], 2, ["/no/such/folder"]),
    ],
)
def test_what_cannot_be_asked_is_said_in_both_languages(
    ask, arguments, code, sentences
):
    ran = ask("query", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert "错误 / error: " in ran.err
    assert all(sentence in ran.err for sentence in sentences)
    assert "Traceback" not in ran.err


def test_a_fault_in_the_sql_is_shown_with_its_line_and_column(ask, tmp_path):
    mine = tmp_path / "mine.sql"
    mine.write_text("SELECT brand\nFROM brand_totals\nWHERE car_sold > 1")
    ran = ask("query", mine, "--json")
    assert ran.code == 2
    assert "第 3 行第 7 列" in ran.err
    assert ran.json["error"]["code"] == "unusable_query"


def test_a_query_that_takes_too_long_is_stopped(ask, tmp_path):
    mine = tmp_path / "mine.sql"
    mine.write_text(
        "SELECT count(*) FROM range(10000000) a, range(10000000) b"
        " WHERE a.range % 7 = b.range % 5"
    )
    ran = ask("query", mine, "--seconds", "0.5")
    assert ran.code == 1
    assert "查询超过 0.5 秒" in ran.err


def test_without_a_publication_it_says_what_to_do(ask, tmp_path):
    ran = ask("query", "headline", published=tmp_path / "none.duckdb")
    assert ran.code == 2
    assert "voucher-service publish" in ran.err


def test_the_list_names_every_query_with_its_question():
    document = run_command("query", "--list", "--json").json
    assert {each["name"] for each in document} == LIBRARY
    assert len(LIBRARY) >= 22
    lines = run_command("query", "--list").out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == sorted(LIBRARY)


def test_the_printed_dictionary_is_that_of_the_file(ask):
    """Print it anew with ``voucher-service dictionary > docs/dictionary.md``."""
    printed = (ROOT / "docs" / "dictionary.md").read_text("utf-8")
    assert ask("dictionary").out == printed


def test_no_table_view_or_column_is_without_its_meaning(ask):
    told = ask("dictionary").out.splitlines()
    rows = [line.strip("| ").split(" | ") for line in told if line.startswith("| `")]
    assert len(rows) > 150
    assert [row for row in rows if len(row) != 4 or not all(row)] == []
    for at, line in enumerate(told):
        if line.startswith("### "):
            assert [text[:2] for text in told[at + 2 : at + 5]] == ["- "] * 3, line
