"""The words of the page on which two instants are compared."""

from voucher_service.model.text import Text

BRIDGE_WORDS: dict[str, Text] = {
    "bridge_link": Text(zh="数字为何变化", en="Why the figures changed"),
    "bridge_title": Text(zh="数字为何变化", en="Why the figures changed"),
    "bridge_from": Text(zh="较早时点", en="Earlier instant"),
    "bridge_to": Text(zh="较晚时点", en="Later instant"),
    "bridge_help": Text(
        zh="比较两个时点所知的同一业务日期的合计；各项原因之和恰为两者之差。时间为北京时间。",
        en="Compares what was known at two instants of the same business days; the "
        "causes add up to the difference exactly. Times are UTC+8.",
    ),
    "bridge_ends": Text(zh="两端合计", en="Both totals"),
    "bridge_was": Text(zh="原为 {before}", en="it was {before}"),
    "bridge_causes": Text(zh="按原因", en="By cause"),
    "bridge_lines": Text(zh="逐次入库", en="Commit by commit"),
    "bridge_cause": Text(zh="原因", en="Cause"),
    "bridge_sales": Text(zh="涉及销售", en="Sales touched"),
    "bridge_cars": Text(zh="台数", en="Cars"),
    "bridge_amount": Text(zh="销售额（元）", en="Sales (yuan)"),
    "bridge_vouchers": Text(zh="消费券（元）", en="Vouchers (yuan)"),
    "bridge_sum": Text(zh="合计变化", en="Difference"),
    "bridge_when": Text(zh="入库时间", en="Recorded at"),
    "bridge_what": Text(zh="发生了什么", en="What happened"),
    "bridge_file": Text(zh="文件", en="File"),
    "bridge_none": Text(
        zh="两个时点之间，合计没有变化。", en="Between the two nothing changed."
    ),
    "bridge_most": Text(
        zh="只列最近 {most} 行；全部见 JSON。",
        en="The last {most} lines are shown; all are in the JSON.",
    ),
    "bridge_json": Text(zh="本页数字（JSON）", en="These figures (JSON)"),
}
