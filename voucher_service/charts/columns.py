"""The columns of the charts' frames, in words with their units."""

from voucher_service.model.text import Text

_COLUMNS: dict[str, Text] = {
    "day": Text(zh="销售日期", en="date of sale"),
    "district": Text(zh="区县", en="district"),
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
    "ineligible_cars": Text(zh="不符合条件（台）", en="ineligible cars"),
    "waiting_cars": Text(
        zh="候补或待认定（台）", en="waiting cars (listed or for a person)"
    ),
}


def columns(*names: str) -> dict[str, Text]:
    """Give the words of the named columns, in that order; KeyError for an unknown."""
    return {name: _COLUMNS[name] for name in names}
