"""The columns of the charts' frames, in words with their units."""

from voucher_service.model.text import Text

_COLUMNS: dict[str, Text] = {
    "day": Text(zh="销售日期", en="date of sale"),
    "district": Text(zh="区县", en="district"),
    "brand": Text(zh="品牌", en="brand"),
    "cars_sold": Text(zh="销量（台）", en="cars sold"),
    "sales_fen": Text(zh="销售额（分）", en="sales (fen)"),
    "sales_yuan": Text(zh="销售额（元）", en="sales (yuan)"),
    "sales_wan": Text(zh="销售额（万元）", en="sales (10,000 yuan)"),
    "vouchers_fen": Text(zh="消费券面额（分）", en="vouchers' face value (fen)"),
    "vouchers_yuan": Text(zh="消费券面额（元）", en="vouchers' face value (yuan)"),
    "vouchers_wan": Text(
        zh="消费券面额（万元）", en="vouchers' face value (10,000 yuan)"
    ),
    "price_floor_yuan": Text(zh="价格门槛（元）", en="price floor (yuan)"),
    "cumulative_cars": Text(zh="累计销量（台）", en="cumulative cars sold"),
    "cumulative_sales_fen": Text(zh="累计销售额（分）", en="cumulative sales (fen)"),
    "cumulative_sales_yuan": Text(zh="累计销售额（元）", en="cumulative sales (yuan)"),
    "cumulative_sales_wan": Text(
        zh="累计销售额（万元）", en="cumulative sales (10,000 yuan)"
    ),
    "view": Text(
        zh="对比口径（gregorian、festival、nearest-festival）",
        en="view (gregorian, festival, nearest-festival)",
    ),
    "festival_offset": Text(
        zh="距正月初一天数（负数为之前）", en="days from Spring Festival (- before it)"
    ),
    "base_day": Text(zh="基期日期", en="day of the base year"),
    "base_cumulative_cars": Text(
        zh="基期累计销量（台）", en="cumulative cars of the base year"
    ),
    "base_cumulative_sales_fen": Text(
        zh="基期累计销售额（分）", en="cumulative sales of the base year (fen)"
    ),
    "base_cumulative_sales_wan": Text(
        zh="基期累计销售额（万元）",
        en="cumulative sales of the base year (10,000 yuan)",
    ),
    "price_from_yuan": Text(zh="价格下限（元，含）", en="price from (yuan, included)"),
    "price_to_yuan": Text(zh="价格上限（元，不含）", en="price to (yuan, excluded)"),
    "eligible_cars": Text(zh="符合条件（台）", en="eligible cars"),
    "dealer_id": Text(zh="经销商编号", en="dealer number"),
    "dealer_name": Text(zh="经销商名称", en="dealer name"),
    "rows": Text(zh="上报行数", en="rows reported"),
    "accepted": Text(zh="接收（行）", en="rows accepted"),
    "unchanged": Text(zh="未变（行）", en="rows unchanged"),
    "review": Text(zh="待核（行）", en="rows in review"),
    "refused": Text(zh="拒收（行）", en="rows refused"),
    "acceptance_percent": Text(
        zh="接收率（%，接收与未变占上报行数，舍去第二位小数）",
        en="acceptance rate (%, accepted and unchanged over rows, rounded down)",
    ),
    "step": Text(
        zh="步骤（before 起点、原因代码、after 终点）",
        en="step (before, the code of a cause, after)",
    ),
    "cars": Text(zh="台数（终点之间为变化）", en="cars (between the ends: change)"),
    "from_wan": Text(zh="自（万元）", en="from (10,000 yuan)"),
    "to_wan": Text(zh="至（万元）", en="to (10,000 yuan)"),
    "share_percent": Text(zh="占销量（%）", en="share of cars (%)"),
    "rest_cars": Text(zh="其后各名合计（台）", en="cars of all further down"),
    "rest_sales_wan": Text(
        zh="其后各名销售额合计（万元）", en="sales of all further down (10,000 yuan)"
    ),
    "mean_7_days": Text(
        zh="近 7 日日均销量（台，前 6 日为空）",
        en="mean cars of the last 7 days (null on the first six)",
    ),
    "day_kind": Text(
        zh="日期类型（working 工作日、weekend 周末、holiday 节假日、make_up 调休上班）",
        en="kind of day (working, weekend, holiday, make_up: worked instead)",
    ),
    "holiday": Text(zh="节假日", en="holiday, in Chinese"),
    "holiday_en": Text(zh="节假日（英文）", en="holiday, in English"),
    "week_from": Text(zh="所在周的周一", en="Monday of the week"),
    "weekday": Text(zh="星期（1 为周一）", en="weekday (1: Monday)"),
    "level": Text(
        zh="档位（0 为无，1 至 4 为最高一日的四等分，未到为空）",
        en="step (0: none, 1 to 4: quarters of the best day, null: still to come)",
    ),
    "period_from": Text(zh="期间起（含）", en="period from (included)"),
    "period_to": Text(zh="期间止（含）", en="period to (included)"),
    "energy": Text(
        zh="能源类型代码（unknown 为未注明）",
        en="code of the kind of energy (unknown: not stated)",
    ),
    "nev_percent": Text(
        zh="新能源占当期销量（%，bev + phev + erev）",
        en="new-energy share of the period (%, bev + phev + erev)",
    ),
    "stage": Text(
        zh="环节（eligible 符合条件、issued 已发放、in_part 至少部分核销、"
        "in_full 全额核销、voided 已发放中作废）",
        en="stage (eligible, issued, redeemed in_part or more, redeemed in_full, "
        "voided of those issued)",
    ),
    "number": Text(zh="台数或张数", en="cars or vouchers"),
    "amount_fen": Text(zh="金额（分）", en="amount (fen)"),
    "amount_yuan": Text(zh="金额（元）", en="amount (yuan)"),
    "amount_wan": Text(zh="金额（万元）", en="amount (10,000 yuan)"),
    "of_issued_percent": Text(zh="占发放张数（%）", en="share of those issued (%)"),
    "of_budget_percent": Text(zh="占预算（%）", en="share of the budget (%)"),
    "state": Text(
        zh="资金状态（budget 预算、available 可用、held 待发、committed 已发未用、"
        "payable 应付、recoverable 其中应追回、unfunded 超出预算）",
        en="state (budget, available, held, committed, payable, recoverable of it, "
        "unfunded beyond the budget)",
    ),
    "station": Text(zh="核销网点", en="station"),
    "redemptions": Text(zh="核销笔数", en="redemptions"),
    "reversals": Text(zh="冲正笔数", en="reversals"),
    **{
        f"{name}_{unit}": Text(zh=f"{zh}（{said}）", en=f"{en} ({word})")
        for name, zh, en in (
            ("redeemed", "核销金额", "redeemed"),
            ("reversed", "冲正金额", "reversed"),
            ("net", "核销净额", "redeemed net of reversals"),
        )
        for unit, said, word in (
            ("fen", "分", "fen"),
            ("yuan", "元", "yuan"),
            ("wan", "万元", "10,000 yuan"),
        )
    },
    "ineligible_cars": Text(zh="不符合条件（台）", en="ineligible cars"),
    "forecast_cars": Text(
        zh="预测累计销量，中位数（台）", en="forecast cumulative cars, median"
    ),
    **{
        f"{end}_{level}": Text(
            zh=f"预测累计销量，{level}% 区间{zh}（台）",
            en=f"forecast cumulative cars, {end} end of the {level} % interval",
        )
        for level in (50, 80, 95)
        for end, zh in (("low", "下限"), ("high", "上限"))
    },
    "limit_cars": Text(
        zh="预算或名额约合累计销量（台）", en="cumulative cars at budget or quota"
    ),
    "runs_out_on": Text(
        zh="预计用完日期，中位数", en="day on which it runs out, median"
    ),
    "demand_cars": Text(
        zh="符合条款的累计销量，超出预算或名额时，中位数（台）",
        en="cumulative cars that meet the terms, where budget or quota ends sooner, "
        "median",
    ),
    "waiting_cars": Text(
        zh="候补或待认定（台）", en="waiting cars (listed or for a person)"
    ),
}


def columns(*names: str) -> dict[str, Text]:
    """Give the words of the named columns, in that order; KeyError for an unknown."""
    return {name: _COLUMNS[name] for name in names}
