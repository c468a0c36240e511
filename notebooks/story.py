"""What every notebook begins with and ends on: the file, the answer, the looks.

A notebook reads one published database and tells of one campaign in it. Run as a
script it prints its answer; opened in marimo it shows the same answer in a frame.
"""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

import marimo as mo
import plotly.graph_objects as go
import polars as pl

from voucher_service import published
from voucher_service.charts.caption import SYNTHETIC, Caption
from voucher_service.charts.theme import LOW, dressed, without_data
from voucher_service.model.days import SHANGHAI
from voucher_service.model.errors import NotFound, VoucherServiceError
from voucher_service.model.kinds import PRICE_BASIS_TEXT, PriceBasis
from voucher_service.model.text import Language, Text

DEFAULT = Path("var/published/voucher.duckdb")
VARIABLE = "VOUCHER_PUBLISHED"
MADE_UP = Text(
    zh="库中含合成数据：任何数字都不得当作真实数据引用。",
    en="The file holds made-up data: none of its figures may be cited as real.",
)


@dataclass(frozen=True)
class Story:
    """A campaign of a published database, and how it is told of.

    ``known_at`` is the instant until which everything recorded is in the file.
    """

    path: Path
    campaign_id: str
    name: Text
    sales_from: date
    sales_to: date
    as_of: date  # where there is no sale yet, the first day
    data_to: str
    price_basis: PriceBasis
    floor_fen: int
    known_at: datetime
    smallest_cell: int
    synthetic: bool

    def open(self) -> published.Published:
        """Open the file for a ``with`` block; collect frames inside it."""
        return published.open(self.path)

    @property
    def floor_yuan(self) -> int:
        """Give the floor in whole yuan, rounded up."""
        return -(-self.floor_fen // 100)

    @property
    def source(self) -> str:
        """Say until when, known when and on which price, in both languages."""
        known_at = self.known_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        basis = PRICE_BASIS_TEXT[self.price_basis]
        return (
            f"数据截至 data to {self.data_to} · 入库截至 known at {known_at} UTC+8<br>"
            f"价格口径 price basis：{basis.zh} {basis.en} · 来源 source：{self.path.name}"
        )

    def figure(self, title: Text, *, legend_rows: int = 1) -> go.Figure:
        """Give an empty figure in the clothes of the house, to draw into."""
        return dressed(
            _beside(title),
            self.caption,
            height=LOW,
            source=self.source,
            legend_rows=legend_rows,
        )

    def empty_figure(self, title: Text) -> go.Figure:
        """Give a figure that says there is nothing to draw yet."""
        return without_data(
            _beside(title), self.caption, height=LOW, source=self.source
        )

    def answer(self, text: Text) -> mo.Html | None:
        """Tell the answer: print it from a script, frame it in a notebook."""
        return self._told(Text(zh=f"答：{text.zh}", en=f"Answer: {text.en}"), "success")

    def caveats(self, *texts: Text) -> mo.Html:
        """List what the answer does not say, each in both languages."""
        return mo.md("\n\n".join(f"- {text.zh}  \n  {text.en}" for text in texts))

    def _told(self, text: Text, kind: str) -> mo.Html | None:
        lines = [text.zh, text.en]
        if self.synthetic:
            lines.insert(0, SYNTHETIC.zh)
        if _is_script():
            print(*lines, sep="\n")
            return None
        return mo.callout(mo.md("\n\n".join(lines)), kind=kind)

    @property
    def caption(self) -> Caption:
        """Give what the house's axes ask for: campaign, clocks, language."""
        name = Text(zh=f"{self.name.zh} · {self.name.en}", en=self.name.en)
        return Caption(
            campaign=name,
            as_of=self.as_of,
            known_at=self.known_at,
            price_basis=self.price_basis,
            price_floor_fen=self.floor_fen,
            sales_from=self.sales_from,
            sales_to=self.sales_to,
            synthetic=self.synthetic,
            language=Language.ZH,
        )


def begin() -> Story:
    """Open the file that was asked for, and tell which campaign the story is of.

    The file is ``--published FILE``, else what ``VOUCHER_PUBLISHED`` names, else the
    latest one of ``var``. The campaign is ``--campaign ID``, else the one that began
    last. Where either is missing, the notebook ends with a sentence.
    """
    asked = mo.cli_args()
    named = asked.get("published") or os.environ.get(VARIABLE) or DEFAULT
    path = Path(str(named)).absolute()
    try:
        with published.open(path) as file:
            told = file.published.collect().row(0, named=True)
            campaigns = file.campaigns.collect().sort("sales_from", "campaign_id")
        chosen = _chosen(campaigns, asked.get("campaign"))
    except VoucherServiceError as error:
        _end(error)
    return Story(
        path=path,
        campaign_id=chosen["campaign_id"],
        name=Text(zh=chosen["name_zh"], en=chosen["name_en"]),
        sales_from=chosen["sales_from"],
        sales_to=chosen["sales_to"],
        as_of=chosen["as_of"] or chosen["sales_from"],
        data_to=str(chosen["as_of"] or "—"),
        price_basis=PriceBasis(chosen["price_basis"]),
        floor_fen=chosen["price_floor_fen"],
        known_at=told["known_at"].replace(tzinfo=UTC),
        smallest_cell=told["smallest_cell"],
        synthetic=told["synthetic"],
    )


def _chosen(campaigns: pl.DataFrame, wanted: object) -> dict[str, Any]:
    names = campaigns["campaign_id"].to_list()
    rows = campaigns.to_dicts()
    if wanted is None and rows:
        return rows[-1]
    for row in rows:
        if row["campaign_id"] == wanted:
            return row
    raise NotFound(
        Text(zh=f"没有活动 {wanted}", en=f"there is no campaign {wanted}")
        if rows
        else Text(zh="发布库中还没有活动", en="no campaign is published yet"),
        remedy=Text(
            zh="可用的活动：" + "、".join(names), en="campaigns: " + ", ".join(names)
        )
        if rows
        else None,
        choices=tuple(names),
    )


def _end(error: VoucherServiceError) -> NoReturn:
    texts = [error.message, *([error.remedy] if error.remedy else [])]
    lines = ["。".join(text.zh for text in texts), ". ".join(text.en for text in texts)]
    if _is_script():
        raise SystemExit("\n".join(lines))
    mo.stop(True, mo.callout(mo.md("\n\n".join(lines)), kind="danger"))
    raise AssertionError("a notebook that was stopped goes on")


def _is_script() -> bool:
    return mo.app_meta().mode == "script"


def _beside(text: Text) -> Text:
    return Text(zh=f"{text.zh} · {text.en}", en=text.en)


def percent(part: float, whole: float) -> str:
    """Write a share as a percentage with one decimal; of nothing there is none."""
    return f"{100 * part / whole:.1f}%" if whole else "—"


def yuan(fen: int) -> str:
    """Write fen as yuan with thousands separators, without needless decimals."""
    return f"{fen / 100:,.2f}".removesuffix(".00")
