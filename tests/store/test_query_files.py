"""A query's head is read as far as it is told; the rest is left to the statement."""

import pytest

from voucher_service.model.published_queries import Parameter
from voucher_service.model.text import Text
from voucher_service.resources import SQL
from voucher_service.store.query_files import find_in_library, library, read_query

HEAD = """-- 问题：多少辆？
-- Question: How many cars?
-- Note: 只计一次 · counted once
-- param: campaign VARCHAR = 'a · b' · 活动 · the campaign
-- param: least DECIMAL(18, 2) = 1.5 · 至少 · at least
-- param: day DATE · 日期 · the day
-- param: free VARCHAR
-- Columns:
--   cars: 辆数 · cars · sold
SELECT 1 AS cars
-- param: late VARCHAR = 'x' · 晚 · too late
"""


def test_all_of_a_head_is_read():
    query = read_query("cars", HEAD)
    assert query.question == Text(zh="多少辆？", en="How many cars?")
    assert query.note == Text(zh="只计一次", en="counted once")
    assert query.columns == {"cars": Text(zh="辆数", en="cars · sold")}
    assert query.sql == HEAD
    assert query.parameters[1:] == (
        Parameter("least", "DECIMAL(18, 2)", "1.5", Text(zh="至少", en="at least")),
        Parameter("day", "DATE", None, Text(zh="日期", en="the day")),
        Parameter("free", "VARCHAR", None, None),
    )


@pytest.mark.parametrize("text", ["SELECT 1", "-- 说明\nSELECT 1", "", "--"])
def test_a_head_may_be_left_out(text):
    query = read_query("mine", text)
    assert (query.question, query.note, query.parameters) == (None, None, ())
    assert query.columns == {}


def test_the_library_is_found_by_its_names_alone():
    names = library(SQL)
    assert "districts" in names
    assert find_in_library(SQL, "districts") == names["districts"]
    for name in ("nope", "../published/10_sales", "districts.sql", ""):
        assert find_in_library(SQL, name) is None
