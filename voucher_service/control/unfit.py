"""A request of a command that does not fit is refused in a sentence."""

from pydantic import ValidationError

from voucher_service.model.errors import BadParameter
from voucher_service.model.text import Text

_NAMED = {"since": "from", "until": "to"}  # no name of a Python value


_BOUNDS = {
    "greater_than_equal": ("不得小于", "at least"),
    "greater_than": ("须大于", "more than"),
    "less_than_equal": ("不得大于", "at most"),
    "less_than": ("须小于", "less than"),
}


def unfit(error: ValidationError) -> BadParameter:
    """Say which field of a request does not fit, and what would."""
    first = error.errors()[0]
    field = ".".join(_NAMED.get(str(part), str(part)) for part in first["loc"])
    kind, context = first["type"], first.get("ctx", {})
    if kind == "enum":
        choices = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        said = Text(zh=f"可选值：{choices}", en=f"valid values: {choices}")
        if field == "format":
            said = Text(
                zh=f"文件名的结尾即其格式，{said.zh}",
                en=f"a file's ending is its format; {said.en}",
            )
    elif kind in _BOUNDS:
        zh, en = _BOUNDS[kind]
        bound = next(iter(context.values()))
        said = Text(zh=f"{zh} {bound}", en=f"{en} {bound}")
    elif field in {"known_at", "from", "to", "at"}:
        said = Text(
            zh="时刻应写作 2023-01-10T18:00:00+08:00",
            en="an instant is written like 2023-01-10T18:00:00+08:00",
        )
    elif kind.startswith("date"):
        said = Text(
            zh="日期应写作 YYYY-MM-DD，例如 2023-01-10",
            en="a date is written YYYY-MM-DD, e.g. 2023-01-10",
        )
    else:
        said = Text(zh="取值无法使用", en=first["msg"])
    return BadParameter(
        Text(zh=f"参数 {field} 有误：{said.zh}", en=f"bad {field}: {said.en}")
    )
