"""The commands about terms need no home, and name every fault with its line."""

import json
from pathlib import Path

import pytest

from tests.conftest import SEED_CAMPAIGN, run_command
from voucher_service.campaigns.catalogue import shipped_campaigns

DOCS = Path(__file__).parents[2] / "docs"
SEED = shipped_campaigns()[SEED_CAMPAIGN]


def line_of(words: str) -> int:
    """Give the line on which words of the seed's file first stand."""
    return SEED[: SEED.index(words)].count("\n") + 1


@pytest.fixture
def write(tmp_path):
    """Write a file of terms: the seed's, with parts replaced."""

    def _write(name, *changes):
        text = SEED
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def test_the_catalogue_is_listed_with_its_sources_rules_and_examples():
    listed = {one["id"]: one for one in run_command("terms", "list", "--json").json}
    assert set(listed) == set(shipped_campaigns())
    seed = listed[SEED_CAMPAIGN]
    assert {"name", "source", "rules", "assumptions", "examples"} <= set(seed)
    assert "price_floor_yuan" in seed["rules"]
    assert "tiers" not in seed["rules"]
    assert len(seed["assumptions"]) == 10
    assert all(one["examples"] >= 10 for one in listed.values())
    assert all(one["source"]["title"] for one in listed.values())
    table = run_command("terms", "list").out
    assert all(f"`{campaign_id}`" in table for campaign_id in listed)


def test_files_without_a_fault_are_told_with_their_examples(write):
    ran = run_command("terms", "check", "--json", write("own.yaml"))
    assert ran.code == 0
    [told] = ran.json
    assert (told["id"], told["entries"]) == (SEED_CAMPAIGN, 1)
    assert told["examples"] == SEED.count("\n  - name: {")


def test_what_is_unknown_is_said_in_the_list_and_by_a_check(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(shipped_campaigns()["xian-gaoling-2024"], encoding="utf-8")
    said = "尚不能启用：20万元及以上的金额未录得"
    assert said in run_command("terms", "list").out
    ran = run_command("terms", "check", path)
    assert (ran.code, said in ran.out) == (0, True)
    [told] = run_command("terms", "check", "--json", path).json
    assert told["incomplete"]["en"].startswith("The amount from 200,000 yuan on")


def test_no_home_is_asked_for_or_made(tmp_path, write):
    home = tmp_path / "home"
    for command in (["list"], ["check", write("own.yaml")], ["schema"], ["book"]):
        assert run_command("terms", *command, VOUCHER_HOME=str(home)).code == 0
    assert not home.exists()


@pytest.mark.parametrize(
    ("old", "new", "above", "field", "zh", "remedy"),
    [
        (
            "price_basis: bare",
            "price_bais: bare",
            0,
            "terms[1].price_bais",
            "没有这个字段",
            "是否应为 price_basis？",
        ),
        (
            "vehicle: new",
            "vehicle: nwe",
            0,
            "terms[1].vehicle",
            "不是可选的值",
            "是否应为 new？",
        ),
        (
            "      from: 2022-12-16",
            "      from: 2023-12-16",
            1,
            "terms[1].sales_window",
            "2023-01-31 早于开始日 2023-12-16",
            "更正 terms[1].sales_window",
        ),
        (
            "condition: used",
            "condition: old",
            0,
            "examples[8].sale.condition",
            "condition 不能是 old",
            "可用：new、used",
        ),
        (
            "earns_yuan: 1500",
            "earns_yuan: 1499.99",
            2,
            "examples[2]",
            "写的是获 1,499.99 元，按条款应为获 1,500.00 元",
            "更正条款，或更正例子",
        ),
        (
            "reasons: [price_below_floor]",
            "earns_yuan: 1500",
            2,
            "examples[1]",
            "按条款应为不符合（price_below_floor）",
            "更正条款，或更正例子",
        ),
        (
            "reasons: [price_below_floor]",
            "reasons: [price_below_flor]",
            0,
            "examples[1].reasons[1]",
            "没有理由 price_below_flor",
            "是否应为 price_below_floor？",
        ),
    ],
)
def test_a_fault_is_named_by_file_line_field_and_remedy(
    write, old, new, above, field, zh, remedy
):
    path, line = write("own.yaml", (old, new)), line_of(old) - above
    ran = run_command("terms", "check", path)
    assert (ran.code, ran.out) == (2, "")
    assert f"{path} 第 {line} 行 {field}：" in ran.err
    assert f"{path}, line {line}, {field}: " in ran.err
    assert zh in ran.err
    assert remedy in ran.err


def test_all_faults_of_all_files_are_told_at_once(write):
    first = write("first.yaml", ("vehicle: new", "vehicle: nwe"))
    second = write(
        "second.yaml",
        ("earns_yuan: 1500", "earns_yuan: 1"),
        (SEED_CAMPAIGN, "another-town"),
    )
    third = write("third.yaml", ("id: ", "id "))
    error = run_command("terms", "check", "--json", first, second).json["error"]
    assert error["code"] == "bad_parameter"
    nwe, second_example = line_of("vehicle: new"), line_of("earns_yuan: 1500") - 2
    for path, line in ((first, nwe), (second, second_example)):
        assert f"{path} 第 {line} 行" in error["message"]["zh"]
    ran = run_command("terms", "check", first, third)
    assert ran.code == 3
    assert f"{first} 第 {nwe} 行" in ran.err
    assert f"{third} 第 5 行：不是可读的 YAML" in ran.err


def test_two_files_with_one_id_are_both_named(write):
    first, second = write("first.yaml"), write("second.yaml")
    ran = run_command("terms", "check", first, second)
    assert ran.code == 2
    assert (
        f"{second} 第 4 行 id：编号 {SEED_CAMPAIGN} 已用于 {first} 第 4 行" in ran.err
    )
    assert f"{second}, line 4, id: {SEED_CAMPAIGN} is the id of {first}" in ran.err


def test_a_file_that_is_not_there_is_unreadable(tmp_path):
    ran = run_command("terms", "check", tmp_path / "nowhere.yaml")
    assert ran.code == 3
    assert "nowhere.yaml" in ran.err


def test_the_printed_schema_and_rule_book_are_those_of_the_docs():
    schema = run_command("terms", "schema").out
    assert json.loads(schema)["$id"] == "urn:voucher-service:schema:terms"
    assert schema == (DOCS / "terms.schema.json").read_text("utf-8")
    book = run_command("terms", "book").out
    assert book == (DOCS / "rule-book.md").read_text("utf-8")
