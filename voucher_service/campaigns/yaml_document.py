"""A YAML file is read as plain values that remember the line they stand on.

Reading is stricter than YAML: a key stands once, aliases and foreign tags are
refused, and a decimal number never passes through binary floating point.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import yaml

from voucher_service.model.errors import BadParameter, UnreadableInput
from voucher_service.model.text import Text

Path = tuple[str | int, ...]
"""Where a value stands: keys and list positions from the top."""

_INTEGER = re.compile("[-+]?(0|[1-9][0-9_]*)")
_LONGEST_NUMBER = 40
_UNWRITABLE = re.compile("[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f]")
_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True)
class Document:
    """What a YAML file says, and on which line each of its values begins.

    ``value`` is a mapping of plain values. ``lines`` has the line (from 1) of the key
    of every entry, and of every item of a list.
    """

    origin: str
    value: dict[str, object]
    lines: dict[Path, int]

    def line_of(self, path: Path) -> int:
        """Give the line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_document(text: str, origin: str) -> Document:
    """Read YAML whose top is a mapping.

    Raises UnreadableInput where it is no such YAML, BadParameter for a key that
    stands twice; both name ``origin`` and the line.
    """
    try:
        return _Reader(text, origin).document()
    except yaml.MarkedYAMLError as error:
        raise _unreadable(origin, error.problem_mark, error.problem) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _unreadable(origin, None, str(error).split("\n")[0]) from error


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(None, None, "an alias (*name) stands here", mark)
        return super().compose_node(parent, index)


class _Reader:
    """Turns the nodes of one file into values and notes their lines on the way."""

    def __init__(self, text: str, origin: str) -> None:
        self._loader = _Loader(text)
        self._origin = origin
        self._lines: dict[Path, int] = {}

    def document(self) -> Document:
        top = self._loader.get_single_node()
        if not isinstance(top, yaml.MappingNode):
            found = "the file is empty" if top is None else "the top is no mapping"
            raise yaml.MarkedYAMLError(
                None, None, found, None if top is None else top.start_mark
            )
        return Document(self._origin, self._mapping(top, ()), self._lines)

    def _value(self, node: yaml.Node, path: Path) -> object:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return self._sequence(node, path)
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        _expect_tag(node, "map")
        values: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            here = (*path, key)
            if here in self._lines:
                raise self._repeated(key, self._lines[here], key_node)
            self._lines[here] = key_node.start_mark.line + 1
            values[key] = self._value(value_node, here)
        return values

    def _sequence(self, node: yaml.SequenceNode, path: Path) -> list[object]:
        _expect_tag(node, "seq")
        values = []
        for position, item in enumerate(node.value):
            here = (*path, position)
            self._lines[here] = item.start_mark.line + 1
            values.append(self._value(item, here))
        return values

    def _key(self, node: yaml.Node) -> str:
        # The text itself: YAML 1.1 would read the keys on and no as true and false.
        if not isinstance(node, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(None, None, "a key is no word", node.start_mark)
        return _written(node)

    def _scalar(self, node: yaml.Node) -> object:
        _written(node)
        if node.tag == f"{_TAG}float":
            return _decimal(str(node.value))
        if node.tag == f"{_TAG}int" and not _is_plain(str(node.value)):
            return str(node.value)  # 030000, 0x1F and 1:30 are not what they look like
        try:
            return self._loader.construct_object(node)
        except (ValueError, KeyError, IndexError, AttributeError, TypeError):
            # Such as 2023-02-30 or !!bool maybe: the field says what is wrong.
            return str(node.value)

    def _repeated(self, key: str, first: int, again: yaml.Node) -> BadParameter:
        line = again.start_mark.line + 1
        return BadParameter(
            Text(
                zh=f"{self._origin} 第 {line} 行：{key} 重复出现，首次在第 {first} 行",
                en=f"{self._origin}, line {line}: {key} stands twice, "
                f"first on line {first}",
            ),
            remedy=Text(zh="只保留其中一处", en="Keep one of the two"),
        )


def _written(node: yaml.Node) -> str:
    """Give a scalar's text, which must be such as can be written and shown."""
    text = str(node.value)
    if _UNWRITABLE.search(text):
        problem = "a control character or half of a character stands here"
        raise yaml.MarkedYAMLError(None, None, problem, node.start_mark)
    return text


def _expect_tag(node: yaml.Node, name: str) -> None:
    if node.tag != f"{_TAG}{name}":
        problem = f"the tag {node.tag} is not used here"
        raise yaml.MarkedYAMLError(None, None, problem, node.start_mark)


def _is_plain(written: str) -> bool:
    return len(written) <= _LONGEST_NUMBER and bool(_INTEGER.fullmatch(written))


def _decimal(written: str) -> Decimal | str:
    try:
        number = Decimal(written.replace("_", ""))
    except InvalidOperation:
        return written
    beyond = number.is_finite() and abs(number.adjusted()) > _LONGEST_NUMBER
    return written if beyond else number


def _unreadable(
    origin: str, mark: yaml.Mark | None, problem: str | None
) -> UnreadableInput:
    zh, en = (
        (f" 第 {mark.line + 1} 行", f", line {mark.line + 1}") if mark else ("", "")
    )
    return UnreadableInput(
        Text(
            zh=f"{origin}{zh}：不是可读的 YAML（{problem}）",
            en=f"{origin}{en}: this is no YAML we can read ({problem})",
        ),
        remedy=Text(
            zh="每行写成“字段: 值”，用空格缩进，不用制表符和别名",
            en="Write `field: value` a line, indented by blanks, without aliases",
        ),
    )
