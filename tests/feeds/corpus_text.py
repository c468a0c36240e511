"""Ugly text files: encodings, separators, titles, totals and headers."""

import codecs

from tests.feeds.corpus import (
    Case,
    good,
    lines,
    mixed,
    sales,
    table,
    text,
    unreadable,
)
from tests.feeds.feed_rows import SALE

TWO = text({}, {})
HEADER, FIRST, SECOND = TWO.splitlines()
SHORT = FIRST.rsplit(",", 2)[0]
KEYS = list(SALE)


def _placed(**cells: str) -> str:
    """A row with these cells under their headers and nothing else."""
    return ",".join(cells.get(key, "") for key in KEYS) + "\n"


def _grouped(*groups: tuple[str, list[str]], depth: int = 2) -> str:
    """A CSV with groups above its header, as a merged header is saved."""
    rows = [[""] * len(KEYS) for _ in range(depth - 1)]
    for name, members in groups:
        for at, part in enumerate(name.split("/")):
            rows[at][KEYS.index(members[0])] = part
    return lines(*rows, *table(sales({}, {})))


ENCODINGS = [
    good("csv, utf-8", TWO, 2),
    good("csv, utf-8 with byte order mark", TWO.encode("utf-8-sig"), 2),
    good("csv, gb18030", TWO.encode("gb18030"), 2),
    good(
        "csv, gb18030 with four-byte characters",
        text({"客户姓名": "㼆合成", "车型": "𠮷利A1"}).encode("gb18030"),
        1,
    ),
    good(
        "Unicode text, utf-16-le with tabs",
        lines(*table(sales({}, {})), separator="\t", end="\r\n").encode("utf-16"),
        2,
    ),
    good("csv, utf-16-be", codecs.BOM_UTF16_BE + TWO.encode("utf-16-be"), 2),
    good("tsv, utf-8", lines(*table(sales({}, {})), separator="\t"), 2),
    good("semicolons", lines(*table(sales({}, {})), separator=";"), 2),
    good("lines end in CR LF", TWO.replace("\n", "\r\n"), 2),
    good("lines end in CR", TWO.replace("\n", "\r"), 2),
    good("no line feed at the end", TWO.rstrip("\n"), 2),
    unreadable("utf-8 cut within a character", TWO.encode()[:-2], "not UTF-8 text"),
    unreadable("big5", "車架號,開票日期,裸車價\n".encode("big5"), "known header"),
    unreadable("bytes of no encoding", b"a,b\n\xff\xff\xff,1\n", "UTF-8 / GB18030"),
    unreadable("utf-16 of an odd length", TWO.encode("utf-16")[:-1], "UTF-16-LE"),
    unreadable("utf-16 without byte order mark", TWO.encode("utf-16-le"), "binary"),
    unreadable("utf-32", TWO.encode("utf-32"), "UTF-32"),
    unreadable("NUL bytes at the top", "序号\0,车架号\n" + TWO, "binary"),
    unreadable(
        "NUL byte far below",
        text(*[{}] * 30) + "\0" + FIRST,
        "line 32 holds a NUL",
    ),
    unreadable("empty file", b"", "empty"),
    unreadable("nothing but blanks", " \r\n\t\n", "empty"),
]

SHAPES = [
    good("header and no rows", HEADER + "\n", 0),
    good(
        "titles, filed by, unit above",
        text(
            {},
            above="2022年12月业务台账（合成）\n"
            "填报单位：合成店,填报日期：2023年1月31日\n\n",
        ),
        1,
    ),
    good(
        "blank rows and blank row labels",
        text({"序号": ""}, {"序号": ""}, below="\n,,,\n  , \n"),
        2,
    ),
    good(
        "totals in the middle and below",
        f"{HEADER}\n{FIRST}\n"
        + _placed(序号="小计", 裸车价="113000")
        + SECOND
        + "\n"
        + _placed(序号="合 计", 裸车价="226000", 税额="26000"),
        2,
    ),
    good(
        "total counts cars under the VIN",
        text({}, {}, below=_placed(序号="合计", 车架号="共2辆", 裸车价="226000")),
        2,
    ),
    good(
        "signatures with a date under the date",
        text(
            {},
            below=_placed(
                序号="制表人：合成", 经销商名称="审核人：合成", 开票日期="2023-01-09"
            ),
        ),
        1,
    ),
    good("header again on every page", f"{HEADER}\n{FIRST}\n{HEADER}\n{SECOND}\n", 2),
    good(
        "line feeds and quotes within cells",
        text({"车型": '合成"A1"\n豪华版'}, {"车型": "a,b"}),
        2,
    ),
    good("rows end before the header does", f"{HEADER}\n{SHORT}\n", 1),
    mixed(
        "a stray comma",
        f"{HEADER}\n{FIRST},,脚垫\n{SECOND}\n",
        (2, 1, 1, 0),
        "cells_beyond_header",
    ),
    mixed(
        "a row of 10,000 cells",
        text(*[{}] * 20) + FIRST + ",x" * 9_980,
        (21, 20, 1, 0),
        "cells_beyond_header",
    ),
    unreadable(
        "10,000 columns",
        HEADER + "".join(f",列{n}" for n in range(9_980)) + f"\n{FIRST}\n",
        "10000 columns, more than the limit of 1000",
    ),
    unreadable("a quote that never closes", TWO + '"张', "near line"),
    unreadable("no header at all", f"{FIRST}\n{SECOND}\n", "known header"),
    unreadable("header without a date", text({"开票日期": None}), "invoice date"),
    unreadable(
        "header misspelt",
        text({"开票日期": None, "开票日其": "2023-01-05"}),
        "开票日其 may be invoice date",
    ),
    unreadable("two price columns that differ", text({"裸车售价": "1"}), "differ"),
    good("two price columns that agree", text({"裸车售价": "113000.00"}), 1),
    good("columns nobody asked for", text({"销售顾问": "合成", "颜色": "白"}), 1),
    good(
        "two header rows",
        _grouped(
            ("购车人", ["客户姓名"]),
            ("车辆", ["车架号"]),
            ("价格（元）", ["裸车价"]),
            ("发票", ["发票代码"]),
        ),
        2,
    ),
    good(
        "three header rows",
        _grouped(
            ("台账/购车人", ["客户姓名"]),
            ("车辆/车辆信息", ["车架号"]),
            ("发票/金额", ["裸车价"]),
            depth=3,
        ),
        2,
    ),
    good(
        "a row of units below the header",
        lines(
            *(
                table(
                    sales(
                        {
                            "裸车价": "11.3",
                            "不含税价": "10",
                            "税额": "1.3",
                            "价税合计": "11.3",
                        }
                    )
                )[:1]
            ),
            ["(万元)" if "价" in key or "税额" in key else "" for key in KEYS],
            *(
                table(
                    sales(
                        {
                            "裸车价": "11.3",
                            "不含税价": "10",
                            "税额": "1.3",
                            "价税合计": "11.3",
                        }
                    )
                )[1:]
            ),
        ),
        1,
    ),
    good(
        "old car beside the new one",
        lines(
            ["旧车信息", "", *["新车信息"] * len(KEYS)],
            ["车架号", "品牌", *KEYS],
            ["LSVAA4183E2184847", "旧", *sales({})[0].values()],
        ),
        1,
    ),
]

TEXT_CASES: list[Case] = [*ENCODINGS, *SHAPES]
