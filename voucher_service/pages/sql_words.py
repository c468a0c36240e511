"""The words of the page on which analysts ask in SQL."""

from voucher_service.model.text import Text

SQL_WORDS: dict[str, Text] = {
    "sql_title": Text(zh="SQL 查询", en="Ask in SQL"),
    "sql_lead": Text(
        zh="在最近一次发布的分析库上运行只读查询；不含个人信息，不影响银行核销。",
        en="Questions to the latest published database: it holds no personal data, and "
        "no query slows a bank.",
    ),
    "sql_limits": Text(
        zh="每个查询最长 {seconds} 秒，最多 {rows} 行",
        en="at most {seconds} seconds and {rows} rows a query",
    ),
    "sql_needs_script": Text(
        zh="本页须启用 JavaScript；也可用 POST /v1/sql 或命令 voucher-service query。",
        en="This page needs JavaScript; POST /v1/sql and voucher-service query do the "
        "same.",
    ),
    "sql_unpublished": Text(
        zh="还没有发布过分析库。服务运行时在数据变动后自动发布，也可运行 "
        "voucher-service publish。",
        en="Nothing has been published yet. A running service publishes behind every "
        "change; voucher-service publish does it at once.",
    ),
    "sql_editor": Text(zh="查询语句", en="Query"),
    "sql_editor_help": Text(
        zh="Ctrl+Enter 运行 · Ctrl+空格 提示名称 · Tab 采用首个，"
        "方向键选择后 Enter 采用 · Esc 关闭提示",
        en="Ctrl+Enter runs · Ctrl+Space offers names · Tab takes the first, arrows "
        "and Enter another · Esc closes the list",
    ),
    "sql_completions": Text(zh="补全", en="Completions"),
    "sql_run": Text(zh="运行", en="Run"),
    "sql_cancel": Text(zh="取消", en="Cancel"),
    "sql_save": Text(zh="保存", en="Save"),
    "sql_share": Text(zh="复制链接", en="Copy link"),
    "sql_rows": Text(zh="显示行数", en="Rows"),
    "sql_params": Text(zh="参数", en="Parameters"),
    "sql_undeclared": Text(zh="按文本传入", en="taken as text"),
    "sql_running": Text(zh="查询运行中……", en="Running…"),
    "sql_cancelled": Text(zh="已取消", en="Cancelled"),
    "sql_done": Text(
        zh="{rows} 行 · {ms} 毫秒 · 数据截至 {as_of} · 入库截至 {known_at}（北京时间）",
        en="{rows} rows · {ms} ms · as of {as_of} · known at {known_at} (UTC+8)",
    ),
    "sql_truncated": Text(
        zh="只显示前 {rows} 行，还有更多",
        en="only the first {rows} rows are shown; there are more",
    ),
    "sql_file_cut": Text(
        zh="文件只含前 {rows} 行，还有更多",
        en="the file holds only the first {rows} rows; there are more",
    ),
    "sql_no_result": Text(zh="这次查询没有结果。", en="This query gave no result."),
    "sql_folded": Text(zh="点击显示全文", en="click to read it whole"),
    "sql_none": Text(zh="查询成功，没有符合的行。", en="No row fits."),
    "sql_failed": Text(zh="查询未能完成。", en="The query could not be done."),
    "sql_where": Text(
        zh="第 {line} 行第 {column} 列", en="line {line}, column {column}"
    ),
    "sql_go_there": Text(zh="跳到该处", en="Go there"),
    "sql_result": Text(zh="结果", en="Result"),
    "sql_nothing_yet": Text(
        zh="运行查询后，结果显示在这里。", en="Run a query, and its result is here."
    ),
    "sql_table": Text(zh="结果表", en="Table of the result"),
    "sql_download": Text(zh="下载", en="Download"),
    "sql_downloading": Text(zh="正在准备文件……", en="Preparing the file…"),
    "sql_downloaded": Text(
        zh="已下载 {name}（{rows} 行）", en="{name} is downloaded ({rows} rows)"
    ),
    "sql_before": Text(zh="上一页", en="Previous"),
    "sql_after": Text(zh="下一页", en="Next"),
    "sql_page_of": Text(
        zh="第 {first}–{last} 行，共 {rows} 行", en="rows {first}–{last} of {rows}"
    ),
    "sql_chart": Text(zh="图表", en="Chart"),
    "sql_chart_x": Text(zh="横轴", en="Across"),
    "sql_chart_y": Text(zh="纵轴", en="Up"),
    "sql_chart_kind": Text(zh="类型", en="Kind"),
    "sql_kind_none": Text(zh="不画图", en="no chart"),
    "sql_kind_bar": Text(zh="柱形图", en="bars"),
    "sql_kind_line": Text(zh="折线图", en="a line"),
    "sql_kind_dots": Text(zh="散点图", en="dots"),
    "sql_chart_said": Text(
        zh="{y} 按 {x} 的{kind}，{points} 个点",
        en="{y} by {x} as {kind}, {points} points",
    ),
    "sql_chart_cut": Text(
        zh="只画出 {rows} 行中的前 {points} 行",
        en="the first {points} of {rows} rows are drawn",
    ),
    "sql_chart_missing": Text(
        zh="因没有值而未画出的行：{left}", en="rows without a value, not drawn: {left}"
    ),
    "sql_schema": Text(zh="表和视图", en="Tables and views"),
    "sql_schema_help": Text(
        zh="点击列名插入到光标处", en="click a column to put it at the cursor"
    ),
    "sql_view": Text(zh="视图", en="view"),
    "sql_look": Text(zh="看前 100 行", en="First 100 rows"),
    "sql_library": Text(zh="现成查询", en="Queries at hand"),
    "sql_saved": Text(zh="保存的查询", en="Saved queries"),
    "sql_none_saved": Text(zh="还没有保存的查询。", en="Nothing is saved yet."),
    "sql_saved_by": Text(zh="{who} 保存于 {when}", en="saved by {who}, {when}"),
    "sql_remove": Text(zh="删除", en="Remove"),
    "sql_remove_sure": Text(
        zh="删除“{name}”？其他人也将看不到它。",
        en="Remove “{name}”? It will be gone for all others, too.",
    ),
    "sql_removed": Text(zh="已删除“{name}”", en="“{name}” is removed"),
    "sql_name": Text(zh="名称", en="Name"),
    "sql_save_title": Text(zh="保存查询", en="Save the query"),
    "sql_save_help": Text(
        zh="所有分析人员可见；同名的会被替换。",
        en="All analysts see it; one of the same name is replaced.",
    ),
    "sql_saved_as": Text(zh="已保存为“{name}”", en="saved as “{name}”"),
    "sql_close": Text(zh="关闭", en="Close"),
    "sql_link_copied": Text(zh="链接已复制", en="the link is copied"),
    "sql_link_long": Text(
        zh="语句太长，放不进链接；请先保存再复制链接。",
        en="The query is too long for a link: save it first, then copy the link.",
    ),
    "sql_nav": Text(zh="SQL", en="SQL"),
}
