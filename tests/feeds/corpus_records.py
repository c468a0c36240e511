"""Ugly web pages named .xls, JSON and Parquet."""

import io
import json
from datetime import date

import polars as pl

from tests.feeds.corpus import Case, good, mixed, sales, unreadable
from tests.feeds.corpus_books import KEYS, THREE, TWO, Rows
from tests.feeds.feed_rows import SALE


def html(rows: Rows, *, top: str = "", cell: str = "td") -> str:
    """A page with one table."""
    body = "".join(
        "<tr>" + "".join(f"<{cell}>{text}</{cell}>" for text in row) + "</tr>\n"
        for row in rows
    )
    return f"<html><head>{top}</head><body><table border=1>{body}</table></body></html>"


SPANNED = html(THREE).replace(
    f"<td>{SALE['经销商名称']}</td>", f"<td rowspan=3>{SALE['经销商名称']}</td>", 1
)
SPANNED = SPANNED.replace(f"<td>{SALE['经销商名称']}</td>", "")
GBK_PAGE = html(
    TWO, top='<meta charset="gb2312"><style>td{mso-number-format:"\\@"}</style>'
).encode("gb18030")

HTML_CASES = [
    good("xls that is a web page, gb18030", GBK_PAGE, 2),
    good("xls that is a web page, utf-8", html(TWO, cell="th"), 2),
    good("web page, dealer spans three rows", SPANNED, 3),
    good(
        "web page, breaks, entities and blanks",
        html([TWO[0], ["&nbsp;" + cell + "<br>" for cell in TWO[1]]]),
        1,
    ),
    good(
        "web page, tags never closed",
        html(TWO).replace("</td>", "").replace("</tr>", "").replace("</table>", ""),
        2,
    ),
    good(
        "web page, a table around the table",
        "<table><tr><td>台账" + html(TWO) + "</td></tr></table>",
        2,
    ),
    good(
        "web page, a column not shown",
        html(TWO).replace("<td>裸车价", "<td style='display:none'>裸车价"),
        2,
        notes=1,
    ),
    unreadable(
        "web page without a table",
        "<html><body>系统登录已超时</body></html>",
        "no table",
    ),
    unreadable(
        "web page with a cell of a million columns",
        html(TWO).replace("<td>序号", "<td colspan=999999>序号"),
        "columns",
    ),
    unreadable("XML that is no page", "<?xml version='1.0'?><Workbook/>", "XML"),
]

OBJECTS = sales({}, {})
NESTED = [
    {
        "购车人": {"姓名": row["客户姓名"], "电话": row["联系电话"]},
        **{
            key: cell
            for key, cell in row.items()
            if key not in {"客户姓名", "联系电话"}
        },
    }
    for row in OBJECTS
]


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def parquet(**columns: object) -> bytes:
    """Two right rows as Parquet, with these columns changed."""
    out = io.BytesIO()
    base = {key: [row[key] for row in OBJECTS] for key in KEYS}
    pl.DataFrame(base | columns).write_parquet(out)
    return out.getvalue()


JSON_CASES = [
    good("json, an array of objects", _json(OBJECTS), 2),
    good(
        "json, an object with one array",
        _json(
            {
                "期间": "2023年1月",
                "count": 2,
                "data": [row | {"开票日期": "1月5日"} for row in OBJECTS],
            }
        ),
        2,
        notes=2,
    ),
    good("json, objects within objects", _json(NESTED), 2),
    good("json, a line each", "\n\n".join(map(_json, OBJECTS)) + "\n", 2),
    good("json, one object", _json(OBJECTS[0]), 1),
    good(
        "json, numbers, nothing, keys that come later",
        _json(
            [
                OBJECTS[0] | {"裸车价": 113000.00, "备注": None},
                OBJECTS[1] | {"发票号码": 446874, "更多": True},
            ]
        ),
        2,
    ),
    good("json, half a character", _json([OBJECTS[0]]).replace("A1", "\\ud83d"), 1),
    mixed(
        "json, a number in float notation",
        _json([OBJECTS[0] | {"身份证号": 4.308e17}, OBJECTS[1]]).replace(
            "4.308e+17", "4.308E+17"
        ),
        (2, 1, 1, 0),
        "buyer_id_damaged",
    ),
    unreadable("json, cut short", _json(OBJECTS)[:-9], "not valid JSON"),
    unreadable("json, a line cut short", _json(OBJECTS[0]) + '\n{"序号": 1', "line 2"),
    unreadable("json, a key twice", '[{"车架号": 1, "车架号": 2}]', "stands twice"),
    unreadable("json, two arrays", _json({"a": OBJECTS, "b": OBJECTS}), "2 arrays"),
    unreadable("json, an item that is no object", _json([*OBJECTS, 3]), "item 3"),
    unreadable("json, a hundred thousand levels", '{"a":' * 100_000, "not valid JSON"),
    unreadable("json, an empty array", "[]", "known header"),
    good("parquet", parquet(), 2),
    good(
        "parquet, dates, numbers, instants",
        parquet(
            开票日期=[date(2023, 1, 5)] * 2,
            裸车价=[113000.0, 113000.5],
            联系电话=[13812345678] * 2,
        ),
        2,
    ),
    mixed(
        "parquet, identity numbers as floats",
        parquet(身份证号=[4.30800199001010e17, None]),
        (2, 1, 1, 0),
        "buyer_id_damaged",
    ),
    unreadable("parquet, cut short", parquet()[:-20], "damaged"),
    unreadable("parquet, only its mark", b"PAR1" * 9, "damaged"),
]

RECORD_CASES: list[Case] = [*HTML_CASES, *JSON_CASES]
