"""The words of the page that explains a decision, and of the search for one."""

from voucher_service.model.text import Text

DECISION_WORDS: dict[str, Text] = {
    # looking a sale up
    "find_decision": Text(zh="查一笔销售的判定", en="Look up a decision"),
    "find_help": Text(
        zh="输入车架号、发票号码或销售编号",
        en="By VIN, invoice number or sale id",
    ),
    "find": Text(zh="查询", en="Look up"),
    "not_found_title": Text(zh="没有找到", en="Not found"),
    "not_found": Text(
        zh="没有车架号、发票号码或销售编号为“{needle}”的销售。",
        en="No sale has the VIN, invoice number or id “{needle}”.",
    ),
    "not_found_why": Text(
        zh="请核对号码；经销商尚未上报，或上报时被退回的，这里查不到。",
        en="Check the number. What a dealer has not reported yet, or what was refused "
        "when it came, is not found here.",
    ),
    "several_found": Text(
        zh="“{needle}”对应 {count} 笔销售，请选择一笔。",
        en="“{needle}” names {count} sales. Choose one.",
    ),
    # the verdict
    "decision_title": Text(zh="判定说明", en="A decision explained"),
    "verdict_eligible": Text(zh="符合活动条件", en="This sale is eligible"),
    "verdict_waitlisted": Text(
        zh="正在候补：名额或资金已满", en="On the waiting list: places or money ran out"
    ),
    "verdict_drawn": Text(zh="等待公开抽取", en="Waiting for the draw"),
    "verdict_needs_review": Text(
        zh="待人工认定：两家经销商上报了同一辆车",
        en="Waits for a person: two dealers report this car",
    ),
    "verdict_ineligible": Text(zh="不符合活动条件", en="This sale is not eligible"),
    "earns": Text(zh="可获 {amount} 元", en="It earns {amount} yuan"),
    "would_earn": Text(
        zh="如符合条件，可获 {amount} 元", en="If eligible it would earn {amount} yuan"
    ),
    "will_earn": Text(
        zh="递补后可获 {amount} 元", en="Once promoted it earns {amount} yuan"
    ),
    "place_in_line": Text(zh="候补第 {rank} 位", en="Place {rank} in line"),
    "why_not": Text(zh="原因，以及怎样才会不同", en="Why, and what would change it"),
    "instead": Text(zh="怎样才会不同", en="What would change it"),
    "decided_on": Text(zh="判定于", en="Decided"),
    # the sale
    "the_sale": Text(zh="这笔销售", en="The sale"),
    "vin": Text(zh="车架号", en="VIN"),
    "invoice": Text(zh="发票号码", en="Invoice"),
    "sold_on": Text(zh="开票日期", en="Invoiced on"),
    "the_dealer": Text(zh="经销商", en="Dealer"),
    "the_car": Text(zh="车辆", en="Car"),
    "reported_in": Text(zh="上报于", en="Reported in"),
    "sale_number": Text(zh="销售编号", en="Sale id"),
    "sale_version": Text(zh="第 {version} 版", en="version {version}"),
    # the amount
    "the_amount": Text(zh="金额怎样算出", en="How the amount comes about"),
    # the conditions
    "conditions": Text(zh="逐项核对", en="Condition by condition"),
    "conditions_count": Text(
        zh="共 {count} 项，{failing} 项未满足", en="{count} in all, {failing} not met"
    ),
    "condition": Text(zh="核对结果", en="Finding"),
    "asked": Text(zh="要求", en="Asked"),
    "found_there": Text(zh="实际", en="Found"),
    "source_file": Text(zh="来源文件", en="Source file"),
    "see_rival": Text(zh="查看占先的那笔销售", en="See the sale that came first"),
    "stands_in": Text(zh="出处", en="Where it stands"),
    "mark_holds": Text(zh="满足", en="met"),
    "mark_fails": Text(zh="未满足", en="not met"),
    "mark_untold": Text(zh="未涉及", en="not asked"),
    "not_given": Text(zh="未报", en="not given"),
    "at_row": Text(zh="第 {row} 行", en="row {row}"),
    # the terms and the history
    "the_rules": Text(zh="依据的条款", en="The terms applied"),
    "terms_applied": Text(
        zh="自 {day} 起施行的条款，版本 {version}",
        en="terms in force from {day}, version {version}",
    ),
    "published_at": Text(zh="公布处", en="Published"),
    "history": Text(zh="历次判定", en="Every decision so far"),
    "when": Text(zh="时间（北京时间）", en="When (UTC+8)"),
    "decided_as": Text(zh="判定", en="Decision"),
    "what_changed": Text(zh="变化原因", en="What changed"),
    "the_sum": Text(zh="金额（元）", en="Yuan"),
    "print": Text(zh="打印", en="Print"),
    "decision_json": Text(zh="本判定（JSON）", en="This decision (JSON)"),
    "all_decisions": Text(zh="导出全部判定", en="Export every decision"),
}
