"""Only questions are let through to a published database.

DuckDB tells of a statement what kind it is as a whole. What EXPLAIN explains, what a
WITH holds and what a PIVOT is turned into for are looked at here.
"""

from dataclasses import dataclass

import duckdb

from voucher_service.store.published_faults import (
    not_a_question,
    not_one_statement,
    told_fault,
)
from voucher_service.store.queries import Connection

_KINDS = {
    duckdb.StatementType.SELECT,
    duckdb.StatementType.EXPLAIN,
    duckdb.StatementType.MULTI,  # a PIVOT is several behind the scenes
}
_OPENINGS = {
    *("SELECT", "FROM", "WITH", "VALUES", "TABLE", "DESCRIBE", "DESC", "SHOW"),
    *("SUMMARIZE", "PIVOT", "PIVOT_WIDER", "PIVOT_LONGER", "UNPIVOT"),
}
_CHANGES = {"COPY", "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE"}
_OPTIONS = {"ANALYZE", "FORMAT"}
_ENDS = ("(", ")")


@dataclass(frozen=True)
class _Word:
    """A word of a statement without its comments; ``at`` counts bytes."""

    text: str
    at: int
    is_sign: bool


def asked_of(connection: Connection, sql: str) -> set[str]:
    """Name the parameters of a question. Raises UnusableQuery for anything else."""
    statement = _single(connection, sql)
    words = _words(statement.query)
    explained = _past_explain(words)
    if explained is not words:
        if not explained:
            raise not_a_question("EXPLAIN")
        rest = statement.query.encode()[explained[0].at :].decode()
        _single(connection, rest)
    _check(explained)
    return set(statement.named_parameters)


def _single(connection: Connection, sql: str) -> duckdb.Statement:
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise told_fault(error, sql) from error
    if len(statements) != 1:
        raise not_one_statement(len(statements))
    if statements[0].type not in _KINDS:
        raise not_a_question(statements[0].type.name)
    return statements[0]


def _check(words: list[_Word]) -> None:
    """Raise UnusableQuery for words that open no question, or change something."""
    opening = next((word.text for word in words if word.text != "("), "")
    if opening not in _OPENINGS:
        raise not_a_question(opening)
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        changes = before.text in _ENDS and word.text in _CHANGES
        if changes and (not after.is_sign or after.text == "("):
            raise not_a_question(word.text)


def _past_explain(words: list[_Word]) -> list[_Word]:
    """Leave off EXPLAIN and its options, if the words open with it."""
    if not words or words[0].text != "EXPLAIN":
        return words
    rest = words[1:]
    if rest and rest[0].text == "ANALYZE":
        return rest[1:]
    if len(rest) > 1 and rest[0].text == "(" and rest[1].text in _OPTIONS:
        ends = [at for at, word in enumerate(rest) if word.text == ")"]
        return rest[ends[0] + 1 :] if ends else []
    return rest


def _words(sql: str) -> list[_Word]:
    content = sql.encode()
    tokens = duckdb.tokenize(sql)
    starts = [at for at, _ in tokens]
    return [
        _Word(
            content[at:end].strip().decode().upper(),
            at,
            kind == duckdb.token_type.operator or content[at:end].strip() == b".",
        )
        for (at, kind), end in zip(tokens, [*starts[1:], len(content)], strict=True)
        if kind != duckdb.token_type.comment
    ]
