"""What the published database says of itself is whole, true and for its readers."""

import re

import duckdb
import pytest

from voucher_service.model.kinds import (
    BuyerKind,
    CancelReason,
    Condition,
    Energy,
    Outcome,
    PriceBasis,
)
from voucher_service.model.reasons import ELIGIBILITY_REASONS
from voucher_service.model.vouchers import Mode, RedemptionStatus, VoucherState
from voucher_service.resources import SQL
from voucher_service.store.published_files import definitions

FILES = {file.name: file for file in definitions(SQL)}
CODED = {
    "campaigns.price_basis": PriceBasis,
    "sales.energy": Energy,
    "sales.condition": Condition,
    "sales.cancel_reason": CancelReason,
    "sales.buyer_kind": BuyerKind,
    "decisions.outcome": Outcome,
    "reasons.reason": ELIGIBILITY_REASONS,
    "vouchers.kind": ("fuel", "general", "shopping", "cash"),
    "vouchers.state": VoucherState,
    "redemptions.mode": Mode,
    "redemptions.status": RedemptionStatus,
    "eligible_sales.energy": Energy,
    "energy_daily.energy": Energy,
    "refused_sales.outcome": Outcome,
    "voucher_redemption.kind": ("fuel", "general", "shopping", "cash"),
    "voucher_redemption.state": VoucherState,
}
TYPED = re.compile(
    r"_id$|^(name|area|brand|model|station|district|sentence|dealer_name)"
)
OTHER = {"document", "version", "terms_version", "bank", "holiday", "table_name"}
OTHER |= {"chain_head", "program_version"}


@pytest.mark.parametrize("column", CODED)
def test_each_code_is_named_with_its_meaning_in_both_languages(column):
    table, name = column.split(".")
    chinese, english = FILES[table].columns[name].split(" · ")
    for code in CODED[column]:
        assert re.search(rf"\b{code} \w", english), code
        assert re.search(rf"\b{code} [\u4e00-\u9fff]", chinese), code


def test_whatever_the_sample_holds_in_a_coded_column_is_named(published_sample):
    with duckdb.connect(published_sample, read_only=True) as connection:
        texts = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns()"
            " WHERE NOT internal AND data_type = 'VARCHAR'"
        ).fetchall()
        coded = [
            (table, name)
            for table, name in texts
            if not TYPED.search(name) and name not in OTHER
        ]
        assert {f"{table}.{name}" for table, name in coded} == set(CODED)
        for table, name in coded:
            found = connection.execute(
                f"SELECT DISTINCT {name} FROM {table} WHERE {name} IS NOT NULL"
            ).fetchall()
            said = FILES[table].columns[name]
            assert all(re.search(rf"\b{code} ", said) for (code,) in found), name


def test_a_comment_says_which_line_is_the_grain_and_which_the_units():
    for file in FILES.values():
        grain, units = file.comment.splitlines()[-2:]
        assert grain.startswith("粒度：")
        assert " · Grain: " in grain
        assert units.startswith("单位：")
        assert " · Units: " in units


HEAD = """-- Meaning: 甲 · a.
-- Grain: 乙 · b.
-- Columns:
--   one: 丙 · c.
-- Units: 丁 · d.
"""
MADE = "CREATE TABLE published.it AS SELECT 1 AS one;\n"
NOTES = {
    "none": ("", ""),
    "after an empty line": ("--\n-- Mind the join.\n", ""),
    "below the statement's first line": ("", "-- Mind the join.\n"),
}


@pytest.mark.parametrize("notes", NOTES)
def test_notes_for_maintainers_are_not_published(tmp_path, notes):
    before, after = NOTES[notes]
    (tmp_path / "published").mkdir()
    file = tmp_path / "published" / "10_it.sql"
    file.write_text(HEAD + before + MADE + after, encoding="utf-8")
    [read] = definitions(tmp_path)
    assert read.comment == "甲 · a.\n粒度：乙 · Grain: b.\n单位：丁 · Units: d."
    assert dict(read.columns) == {"one": "丙 · c."}


@pytest.mark.parametrize("after", ["-- Units: 丁 · d.\n", "--   one: 丙 · c.\n"])
def test_a_note_within_the_header_is_refused(tmp_path, after):
    (tmp_path / "published").mkdir()
    file = tmp_path / "published" / "10_it.sql"
    text = HEAD.replace(after, f"{after}-- Mind the join.\n") + MADE
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AssertionError, match="Mind the join"):
        definitions(tmp_path)
