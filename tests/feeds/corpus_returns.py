"""Files with returns, red-letter invoices and reissues among the sales.

A row that takes a sale back is counted as accepted: it fits a known sale or not only
once it lands.
"""

from tests.feeds.corpus import Case, good, mixed, text
from tests.feeds.feed_rows import SALE

RED = {
    "裸车价": "-113000",
    "不含税价": "(100,000)",
    "税额": "-13000",
    "价税合计": "（113,000.00）",
}
"""The amounts of a right row as a red-letter invoice has them."""

_DEALER = SALE["经销商名称"]
_VIN = SALE["车架号"]


def return_list(*rows: tuple[str, ...], header: str = "经销商,车架号,退车日期") -> str:
    """A list of returns, which has neither prices nor days of sale."""
    lines = ["退车清单", header, *(",".join(row) for row in rows), "合计,1台,"]
    return "\n".join(lines)


RETURN_CASES: list[Case] = [
    good("a red-letter invoice beside its sale", text({}, RED), 2),
    good(
        "blue, red and blue again",
        text({"原发票号码": ""}, RED | {"原发票号码": "1"}, {"原发票号码": "1"}),
        3,
    ),
    mixed(
        "red rows whose amounts are not all below zero",
        text(
            RED | {"裸车价": "113000"}, RED | {"税额": "13000"}, RED | {"裸车价": "0"}
        ),
        (3, 0, 3, 0),
        "price_not_positive",
        "amounts_disagree",
    ),
    good(
        "a status column",
        text(
            *({"单据状态": word} for word in ("正常", "已退车", "已红冲", "作废", ""))
        ),
        5,
    ),
    mixed(
        "a status nobody understands",
        text(
            *(
                {"发票状态": word}
                for word in ("已红冲-部分", "退车中", "审核中", "正常")
            )
        ),
        (4, 2, 0, 2),
        "sale_status_unclear",
    ),
    good("yes or no to 是否退车", text({"是否退车": "是"}, {"是否退车": "否"}), 2),
    mixed(
        "yes to 状态",
        text({"状态": "是"}, {"状态": "否"}),
        (2, 1, 0, 1),
        "sale_status_unclear",
    ),
    mixed(
        "in force and returned at once",
        text(
            {"是否退车": "否", "退车日期": "2023-01-06"},
            {"是否退车": "否", "退车日期": ""},
            {"是否退车": "", "退车日期": "2023-01-06"},
        ),
        (3, 2, 0, 1),
        "sale_status_unclear",
    ),
    mixed(
        "returned before it was sold, after today, on no day",
        text(
            {"退车日期": "2023-01-05"},
            {"退车日期": "2023-01-04"},
            {"退车日期": "2023-01-11"},
            {"退车日期": "2023-01-32"},
        ),
        (4, 1, 3, 0),
        "cancelled_before_sold",
        "date_in_future",
        "date_unreadable",
    ),
    good(
        "a voided invoice with zeros for amounts",
        text(
            dict.fromkeys(("裸车价", "不含税价", "税额", "价税合计"), "0")
            | {"发票状态": "已作废"}
        ),
        1,
    ),
    good(
        "two columns of return days", text({"退车日期": "", "红冲日期": "2023-1-6"}), 1
    ),
    good("a list of returns", return_list((_DEALER, _VIN, "2023-01-06")), 1),
    mixed(
        "a list of returns that names too little",
        return_list(
            ("", _VIN, "2023-01-06"),
            (_DEALER, "", "2023-01-06"),
            (_DEALER, _VIN, ""),
            (_DEALER, _VIN, "2023-01-06"),
        ),
        (4, 1, 3, 0),
        "dealer_missing",
        "identity_missing",
        "date_missing",
    ),
    good(
        "a list of returns by original invoice, with prices",
        return_list(
            (_DEALER, "143002220001 00446874", "2023-01-06", "113000"),
            header="经销商,原发票号码,退车日期,价税合计",
        ),
        1,
    ),
    mixed(
        "original invoices no invoice can have",
        text(
            RED | {"原发票号码": "446874"},
            RED | {"原发票号码": "004468741"},
            RED | {"原发票号码": "23432000000000000001"},
            RED | {"原发票号码": "张三"},
        ),
        (4, 2, 2, 0),
        "invoice_number_malformed",
    ),
]
