"""Every refusal has one code, one severity and one sentence in two languages.

Enum order is the precedence where a single answer is needed.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from voucher_service.model.text import Text


class Severity(StrEnum):
    """What a finding does to its row."""

    REFUSE = "refuse"
    REVIEW = "review"
    NOTE = "note"


class FeedReason(StrEnum):
    """Why a row of a feed did not become a sale (or a dealer); notes come last."""

    CELLS_BEYOND_HEADER = "cells_beyond_header"
    IDENTITY_MISSING = "identity_missing"
    IDENTITY_CONFLICT = "identity_conflict"
    VIN_MALFORMED = "vin_malformed"
    VIN_CHECK_DIGIT = "vin_check_digit"
    INVOICE_NUMBER_MALFORMED = "invoice_number_malformed"
    DATE_MISSING = "date_missing"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IN_FUTURE = "date_in_future"
    PRICE_MISSING = "price_missing"
    PRICE_UNREADABLE = "price_unreadable"
    PRICE_NOT_POSITIVE = "price_not_positive"
    AMOUNTS_DISAGREE = "amounts_disagree"
    DEALER_MISSING = "dealer_missing"
    DEALER_UNKNOWN = "dealer_unknown"
    USCC_INVALID = "uscc_invalid"
    BUYER_ID_DAMAGED = "buyer_id_damaged"
    BUYER_ID_INVALID = "buyer_id_invalid"
    ENERGY_UNKNOWN = "energy_unknown"
    AMOUNT_UNIT_MIXED = "amount_unit_mixed"
    DATE_YEAR_INFERRED = "date_year_inferred"
    HIDDEN_IN_FILE = "hidden_in_file"


class EligibilityReason(StrEnum):
    """Why a sale earns no voucher under a campaign's terms."""

    IDENTITY_REQUIRED = "identity_required"
    VALUE_MISSING = "value_missing"
    SOLD_BEFORE_START = "sold_before_start"
    SOLD_AFTER_END = "sold_after_end"
    NOT_NEW = "not_new"
    NOT_USED = "not_used"
    PRICE_BELOW_FLOOR = "price_below_floor"
    VEHICLE_ALREADY_COUNTED = "vehicle_already_counted"


class ReasonText(BaseModel):
    """What a reason says, and what mends it."""

    model_config = ConfigDict(frozen=True)

    severity: Severity
    sentence: Text
    remedy: Text


def _reason(
    zh: str, en: str, remedy: tuple[str, str], severity: Severity = Severity.REFUSE
) -> ReasonText:
    return ReasonText(
        severity=severity,
        sentence=Text(zh=zh, en=en),
        remedy=Text(zh=remedy[0], en=remedy[1]),
    )


FEED_REASONS: dict[FeedReason, ReasonText] = {
    FeedReason.CELLS_BEYOND_HEADER: _reason(
        "本行单元格多于表头列数，无法判断各值属于哪一列",
        "The row has more cells than the header has columns",
        ("检查多余的分隔符或未加引号的逗号", "Look for a stray separator or comma"),
    ),
    FeedReason.IDENTITY_MISSING: _reason(
        "车架号、发票号码和单据编号全部为空，无法识别这笔销售",
        "VIN, invoice number and record number are all empty",
        ("至少填写其中一项", "Fill in at least one of them"),
    ),
    FeedReason.IDENTITY_CONFLICT: _reason(
        "同一文件中另有一行使用相同的发票号码或编号，但内容不同",
        "Another row of this file has the same invoice or record number "
        "but other contents",
        ("核对两行，只保留正确的一行", "Compare the rows and keep the right one"),
        Severity.REVIEW,
    ),
    FeedReason.VIN_MALFORMED: _reason(
        "车架号不是17位有效字符（不含 I、O、Q），或为重复字符",
        "The VIN is not 17 valid characters (no I, O, Q), or repeats one character",
        ("按发票或合格证重新录入", "Copy it again from the invoice or certificate"),
    ),
    FeedReason.VIN_CHECK_DIGIT: _reason(
        "车架号第9位校验码不符（GB 16735）",
        "The VIN's ninth character is not its check digit (GB 16735)",
        (
            "核对易混字符 0/O、1/I、8/B、5/S",
            "Look for confusable characters: 0/O, 1/I, 8/B, 5/S",
        ),
    ),
    FeedReason.INVOICE_NUMBER_MALFORMED: _reason(
        "发票号码既不是8位数字，也不是20位数电号码",
        "The invoice number has neither 8 nor 20 digits",
        (
            "按发票填写，并以文本格式保存以保留前导零",
            "Copy it from the invoice; keep the column as text",
        ),
    ),
    FeedReason.DATE_MISSING: _reason(
        "开票日期为空",
        "The invoice date is empty",
        ("填写开票日期", "Fill in the invoice date"),
    ),
    FeedReason.DATE_UNREADABLE: _reason(
        "开票日期无法识别",
        "The invoice date cannot be read",
        ("改为 2023-01-05 的形式", "Write it like 2023-01-05"),
    ),
    FeedReason.DATE_IN_FUTURE: _reason(
        "开票日期晚于收到文件之日",
        "The invoice date is after the day the file came",
        ("核对年份和月份", "Check the year and the month"),
    ),
    FeedReason.PRICE_MISSING: _reason(
        "裸车价、价税合计和不含税价全部为空",
        "Bare price, invoice total and net price are all empty",
        ("至少填写其中一项", "Fill in at least one of them"),
    ),
    FeedReason.PRICE_UNREADABLE: _reason(
        "金额无法识别",
        "An amount cannot be read",
        ("填写数字，单位写在表头", "Write a number; put the unit into the header"),
    ),
    FeedReason.PRICE_NOT_POSITIVE: _reason(
        "金额为零或负数",
        "An amount is zero or negative",
        (
            "核对金额；退车和红字发票请勿列入销售清单",
            "Check the amount; keep returns and red invoices out of the sales list",
        ),
    ),
    FeedReason.AMOUNTS_DISAGREE: _reason(
        "不含税价加税额不等于价税合计",
        "Net price plus tax is not the invoice total",
        ("按发票核对三项金额", "Check the three amounts against the invoice"),
    ),
    FeedReason.DEALER_MISSING: _reason(
        "没有经销商名称，也没有统一社会信用代码",
        "Neither the dealer's name nor its credit code is given",
        ("填写任意一项", "Fill in one of them"),
    ),
    FeedReason.DEALER_UNKNOWN: _reason(
        "经销商不在名录内",
        "The dealer is not in the register",
        (
            "核对名称与信用代码，或先登记该经销商",
            "Check name and credit code, or register the dealer first",
        ),
    ),
    FeedReason.USCC_INVALID: _reason(
        "统一社会信用代码校验不通过（GB 32100）",
        "The unified social credit code fails its check (GB 32100)",
        ("按营业执照重新录入", "Copy it again from the business licence"),
    ),
    FeedReason.BUYER_ID_DAMAGED: _reason(
        "身份证号被表格软件存成数值，后几位已经丢失",
        "A spreadsheet stored the ID number as a number: its last digits are lost",
        (
            "将该列设为文本格式后从原系统重新导出",
            "Format the column as text and export it again from the source",
        ),
    ),
    FeedReason.BUYER_ID_INVALID: _reason(
        "身份证号校验不通过（GB 11643）",
        "The resident ID number fails its check (GB 11643)",
        ("核对证件后重新填写", "Check it against the document"),
    ),
    FeedReason.ENERGY_UNKNOWN: _reason(
        "能源类型无法识别",
        "The kind of energy is not known",
        (
            "填写 汽油、柴油、纯电动、插电混动、增程、油电混动 之一",
            "Write one of petrol, diesel, BEV, PHEV, EREV, HEV",
        ),
    ),
    FeedReason.AMOUNT_UNIT_MIXED: _reason(
        "本格自带的金额单位与本列不同，已按自带单位换算",
        "The cell states another unit than its column and was read in its own",
        (
            "核对金额；请统一全列单位，并写在表头",
            "Check the amount; use one unit in the column and write it in the header",
        ),
        Severity.NOTE,
    ),
    FeedReason.DATE_YEAR_INFERRED: _reason(
        "日期没有年份，已按表题所列期间或相邻行补上",
        "The date has no year; it was taken from the title's period or the rows "
        "beside it",
        ("核对年份；请写全，如 2023-01-05", "Check the year; write it like 2023-01-05"),
        Severity.NOTE,
    ),
    FeedReason.HIDDEN_IN_FILE: _reason(
        "该列或工作表在文件中被隐藏，内容已照常读取",
        "The column or sheet is hidden in the file; it was read all the same",
        (
            "确认隐藏内容应当上报，否则删去后重新发送",
            "Make sure it is meant to be reported, or delete it and send again",
        ),
        Severity.NOTE,
    ),
}

ELIGIBILITY_REASONS: dict[EligibilityReason, ReasonText] = {
    EligibilityReason.IDENTITY_REQUIRED: _reason(
        "缺少活动条款要求的识别项",
        "An identity that the terms require is missing",
        ("补报车架号等识别项", "Report the missing identity, such as the VIN"),
    ),
    EligibilityReason.VALUE_MISSING: _reason(
        "缺少条款判断所需的数据",
        "A value that a rule needs is missing",
        ("补报该数据后重新判定", "Report the value; the sale is decided again"),
    ),
    EligibilityReason.SOLD_BEFORE_START: _reason(
        "开票日期早于活动开始日",
        "The car was sold before the campaign began",
        ("不在活动期内，无法补救", "Outside the campaign; nothing mends it"),
    ),
    EligibilityReason.SOLD_AFTER_END: _reason(
        "开票日期晚于活动截止日",
        "The car was sold after the campaign ended",
        ("不在活动期内，无法补救", "Outside the campaign; nothing mends it"),
    ),
    EligibilityReason.NOT_NEW: _reason(
        "不是新车",
        "The car is not new",
        ("仅新车可享受", "Only a new car earns the voucher"),
    ),
    EligibilityReason.NOT_USED: _reason(
        "不是二手车",
        "The car is not a used one",
        ("仅二手车可享受", "Only a used car earns the voucher"),
    ),
    EligibilityReason.PRICE_BELOW_FLOOR: _reason(
        "价格低于活动门槛",
        "The price is below the campaign's floor",
        ("如金额有误，请经销商更正上报", "If it is wrong the dealer corrects it"),
    ),
    EligibilityReason.VEHICLE_ALREADY_COUNTED: _reason(
        "该车架号已有一笔更早的合格销售",
        "An earlier sale of this vehicle already counts",
        (
            "一车一券；如系误报，请按原发票号码更正后重新上报",
            "One voucher a vehicle; send a mistaken row again, corrected, "
            "under its invoice number",
        ),
    ),
}


def reason_text(code: str) -> ReasonText:
    """Give the sentence of any reason code; ValueError means a code of no reason."""
    if code in {reason.value for reason in FeedReason}:
        return FEED_REASONS[FeedReason(code)]
    return ELIGIBILITY_REASONS[EligibilityReason(code)]
