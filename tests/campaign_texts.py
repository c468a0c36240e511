"""Campaigns in a few lines of YAML, made up for tests."""

from textwrap import indent

HEAD = """\
id: {id}
name: {{zh: 测试活动, en: Test campaign}}
area: {{zh: 测试市, en: Test city}}
sponsors:
  - {{zh: 测试局, en: Test bureau}}
sources:
  - title: 测试通知
    publisher: 测试局
terms:
"""
ENTRY = """\
- effective_from: {effective_from}
  sales_window: {{from: 2022-12-16, to: 2023-01-31}}
  price_basis: bare_price
  price_floor_yuan: {floor}
  vehicle: any
  voucher: {{kind: fuel, face_yuan: {face}}}
  requires: [vin]
"""


def entry(
    more: str = "",
    *,
    effective_from: str = "2022-12-16",
    floor: str = "30000",
    face: str = "1500",
) -> str:
    """Give one dated entry; ``more`` are further lines of it."""
    text = ENTRY.format(effective_from=effective_from, floor=floor, face=face)
    return indent(text, "  ") + indent(more, "    ")


def campaign(*entries: str, name: str = "test-campaign") -> str:
    """Give a campaign's document of some entries."""
    return HEAD.format(id=name) + "".join(f"{text.rstrip()}\n" for text in entries)
