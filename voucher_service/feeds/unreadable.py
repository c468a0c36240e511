"""What is said of a file that cannot be read at all: one sentence and one remedy."""

from voucher_service.model.errors import UnreadableInput
from voucher_service.model.text import Text

_AS_XLSX = (
    "用 Excel 或 WPS 打开后另存为 .xlsx，再重新发送",
    "Open it in Excel or WPS, save it as .xlsx and send it again",
)
_AGAIN = ("请发送方重新导出并发送", "Ask the sender to export and send it again")

_CAUSES: dict[str, tuple[str, str, tuple[str, str]]] = {
    "empty": ("文件是空的", "the file is empty", _AGAIN),
    "too_large": (
        "解压后超过 {limit} 字节的上限",
        "it unpacks to more than the limit of {limit} bytes",
        ("拆成几个较小的文件再发送", "Split it into smaller files"),
    ),
    "damaged": ("文件已损坏或不完整", "the file is damaged or cut short", _AGAIN),
    "encrypted": (
        "文件设有密码",
        "the file is protected by a password",
        ("取消密码后重新保存并发送", "Remove the password, save and send it again"),
    ),
    "old_excel": (
        "这是旧版 Excel（.xls）或其他 Office 97-2003 文档",
        "it is an old Excel (.xls) or other Office 97-2003 document",
        _AS_XLSX,
    ),
    "wrong_type": (
        "这是{kind_zh}，不是 CSV 或 XLSX 表格",
        "it is {kind_en}, not a CSV or XLSX table",
        ("发送 CSV 或 XLSX 文件", "Send a CSV or XLSX file"),
    ),
    "encoding": (
        "第 {offset} 字节起既不是 UTF-8 也不是 GB18030 文字",
        "from byte {offset} on it is neither UTF-8 nor GB18030 text",
        ("另存为“CSV UTF-8”后重新发送", "Save it as CSV UTF-8 and send it again"),
    ),
    "quoting": (
        "第 {line} 行附近的引号不成对，之后的内容无法分列",
        "near line {line} a quotation mark is not closed; the rest cannot be split",
        ("更正该行的引号后重新发送", "Mend the quotation mark in that line"),
    ),
    "no_header": (
        "前 {rows} 行中没有可识别的表头。看到的是：{seen}。缺少：{missing_zh}",
        "none of the first {rows} rows is a known header. Seen: {seen}. "
        "Missing: {missing_en}",
        (
            "使用开票日期、车架号、裸车价等常用表头，或用读取方案的 headers 指明各列",
            "Use the usual headers (date, VIN, price), or name them in a profile",
        ),
    ),
    "header_incomplete": (
        "{place}表头缺少必需的列：{missing_zh}。看到的是：{seen}",
        "{place}the header lacks columns that are needed: {missing_en}. Seen: {seen}",
        (
            "补上所缺的列，或用 profile 的 headers 指明各列",
            "Add the missing columns, or name them in a profile's headers",
        ),
    ),
    "two_columns": (
        "{place}“{first}”和“{second}”两列都可作{field_zh}，但内容不一致",
        "{place}both {first} and {second} can be {field_en}, but they differ",
        (
            "删去其中一列，或用 profile 的 headers 指明用哪一列",
            "Remove one of them, or name the right one in a profile's headers",
        ),
    ),
    "two_kinds": (
        "同一工作簿里既有销售表又有经销商名录",
        "one workbook holds both sales and a dealer register",
        ("拆成两个文件分别发送", "Send them as two files"),
    ),
}


def unreadable(name: str, cause: str, **values: object) -> UnreadableInput:
    """Make the error of a named cause for a named file; KeyError for no such cause."""
    zh, en, (remedy_zh, remedy_en) = _CAUSES[cause]
    values = {"place": "", **values}
    return UnreadableInput(
        Text(
            zh=f"无法读取 {name}：{zh.format(**values)}。",
            en=f"Cannot read {name}: {en.format(**values)}.",
        ),
        remedy=Text(zh=f"{remedy_zh}。", en=f"{remedy_en}."),
    )
