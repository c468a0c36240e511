"""A default is a plain value; what is none is refused and never run."""

import pytest

from voucher_service.model.errors import BadParameter
from voucher_service.store.query_literals import known_type, literal_text


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        ("7", "7"),
        (" -3.5e2 ", "-3.5e2"),
        (".5", ".5"),
        ("'甲'", "甲"),
        ("'it''s'", "it's"),
        ("''", ""),
        ("DATE '2023-01-10'", "2023-01-10"),
        ("timestamp '2023-01-10 08:00:00'", "2023-01-10 08:00:00"),
        ("true", "true"),
        ("FALSE", "FALSE"),
        ("NULL", None),
        ("'1) AS INTEGER); DROP TABLE x'", "1) AS INTEGER); DROP TABLE x"),
    ],
)
def test_a_plain_value_is_read(literal, text):
    assert literal_text("x", literal) == text


@pytest.mark.parametrize(
    "literal",
    [
        "(SELECT 1)",
        "1) AS INTEGER); COPY (SELECT 1) TO 'x'; SELECT CAST((1",
        "1 + 1",
        "'a' || 'b'",
        "'a",
        "'a' 'b'",
        "now()",
        "current_date",
        "DATE '2023-01-10' + 1",
        "$x",
        "[1]",
        "1_000",
        "",
        "1\n2",
    ],
)
def test_what_is_no_plain_value_is_refused_by_its_parameters_name(literal):
    with pytest.raises(BadParameter, match="plain value") as refused:
        literal_text("days", literal)
    assert "days" in refused.value.message.en
    assert refused.value.message.zh != refused.value.message.en


@pytest.mark.parametrize("type_", ["INTEGER", "decimal(18, 2)", "DATE", "UBIGINT"])
def test_a_type_that_duckdb_knows_by_name_is_let_in(type_):
    assert known_type(type_) == type_


@pytest.mark.parametrize(
    "type_", ["NOSUCH", "INTEGER[]", "INTEGER) AS x, (1", "DECIMAL(1,2,3)", "ENUM", ""]
)
def test_another_type_is_refused(type_):
    with pytest.raises(BadParameter):
        known_type(type_)
