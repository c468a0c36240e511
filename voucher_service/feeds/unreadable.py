"""What is said of a file that cannot be read at all: one sentence and one remedy."""

import zipfile
import zlib

from voucher_service.model.errors import UnreadableInput
from voucher_service.model.text import Text

DAMAGED_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # among them what zipfile cannot unpack
)
"""What reading a damaged zip may raise."""

_AS_XLSX = (
    "用 Excel 或 WPS 打开后另存为 .xlsx，再重新发送",
    "Open it in Excel or WPS, save it as .xlsx and send it again",
)
_SPLIT = ("拆成几个较小的文件再发送", "Split it into smaller files")
_AGAIN = ("请发送方重新导出并发送", "Ask the sender to export and send it again")

_CAUSES: dict[str, tuple[str, str, tuple[str, str]]] = {
    "empty": ("文件是空的", "the file is empty", _AGAIN),
    "limit_unpacked": (
        "解压后超过 {limit} 字节的上限（unpacked_bytes）",
        "it unpacks to more than the limit of {limit} bytes (unpacked_bytes)",
        _SPLIT,
    ),
    "limit_ratio": (
        "解压后的大小超过压缩包的 {limit} 倍上限（ratio），疑为压缩炸弹",
        "it unpacks to more than the limit of {limit} times its size (ratio), as a "
        "bomb does",
        ("请发送方重新导出，不压缩直接发送", "Have it exported again, not packed"),
    ),
    "limit_rows": (
        "共 {found} 行数据，超过 {limit} 行的上限（rows）",
        "it has {found} rows, more than the limit of {limit} rows (rows)",
        _SPLIT,
    ),
    "limit_sheets": (
        "共 {found} 个工作表或文件，超过 {limit} 个的上限（sheets）",
        "it has {found} sheets or files, more than the limit of {limit} (sheets)",
        _SPLIT,
    ),
    "limit_columns": (
        "{place}共 {found} 列，超过 {limit} 列的上限（columns）",
        "{place}it has {found} columns, more than the limit of {limit} (columns)",
        ("删去多余的列后重新保存", "Delete the columns that are not needed"),
    ),
    "limit_cells": (
        "{place}内容延伸到单元格 {cell}，超过 {columns} 列或 {limit} 个单元格的上限"
        "（columns、cells）",
        "{place}it reaches as far as cell {cell}, beyond the limits of {columns} "
        "columns or {limit} cells (columns, cells)",
        (
            "删去表格以外的零散内容（可按 Ctrl+End 定位）后重新保存",
            "Delete what strays outside the table (Ctrl+End goes there) and save again",
        ),
    ),
    "damaged": ("文件已损坏或不完整", "the file is damaged or cut short", _AGAIN),
    "encrypted": (
        "文件设有密码",
        "the file is protected by a password",
        ("取消密码后重新保存并发送", "Remove the password, save and send it again"),
    ),
    "nested": (
        "压缩包里还有压缩包",
        "it is an archive within an archive",
        ("解压后再发送", "Unpack it and send what is inside"),
    ),
    "wrong_type": (
        "这是{kind_zh}，不是可以读取的表格",
        "it is {kind_en}, not a table that can be read",
        (
            "发送 XLSX、XLS、CSV、JSON 或 Parquet 文件",
            "Send an XLSX, XLS, CSV, JSON or Parquet file",
        ),
    ),
    "no_table": (
        "其中没有表格",
        "there is no table in it",
        _AS_XLSX,
    ),
    "encoding": (
        "第 {offset} 字节起不是有效的 {expected} 文字",
        "from byte {offset} on it is not {expected} text",
        ("另存为“CSV UTF-8”后重新发送", "Save it as CSV UTF-8 and send it again"),
    ),
    "nul": (
        "第 {line} 行含有空字符（NUL），文件可能在传输中损坏",
        "line {line} holds a NUL character; the file may be damaged",
        _AGAIN,
    ),
    "json": (
        "第 {line} 行附近不是有效的 JSON：{problem_zh}",
        "near line {line} it is not valid JSON: {problem_en}",
        _AGAIN,
    ),
    "json_shape": (
        "JSON 应为对象的数组，或只含一个这种数组的对象；{problem_zh}",
        "JSON must be an array of objects, or an object with one such array; "
        "{problem_en}",
        (
            "每笔销售写成一个对象，全部放在一个数组里",
            "Write each sale as one object, all of them in one array",
        ),
    ),
    "quoting": (
        "第 {line} 行附近的引号不成对，之后的内容无法分列",
        "near line {line} a quotation mark is not closed; the rest cannot be split",
        ("更正该行的引号后重新发送", "Mend the quotation mark in that line"),
    ),
    "no_header": (
        "前 {rows} 行中没有可识别的表头。看到的是：{seen}{hint_zh}。缺少：{missing_zh}",
        "none of the first {rows} rows is a known header. Seen: {seen}{hint_en}. "
        "Missing: {missing_en}",
        (
            "使用开票日期、车架号、裸车价等常用表头，或用读取方案的 headers 指明各列",
            "Use the usual headers (date, VIN, price), or name them in a profile",
        ),
    ),
    "header_incomplete": (
        "{place}表头缺少必需的列：{missing_zh}。看到的是：{seen}{hint_zh}",
        "{place}the header lacks columns that are needed: {missing_en}. "
        "Seen: {seen}{hint_en}",
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
        "同一文件里既有销售表又有经销商名录",
        "one file holds both sales and a dealer register",
        ("拆成两个文件分别发送", "Send them as two files"),
    ),
}


def unreadable(name: str, cause: str, **values: object) -> UnreadableInput:
    """Make the error of a named cause for a named file; KeyError for no such cause."""
    zh, en, (remedy_zh, remedy_en) = _CAUSES[cause]
    values = {"place": "", "hint_zh": "", "hint_en": "", **values}
    return UnreadableInput(
        Text(
            zh=f"无法读取 {name}：{zh.format(**values)}。",
            en=f"Cannot read {name}: {en.format(**values)}.",
        ),
        remedy=Text(zh=f"{remedy_zh}。", en=f"{remedy_en}."),
    )
