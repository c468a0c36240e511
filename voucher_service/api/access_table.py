"""The access table as a page: who may ask what, printed from what decides it."""

from typing import Final

from voucher_service.api.access import ACCESS, GUESSABLE, PUBLIC, WATCHED
from voucher_service.model.kinds import ROLE_TEXT, Role

_HEAD: Final = """\
# Access · 访问权限

由程序打印（`voucher-service access`），与服务据以放行的是同一张表。
Printed by the program (`voucher-service access`) from the very table that lets in.

- `●` 可访问 · may ask。表中没有的一律拒绝 · what is not in the table is closed to all.
- `○` 无需令牌 · public: asked without a token.
- 记录 · logged: 读取个人的券、销售和判定会记入日志 · who reads of people's vouchers,
  sales and decisions is logged. 所有改动一律记入日志 · every change is logged anyway.
- 限猜 · guarded: 猜测券码者须等待 · who names too many unknown codes has to wait.
- 银行只见自己的核销，经销商只见自己的数据 · a bank sees its own redemptions alone, a
  dealer its own sales and files.
- 指标明细：逐笔数据仅商务局和系统管理员可见，分析人员得到口径、数值和 SQL · a
  figure's single rows are for bureau and operators; an analyst gets its definition,
  value and SQL.
- 未登录者对任何网址都得到 401 · without a token every path but the public ones is 401.
"""


def access_lines() -> list[str]:
    """Give the page, a line for each method and path."""
    roles = list(Role)
    names = [f"{ROLE_TEXT[role].zh} {role.value}" for role in roles]
    head = ["method", "path", *names, "记录 logged", "限猜 guarded"]
    return [
        *_HEAD.splitlines(),
        "",
        _row(head),
        _row(["---"] * len(head)),
        *(_endpoint(method, template, roles) for method, template in ACCESS),
    ]


def _endpoint(method: str, template: str, roles: list[Role]) -> str:
    who = ACCESS[method, template]
    marks = ["○" if who == PUBLIC else "●" if role in who else "" for role in roles]
    logged = "✓" if (method, template) in WATCHED else ""
    guarded = "✓" if (method, template) in GUESSABLE else ""
    return _row([method, f"`{template}`", *marks, logged, guarded])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
