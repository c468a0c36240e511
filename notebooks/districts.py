import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="区县 · Districts")


with app.setup:
    from math import sqrt

    import marimo as mo
    import plotly.graph_objects as go
    import polars as pl

    import story
    from voucher_service.charts import theme
    from voucher_service.model.text import Text


@app.cell(hide_code=True)
def _():
    mo.md("""
    # 区县 · Districts

    **问：哪个区县卖得最多？它在活动期的份额与平时有别吗？**

    **Question: which district sold most, and is its share other than it was before?**

    辆数多的区县多半只是经销商多。所以不比辆数而比份额：活动期符合条件的车，对活动前“除日期外均符合条件”的车（`comparable`），口径相同。

    A district with many cars mostly has many dealers. So it is shares that are compared:
    eligible cars of the campaign, against cars sold before it that would have counted but for
    their day (`comparable`), on the same rules.
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
        counted = (
            _file.decisions.filter(_ours & pl.col("comparable"))
            .join(_file.sales, on="sale_id")
            .filter(pl.col("sold_on") <= told.as_of)
            .select(
                pl.col("district").fill_null("不明 unknown"),
                campaign=pl.col("eligible"),
                before=pl.col("sold_on") < told.sales_from,
            )
            .group_by("district")
            .agg(pl.col("campaign").sum(), pl.col("before").sum())
            .sort("campaign", "district", descending=[True, False])
            .collect()
        )
        _known = _file.districts.select("district", "dealers").collect()
        dealers = dict(_known.iter_rows())
    return counted, dealers


@app.cell
def _(counted, told):
    others = "其他 others"
    _few = pl.col("campaign") < told.smallest_cell
    shares = (
        counted.with_columns(
            district=pl.when(_few).then(pl.lit(others)).otherwise("district")
        )
        .group_by("district", maintain_order=True)
        .agg(pl.col("campaign").sum(), pl.col("before").sum())
        .sort(pl.col("district") == others, maintain_order=True)
    )
    cars, cars_before = int(shares["campaign"].sum()), int(shares["before"].sum())
    return cars, cars_before, shares


@app.cell
def _(cars, cars_before, dealers, shares, told):
    if cars:
        _top, _sold, _before = shares.row(0)
        _share = _sold / cars
        _swing = 196 * sqrt(
            _share * (1 - _share) * (1 / cars + 1 / max(cars_before, cars))
        )
        _dealers = dealers.get(_top, 0)
        if cars_before:
            _points = 100 * (_share - _before / cars_before)
            _is_more = abs(_points) > _swing
            _then = Text(
                zh=f"活动前为 {story.percent(_before, cars_before)}，相差 {_points:+.1f} "
                f"个百分点，偶然可差 ±{_swing:.1f}："
                + ("超出偶然。" if _is_more else "份额没有可辨的变化。"),
                en=f"before it was {story.percent(_before, cars_before)}, a difference "
                f"of {_points:+.1f} points where chance makes ±{_swing:.1f}: "
                + ("more than chance." if _is_more else "no change that can be told."),
            )
        else:
            _then = Text(
                zh="没有活动前的销售可比。",
                en="there are no sales before it to compare.",
            )
        _text = Text(
            zh=f"{_top}最多：{_sold:,} 辆，占 {cars:,} 辆的 "
            f"{story.percent(_sold, cars)}，登记经销商 {_dealers} 家；{_then.zh}",
            en=f"{_top} sold most: {_sold:,} of {cars:,} cars "
            f"({story.percent(_sold, cars)}), with {_dealers} dealers; {_then.en}",
        )
    else:
        _text = Text(
            zh="活动期还没有符合条件的销售，区县无从比较。",
            en="the campaign has no eligible sale yet: no districts to compare.",
        )
    told.answer(_text)
    return


@app.cell
def _(cars, cars_before, shares, told):
    _title = Text(zh="各区县的份额", en="Shares of the districts")
    if cars:
        figure = told.figure(_title)
        for _column, _whole, _name, _colour, _shape in (
            ("before", cars_before, "活动前 before", theme.STONE, "/"),
            ("campaign", cars, "活动期 campaign", theme.BLUE, ""),
        ):
            _parts = [each / max(_whole, 1) for each in shares[_column]]
            figure.add_trace(
                go.Bar(
                    name=_name,
                    orientation="h",
                    y=shares["district"].to_list(),
                    x=[100 * each for each in _parts],
                    error_x={
                        "array": [
                            196 * sqrt(each * (1 - each) / max(_whole, 1))
                            for each in _parts
                        ],
                        "color": theme.INK,
                        "thickness": 1,
                    },
                    marker={"color": _colour, "pattern": {"shape": _shape}},
                )
            )
        figure.update_layout(
            barmode="group",
            xaxis=theme.value_axis("份额（%）share, %"),
            yaxis={"autorange": "reversed", "automargin": True, "fixedrange": True},
        )
    else:
        figure = told.empty_figure(_title)
    figure
    return


@app.cell
def _(told):
    told.caveats(
        Text(
            zh=f"活动期不足 {told.smallest_cell} 辆的区县并为“其他”，比较份额没有意义。",
            en=f"Districts with fewer than {told.smallest_cell} cars in the campaign are "
            "“others”: their shares could not be compared.",
        ),
        Text(
            zh="区县按销售自报，未报时取经销商所在地；不是买主的住地，也不是上牌地。",
            en="A district is the sale's own, else its dealer's: neither where the buyer "
            "lives nor where the car is registered.",
        ),
        Text(
            zh="横线为 95% 抽样误差；区县少、辆数少时，几辆车就能改变名次。",
            en="Lines are 95% of chance: with few cars a handful of them changes the order.",
        ),
        Text(
            zh="份额变化可能来自季节或某一家店，不是消费券的效果。",
            en="A share may change by season or one dealer: it is no effect of vouchers.",
        ),
        *([story.MADE_UP] if told.synthetic else []),
    )
    return


if __name__ == "__main__":
    app.run()
