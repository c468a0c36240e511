"""Ugly workbooks: XLSX, and XLS as Excel 97 wrote it."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime

import xlsxwriter

from tests.feeds.corpus import Case, good, mixed, sales, table, unreadable
from tests.feeds.feed_rows import SALE
from tests.feeds.xls_file import XlsSheet, compound, xls_bytes

KEYS = list(SALE)
REGISTER = [["经销商名称", "统一社会信用代码"], ["合成甲", "91430800MA4L1A2B3K"]]
DEALER, PRICE, DAY = (KEYS.index(key) for key in ("经销商名称", "裸车价", "开票日期"))
PRICES = ("裸车价", "不含税价", "税额", "价税合计")

Rows = Sequence[Sequence[object]]


def xlsx(
    *sheets: tuple[str, Rows],
    more: Callable[[xlsxwriter.Workbook], None] | None = None,
    epoch_1904: bool = False,
) -> bytes:
    """A workbook of sheets; ``more`` adds to it what cells cannot say."""
    out = io.BytesIO()
    options = {"default_date_format": 'yyyy"年"m"月"d"日"', "date_1904": epoch_1904}
    with xlsxwriter.Workbook(out, options) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(at, column, cell)
                    elif cell is not None:
                        sheet.write(at, column, cell)
        if more:
            more(book)
    return out.getvalue()


def changed(
    content: bytes, part: str, old: str, new: str | Callable[[re.Match[str]], str]
) -> bytes:
    """A workbook with a pattern in one of its parts replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in given.namelist():
            piece = given.read(name)
            if name == part:
                piece = re.sub(old, new, piece.decode()).encode()
            target.writestr(name, piece)
    return out.getvalue()


def _merged_dealer(book: xlsxwriter.Workbook) -> None:
    book.worksheets()[0].merge_range(1, DEALER, 3, DEALER, SALE["经销商名称"])


def _merged_price(book: xlsxwriter.Workbook) -> None:
    book.worksheets()[0].merge_range(1, PRICE, 2, PRICE, 113000)


def _hide(book: xlsxwriter.Workbook) -> None:
    book.worksheets()[0].set_column(PRICE, PRICE, 8, None, {"hidden": True})
    if len(book.worksheets()) > 1:
        book.worksheets()[1].hide()


def _formulas(book: xlsxwriter.Workbook) -> None:
    sheet = book.worksheets()[0]
    sheet.write_formula(1, PRICE, "=100000*1.13", None, 113000)
    sheet.write_formula(2, PRICE, "=1/0", None, "#DIV/0!")
    sheet.write_formula(3, PRICE, "=A9+1", None, "")


def _chart(book: xlsxwriter.Workbook) -> None:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=台账!$K$2:$K$3"})
    book.add_chartsheet("图").set_chart(chart)


def _stray(row: int, column: int) -> Callable[[xlsxwriter.Workbook], None]:
    return lambda book: book.worksheets()[0].write(row, column, "x") and None


NO_DEALER = {"经销商名称": "", "统一社会信用代码": ""}
TWO, THREE = table(sales({}, {})), table(sales({}, {}, {}))
UNDER_ONE = table(sales({"统一社会信用代码": ""}, NO_DEALER, NO_DEALER, NO_DEALER))
ONE_PRICE = table(
    sales(*[{"裸车价": "", "不含税价": "", "税额": "", "价税合计": ""}] * 2)
)
NUMBERS = [
    KEYS,
    [
        446874
        if key == "发票号码"
        else 13812345678
        if key == "联系电话"
        else float(cell)
        if key in PRICES
        else datetime.fromisoformat("2023-01-05T13:30")
        if key == "开票日期"
        else cell
        for key, cell in SALE.items()
    ],
]
GROUPS = [
    "",
    "经销商",
    "",
    "购车人",
    "",
    "",
    "车辆",
    "",
    "",
    "",
    "价格（元）",
    "",
    "",
    "",
    "发票",
    "",
    "",
    "",
    "",
    "",
]


def _merged_header(book: xlsxwriter.Workbook) -> None:
    sheet = book.worksheets()[0]
    starts = [at for at, group in enumerate(GROUPS) if group]
    sheet.merge_range(0, 0, 0, len(KEYS) - 1, "2023年1月台账（合成）")
    sheet.merge_range(1, 0, 2, 0, "序号")
    for first, last in zip(starts, [*starts[1:], len(KEYS)], strict=True):
        sheet.merge_range(1, first, 1, last - 1, GROUPS[first])


UNDER_GROUPS = [[], GROUPS, ["", *KEYS[1:]], *TWO[1:]]
PLAIN = xlsx(("台账", TWO))
SHEET = "xl/worksheets/sheet1.xml"

XLSX_CASES = [
    good("xlsx", PLAIN, 2),
    good(
        "xlsx, title, blank row, totals",
        xlsx(("台账", [["台账"], [], *TWO, ["合计", "", "2台"]])),
        2,
    ),
    good("xlsx, numbers and dates stored as such", xlsx(("台账", NUMBERS)), 1),
    good(
        "xlsx, dates counted from 1904",
        xlsx(
            (
                "台账",
                [
                    KEYS,
                    [
                        date(2023, 1, 5) if key == "开票日期" else cell
                        for key, cell in SALE.items()
                    ],
                    [
                        43469 if key == "开票日期" else cell
                        for key, cell in sales({"单据编号": "2", "发票号码": "2"})[
                            0
                        ].items()
                    ],
                ],
            ),
            epoch_1904=True,
        ),
        2,
    ),
    mixed(
        "xlsx, long numbers stored as numbers",
        xlsx(
            (
                "台账",
                [
                    KEYS,
                    [
                        int(cell) if key == "身份证号" else cell
                        for key, cell in SALE.items()
                    ],
                    [
                        float("23432000000000000001") if key == "发票号码" else cell
                        for key, cell in SALE.items()
                    ],
                    TWO[1],
                ],
            )
        ),
        (3, 1, 2, 0),
        "buyer_id_damaged",
        "invoice_number_malformed",
    ),
    good(
        "xlsx, dealer merged over three rows",
        xlsx(("台账", [*UNDER_ONE[:4]]), more=_merged_dealer),
        3,
    ),
    mixed(
        "xlsx, dealer merged over three of four rows",
        xlsx(("台账", UNDER_ONE), more=_merged_dealer),
        (4, 3, 1, 0),
        "dealer_missing",
    ),
    mixed(
        "xlsx, one price merged over two rows",
        xlsx(("台账", ONE_PRICE), more=_merged_price),
        (2, 1, 1, 0),
        "price_missing",
    ),
    good(
        "xlsx, merged header of two rows under a title",
        xlsx(("台账", UNDER_GROUPS), more=_merged_header),
        2,
    ),
    good("xlsx, a hidden column", xlsx(("台账", TWO), more=_hide), 2, notes=1),
    good(
        "xlsx, a hidden sheet", xlsx(("台账", TWO), ("旧", TWO), more=_hide), 4, notes=2
    ),
    good(
        "xlsx, a sheet a month and one without a table",
        xlsx(
            ("说明", [["填报说明"]]),
            ("12月", [*TWO[:2]]),
            ("1月", [["1月"], TWO[0], TWO[2]]),
        ),
        2,
    ),
    mixed(
        "xlsx, formulas: counted, in error, not counted",
        xlsx(("台账", THREE), more=_formulas),
        (3, 2, 1, 0),
        "price_unreadable",
    ),
    good("xlsx, a sheet that is a chart", xlsx(("台账", TWO), more=_chart), 2),
    good(
        "xlsx, the table begins at C3",
        xlsx(("台账", [[], [], *([None, None, *row] for row in TWO)])),
        2,
    ),
    good("xlsx, cells without places", changed(PLAIN, SHEET, r' r="[A-Z]*\d+"', ""), 2),
    good(
        "xlsx, the dimension lies", changed(PLAIN, SHEET, r'ref="A1:T3"', 'ref="A1"'), 2
    ),
    good(
        "xlsx, the dimension boasts",
        changed(PLAIN, SHEET, r'ref="A1:T3"', 'ref="A1:XFD1048576"'),
        2,
    ),
    good(
        "xlsx, styled cells to the far end",
        changed(PLAIN, SHEET, r"</row>", '<c r="XFD1" s="0"/></row>'),
        2,
    ),
    unreadable(
        "xlsx, a stray cell at XFD1048576",
        xlsx(("台账", TWO), more=_stray(1048575, 16383)),
        "cell XFD1048576",
    ),
    unreadable(
        "xlsx, a stray cell that hides its place",
        changed(
            xlsx(("台账", TWO), more=_stray(1048575, 16383)),
            SHEET,
            "A1:XFD1048576",
            "A1:T3",
        ),
        "cell XFD1048576",
    ),
    unreadable(
        "xlsx, 10,000 columns",
        xlsx(("台账", [[*KEYS, *(f"列{n}" for n in range(9_980))], TWO[1]])),
        "cell NTP2",
    ),
    unreadable(
        "xlsx, a million rows apart",
        xlsx(("台账", TWO), more=_stray(1048575, 50)),
        "cell AY1048576",
    ),
    unreadable("xlsx, empty sheets", xlsx(("a", []), ("b", [])), "known header"),
    unreadable("xlsx, cut short", PLAIN[:-60], "damaged"),
    unreadable(
        "xlsx, a part missing",
        changed(PLAIN, "xl/workbook.xml", "rId1", "rId9"),
        "damaged",
    ),
    unreadable(
        "xlsx, sales and register together",
        xlsx(("a", TWO), ("b", REGISTER)),
        "both sales and a dealer register",
    ),
    unreadable(
        "xlsx with a password", compound("EncryptedPackage", b"x" * 5000), "password"
    ),
    good("xlsx, a register of dealers", xlsx(("名录", REGISTER)), 1),
]

XLS_CASES = [
    good("xls", xls_bytes(XlsSheet("台账", TWO)), 2),
    good(
        "xls, a sheet a month",
        xls_bytes(XlsSheet("12月", TWO[:2]), XlsSheet("1月", [TWO[0], TWO[2]])),
        2,
    ),
    good(
        "xls, dealer merged over three rows",
        xls_bytes(XlsSheet("台账", UNDER_ONE[:4], merges=[(1, 3, DEALER, DEALER)])),
        3,
    ),
    good(
        "xls, hidden column and hidden sheet",
        xls_bytes(
            XlsSheet("台账", TWO, hidden_columns=[PRICE]),
            XlsSheet("旧", TWO, hidden=True),
        ),
        4,
        notes=2,
    ),
    good(
        "xls, days counted from 1904",
        xls_bytes(
            XlsSheet(
                "台账",
                [
                    KEYS,
                    [
                        43469 if key == "开票日期" else cell
                        for key, cell in SALE.items()
                    ],
                ],
            ),
            epoch_1904=True,
        ),
        1,
    ),
    mixed(
        "xls, an error and a long number",
        xls_bytes(
            XlsSheet(
                "台账",
                [
                    KEYS,
                    [None if key == "裸车价" else cell for key, cell in SALE.items()],
                    [
                        float("430800199001010011") if key == "身份证号" else cell
                        for key, cell in SALE.items()
                    ],
                ],
                errors={(1, PRICE): 0x07},
            )
        ),
        (2, 0, 2, 0),
        "price_unreadable",
        "buyer_id_damaged",
    ),
    unreadable("xls, cut short", xls_bytes(XlsSheet("台账", TWO))[:3000], "damaged"),
    unreadable(
        "xls with a password",
        xls_bytes(XlsSheet("台账", TWO), password=True),
        "password",
    ),
    unreadable(
        "xls, a cell beyond the last column of Excel 97",
        xls_bytes(XlsSheet("台账", TWO, errors={(65535, 255): 7, (65535, 2000): 7})),
        "columns",
    ),
    unreadable("a Word document of 1997", compound("WordDocument", b"x"), "Word"),
]

BOOK_CASES: list[Case] = [*XLSX_CASES, *XLS_CASES]
