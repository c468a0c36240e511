"""A parameter's default is a plain value: it is read here, and never run as SQL."""

import re

from voucher_service.model.errors import BadParameter
from voucher_service.model.text import Text

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?")
_QUOTED = re.compile(
    r"(?:(?:DATE|TIME|TIMESTAMP|TIMESTAMPTZ|DATETIME)\s+)?'(?P<text>(?:[^']|'')*)'",
    re.IGNORECASE | re.DOTALL,
)
_TRUTH = {"true", "false"}
_NULL = "null"
_TYPE = re.compile(
    r"BOOLEAN|BOOL|U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|INT|DOUBLE|FLOAT|REAL"
    r"|VARCHAR|TEXT|STRING|DATE|TIME|DATETIME|TIMESTAMP|TIMESTAMPTZ"
    r"|(?:DECIMAL|NUMERIC)(?:\( ?\d{1,2} ?(?:, ?\d{1,2} ?)?\))?"
)
_SHOWN = 80


def literal_text(name: str, literal: str) -> str | None:
    """Give the value of a parameter's default as a text, None for null.

    Raises BadParameter for what is no plain value.
    """
    told = literal.strip()
    if told.lower() == _NULL:
        return None
    if told.lower() in _TRUTH or _NUMBER.fullmatch(told):
        return told
    quoted = _QUOTED.fullmatch(told)
    if quoted is None:
        raise _no_value(name, told)
    return quoted["text"].replace("''", "'")


def known_type(type_: str) -> str:
    """Give a parameter's type as it is written. Raises BadParameter for an unknown."""
    if not _TYPE.fullmatch(type_.upper()):
        raise BadParameter(
            Text(
                zh=f"参数类型 {type_[:_SHOWN]} 不可用",
                en=f"a parameter cannot be a {type_[:_SHOWN]}",
            ),
            remedy=Text(
                zh="可用 VARCHAR、INTEGER、BIGINT、DOUBLE、DECIMAL(18,2)、BOOLEAN、DATE"
                "、TIMESTAMP 等",
                en="it can be VARCHAR, INTEGER, BIGINT, DOUBLE, DECIMAL(18,2), "
                "BOOLEAN, DATE, TIMESTAMP and the like",
            ),
        )
    return type_


def _no_value(name: str, literal: str) -> BadParameter:
    shown = literal[:_SHOWN]
    return BadParameter(
        Text(
            zh=f"参数 {name} 的默认值“{shown}”不是常量",
            en=f"the default '{shown}' of the parameter {name} is no plain value",
        ),
        remedy=Text(
            zh="默认值只能写数字、'文字'、DATE '2023-01-10'、true、false 或 null",
            en="write a number, 'text', DATE '2023-01-10', true, false or null",
        ),
    )
