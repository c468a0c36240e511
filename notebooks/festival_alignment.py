import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="对齐春节 · Aligned with the festival")


with app.setup:
    from datetime import timedelta
    from itertools import accumulate

    import marimo as mo
    import plotly.graph_objects as go
    import polars as pl

    import story
    from voucher_service.charts import theme
    from voucher_service.model.text import Text


@app.cell(hide_code=True)
def _():
    mo.md("""
    # 对齐春节 · Aligned with the festival

    **问：与上一年比，按公历同日还是按距春节天数？两种答案差多少？**

    **Question: against the year before, by calendar date or by distance to Spring Festival,
    and how far apart are the answers?**

    春节每年移动最多一个月，而买车集中在节前。按公历比会把“节前第几天”比错；按春节比又会让工作日数不同。两个都算，并列出工作日。

    Spring Festival moves by up to a month, and cars are bought before it. Equal dates compare
    unequal distances to the festival; equal distances have other numbers of working days. So
    both are worked out, with working days beside them.
    """)
    return


@app.cell
def _():
    told = story.begin()
    return (told,)


@app.cell
def _(told):
    with told.open() as _file:
        calendar = _file.calendar.collect().sort("day")
        _ours = pl.col("campaign_id") == told.campaign_id
        sold = (
            _file.decisions.filter(_ours & pl.col("comparable"))
            .join(_file.sales, on="sale_id")
            .select("sold_on", "dealer_id")
            .collect()
        )
    return calendar, sold


@app.function
def year_before(day):
    """The same date a year earlier; 29 February becomes the 28th."""
    last_year = day.year - 1
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=last_year, day=28 if is_leap_day else day.day)


@app.cell
def _(calendar, sold, told):
    def festival_before(day, offset):
        """The day as far from the festival that lies a year earlier, if it is known."""
        festival = day - timedelta(days=offset)
        first, last = festival - timedelta(days=390), festival - timedelta(days=350)
        found = calendar.filter(
            pl.col("festival_offset") == 0, pl.col("day").is_between(first, last)
        )
        return found["day"][0] + timedelta(days=offset) if found.height else None

    _window = calendar.filter(pl.col("day").is_between(told.sales_from, told.as_of))
    _rows = [
        (day, year_before(day), festival_before(day, offset))
        for day, offset in _window.select("day", "festival_offset").iter_rows()
    ]
    _names = ("campaign", "by_date", "by_festival")
    days = dict(zip(_names, map(list, zip(*_rows, strict=True)), strict=True))
    _first = sold["sold_on"].min()
    comparable = (
        _first is not None
        and None not in days["by_festival"]
        and min(days["by_date"] + days["by_festival"]) >= _first
    )
    return comparable, days


@app.cell
def _(calendar, comparable, days, sold):
    def cars_of(span):
        """Cars sold on each day of a span, in its order."""
        counts = dict(sold.group_by("sold_on").len().iter_rows())
        return [counts.get(day, 0) for day in span]

    def working_days_of(span):
        """How many days of a span are worked."""
        worked = calendar.filter(pl.col("day").is_in(span), pl.col("is_working_day"))
        return worked.height

    spans = days if comparable else {"campaign": days["campaign"]}
    cars = {name: cars_of(span) for name, span in spans.items()}
    worked = {name: working_days_of(span) for name, span in spans.items()}
    _sellers = {
        name: set(sold.filter(pl.col("sold_on").is_in(span))["dealer_id"])
        for name, span in spans.items()
    }
    one_sided = (
        len(_sellers["campaign"] ^ _sellers["by_festival"]) if comparable else None
    )
    return cars, one_sided, worked


@app.cell
def _(cars, comparable, told, worked):
    _now = sum(cars["campaign"])
    _bases = [sum(cars[name]) for name in ("by_date", "by_festival") if comparable]
    if comparable and all(_bases):
        _by_date, _by_festival = (100 * (_now / base - 1) for base in _bases)
        _apart = abs(_by_date - _by_festival)
        _text = Text(
            zh=f"活动至 {told.data_to} 可比 {_now:,} 辆；上一年公历同日 {_bases[0]:,} 辆"
            f"（{_by_date:+.1f}%），距春节同样天数 {_bases[1]:,} 辆"
            f"（{_by_festival:+.1f}%），相差 {_apart:.1f} 个百分点。工作日依次为 "
            f"{worked['campaign']}、{worked['by_date']}、{worked['by_festival']} 天。",
            en=f"to {told.data_to} the campaign has {_now:,} comparable cars; a year "
            f"before, equal dates had {_bases[0]:,} ({_by_date:+.1f}%) and days as "
            f"far from the festival {_bases[1]:,} ({_by_festival:+.1f}%): "
            f"{_apart:.1f} points apart. Working days are {worked['campaign']}, "
            f"{worked['by_date']} and {worked['by_festival']}.",
        )
    else:
        _text = Text(
            zh=f"活动至 {told.data_to} 可比 {_now:,} 辆；库中没有上一年同期的销售，不能对齐。",
            en=f"to {told.data_to} the campaign has {_now:,} comparable cars; the file "
            "has no sales of the year before, so nothing can be aligned.",
        )
    told.answer(_text)
    return


@app.cell
def _(cars, told):
    _title = Text(zh="累计辆数：两种对齐", en="Cumulative cars, aligned two ways")
    _looks = {
        "campaign": ("活动期 campaign", theme.BLUE, "solid", 3),
        "by_date": ("上一年公历同日 by date", theme.MUTED, "dot", 2),
        "by_festival": (
            "上一年距春节同样天数 by festival",
            theme.VERMILLION,
            "dash",
            2,
        ),
    }
    if any(map(sum, cars.values())):
        figure = told.figure(_title, legend_rows=2)
        for _name, _counts in cars.items():
            _label, _colour, _dash, _width = _looks[_name]
            figure.add_trace(
                go.Scatter(
                    name=_label,
                    x=list(range(1, len(_counts) + 1)),
                    y=list(accumulate(_counts)),
                    mode="lines",
                    line={"color": _colour, "dash": _dash, "width": _width},
                )
            )
        figure.update_layout(
            xaxis=theme.value_axis("活动第几天 day of the campaign", showgrid=False),
            yaxis=theme.value_axis("累计辆数 cumulative cars"),
        )
    else:
        figure = told.empty_figure(_title)
    figure
    return


@app.cell
def _(one_sided, told):
    _dealers = (
        [
            Text(
                zh=f"只在其中一年有销售的经销商 {one_sided} 家：报送范围变了，辆数也会变。",
                en=f"{one_sided} dealers sold in one of the two years alone: who reports "
                "changes what is counted.",
            )
        ]
        if one_sided is not None
        else []
    )
    told.caveats(
        *_dealers,
        Text(
            zh="两年之差含政策（年末购置税减半和新能源补贴到期）、疫情和市场，不是消费券的效果。",
            en="The years differ by policy (a purchase-tax cut and subsidies that end with "
            "a year), epidemic and market: the difference is no effect of vouchers.",
        ),
        Text(
            zh="可比：除日期和余额外均符合条件的销售；上一年按本活动条款回算。",
            en="Comparable are sales that would count but for their day or for what was "
            "left: the year before is judged by this campaign's terms.",
        ),
        *([story.MADE_UP] if told.synthetic else []),
    )
    return


if __name__ == "__main__":
    app.run()
