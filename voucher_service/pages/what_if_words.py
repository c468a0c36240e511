"""The words of the page on which other terms are tried."""

from voucher_service.model.text import Text

WHAT_IF_WORDS: dict[str, Text] = {
    "try_terms": Text(zh="试算其他条款", en="Try other terms"),
    "try_title": Text(zh="试算条款", en="What if the terms were others"),
    "try_needs_script": Text(
        zh="本页须启用 JavaScript；也可用命令 voucher-service what-if 试算。",
        en="This page needs JavaScript; the command voucher-service what-if does the "
        "same.",
    ),
    "try_controls": Text(zh="试算的条款", en="Terms to try"),
    "try_floor": Text(zh="价格门槛（元）", en="Price floor (yuan)"),
    "try_voucher": Text(zh="每张面额（元）", en="Face value (yuan)"),
    "try_tier": Text(zh="{name} 档金额（元）", en="Amount of tier {name} (yuan)"),
    "try_budget": Text(zh="预算（元）", en="Budget (yuan)"),
    "try_budget_set": Text(zh="设预算上限", en="limit the budget"),
    "try_per_buyer": Text(zh="每人限领（张）", en="Vouchers a buyer"),
    "try_per_buyer_help": Text(zh="0 为不限；", en="0: not limited; "),
    "try_entries": Text(
        zh="现行各期：{values}；在此设置的值用于每一期",
        en="today, entry by entry: {values}; a value set here goes into every entry",
    ),
    "try_entry": Text(zh="{day} 起 {value}", en="{value} from {day}"),
    "try_entry_gap": Text(zh="，", en=", "),
    "try_no_data": Text(zh="暂无数据", en="no data"),
    "try_drawing": Text(zh="曲线计算中……", en="Working out the curve…"),
    "try_both_bases": Text(
        zh="{today}（试算为{tried}）", en="{today} (tried: {tried})"
    ),
    "try_from": Text(zh="活动首日", en="First day"),
    "try_to": Text(zh="活动末日", en="Last day"),
    "try_other": Text(zh="改用其他城市的条款", en="Another city's terms"),
    "try_own": Text(zh="（本活动的条款）", en="(this campaign's own)"),
    "try_as_written": Text(
        zh="一字不改（不适配日期、地区和缺报的项目）",
        en="as written (days, places and unknown facts not fitted)",
    ),
    "try_reset": Text(zh="恢复现行条款", en="Back to today's terms"),
    "try_share": Text(
        zh="网址随设置变化，可直接转发本页。",
        en="The address follows the settings: share this page as it is.",
    ),
    "try_now": Text(zh="现行 {value}", en="today {value}"),
    "try_written": Text(zh="原文 {value}", en="written {value}"),
    "try_bases": Text(
        zh="价格口径不同：现行为{today}，试算为{tried}；销售额和平均价格不相减。",
        en="The price bases differ: today {today}, tried {tried}; sales and means "
        "are not subtracted.",
    ),
    "try_at_hand": Text(
        zh="{cars} 台（{more_cars}）· 成本 {cost} 万元（{more_cost}）",
        en="{cars} cars ({more_cars}) · cost {cost} × 10,000 yuan ({more_cost})",
    ),
    "try_none": Text(zh="不限", en="no limit"),
    "try_result": Text(zh="结果对照", en="Side by side"),
    "try_today": Text(zh="现行条款", en="Today's terms"),
    "try_tried": Text(zh="试算条款", en="Terms tried"),
    "try_change": Text(zh="变化", en="Change"),
    "try_measure": Text(zh="项目", en="Figure"),
    "try_cars": Text(zh="符合条件（台）", en="Eligible cars"),
    "try_sales": Text(zh="销售额（万元）", en="Sales (10,000 yuan)"),
    "try_cost": Text(zh="消费券成本（万元）", en="Cost of vouchers (10,000 yuan)"),
    "try_mean": Text(zh="平均价格（万元）", en="Mean price (10,000 yuan)"),
    "try_waitlisted": Text(zh="候补（台）", en="On the waiting list"),
    "try_needs_review": Text(zh="待人工认定（台）", en="Wait for a person"),
    "try_working": Text(zh="计算中……", en="Working…"),
    "try_done": Text(zh="已按当前设置更新", en="Up to date"),
    "try_failed": Text(zh="未能完成试算。", en="The trial could not be done."),
    "try_gains": Text(
        zh="增加 {gained} 台，减少 {lost} 台；多领 {more} 万元，少领 {less} 万元。",
        en="Cars gained: {gained}, lost: {lost}. Earned: {more} × 10,000 yuan more, "
        "{less} less.",
    ),
    "try_adapted": Text(zh="未按原文执行的条款", en="Not asked as written"),
    "try_unknown": Text(zh="缺报的项目", en="Facts that sales lack"),
    "try_unknown_line": Text(
        zh="{name}：{sales} / {considered} 笔未报，按“缺少数据”不予计入",
        en="{name}: {sales} of {considered} sales lack it and do not count",
    ),
    "try_unknown_left": Text(
        zh="{name}：{sales} / {considered} 笔未报，未作要求",
        en="{name}: {sales} of {considered} sales lack it; not asked",
    ),
    "try_why_lost": Text(zh="减少的原因", en="Why cars are lost"),
    "try_cars_unit": Text(zh="{cars} 台", en="{cars} cars"),
    "try_who": Text(zh="谁增谁减", en="Who gains, who loses"),
    "try_by_district": Text(zh="按区县", en="By district"),
    "try_by_dealer": Text(zh="按经销商", en="By dealer"),
    "try_by_price": Text(zh="按价格（现行口径）", en="By price (today's basis)"),
    "try_by_energy": Text(zh="按能源类型", en="By kind of energy"),
    "try_group": Text(zh="分组", en="Group"),
    "try_group_cars": Text(zh="台数", en="Cars"),
    "try_gained": Text(zh="增", en="Gained"),
    "try_lost": Text(zh="减", en="Lost"),
    "try_group_cost": Text(zh="成本（万元）", en="Cost (10,000 yuan)"),
    "try_curve": Text(zh="门槛与成本", en="Cost against the floor"),
    "try_curve_tried": Text(zh="试算门槛", en="floor tried"),
    "try_curve_help": Text(
        zh="细线为现行条款，粗线为试算条款；竖线为门槛。",
        en="Thin: today's terms. Thick: the terms tried. Upright: the floors.",
    ),
    "try_back": Text(zh="返回活动页", en="Back to the campaign"),
}
