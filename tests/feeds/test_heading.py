"""A header of one to three rows, and the words over each column."""

import pytest

from voucher_service.feeds.grid import Merge
from voucher_service.feeds.headers import Label
from voucher_service.feeds.heading import find_heading

LEAVES = ["序号", "姓名", "电话", "车架号", "开票日期", "裸车价", "价税合计"]
DATA = ["1", "张合成", "13812345678", "LSVAA4182E2184847", "2023-01-05", "11", "11"]


def _words(heading):
    return [label.words for label in heading.labels]


def test_one_row_is_a_header_of_its_own_words():
    heading = find_heading([["台账"], LEAVES, DATA], {})

    assert (heading.top, heading.bottom) == (1, 1)
    assert heading.labels == tuple(Label(leaf) for leaf in LEAVES)
    assert heading.titles == ("台账",)


def test_a_group_reaches_to_the_next_where_merges_are_not_told():
    groups = ["", "购车人", "", "车辆", "", "价格（万元）", ""]
    heading = find_heading([["台账"], groups, LEAVES, DATA], {})

    assert (heading.top, heading.bottom) == (1, 2)
    assert [label.group for label in heading.labels] == [
        "", "购车人", "购车人", "车辆", "车辆", "价格（万元）", "价格（万元）",
    ]  # fmt: skip
    assert _words(heading)[1] == "购车人姓名"


def test_a_group_spans_what_is_merged_and_no_more():
    groups = ["", "购车人", "", "", "", "价格（万元）", ""]
    merged = [Merge(0, 1, 0, 2), Merge(0, 5, 0, 6)]
    heading = find_heading([groups, LEAVES, DATA], {}, merged)

    assert [label.group for label in heading.labels] == [
        "", "购车人", "购车人", "", "", "价格（万元）", "价格（万元）",
    ]  # fmt: skip


def test_a_group_centred_over_its_columns_without_a_merge_reaches_to_the_next():
    groups = ["", "购车人", "", "", "", "价格（万元）", ""]
    heading = find_heading([groups, LEAVES, DATA], {}, [Merge(0, 1, 0, 2)])

    assert heading.labels[-1].group == "价格（万元）"


def test_a_label_that_hangs_down_two_rows_groups_nothing_beside_it():
    above = ["序号", "购车人", "", "车架号", "开票日期", "裸车价(万元)", ""]
    below = ["", "姓名", "电话", "", "", "", "价税合计"]
    told = find_heading([above, below, DATA], {})
    merges = [Merge(0, at, 1, at) for at in (0, 3, 4, 5)] + [Merge(0, 1, 0, 2)]
    merged = find_heading([above, below, DATA], {}, merges)

    for heading in (told, merged):
        assert (heading.top, heading.bottom) == (0, 1)
        assert [label.leaf for label in heading.labels] == [
            "序号", "姓名", "电话", "车架号", "开票日期", "裸车价(万元)", "价税合计",
        ]  # fmt: skip
        assert heading.labels[-1].group == ""


def test_a_row_of_units_below_the_header_belongs_to_it():
    units = ["", "", "", "", "", "（万元）", "元"]
    heading = find_heading([LEAVES, units, DATA], {})

    assert heading.bottom == 1
    assert _words(heading)[5:] == ["裸车价(万元)", "价税合计(元)"]
    assert find_heading([LEAVES, DATA], {}).bottom == 0


@pytest.mark.parametrize(
    "row",
    [
        ["填报单位：合成店", "", "", "填报日期：2023年1月31日"],
        ["2022年12月业务台账", "合成"],
        ["1", "张合成", "13812345678"],
        ["台账"],
    ],
)
def test_what_tells_of_the_sheet_groups_no_columns(row):
    heading = find_heading([row, LEAVES, DATA], {})

    assert (heading.top, heading.bottom) == (1, 1)
    assert heading.titles == (" ".join(row),)


def test_a_unit_beside_a_title_is_the_whole_sheets():
    heading = find_heading([["台账(万元)", "合成数据"], LEAVES, DATA], {})

    assert "台账(万元)" in heading.titles[0]


def test_the_header_may_end_in_the_fifteenth_row_and_has_three_rows_at_most():
    blank = [[""]] * 12
    groups = ["", "购车人", "", "车辆", "", "价格", ""]
    rows = [*blank, groups, groups, LEAVES, DATA]

    assert find_heading(rows, {}).top == 12
    assert find_heading([[""], *rows], {}) is None
    deep = [["甲", "乙", "", "丙"], ["甲", "乙", "", "丙"], *rows[12:]]
    assert find_heading(deep, {}).top == 2
