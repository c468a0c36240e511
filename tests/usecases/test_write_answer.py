"""A file of an answer holds what was answered, or says what it does not hold."""

import io
import json
from dataclasses import replace

import openpyxl
import polars as pl
import pytest

from voucher_service.model.errors import BadParameter
from voucher_service.model.published_queries import Limits
from voucher_service.usecases.ask_published import Answer, ask_published, query_of
from voucher_service.usecases.write_answer import AnswerFormat, written

LIMITS = Limits(seconds=20, memory_mb=512, most_rows=1000)


@pytest.fixture
def ask(published_sample):
    def asked(sql: str) -> Answer:
        return ask_published(published_sample, query_of("mine", sql), {}, LIMITS)

    return asked


def sheets(answer: Answer) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(answer, AnswerFormat.XLSX)))


def csv(answer: Answer) -> list[str]:
    text = written(answer, AnswerFormat.CSV).decode("utf-8-sig")
    return pl.read_csv(io.StringIO(text), infer_schema=False).row(0)


EXACT = [
    ("999999999999999", "999999999999999", 999_999_999_999_999),
    ("1000000000000000", "1000000000000000", "1000000000000000"),
    ("9007199254740993", "9007199254740993", "9007199254740993"),
    ("-9223372036854775807", "-9223372036854775807", "-9223372036854775807"),
    ("0.1234::DECIMAL(10, 4)", "0.1234", 0.1234),
    ("1234567890123.45::DECIMAL(18, 2)", "1234567890123.45", 1234567890123.45),
    ("12345678901234.56::DECIMAL(18, 2)", "12345678901234.56", "12345678901234.56"),
]


@pytest.mark.parametrize(("sql", "text", "cell"), EXACT)
def test_a_number_is_given_exactly_or_as_a_text(ask, sql, text, cell):
    answer = ask(f"SELECT {sql} AS it")
    assert csv(answer) == (text,)
    assert sheets(answer)["结果 result"]["A2"].value == cell


def test_a_decimal_is_shown_with_all_its_places(ask):
    answer = ask("SELECT 0.1234::DECIMAL(10, 4) AS a, 2::DECIMAL(9, 0) AS b")
    page = sheets(answer)["结果 result"]
    forms = [page.column_dimensions[name].number_format for name in "AB"]
    assert forms == ["#,##0.0000", "#,##0"]


def test_every_value_of_a_list_is_written(ask):
    answer = ask("SELECT list(i ORDER BY i) AS all FROM range(30) AS t(i)")
    told = "、".join(map(str, range(30)))
    assert csv(answer) == (told,)
    assert sheets(answer)["结果 result"]["A2"].value == told


def test_cells_that_a_sheet_cuts_are_counted(ask):
    cut = ask("SELECT repeat('x', 32768) AS a, repeat('x', 32767) AS b")
    book = sheets(cut)
    assert len(book["结果 result"]["A2"].value) == 32_767
    [told] = [row for row in book["说明 about"].values if "截断" in str(row[0])]
    assert told[1] == "1"
    whole = sheets(ask("SELECT repeat('x', 32767) AS a"))["说明 about"]
    assert not [row for row in whole.values if "截断" in str(row[0])]


def test_more_columns_than_a_sheet_has_are_refused(ask):
    answer = ask("SELECT 1 AS a")
    wide = pl.DataFrame({f"c{at}": [at] for at in range(16_385)})
    with pytest.raises(BadParameter, match="16,385"):
        sheets(Answer(**{**vars(answer), "frame": wide}))


def test_a_long_name_makes_no_column_wider_than_a_page(ask):
    page = sheets(ask(f'SELECT 1 AS "{"名" * 400}"'))["结果 result"]
    assert page.column_dimensions["A"].width < 70


@pytest.mark.parametrize("truncated", [False, True])
def test_a_file_says_what_was_asked_and_whether_rows_are_left_off(ask, truncated):
    answer = replace(ask("SELECT 1 AS a"), truncated=truncated)
    about = [row[:2] for row in sheets(answer)["说明 about"].values]
    assert ("SQL", "SELECT 1 AS a") in about
    cut = ("结果不全：只有前 1 行", "cut: the first 1 rows alone")
    assert (cut in about) == truncated
    parquet = io.BytesIO(written(answer, AnswerFormat.PARQUET))
    metadata = json.loads(pl.read_parquet_metadata(parquet)["voucher_service"])
    document = json.loads(written(answer, AnswerFormat.JSON))
    for told in (metadata, document):
        assert (told["sql"], told["truncated"]) == ("SELECT 1 AS a", truncated)
