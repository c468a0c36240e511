"""What is said of rows of a feed that do not land, or wait for a person."""

from voucher_service.model.reason_codes import FeedReason, ReasonText, Severity, stated

REFUSALS: dict[FeedReason, ReasonText] = {
    FeedReason.CELLS_BEYOND_HEADER: stated(
        "本行单元格多于表头列数，无法判断各值属于哪一列",
        "The row has more cells than the header has columns",
        ("检查多余的分隔符或未加引号的逗号", "Look for a stray separator or comma"),
    ),
    FeedReason.IDENTITY_MISSING: stated(
        "车架号、发票号码和单据编号全部为空，无法识别这笔销售",
        "VIN, invoice number and record number are all empty",
        ("至少填写其中一项", "Fill in at least one of them"),
    ),
    FeedReason.IDENTITY_CONFLICT: stated(
        "同一文件中另有一行使用相同的发票号码或编号，但内容不同",
        "Another row of this file has the same invoice or record number "
        "but other contents",
        ("核对两行，只保留正确的一行", "Compare the rows and keep the right one"),
        Severity.REVIEW,
    ),
    FeedReason.VIN_MALFORMED: stated(
        "车架号不是17位有效字符（不含 I、O、Q），或只由三个以内的字符重复而成",
        "The VIN is not 17 valid characters (no I, O, Q), or is made of three or fewer "
        "different ones",
        ("按发票或合格证重新录入", "Copy it again from the invoice or certificate"),
    ),
    FeedReason.VIN_CHECK_DIGIT: stated(
        "车架号第9位校验码不符（GB 16735）",
        "The VIN's ninth character is not its check digit (GB 16735)",
        (
            "核对易混字符 0/O、1/I、8/B、5/S",
            "Look for confusable characters: 0/O, 1/I, 8/B, 5/S",
        ),
    ),
    FeedReason.INVOICE_NUMBER_MALFORMED: stated(
        "发票号码既不是8位数字，也不是20位数电号码",
        "The invoice number has neither 8 nor 20 digits",
        (
            "按发票填写，并以文本格式保存以保留前导零",
            "Copy it from the invoice; keep the column as text",
        ),
    ),
    FeedReason.DATE_MISSING: stated(
        "日期为空",
        "The date is empty",
        (
            "填写开票日期；退车清单填写退车日期",
            "Fill in the invoice date, or in a list of returns the day of the return",
        ),
    ),
    FeedReason.DATE_UNREADABLE: stated(
        "日期无法识别",
        "The date cannot be read",
        ("改为 2023-01-05 的形式", "Write it like 2023-01-05"),
    ),
    FeedReason.DATE_IN_FUTURE: stated(
        "日期晚于收到文件之日",
        "The date is after the day the file came",
        ("核对年份和月份", "Check the year and the month"),
    ),
    FeedReason.PRICE_MISSING: stated(
        "裸车价、价税合计和不含税价全部为空",
        "Bare price, invoice total and net price are all empty",
        ("至少填写其中一项", "Fill in at least one of them"),
    ),
    FeedReason.PRICE_UNREADABLE: stated(
        "金额无法识别",
        "An amount cannot be read",
        ("填写数字，单位写在表头", "Write a number; put the unit into the header"),
    ),
    FeedReason.PRICE_NOT_POSITIVE: stated(
        "金额为零，或同一行的金额有正有负",
        "An amount is zero, or the row has amounts both above and below zero",
        (
            "核对金额；红字发票的各项金额应全部为负数",
            "Check the amounts; those of a red-letter invoice are all negative",
        ),
    ),
    FeedReason.AMOUNTS_DISAGREE: stated(
        "不含税价加税额不等于价税合计",
        "Net price plus tax is not the invoice total",
        ("按发票核对三项金额", "Check the three amounts against the invoice"),
    ),
    FeedReason.DEALER_MISSING: stated(
        "没有经销商名称，也没有统一社会信用代码",
        "Neither the dealer's name nor its credit code is given",
        ("填写任意一项", "Fill in one of them"),
    ),
    FeedReason.DEALER_UNKNOWN: stated(
        "经销商不在名录内",
        "The dealer is not in the register",
        (
            "核对名称与信用代码，或先登记该经销商",
            "Check name and credit code, or register the dealer first",
        ),
    ),
    FeedReason.USCC_INVALID: stated(
        "统一社会信用代码校验不通过（GB 32100）",
        "The unified social credit code fails its check (GB 32100)",
        ("按营业执照重新录入", "Copy it again from the business licence"),
    ),
    FeedReason.BUYER_ID_DAMAGED: stated(
        "身份证号被表格软件存成数值，后几位已经丢失",
        "A spreadsheet stored the ID number as a number: its last digits are lost",
        (
            "将该列设为文本格式后从原系统重新导出",
            "Format the column as text and export it again from the source",
        ),
    ),
    FeedReason.BUYER_ID_INVALID: stated(
        "身份证号（GB 11643）或单位信用代码（GB 32100）校验不通过",
        "The resident ID number (GB 11643) or the company's credit code (GB 32100) "
        "fails its check",
        ("核对证件后重新填写", "Check it against the document"),
    ),
    FeedReason.INVOICE_CODE_MALFORMED: stated(
        "发票代码不是10位或12位数字，可能被表格软件改成了科学计数法",
        "The invoice code has neither 10 nor 12 digits; a spreadsheet may have "
        "rounded it",
        (
            "按发票填写并以文本格式保存；数电发票没有代码，留空即可",
            "Copy it from the invoice and keep the column as text; an all-digital "
            "invoice has none: leave it empty",
        ),
    ),
    FeedReason.DATE_OUTSIDE_WINDOW: stated(
        "日期不在应上报的期间内，或早于1990年",
        "The date lies outside the days to be reported, or before 1990",
        (
            "核对年份；确属其他期间的销售，请按对应的期间另行报送",
            "Check the year; report sales of other days with the file of those days",
        ),
    ),
    FeedReason.PRICE_IMPLAUSIBLE: stated(
        "金额不合常理：未注明单位且不足1,000元（疑为万元），或超过5,000万元",
        "The amount is implausible: under 1,000 yuan with no unit stated (probably "
        "in units of 10,000), or over 50 million yuan",
        (
            "在表头注明单位，如 裸车价(万元)；金额无误的，由商务局核对发票后确认",
            "State the unit in the header, e.g. 裸车价(万元); if the amount is right "
            "the bureau confirms it from the invoice",
        ),
        Severity.REVIEW,
    ),
    FeedReason.DEALER_INACTIVE: stated(
        "该经销商在名录中已停业或注销",
        "The register says that the dealer has closed",
        (
            "如仍在营业，请商务局更新经销商名录后重新发送",
            "If it is open the bureau updates the register; then send the row again",
        ),
    ),
    FeedReason.DEALER_NOT_SENDER: stated(
        "该行属于另一家经销商，不能由本经销商报送",
        "The row names another dealer than the one that sent the file",
        (
            "只报送本企业的销售；集团代报请由商务局导入",
            "Send your own sales only; the bureau takes in files for a whole group",
        ),
    ),
    FeedReason.DEALER_STATUS_UNKNOWN: stated(
        "名录中的经营状态无法识别",
        "The register's word for whether the dealer is open is not known",
        ("填写 在营、停业 或 注销", "Write 在营 (open), 停业 or 注销 (closed)"),
    ),
    FeedReason.SALE_STATUS_UNCLEAR: stated(
        "销售状态含义不明，或与退车日期、退车原因相矛盾",
        "The status is not understood, or contradicts the day or reason of a return",
        (
            "状态只填 正常、已退车、已红冲、已作废 之一；未退车的不填退车日期和原因",
            "Write 正常 (in force), 已退车 (returned), 已红冲 (reversed) or 已作废 "
            "(voided); leave day and reason empty where nothing was returned",
        ),
        Severity.REVIEW,
    ),
    FeedReason.ORIGINAL_SALE_UNKNOWN: stated(
        "找不到这笔退车或红字发票所对应的原销售",
        "No sale is known that this return or red-letter invoice takes back",
        (
            "填写原发票号码或车架号；原销售尚未上报的，先报原销售再重发本文件",
            "Give the original invoice number or the VIN; report the sale itself "
            "first if it was not yet, then send this file again",
        ),
    ),
    FeedReason.ORIGINAL_SALE_AMBIGUOUS: stated(
        "有多笔销售与这笔退车或红字发票相符，无法判断是哪一笔",
        "Several sales fit this return or red-letter invoice",
        ("填写原发票号码", "Give the original invoice number"),
        Severity.REVIEW,
    ),
    FeedReason.CANCELLED_BEFORE_SOLD: stated(
        "退车或红冲日期早于原销售的开票日期",
        "The sale was taken back before the day it was made",
        ("核对退车日期和原发票", "Check the day and the original invoice"),
    ),
    FeedReason.INVOICE_REPLACED: stated(
        "该发票已红冲重开，本行要更改的是原发票",
        "The invoice was taken back and made out anew; this row changes the old one",
        (
            "按新发票号码更正；新发票确有错误的，先红冲新发票",
            "Correct the row under the new invoice number, or report that the new "
            "invoice was taken back",
        ),
        Severity.REVIEW,
    ),
    FeedReason.ORIGINAL_REPLACED: stated(
        "原发票已由另一张发票重开替换",
        "Another invoice has already replaced the original one",
        (
            "核对原发票号码；再次重开的，填写最近一张发票的号码",
            "Check the original invoice number; after a second reissue give the number "
            "of the last invoice",
        ),
        Severity.REVIEW,
    ),
    FeedReason.VEHICLE_DIFFERS: stated(
        "所填原发票与车架号不是同一辆车",
        "The invoice named is not that of the VIN named",
        (
            "核对原发票号码和车架号，改正其中有误的一项",
            "Check the original invoice number and the VIN and correct the wrong one",
        ),
        Severity.REVIEW,
    ),
    FeedReason.RED_AMOUNT_DIFFERS: stated(
        "红字金额与原发票金额不一致，不是全额冲红",
        "The red-letter amount is not that of the invoice it takes back",
        (
            "机动车发票须全额冲红后重开；核对金额，或报新开的蓝字发票",
            "A car's invoice is taken back whole and made out anew: check the amount, "
            "or report the new invoice",
        ),
        Severity.REVIEW,
    ),
}
