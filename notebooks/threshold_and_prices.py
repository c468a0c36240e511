import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="门槛与价格 · Floor and prices")


with app.setup:
    from math import comb, sqrt
    from statistics import NormalDist
    from typing import NamedTuple

    import marimo as mo
    import plotly.graph_objects as go
    import polars as pl

    import story
    from voucher_service.charts import theme
    from voucher_service.model.text import Text

    MARGIN_YUAN, BAND_YUAN = 5_000, 1_000
    EXACT_UP_TO = 1_000

    class Split(NamedTuple):
        """How many cars lie near the floor, and how many of them not under it."""

        near: int
        above: int


@app.cell(hide_code=True)
def _():
    mo.md("""
    # 门槛与价格 · The floor and the prices

    **问：车价是否扎堆在门槛之上？凭这些辆数说得清吗？**

    **Question: do prices heap just above the floor, and can so few cars tell?**

    若有人为拿券把发票开到门槛之上，门槛下方会缺一块、上方会多一块。这里数门槛上下各 5,000 元内的车（未退、未被认定他家售出，不论最后是否符合条件），并与活动前比。

    If invoices were lifted over the floor for the sake of a voucher, cars would be missing
    just under it and be too many just above. This counts the cars within 5,000 yuan of the
    floor (neither taken back nor set aside, eligible or not) and holds them to those sold
    before the campaign.
    """)
    return


@app.cell
def _():
    told = story.begin()
    return (told,)


@app.cell
def _(told):
    with told.open() as _file:
        _ours = pl.col("campaign_id") == told.campaign_id
        _stands = ~pl.col("cancelled") & ~pl.col("set_aside")
        priced = (
            _file.sales.filter(_stands)
            .join(_file.decisions.filter(_ours), on="sale_id")
            .filter(pl.col("price_fen").is_not_null(), pl.col("sold_on") <= told.as_of)
            .select("sold_on", "price_fen", "eligible")
            .with_columns(in_campaign=pl.col("sold_on") >= told.sales_from)
            .collect()
        )
    return (priced,)


@app.function
def chance_beyond(distance: float) -> float:
    """How likely chance leads so many standard deviations away, or further."""
    return 2 * NormalDist().cdf(-max(distance, 0.0))


@app.function
def chance_of_split(near: int, above: int) -> float:
    """How likely a split at least as uneven is, were both sides equally likely."""
    far = max(above, near - above)
    if near > EXACT_UP_TO:
        return chance_beyond((2 * far - near - 1) / sqrt(near))
    return min(1.0, 2 * sum(comb(near, n) for n in range(far, near + 1)) / 2**near)


@app.function
def chance_of_difference(near: int, above: int, near0: int, above0: int) -> float:
    """How likely two splits differ so much, were their shares the same (Fisher)."""
    total, drawn = near + near0, above + above0
    if total > EXACT_UP_TO:
        spread = drawn * (total - drawn) * (1 / near + 1 / near0) / total**2
        apart = abs(above / near - above0 / near0)
        return chance_beyond(apart / sqrt(spread)) if spread else 1.0
    ways = [
        comb(near, n) * comb(near0, drawn - n)
        for n in range(max(0, drawn - near0), min(near, drawn) + 1)
    ]
    seen = comb(near, above) * comb(near0, above0)
    return sum(n for n in ways if n <= seen) / comb(total, drawn)


@app.function
def least_telling(near: int) -> int | None:
    """The fewest cars on one side that chance gives in 5% of cases at most."""
    sides = range(near // 2 + 1, near + 1)
    return next((n for n in sides if chance_of_split(near, n) <= 0.05), None)


@app.function
def verdict(now: Split, before: Split) -> Text:
    """Judge by the months before, and where there are none, by equal chances."""
    if before.near:
        chance = chance_of_difference(*now, *before)
        more = now.above * before.near > before.above * now.near
        than = Text(zh="活动前", en="before the campaign")
    else:
        chance = chance_of_split(*now)
        more = 2 * now.above > now.near
        than = Text(zh="两侧机会均等时", en="with equal chances")
    p = f"{chance:.3f}" if chance >= 0.001 else "<0.001"
    if chance > 0.05:
        return Text(
            zh=f"与{than.zh}相比没有可辨的差别（偶然的概率 {p}），看不出扎堆",
            en=f"no other share than {than.en} can be told from chance (p {p}),"
            " so no heaping is seen",
        )
    if more:
        return Text(
            zh=f"上方比{than.zh}多，超出偶然（概率 {p}），可能扎堆",
            en=f"more lie above than {than.en}, beyond chance (p {p}): there may be"
            " heaping",
        )
    return Text(
        zh=f"上方比{than.zh}少，超出偶然（概率 {p}），不是扎堆",
        en=f"fewer lie above than {than.en}, beyond chance (p {p}), which is no"
        " heaping",
    )


@app.cell
def _(priced, told):
    _margin = MARGIN_YUAN * 100
    _near = priced.filter(
        pl.col("price_fen").is_between(
            told.floor_fen - _margin, told.floor_fen + _margin, closed="left"
        )
    ).with_columns(above=pl.col("price_fen") >= told.floor_fen)
    _now, _before = _near.filter("in_campaign"), _near.filter(~pl.col("in_campaign"))
    now = Split(near=_now.height, above=int(_now["above"].sum()))
    before = Split(near=_before.height, above=int(_before["above"].sum()))
    return before, now


@app.cell
def _(before, now, told):
    if now.near:
        _floor, _verdict = f"{told.floor_yuan:,}", verdict(now, before)
        _shares = [story.percent(each.above, each.near) for each in (now, before)]
        _text = Text(
            zh=f"门槛 {_floor} 元上下各 {MARGIN_YUAN:,} 元内，活动期有 {now.near:,} 辆，"
            f"上方 {now.above:,} 辆（{_shares[0]}）；活动前 {before.near:,} 辆，"
            f"上方 {before.above:,} 辆（{_shares[1]}）。{_verdict.zh}。",
            en=f"within {MARGIN_YUAN:,} yuan of the floor of {_floor} yuan the campaign"
            f" has {now.near:,} cars, {now.above:,} of them above it ({_shares[0]});"
            f" before it were {before.near:,}, with {before.above:,} above"
            f" ({_shares[1]}): {_verdict.en}.",
        )
    else:
        _text = Text(
            zh="活动期门槛附近没有一辆车，无从回答。",
            en="the campaign has no car near the floor, so that nothing can be said.",
        )
    told.answer(_text)
    return


@app.cell
def _(priced, told):
    _low, _high = told.floor_yuan - 10_000, told.floor_yuan + 20_000
    _band = (pl.col("price_fen") // 100 - told.floor_yuan).floordiv(BAND_YUAN)
    bands = (
        priced.with_columns(x=_band * BAND_YUAN + told.floor_yuan)
        .filter(pl.col("x").is_between(_low, _high, closed="left"))
        .group_by("x")
        .agg(
            (pl.col("in_campaign") & pl.col("eligible")).sum().alias("eligible"),
            (pl.col("in_campaign") & ~pl.col("eligible")).sum().alias("refused"),
            (~pl.col("in_campaign")).sum().alias("before"),
        )
        .sort("x")
    )
    return (bands,)


@app.cell
def _(bands, now, told):
    _title = Text(zh="门槛附近的价格", en="Prices near the floor")
    if now.near:
        _x = bands["x"].to_list()
        _sold = int((bands["eligible"] + bands["refused"]).sum())
        _scale = _sold / max(int(bands["before"].sum()), 1)
        figure = told.figure(_title, legend_rows=2)
        for _name, _column, _colour, _shape in (
            ("符合条件 eligible", "eligible", theme.BLUE, ""),
            ("不符合条件 not eligible", "refused", theme.ORANGE, "/"),
        ):
            figure.add_trace(
                go.Bar(
                    name=_name,
                    x=_x,
                    y=bands[_column].to_list(),
                    width=BAND_YUAN,
                    offset=0,
                    marker={
                        "color": _colour,
                        "pattern": {"shape": _shape},
                        "line": {"color": theme.PAPER, "width": 1},
                    },
                )
            )
        figure.add_trace(
            go.Scatter(
                name="活动前，折成同样辆数 before, scaled to as many cars",
                x=[each + BAND_YUAN / 2 for each in _x],
                y=(bands["before"] * _scale).to_list(),
                mode="lines+markers",
                line={"color": theme.INK, "width": 2, "dash": "dot"},
            )
        )
        figure.add_vline(
            x=told.floor_yuan,
            line={"color": theme.VERMILLION, "width": 2, "dash": "dash"},
            annotation={
                "text": f"<b>门槛 floor {told.floor_yuan:,}</b>",
                "bgcolor": theme.PAPER,
                "xshift": 4,
                "font": {"color": theme.VERMILLION, "size": 12},
            },
        )
        figure.update_layout(
            barmode="stack",
            xaxis=theme.value_axis("价格（元）price, yuan", rangemode="normal"),
            yaxis=theme.value_axis("辆 cars"),
        )
    else:
        figure = told.empty_figure(_title)
    figure
    return


@app.cell
def _(now, priced, told):
    _near, _least = now.near, least_telling(now.near)
    _power = (
        Text(
            zh=f"{_near} 辆中至少要有 {_least} 辆（{story.percent(_least, _near)}）在一侧，"
            "才超出 5% 的偶然；更轻的扎堆这些辆数看不出来，看不出不等于没有。",
            en=f"Of {_near} cars at least {_least} ({story.percent(_least, _near)}) would "
            "have to lie on one side to be more than 5% of chance gives. Milder heaping "
            "cannot be seen at these counts, which does not mean that there is none.",
        )
        if _least
        else Text(
            zh=f"{_near} 辆太少：全在一侧也在 5% 的偶然之内。",
            en=f"{_near} cars are too few: all on one side would still be chance.",
        )
    )
    _prices = priced.filter("in_campaign")["price_fen"]
    _sold, _whole = _prices.len(), int((_prices % 100_000 == 0).sum())
    _at_floor = int((_prices == told.floor_fen).sum())
    told.caveats(
        _power,
        Text(
            zh="“机会均等”假定门槛附近的价格本来平坦；实际上低价车本就越往上越多，所以更该看与活动前之差。",
            en="Equal chances take prices to be flat near the floor. Cheap cars grow more "
            "frequent with the price anyway, so the difference to before says more.",
        ),
        Text(
            zh=f"活动期 {_sold:,} 辆中 {_whole} 辆为整千元（{story.percent(_whole, _sold)}），"
            f"恰为门槛价的 {_at_floor} 辆：人们爱报整数，门槛又是整数，两者分不开。",
            en=f"Of {_sold:,} cars in the campaign {_whole} have whole thousands of yuan "
            f"({story.percent(_whole, _sold)}) and {_at_floor} cost the very floor: people "
            "like round numbers, and the floor is one; the two cannot be told apart.",
        ),
        Text(
            zh="扎堆也可能来自真实的让价或选车，不等于造假；要逐笔核对合同和发票。",
            en="Heaping may come from real discounts or choices: it proves no fraud, and "
            "asks for contracts and invoices to be looked at one by one.",
        ),
        *([story.MADE_UP] if told.synthetic else []),
    )
    return


if __name__ == "__main__":
    app.run()
