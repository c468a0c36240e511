"""The sample's own bridge: a late feed, a correction and a return."""

from tests.conftest import SEED_CAMPAIGN
from voucher_service.resources import SAMPLE_DATA

FEED = SAMPLE_DATA / "feeds" / "ZJJ-001" / "sales-2022-12-16_2022-12-31.csv"
LATE = SAMPLE_DATA / "feeds" / "ZJJ-001" / "sales-2023-01-01_2023-01-10.csv"
RETURN = (
    "经销商编号,发票号码,原发票号码,车架号,开票日期,裸车价,红冲原因,数据性质\n"
    "ZJJ-001,99000001,22432001000000000578,LGXSYN104N0004642,2023-01-09,"
    "-116040.00,销货退回,合成数据\n"
)


def test_the_sample_s_bridge_names_what_was_sent(command, tmp_path):
    lines = FEED.read_text("utf-8-sig").splitlines()
    corrected, returned = tmp_path / "corrected.csv", tmp_path / "returned.csv"
    first = lines[1].replace("151300.00", "149800.00")
    corrected.write_text(f"{lines[0]}\n{first}\n", "utf-8")
    returned.write_text(RETURN, "utf-8")

    command("ingest", SAMPLE_DATA / "dealers.csv", FEED)
    before = command("totals", SEED_CAMPAIGN, "--json").json
    assert command("ingest", LATE, corrected, returned).code == 0
    asked = ("bridge", SEED_CAMPAIGN, "--from", before["known_at"])
    bridge = command(*asked, "--json").json
    after = command("totals", SEED_CAMPAIGN, "--json").json

    assert [(ln["cause"], ln["cars"], ln["sales_yuan"]) for ln in bridge["lines"]] == [
        ("late_sale", bridge["lines"][0]["cars"], bridge["lines"][0]["sales_yuan"]),
        ("correction", 0, "-1500.00"),
        ("returned", -1, "-116040.00"),
    ]
    for figure in ("cars_sold", "sales_fen", "vouchers_fen"):
        name = {"cars_sold": "cars"}.get(figure, figure)
        added = sum(line[name] for line in bridge["lines"])
        assert bridge["before"][figure] + added == after[figure]

    said = command(*asked).out
    assert "销售更正 Corrections：1 笔 sales · 0 台 cars" in said
    assert "returned.csv（ZJJ-001）" in said
    assert "1 笔销售退车或发票红冲、作废：-1 台" in said


def test_an_instant_that_is_none_is_refused_by_the_option_s_name(command):
    command("campaign", "list")
    refused = command("bridge", SEED_CAMPAIGN, "--from", "soon")
    assert refused.code == 2
    assert "参数 from 有误" in refused.err
    assert "Traceback" not in refused.err
