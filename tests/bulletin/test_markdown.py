"""A bulletin as Markdown: its signs mean nothing, its notes are footnotes."""

from tests.bulletin.written import MARK, NOTE, OTHER_NOTE, small_bulletin
from voucher_service.bulletin.markdown import as_markdown

ESCAPED = r'\<b\> & "x" #x \\y \*z\* \_w\_ \[a\](b) \| \`c\` $d$ @e \~'


def lines() -> list[str]:
    return as_markdown(small_bulletin()).decode().splitlines()


def test_headings_sentences_items_and_remarks_are_written_in_order():
    said = [line for line in lines() if line and not line.startswith(("|", "[^", "**"))]
    assert said == [
        f"# 通报{ESCAPED}（{MARK}）",
        "张家界市商务局",
        "## 一、总体情况",
        f"销售460台[^1]{ESCAPED}460台[^1]",
        "### （一）小节",
        "1．**3行**[^2]",
        "> 说明",
        f"> 各区县{ESCAPED} 数据见附表1。",
        "## 附表",
    ]


def test_a_table_has_its_rows_and_the_side_of_its_numbers():
    assert [line for line in lines() if line.startswith("|")] == [
        "| 区县 | 台数 |",
        "| --- | ---: |",
        f"| 永定区{ESCAPED} | 460 |",
        "| 合计 | 460 |",
    ]


def test_each_note_stands_once_at_the_end():
    notes = [line for line in lines() if line.startswith("[^")]
    assert notes == [
        "[^1]: " + NOTE.split("：")[0] + "：" + ESCAPED,
        f"[^2]: {OTHER_NOTE}",
    ]
