"""The words of a campaign's desk: figures, changes, alerts, filters, a wall screen."""

from voucher_service.model.text import Text

DESK_WORDS: dict[str, Text] = {
    "desk_part": Text(
        zh="仅含：{part}。其余数据未计入本页。",
        en="Only: {part}. Nothing else is counted on this page.",
    ),
    "desk_figures_help": Text(
        zh="点击数字查看口径、SQL 和逐笔明细",
        en="each number opens its definition, its SQL and the rows behind it; "
        "10k yuan = 10,000 yuan",
    ),
    "since_yesterday": Text(zh="较前一日", en="on the day before"),
    "since_last_week": Text(zh="较上周同日", en="on the week before"),
    "change_unmoved": Text(zh="持平", en="no change"),
    "change_not_begun": Text(zh="当日活动未开始", en="not begun then"),
    "change_nothing_reported": Text(zh="此后尚无上报", en="nothing reported since"),
    "change_no_value": Text(zh="当日无可比数值", en="no value then"),
    "change_opens": Text(
        zh="打开 {day} 的同一指标：口径、SQL 和明细，变化即由此算出",
        en="opens the figure of {day}, from which it is counted, its SQL and rows",
    ),
    "days_rule": Text(
        zh="从活动首日到统计截止日的天数，首尾都计；起止日见条款",
        en="days from the first to the business day, both counted; see the terms",
    ),
    "change_up": Text(zh="增加", en="up"),
    "change_down": Text(zh="减少", en="down"),
    "pieces_unit": Text(zh="张", en="vouchers"),
    "issued": Text(zh="已发券", en="Vouchers issued"),
    "redeemed": Text(zh="已核销", en="Redeemed"),
    "figure_to": Text(zh="截至 {day}", en="to {day}"),
    "source_vouchers": Text(
        zh="发券记录、银行核销记录", en="vouchers issued, banks' redemptions"
    ),
    "issued_none": Text(zh="尚未发券", en="none issued yet"),
    "redeemed_none": Text(zh="尚无核销", en="none redeemed yet"),
    # progress
    "progress": Text(zh="活动进度", en="Progress"),
    "days_elapsed": Text(
        zh="第 {elapsed} 天，共 {total} 天", en="day {elapsed} of {total}"
    ),
    "days_not_begun": Text(zh="尚未开始，共 {total} 天", en="not begun; {total} days"),
    "days_left": Text(zh="剩余 {left} 天", en="{left} days left"),
    "days_over": Text(zh="活动期已满", en="the window is over"),
    "no_limits": Text(
        zh="条款未公布预算和名额，因此不计算使用进度。",
        en="The terms state no budget and no quota, so no share of one is given.",
    ),
    "limit_taken": Text(
        zh="已用 {taken}／{most} {unit}（{share}）",
        en="{taken} of {most} {unit} taken ({share})",
    ),
    "limit_each": Text(zh="上限各 {most} {unit}", en="{most} {unit} each"),
    "limits_whole": Text(zh="按全活动计，不随筛选变化", en="of the whole campaign"),
    # alerts
    "alerts": Text(zh="提醒", en="Alerts"),
    "alerts_judged": Text(
        zh="文件和消费券按 {day} 判断，销售按 {sales} 判断",
        en="Files and vouchers judged on {day}, sales on {sales}",
    ),
    "no_alerts": Text(zh="没有需要处理的提醒。", en="No alerts."),
    "alert_rows": Text(zh="查看明细", en="See the rows"),
    "alert_rule": Text(zh="提醒规则", en="When this is raised"),
    "alert_todo": Text(zh="处理", en="To do"),
    "alert_whole": Text(zh="全活动", en="whole campaign"),
    # filters
    "filters": Text(zh="时点与筛选", en="Clocks and filters"),
    "filter_all": Text(zh="全部", en="all"),
    "filter_day_help": Text(
        zh="留空为最近的销售日，券为最近一日",
        en="blank for the last day of sales, and of vouchers",
    ),
    "filter_known_help": Text(zh="留空为最新", en="blank for the latest"),
    "filter_clear": Text(zh="取消筛选", en="Clear the filters"),
    # tools
    "appearance": Text(zh="显示", en="Look"),
    "mode_system": Text(zh="随系统", en="as the system"),
    "mode_light": Text(zh="浅色", en="light"),
    "mode_dark": Text(zh="深色", en="dark"),
    "mode_wall": Text(zh="大屏", en="wall screen"),
    "bulletin": Text(zh="工作简报", en="Bulletin"),
    "chart_table": Text(zh="数据表", en="Table"),
    "chart_embed": Text(zh="嵌入", en="Embed"),
    "chart_full": Text(zh="全屏", en="Full size"),
    "chart_unsliced": Text(
        zh="本图不能筛选，所示为全活动数据",
        en="This chart cannot be filtered: it shows the whole campaign",
    ),
    "embed_help": Text(
        zh="把这一行放进本单位的网页即可嵌入此图；查看者须已登录本系统。网页在另一个网站的，"
        "须由运维把该网站写入设置 VOUCHER_FRAME_ORIGINS，并与本系统同属一个主域名。",
        en="Put this line into a page of your own; who looks has to be signed in here. "
        "A page of another site needs that site in the setting VOUCHER_FRAME_ORIGINS, "
        "and has to share this service's main domain.",
    ),
    "embed_clock": Text(zh="时点", en="As of"),
    "embed_fixed": Text(zh="固定在此时点", en="fixed, as it is shown now"),
    "embed_follow": Text(zh="随数据更新", en="follows the data"),
    "copy": Text(zh="复制", en="Copy"),
    "copied": Text(zh="已复制", en="Copied"),
    "close": Text(zh="关闭", en="Close"),
    "series_said": Text(
        zh="{name}：{count} 个数值，最大 {most}（{at}），末值 {last}",
        en="{name}: {count} values, the largest {most} ({at}), the last {last}",
    ),
    "charts_sales": Text(zh="销售", en="Sales"),
    "charts_structure": Text(zh="结构", en="Who sells what"),
    "charts_vouchers": Text(zh="兑付与质量", en="Vouchers and data quality"),
    "part_comparison": Text(zh="同期对比", en="Beside earlier years"),
    "part_forecast": Text(zh="趋势预测", en="Forecast"),
    "compared_help": Text(
        zh="各年一律按现行条款中除日期和余额以外的条件计数；每个增长率都列出基期及其起止日。"
        "这是对比，不是政策效果。",
        en="Every year is counted by the terms in force but for the day and for what "
        "is left to give; every change names its base and days. It is no effect.",
    ),
    "compared_sliced": Text(zh="仅含筛选部分。", en="Of the filtered sales alone."),
    "compared_base": Text(zh="基期", en="Base"),
    "compared_current": Text(zh="本期", en="Now"),
    "compared_change": Text(zh="变化", en="Change"),
    "compared_figure": Text(zh="指标", en="Figure"),
    "compared_days": Text(
        zh="{days} 天，其中工作日 {working} 天", en="{days} days, {working} working"
    ),
    "compared_events": Text(
        zh="{window}内的节假日与事件", en="{window}: holidays and events inside"
    ),
    "compared_uncertain": Text(zh="据报道", en="as reported"),
    "forecast_no_rows": Text(
        zh="预测值没有逐笔明细：由各日已计入的销量推算，方法见下。",
        en="A forecast has no rows: it is made of the sales of each day, see below.",
    ),
    "forecast_until": Text(zh="至 {day}", en="to {day}"),
    "forecast_so_far": Text(zh="截至 {day}", en="To {day}"),
    "forecast_median": Text(zh="预测中位数", en="Median forecast"),
    "forecast_interval": Text(zh="{level}% 区间", en="{level} % interval"),
    "forecast_out": Text(
        zh="预计 {day} 用完（到期前用完的可能性 {percent}%）",
        en="expected to run out on {day} ({percent} % of the paths do by the end)",
    ),
    "forecast_not_out": Text(
        zh="预计到期前不会用完（用完的可能性 {percent}%）",
        en="not expected to run out by the end ({percent} % of the paths do)",
    ),
    "forecast_out_already": Text(zh="已用完", en="already used up"),
    "forecast_how": Text(zh="预测方法与回测", en="How it is made, and how it did"),
    "forecast_days_used": Text(
        zh="所用数据：{first} 至 {last}，{days} 天。",
        en="Days used: {first} to {last}, {days} of them.",
    ),
    "forecast_backtest": Text(
        zh="留出数据回测：区间实际覆盖率", en="On days held back: what intervals held"
    ),
    "forecast_ahead": Text(zh="提前天数", en="Days ahead"),
    "forecast_tests": Text(zh="检验次数", en="Tests"),
    "forecast_covered": Text(zh="{level}% 区间覆盖", en="{level} % held"),
    "forecast_error": Text(zh="平均绝对误差", en="Mean error"),
    "part_failed": Text(zh="本节未能加载。", en="This section could not be loaded."),
    "printed_from": Text(zh="本页网址", en="This page"),
    # wall
    "wall_fresh": Text(zh="最近刷新", en="refreshed"),
    "wall_stale": Text(
        zh="无法连接服务，所示为 {time} 的数据",
        en="the service cannot be reached; shown is what was known at {time}",
    ),
    "wall_leave": Text(zh="退出大屏", en="Leave the wall screen"),
    "wall_alerts": Text(zh="{count} 条提醒", en="{count} alerts"),
    # a figure in full
    "figure_definition": Text(zh="口径", en="Definition"),
    "figure_sql": Text(zh="SQL", en="SQL"),
    "figure_sql_help": Text(
        zh="在本系统数据库（备份或停机时的副本）上运行，得到的 value 即为上面的数字；"
        "金额单位为分。",
        en="Run on a copy of the home's database it gives the number above as value; "
        "money is in fen.",
    ),
    "figure_rows": Text(zh="明细", en="Rows"),
    "figure_rows_count": Text(
        zh="共 {count} 笔，最近的在前", en="{count} in all, latest first"
    ),
    "figure_rows_none": Text(zh="没有明细。", en="There are no rows."),
    "figure_rows_closed": Text(
        zh="逐笔明细仅商务局和系统管理员可见。",
        en="Single rows are shown to the bureau and to operators alone.",
    ),
    "figure_rows_sql": Text(zh="全部明细的 SQL", en="SQL of all rows"),
    "figure_json": Text(zh="本页数据（JSON）", en="This page as JSON"),
    "row_day": Text(zh="日期", en="Day"),
    "row_sale": Text(zh="销售编号", en="Sale"),
    "row_sold": Text(zh="售出", en="Sold on"),
    "row_voucher": Text(zh="消费券（元）", en="Voucher (yuan)"),
    "row_price": Text(zh="{basis}（元）", en="{basis} (yuan)"),
}
