import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="发布库一览 · A tour")


with app.setup:
    from datetime import UTC

    import marimo as mo
    import plotly.graph_objects as go
    import polars as pl

    import story
    from voucher_service.charts import theme
    from voucher_service.model.days import SHANGHAI
    from voucher_service.model.text import Text


@app.cell(hide_code=True)
def _():
    mo.md("""
    # 发布库一览 · A tour of the published database

    **问：库里有什么，数到哪一刻为止，哪些格子看不到？**

    **Question: what is in the file, up to when does it count, and which cells are hidden?**

    发布库是一个 DuckDB 文件：由服务在一个时刻的快照整份写出，任何 DuckDB 客户端都能只读打开。表、列的含义、粒度和单位写在文件的注释里（列用 `duckdb_columns()` 查看，表和视图用 `duckdb_tables()`、`duckdb_views()`），也见 docs/dictionary.md。

    The published database is one DuckDB file, written whole from a snapshot of one instant;
    any DuckDB client opens it read-only. Meaning, grain and unit of each table and column
    stand in the file's comments, which `duckdb_columns()` shows of columns, `duckdb_tables()`
    and `duckdb_views()` of the others, and in docs/dictionary.md.
    """)
    return


@app.cell
def _():
    told = story.begin()
    return (told,)


@app.cell
def _(told):
    with told.open() as _file:
        publication = _file.published.collect().row(0, named=True)
        tables = _file.published_tables.collect().sort("table_name")
        _ours = pl.col("campaign_id") == told.campaign_id
        days = _file.daily_totals.filter(_ours).collect().sort("day")
        cells = _file.district_daily_totals.filter(_ours).collect()
    return cells, days, publication, tables


@app.cell(hide_code=True)
def _():
    mo.md("""
    ## 表与粒度 · Tables and their grain

    先看粒度再求和：`sales` 每笔销售一行；`decisions` 每个活动和销售一行；`vouchers` 每张券一行；`redemptions` 每笔核销一行；`daily_totals` 每个活动和日期一行，没有销售的日子也在。

    Look at the grain before you add up: `sales` has a row a sale; `decisions` a row a campaign
    and sale; `vouchers` a row a voucher; `redemptions` a row a redemption; `daily_totals` a row
    a campaign and day, days without a sale too.
    """)
    return


@app.cell
def _(tables):
    mo.ui.table(tables.to_dicts(), selection=None, page_size=20)
    return


@app.cell
def _(publication, told):
    _known_at = told.known_at.astimezone(SHANGHAI)
    _changed_at = publication["data_version"].replace(tzinfo=UTC).astimezone(SHANGHAI)
    mo.md(f"""
    ## 两个时钟 · Two clocks

    | | 含义 | meaning | 值 value |
    |:--|:--|:--|:--|
    | `as_of` | 数据截至日：活动期内已知销售的最后一天 | the day figures stand at | {told.data_to} |
    | `known_at` | 入库截至时刻：此前记录的都在，此后的都不在 | all recorded until then, nothing later | {_known_at:%Y-%m-%d %H:%M:%S} |
    | `data_version` | 最近一次可能改变数字的提交 | last commit that may have changed a figure | {_changed_at:%Y-%m-%d %H:%M:%S} |
    | `chain_head` | 操作日志的最后一个哈希 | last hash of the log of changes | `{publication["chain_head"][:16]}…` |

    上面的时刻是北京时间（UTC+8），文件里存的是 UTC；日期都是上海日期；金额以分存为整数，视图里另有元。

    Instants above are Beijing time (UTC+8); the file holds them in UTC. Days are those of
    Asia/Shanghai; money is integer fen, and views have yuan beside it.
    """)
    return


@app.cell
def _(cells, days):
    hidden = int(cells["suppressed"].sum())
    cars = int(days["cars_sold"].sum())
    shown_cars = int(cells["cars_sold"].sum())
    return cars, hidden, shown_cars


@app.cell
def _(cars, cells, hidden, tables, told):
    _rows = int(tables["row_count"].sum())
    _share = story.percent(hidden, cells.height)
    told.answer(
        Text(
            zh=f"共 {tables.height} 张表 {_rows:,} 行，数据截至 {told.data_to}，"
            f"符合条件 {cars:,} 辆；"
            + (
                f"分区县逐日的 {cells.height:,} 格中隐去 {hidden:,} 格（{_share}），"
                f"因其不足 {told.smallest_cell} 辆或可由合计推出。"
                if cells.height
                else "还没有分区县的格子。"
            ),
            en=f"{tables.height} tables with {_rows:,} rows, data to {told.data_to}, "
            f"{cars:,} eligible cars; "
            + (
                f"of {cells.height:,} cells by district and day {hidden:,} are hidden "
                f"({_share}), for they have fewer than {told.smallest_cell} cars or "
                "would follow from a total."
                if cells.height
                else "there are no cells by district yet."
            ),
        )
    )
    return


@app.cell
def _(cars, cells, days, told):
    _title = Text(zh="逐日销量：分区县可见与隐去", en="Daily cars, shown and hidden")
    if cars:
        _by_day = cells.group_by("day").agg(pl.col("cars_sold").sum().alias("shown"))
        _both = days.select("day", "cars_sold").join(_by_day, on="day", how="left")
        _shown = _both["shown"].fill_null(0).to_list()
        _rest = [a - b for a, b in zip(_both["cars_sold"], _shown, strict=True)]
        _days = _both["day"].to_list()
        figure = told.figure(_title)
        figure.add_trace(
            go.Bar(
                name="分区县可见 shown by district",
                x=_days,
                y=_shown,
                marker={"color": theme.BLUE},
            )
        )
        figure.add_trace(
            go.Bar(
                name="只在合计中 in the day's total alone",
                x=_days,
                y=_rest,
                marker={"color": theme.STONE, "pattern": {"shape": "/"}},
            )
        )
        figure.update_layout(
            barmode="stack",
            xaxis=theme.day_axis(told.caption, _days, tickformat="%m-%d"),
            yaxis=theme.count_axis("辆 cars", _both["cars_sold"].to_list()),
        )
    else:
        figure = told.empty_figure(_title)
    figure
    return


@app.cell
def _(shown_cars, told):
    told.caveats(
        Text(
            zh="隐去只保护要发表的分区县逐日表。`sales` 逐笔在内，再汇总时请自行隐去不足 "
            f"{told.smallest_cell} 辆的格子。",
            en="Suppression protects the table by district and day that is made to be "
            "shown. `sales` has every sale: whoever sums it anew is to hide cells of "
            f"fewer than {told.smallest_cell} cars as well.",
        ),
        Text(
            zh=f"把可见的格子加起来只有 {shown_cars:,} 辆，不是合计；合计用 `daily_totals`。",
            en=f"The cells that are shown add up to {shown_cars:,} cars, which is not "
            "the total: that is in `daily_totals`.",
        ),
        Text(
            zh="销售额与消费券之比（`gross_ratio`）是毛比值，不是效果。",
            en="Sales over vouchers (`gross_ratio`) is a gross ratio and no effect.",
        ),
        *([story.MADE_UP] if told.synthetic else []),
    )
    return


if __name__ == "__main__":
    app.run()
