import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="核销 · Redemption")


with app.setup:
    import marimo as mo
    import plotly.graph_objects as go
    import polars as pl

    import story
    from voucher_service.charts import theme
    from voucher_service.model.days import business_day
    from voucher_service.model.text import Text

    FEW = 14  # days of a curve that are marked one by one


@app.cell(hide_code=True)
def _():
    mo.md("""
    # 核销 · Redemption

    **问：发出的券有多少已经用过，多久开始用？**

    **Question: how many of the vouchers issued have been used, and how soon?**

    只看已经用过的券会高估速度：还没用的券也许明天就用。所以按“已等待天数”估计：每一天只在已经等到那一天的券里算（Kaplan–Meier）。

    To look at used vouchers alone makes use seem quicker than it is: the others may be used
    tomorrow. So each day is worked out among those vouchers that have waited for so long
    (Kaplan–Meier).
    """)
    return


@app.cell
def _():
    told = story.begin()
    return (told,)


@app.cell
def _(told):
    _known_on = business_day(told.known_at)
    with told.open() as _file:
        _ours = pl.col("campaign_id") == told.campaign_id
        vouchers = (
            _file.voucher_redemption.filter(_ours)
            .with_columns(
                waited=(pl.lit(_known_on) - pl.col("issued_on")).dt.total_days()
            )
            .collect()
        )
        takings = _file.redemptions.filter(_ours).collect()
        earned = _file.decisions.filter(_ours & pl.col("eligible")).collect()
    used = vouchers.filter(pl.col("redemptions") > 0)
    return earned, takings, used, vouchers


@app.function
def share_used_by_day(frame: pl.DataFrame) -> list[tuple[int, float]]:
    """The share used within so many days of issue, of vouchers that waited as long."""
    longest = frame["waited"].max() if frame.height else None
    unused, curve = 1.0, []
    for day in range(-1 if longest is None else longest + 1):
        waiting = frame.filter(
            pl.col("waited") >= day,
            pl.col("days_to_redeem").is_null() | (pl.col("days_to_redeem") >= day),
        ).height
        first = frame.filter(pl.col("days_to_redeem") == day).height
        unused *= 1 - first / waiting if waiting else 1
        curve.append((day, 1 - unused))
    return curve


@app.cell
def _(vouchers):
    curve = share_used_by_day(vouchers)
    half = next((day for day, share in curve if share >= 0.5), None)
    return curve, half


@app.cell
def _(earned, half, told, used, vouchers):
    _issued = vouchers.height
    if not _issued:
        _fen = int(earned["amount_fen"].sum())
        _text = Text(
            zh=f"还没有发券：{earned.height:,} 辆符合条件，应得 {story.yuan(_fen)} 元，"
            "都还没有发放，所以没有使用可言。",
            en=f"no voucher is issued yet: {earned.height:,} eligible cars have earned "
            f"{story.yuan(_fen)} yuan, none of it issued, so there is no use to tell of.",
        )
    elif not used.height:
        _waited = vouchers["waited"].max()
        _text = (
            Text(
                zh=f"已发 {_issued:,} 张，最早发放已 {_waited} 天，还没有一张用过。",
                en=f"{_issued:,} vouchers are issued, the first {_waited} days ago, and "
                "none is used yet.",
            )
            if _waited
            else Text(
                zh=f"已发 {_issued:,} 张，数到发放当天为止，还没有一张用过。",
                en=f"{_issued:,} vouchers are issued; the file ends on the day of their "
                "issue, and none is used yet.",
            )
        )
    else:
        _fen, _face = int(used["captured_fen"].sum()), int(vouchers["face_fen"].sum())
        _soon = int(used["days_to_redeem"].median())
        _half = Text(
            zh=f"第 {half} 天用过半数" if half is not None else "还没有用过半数",
            en=f"half were used by day {half}"
            if half is not None
            else "fewer than half are used so far",
        )
        _text = Text(
            zh=f"已发 {_issued:,} 张，用过 {used.height:,} 张"
            f"（{story.percent(used.height, _issued)}）；核销 {story.yuan(_fen)} 元，"
            f"占面值 {story.percent(_fen, _face)}。用过的券中位数 {_soon} 天后开始用；"
            f"{_half.zh}。",
            en=f"of {_issued:,} vouchers {used.height:,} have been used "
            f"({story.percent(used.height, _issued)}); {story.yuan(_fen)} yuan are "
            f"redeemed, {story.percent(_fen, _face)} of face values. Used ones were "
            f"first used after {_soon} days in the median; {_half.en}.",
        )
    told.answer(_text)
    return


@app.cell
def _(curve, told, used):
    _title = Text(zh="发放后几天内用过", en="Used within so many days of issue")
    if used.height:
        figure = told.figure(_title)
        figure.add_trace(
            go.Scatter(
                name="用过的份额 share used",
                x=[day for day, _ in curve],
                y=[100 * share for _, share in curve],
                mode="lines+markers" if len(curve) <= FEW else "lines",
                line={"color": theme.BLUE, "width": 3, "shape": "hv"},
                fill="tozeroy",
                fillcolor=theme.BLUE_SHADE,
            )
        )
        figure.update_layout(
            showlegend=False,
            xaxis=theme.value_axis(
                "发放后天数 days since issue",
                showgrid=False,
                **({"dtick": 1} if len(curve) <= FEW else {}),
            ),
            yaxis=theme.value_axis("用过的份额（%）share used, %"),
        )
    else:
        figure = told.empty_figure(_title)
    figure
    return


@app.cell
def _(takings):
    _by_status = (
        takings.group_by("bank", "status")
        .agg(
            pl.len().alias("redemptions"),
            (pl.col("amount_fen").sum() / 100).alias("yuan"),
        )
        .sort("bank", "status")
    )
    mo.ui.table(_by_status.to_dicts(), selection=None) if takings.height else mo.md(
        "核销记录为空。 · There are no redemptions."
    )
    return


@app.cell
def _(told):
    told.caveats(
        Text(
            zh="冲正的核销不算用过；作废的券仍在分母里。",
            en="A redemption that was reversed is no use; vouchers made void are counted.",
        ),
        Text(
            zh="加油站等网点按银行报送，未报的为空；同一张券可以分次用。",
            en="Stations are what banks report, null where they do not; a voucher can be "
            "used in parts.",
        ),
        Text(
            zh="用券的消费不等于多出来的消费，这里没有对照组。",
            en="What a voucher was spent on is not spending that it brought about: there "
            "is nobody here to compare with.",
        ),
        *([story.MADE_UP] if told.synthetic else []),
    )
    return


if __name__ == "__main__":
    app.run()
