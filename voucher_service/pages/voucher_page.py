"""The pages of vouchers: looking one up, today's redemptions, and a voucher's life."""

from dataclasses import dataclass

from voucher_service.model.redemption_day import RedemptionDay
from voucher_service.model.text import Text
from voucher_service.model.voucher_reports import (
    BudgetPart,
    VoucherDetail,
    VoucherPage,
)
from voucher_service.model.vouchers import STATUS_TEXT
from voucher_service.pages.decision_page import decision_path
from voucher_service.pages.queries import PageQuery
from voucher_service.pages.rendering import render
from voucher_service.pages.voucher_queries import Wanted
from voucher_service.usecases.find_vouchers import Redeemed

VOUCHERS = "/vouchers"
_GROUP = 4
_MONEY = ("available", "held", "committed", "payable")


@dataclass(frozen=True)
class Surroundings:
    """What the pages of vouchers name beside them: campaigns and banks, by id."""

    campaigns: dict[str, Text]
    banks: dict[str, Text]
    synthetic: bool


@dataclass(frozen=True)
class Overview:
    """What was redeemed today and where the money is, before a list is looked for."""

    day: RedemptionDay
    budgets: dict[str, BudgetPart]

    @property
    def bars(self) -> list[tuple[str, BudgetPart, "list[Share]"]]:
        """Give each campaign's id, its money and the bar of it."""
        return [(id_, each, budget_shares(each)) for id_, each in self.budgets.items()]


@dataclass(frozen=True)
class Share:
    """A part of a bar: what it is, how much, and how wide in hundredths."""

    name: str
    fen: int
    percent: float


def voucher_path(code: str) -> str:
    """Give the path of a voucher's page."""
    return f"{VOUCHERS}/{code}"


def vouchers_page(
    found: VoucherPage,
    wanted: Wanted,
    overview: Overview | None,
    around: Surroundings,
    query: PageQuery,
) -> str:
    """Write the list of vouchers, what was redeemed today and where the money is."""
    kept = wanted.parameters
    following = None
    if found.next_cursor is not None:
        following = query.address(VOUCHERS, **kept, cursor=found.next_cursor)
    return render(
        "vouchers.html",
        query.language,
        query=query,
        path=VOUCHERS,
        kept=kept,
        wanted=wanted,
        found=found,
        following=following,
        first=query.address(VOUCHERS, **kept) if wanted.query.cursor else None,
        overview=overview,
        statuses=STATUS_TEXT,
        around=around,
        code_text=code_text,
        voucher_path=voucher_path,
        synthetic=around.synthetic,
    )


def voucher_page(
    voucher: VoucherDetail,
    redeemed: dict[str, Redeemed],
    budget: BudgetPart,
    around: Surroundings,
    query: PageQuery,
) -> str:
    """Write a voucher: how it stands, whose budget it is of, and its life."""
    return render(
        "voucher.html",
        query.language,
        query=query,
        path=voucher_path(voucher.code),
        voucher=voucher,
        redeemed=redeemed,
        shares=voucher_shares(voucher),
        budget=budget,
        budget_shares=budget_shares(budget),
        decision=query.address(decision_path(voucher.campaign, voucher.sale_id)),
        document=f"/v1{voucher_path(voucher.code)}",
        around=around,
        code_text=code_text,
        synthetic=around.synthetic,
    )


def code_text(code: str) -> str:
    """Write a code as it is read out: in fours."""
    return " ".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def voucher_shares(voucher: VoucherDetail) -> list[Share]:
    """Give where a voucher's face is: spent, promised, left, or released."""
    parts = {
        "captured": voucher.captured_fen,
        "locked": voucher.locked_fen,
        "balance": voucher.balance_fen,
    }
    parts["released"] = voucher.face_fen - sum(parts.values())
    return _shares(parts)


def budget_shares(part: BudgetPart) -> list[Share]:
    """Give where a budget's money is; what nobody stated is left out."""
    parts = {name: getattr(part, f"{name}_fen") for name in _MONEY}
    return _shares({name: fen for name, fen in parts.items() if fen is not None})


def _shares(parts: dict[str, int]) -> list[Share]:
    whole = sum(parts.values()) or 1
    return [
        Share(name, fen, round(100 * fen / whole, 2)) for name, fen in parts.items()
    ]
