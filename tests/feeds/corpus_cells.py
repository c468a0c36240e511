"""Ugly cells: numbers, amounts, days and names as people write them."""

from tests.feeds.corpus import Case, good, mixed, text
from tests.feeds.corpus_text import FIRST, HEADER


def _yearless(title: str, *days: str) -> str:
    above = f"{title}\n" if title else ""
    return text(*({"开票日期": day} for day in days), above=above)


CELL_CASES: list[Case] = [
    good(
        "identity numbers behind marks",
        text(
            {"身份证号": "'430800199001010011"},
            {"身份证号": "`430800199001010011"},
            {"身份证号": "\t430800199001010011"},
            {"身份证号": "４３０８００１９９００１０１００１１"},
        ),
        4,
    ),
    mixed(
        "identity numbers destroyed by Excel",
        text(
            {"身份证号": "4.308E+17"},
            {"身份证号": "430800199001010000"},
            {"身份证号": "430800199001010011.0"},
            {},
        ),
        (4, 1, 3, 0),
        "buyer_id_damaged",
    ),
    good(
        "VINs in small letters, with blanks, full width",
        text(
            {"车架号": "lsvaa4182e2184847"},
            {"车架号": "LSVAA 4182E 2184847"},
            {"车架号": "ＬＳＶＡＡ４１８２Ｅ２１８４８４７"},
            {"车架号": "\u200bLSVAA4182E2184847\u00a0"},
        ),
        4,
    ),
    mixed(
        "VINs with O and I, cut, dull, wrongly copied",
        text(
            {"车架号": "LSVAA4182E218484O"},
            {"车架号": "LSVAA4182E218484"},
            {"车架号": "11111111111111111"},
            {"车架号": "LSVAA4183E2184847"},
            {},
        ),
        (5, 1, 4, 0),
        "vin_malformed",
        "vin_check_digit",
    ),
    good(
        "invoice numbers without their zeros",
        text(
            {"发票号码": "446874"},
            {"发票号码": "446875.0"},
            {"发票号码": '="00446876"'},
        ),
        3,
    ),
    mixed(
        "invoice numbers too long, in float notation",
        text({"发票号码": "004468741"}, {"发票号码": "2.3432E+19"}, {}),
        (3, 1, 2, 0),
        "invoice_number_malformed",
    ),
    good(
        "amounts as people write them",
        text(
            {"裸车价": "￥113,000.00元"},
            {"裸车价": "１１３，０００"},
            {"裸车价": "RMB 113000"},
            {"裸车价": "113000元整"},
            {"裸车价": "壹拾壹万叁仟圆整"},
            {"裸车价": "人民币拾壹万叁仟元正"},
        ),
        6,
    ),
    good(
        "万元 and 元 in one column",
        text({"裸车价": "11.3万"}, {"裸车价": "113000"}, {"裸车价": "11.3万元"}),
        3,
        notes=2,
    ),
    good("万元 in every cell", text({"裸车价": "11.3万"}, {"裸车价": "11.4万"}), 2),
    good(
        "header says 万元, a cell says 元",
        text(
            {"裸车价": None, "裸车价(万元)": "11.3"},
            {"裸车价": None, "裸车价(万元)": "113000元"},
        ),
        2,
        notes=1,
    ),
    mixed(
        "amounts nobody can read",
        text(
            {"裸车价": "面议"},
            {"裸车价": "12,80"},
            {"裸车价": "=113000+1"},
            {"裸车价": "#REF!"},
            {"裸车价": "一百万"},
            {},
        ),
        (6, 1, 5, 0),
        "price_unreadable",
    ),
    mixed(
        "red amounts beside a blue invoice's",
        text(
            {"裸车价": "(113,000.00)"},
            {"裸车价": "（113,000）"},
            {"裸车价": "-113000"},
            {"裸车价": "0"},
            {},
        ),
        (5, 1, 4, 0),
        "price_not_positive",
    ),
    mixed(
        "tax of another car",
        text({"税额": "13000.02"}, {"税额": "13000.01"}),
        (2, 1, 1, 0),
        "amounts_disagree",
    ),
    good(
        "dates as people write them",
        text(
            *(
                {"开票日期": day}
                for day in (
                    "2023.1.5",
                    "2023/1/5",
                    "20230105",
                    "2023年1月5日",
                    "2023 年 1 月 5 日",
                    "23年1月5日",
                    "二〇二三年一月五日",
                    "44931",
                    "44931.5",
                    "2023-01-05 13:30",
                    "２０２３－０１－０５",
                    "2023-01-04T18:00:00Z",
                )
            )
        ),
        12,
    ),
    mixed(
        "dates that are none",
        text(
            *(
                {"开票日期": day}
                for day in (
                    "2023-02-30",
                    "2023年13月1日",
                    "5/1/2023",
                    "23-1-5",
                    "上周",
                    "2023-01",
                    "",
                )
            )
        ),
        (7, 0, 7, 0),
        "date_unreadable",
        "date_missing",
    ),
    mixed(
        "a date after today",
        text({"开票日期": "2023-01-11"}, {}),
        (2, 1, 1, 0),
        "date_in_future",
    ),
    good(
        "no year, the title has it",
        _yearless("2023年1月业务台账", "1月5日", "1月6日"),
        2,
        notes=2,
    ),
    good(
        "no year, the title spans two",
        _yearless("2022年12月—2023年1月台账", "12月31日", "1月5日"),
        2,
        notes=2,
    ),
    good(
        "no year, the rows beside have it",
        _yearless("", "2022-12-30", "12月31日", "1月2日", "2023-01-03"),
        4,
        notes=2,
    ),
    mixed(
        "no year, and nothing says which",
        _yearless("业务台账", "1月5日", "1月6日"),
        (2, 0, 2, 0),
        "date_unreadable",
    ),
    mixed(
        "no year, only the day it was filed",
        _yearless("填报日期：2023年1月31日", "1月5日"),
        (1, 0, 1, 0),
        "date_unreadable",
    ),
    mixed(
        "no year, a month the title has not",
        _yearless("2022年12月业务台账", "1月5日"),
        (1, 0, 1, 0),
        "date_unreadable",
    ),
    mixed(
        "one invoice, two prices",
        text({"发票号码": "1"}, {"发票号码": "1", "裸车价": "99999"}, {}),
        (3, 1, 0, 2),
        "identity_conflict",
    ),
    good("one row three times", f"{HEADER}\n" + f"{FIRST}\n" * 3, 3),
    mixed(
        "dealers unknown and missing",
        text(
            {"经销商名称": "合成丁", "统一社会信用代码": ""},
            {"经销商名称": "", "统一社会信用代码": ""},
            {},
        ),
        (3, 1, 2, 0),
        "dealer_unknown",
        "dealer_missing",
    ),
    good(
        "a dealer's name with other brackets",
        text({"统一社会信用代码": "", "经销商名称": "张家界合成乙(慈利)汽车有限公司"}),
        1,
    ),
    mixed(
        "credit code miscopied",
        text({"统一社会信用代码": "91430800MA4L1A2B3L"}, {}),
        (2, 1, 1, 0),
        "uscc_invalid",
    ),
    good(
        "text that a spreadsheet would run",
        text({"车型": "=cmd|' /C calc'!A0"}, {"车型": "@SUM(1)"}),
        2,
    ),
    mixed(
        "rows that identify nothing",
        text({"车架号": "", "发票号码": "", "单据编号": ""}, {}),
        (2, 1, 1, 0),
        "identity_missing",
    ),
    good("an unknown kind of energy", text({"能源类型": "氢能"}, {}), 2, notes=1),
]
