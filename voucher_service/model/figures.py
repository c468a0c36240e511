"""Which figures a campaign's desk shows, and what each of them means."""

from dataclasses import dataclass
from enum import StrEnum

from voucher_service.model.text import Text


class FigureName(StrEnum):
    """The figures that can be asked for by name, in the order a desk shows them."""

    CARS_SOLD = "cars-sold"
    SALES = "sales"
    VOUCHERS_EARNED = "vouchers-earned"
    MEAN_PRICE = "mean-price"
    GROSS_RATIO = "gross-ratio"
    VOUCHERS_ISSUED = "vouchers-issued"
    VOUCHERS_ISSUED_AMOUNT = "vouchers-issued-amount"
    VOUCHERS_REDEEMED = "vouchers-redeemed"
    VOUCHERS_REDEEMED_AMOUNT = "vouchers-redeemed-amount"
    NEEDS_REVIEW = "needs-review"
    WAITLISTED = "waitlisted"
    COMPARED_CARS = "compared-cars"
    COMPARED_SALES = "compared-sales"


class Unit(StrEnum):
    """What a figure is counted in; ``ratio`` is yuan of sales a yuan of vouchers."""

    CARS = "cars"
    VOUCHERS = "vouchers"
    FEN = "fen"
    RATIO = "ratio"


@dataclass(frozen=True)
class Meaning:
    """A figure's name, unit and definition; ``{basis}`` stands for the price basis."""

    name: Text
    unit: Unit
    definition: Text

    def on(self, basis: Text) -> "Meaning":
        """Give the meaning with the price basis in its place."""
        name, definition = self.name, self.definition
        return Meaning(
            name.filled(basis=basis), self.unit, definition.filled(basis=basis)
        )


ELIGIBLE = Text(
    zh="统计截止日（含）前售出、按入库截至时点所知判定为符合活动条件的销售",
    en="sales up to the business day (included) that are eligible under the terms, by "
    "what was known at the instant",
)
LEFT_OUT = Text(
    zh="候补、待认定、退车、红冲和不符合条件的不计。",
    en="Those that wait, are in conflict, were taken back or are refused do not count.",
)


def _of_sales(name: Text, unit: Unit, zh: str, en: str) -> Meaning:
    definition = Text(
        zh=f"{ELIGIBLE.zh}{zh}{LEFT_OUT.zh}",
        en=f"{en} {ELIGIBLE.en}. {LEFT_OUT.en}",
    )
    return Meaning(name, unit, definition)


_COMPARABLE = Text(
    zh="起始日至统计截止日（首尾都含）售出、除日期和余额以外符合现行条款的销售",
    en="sales from the first to the business day (both included) that meet the terms "
    "in force but for the day and for what is left to give",
)
_SHARED = Text(
    zh="日均、每工作日的数字为此数除以期间内的天数、工作日数；变化为本期与基期此数之比减一。",
    en="What is told a day or a working day is this over the days or working days of "
    "the window; a change is this of one window over this of its base, less one.",
)
_BY_THE_END = Text(
    zh="在统计截止日（含，北京时间）之前",
    en="by the end of the business day (Asia/Shanghai)",
)
_LAPSED_TOO = Text(
    zh="以后作废或过期的也在内。", en="those since voided or expired among them."
)
_TAKEN_BACK = Text(
    zh="日期以银行所报核销时间为准，已撤销、冲正和只占用未扣款的不计。",
    en="what was cancelled, reversed or only promised does not count.",
)
FIGURES: dict[FigureName, Meaning] = {
    FigureName.CARS_SOLD: _of_sales(
        Text(zh="售出新车", en="Cars sold"),
        Unit.CARS,
        "的台数，按销售日期归日，一笔销售一台。",
        "The number of",
    ),
    FigureName.SALES: _of_sales(
        Text(zh="销售额（{basis}）", en="Sales ({basis})"),
        Unit.FEN,
        "的{basis}之和，以分累加，不作估算。",
        "The sum of the prices ({basis}), in whole fen, of",
    ),
    FigureName.VOUCHERS_EARNED: _of_sales(
        Text(zh="消费券（应发面额）", en="Vouchers (face value earned)"),
        Unit.FEN,
        "按条款应得的消费券面额之和，不论是否已经发放。",
        "The face value of the vouchers earned, issued or not, by",
    ),
    FigureName.MEAN_PRICE: _of_sales(
        Text(zh="平均{basis}", en="Mean {basis}"),
        Unit.FEN,
        "的{basis}之和除以台数，四舍五入到分；没有销售时不给出。",
        "The sum of the prices ({basis}) over their number, rounded half up to a fen, "
        "none where there is none, of",
    ),
    FigureName.GROSS_RATIO: _of_sales(
        Text(zh="毛拉动比", en="Gross ratio"),
        Unit.RATIO,
        "的{basis}之和除以其应得消费券面额之和，四舍五入到两位小数。这是毛比值："
        "没有消费券本来也会购买的销售也在内，不代表政策效果。",
        "The sum of the prices ({basis}) over the vouchers earned, rounded half up to "
        "two decimals: a gross ratio, in which is what would have been bought anyway, "
        "and no measure of the policy's effect. It is made of",
    ),
    FigureName.VOUCHERS_ISSUED: Meaning(
        Text(zh="已发券", en="Vouchers issued"),
        Unit.VOUCHERS,
        Text(
            zh=f"发放时间{_BY_THE_END.zh}的消费券张数，{_LAPSED_TOO.zh}",
            en=f"The vouchers issued {_BY_THE_END.en}, {_LAPSED_TOO.en}",
        ),
    ),
    FigureName.VOUCHERS_ISSUED_AMOUNT: Meaning(
        Text(zh="已发券金额", en="Vouchers issued, amount"),
        Unit.FEN,
        Text(
            zh=f"发放时间{_BY_THE_END.zh}的消费券面额之和，{_LAPSED_TOO.zh}",
            en=f"The face value of the vouchers issued {_BY_THE_END.en}, "
            f"{_LAPSED_TOO.en}",
        ),
    ),
    FigureName.VOUCHERS_REDEEMED: Meaning(
        Text(zh="已核销券", en="Vouchers redeemed"),
        Unit.VOUCHERS,
        Text(
            zh=f"{_BY_THE_END.zh}有过核销的消费券张数，分次核销的只计一张；{_TAKEN_BACK.zh}",
            en=f"The vouchers redeemed {_BY_THE_END.en} as the bank dates it, one "
            f"spent in parts counting once; {_TAKEN_BACK.en}",
        ),
    ),
    FigureName.VOUCHERS_REDEEMED_AMOUNT: Meaning(
        Text(zh="已核销金额", en="Redeemed, amount"),
        Unit.FEN,
        Text(
            zh=f"{_BY_THE_END.zh}的核销金额之和；{_TAKEN_BACK.zh}",
            en=f"What was redeemed {_BY_THE_END.en} as the bank dates it; "
            f"{_TAKEN_BACK.en}",
        ),
    ),
    FigureName.NEEDS_REVIEW: Meaning(
        Text(zh="待认定", en="In conflict"),
        Unit.CARS,
        Text(
            zh="统计截止日（含）前售出、两家经销商都报了同一辆车、等待商务局认定的销售笔数。",
            en="The sales up to the business day (included) whose car two dealers "
            "claim, and on which the bureau has yet to decide.",
        ),
    ),
    FigureName.WAITLISTED: Meaning(
        Text(zh="候补", en="On the waiting list"),
        Unit.CARS,
        Text(
            zh="统计截止日（含）前售出、符合条件但名额或资金已满、等待递补或抽签的销售笔数。",
            en="The sales up to the business day (included) that meet the conditions "
            "but wait for a place, for money or for the draw.",
        ),
    ),
    FigureName.COMPARED_CARS: Meaning(
        Text(zh="对比期间销量", en="Cars of a compared window"),
        Unit.CARS,
        Text(
            zh=f"{_COMPARABLE.zh}的台数。{_SHARED.zh}",
            en=f"The number of {_COMPARABLE.en}. {_SHARED.en}",
        ),
    ),
    FigureName.COMPARED_SALES: Meaning(
        Text(zh="对比期间销售额（{basis}）", en="Sales of a compared window ({basis})"),
        Unit.FEN,
        Text(
            zh=f"{_COMPARABLE.zh}的{{basis}}之和，以分累加。{_SHARED.zh}",
            en=f"The sum of the prices ({{basis}}), in whole fen, of "
            f"{_COMPARABLE.en}. {_SHARED.en}",
        ),
    ),
}
"""Every figure's meaning, by its name."""

OF_VOUCHERS = frozenset(
    {
        FigureName.VOUCHERS_ISSUED,
        FigureName.VOUCHERS_ISSUED_AMOUNT,
        FigureName.VOUCHERS_REDEEMED,
        FigureName.VOUCHERS_REDEEMED_AMOUNT,
    }
)
"""Figures of what became of vouchers, which go on after the last sale."""

OF_A_WINDOW = frozenset({FigureName.COMPARED_CARS, FigureName.COMPARED_SALES})
"""Figures that are counted from a day on, which has to be named or is the first."""
