"""The sentences of a desk's alerts."""

from datetime import date

from voucher_service.analytics.late_dealers import GRACE, LEAST_DAYS, Silence
from voucher_service.analytics.unusual_days import UnusualDay
from voucher_service.model.money import yuan_text
from voucher_service.model.text import Text

_NAMED = 5

LIMIT_RULE = Text(
    zh="已用达到上限的九成时提示，用满时为“须尽快处理”",
    en="raised when nine tenths of it are taken, urgent when all is",
)
LIMIT_TODO = Text(
    zh="请决定追加资金，或公告截止；此后的销售将进入候补",
    en="decide whether to add money or to announce the end; later sales will wait",
)
CONFLICTS_RULE = Text(
    zh="有待认定的销售即提示，最早一笔超过 {days} 天为“须尽快处理”",
    en="raised when any waits, urgent when the oldest was sold over {days} days ago",
)
CONFLICTS_TODO = Text(
    zh="打开各笔的判定页，核对发票后认定归属",
    en="open each decision, check the invoices and decide whose sale it is",
)
UNUSUAL_RULE = Text(
    zh="最近 {days} 天逐日与此前四周的同类日（工作日对工作日，非节假休息日对休息日）"
    "相比，按负二项分布（方差不大于均值时为泊松分布）可能性低于千分之一的提示；"
    "法定节假日不判也不作比较；日均不足 {cars} 台的不判",
    en="each of the last {days} days against the days of its kind (working or off) in "
    "the four weeks before: raised when a negative binomial distribution, or a Poisson "
    "one where the variance is no larger than the mean, gives it less than one chance "
    "in a thousand; official holidays are neither judged nor compared with, nor are "
    "days of which fewer than {cars} cars are usual",
)
UNUSUAL_HIGH_TODO = Text(
    zh="请看当日逐车明细：是否补报、集中开票或重复上报",
    en="look at the day's rows: late reports, invoices made out together, or doubles",
)
UNUSUAL_LOW_TODO = Text(
    zh="请先核对是否有经销商尚未上报当日销售，再作判断",
    en="first check whether dealers have yet to report the day",
)
WAITLIST_RULE = Text(
    zh="有候补销售即提示", en="raised when any sale is on the waiting list"
)
WAITLIST_TODO = Text(
    zh="有退出或追加资金时按次序自动递补，无需操作",
    en="they move up by themselves when a place or money is freed",
)
LATE_RULE = Text(
    zh=f"经销商最近八周至少有 {LEAST_DAYS} 个上报日；距上次上报的天数超过其惯常间隔"
    f"（上报间隔的第 90 百分位）之后又过了 {GRACE} 个以上工作日。"
    "活动结束 {days} 天后不再提示",
    en=f"the dealer's files came on {LEAST_DAYS} days or more of its last eight "
    "weeks, and on top of its usual gap (the 90th percentile of the gaps between them) "
    f"more than {GRACE} working days have gone by; not raised later than {{days}} days "
    "after the end",
)
LATE_TODO = Text(
    zh="请联系经销商补报；其间的数字可能偏低",
    en="ask the dealer to report; the figures of these days may be low",
)
REFUSED_RULE = Text(
    zh="最近 {days} 天收到的销售文件中有未入库的行即提示",
    en="raised when sales files received in the last {days} days hold such rows",
)
REFUSED_TODO = Text(
    zh="请经销商下载退回的表格，逐行改正后重新上报",
    en="dealers download the workbook of their refused rows, mend it and send it again",
)
REVIEW_TODO = Text(
    zh="同一笔销售在一份文件中有两种说法：请经销商确认哪一行属实",
    en="one file tells two stories of a sale: ask the dealer which row is true",
)
UNREADABLE_RULE = Text(
    zh="最近 {days} 天收到的文件有无法读取的即提示",
    en="raised when a file received in the last {days} days could not be read",
)
UNREADABLE_TODO = Text(
    zh="请按回执所写的办法另存后重新上报",
    en="have it saved and sent again in the way its receipt says",
)
EXPIRING_RULE = Text(
    zh="{days} 天内到期且仍有余额的券即提示",
    en="raised when vouchers with money left end within {days} days",
)
EXPIRING_TODO = Text(
    zh="请提醒持券人和合作银行在到期前核销",
    en="remind the holders and the banks before they end",
)
NOT_ISSUED_RULE = Text(
    zh="活动已开始发券，而有符合条件的销售尚未发券时提示",
    en="raised when vouchers are being issued and eligible sales have none yet",
)
NOT_ISSUED_TODO = Text(
    zh="请运维人员运行发券（voucher-service issue）",
    en="have the operator issue them (voucher-service issue)",
)


def limit_taken(label: Text, taken: int, most: int, *, money: bool) -> Text:
    """Say how much of a budget or quota is taken."""
    if money:
        zh, en = f"{yuan_text(taken)} 元", f"{yuan_text(taken)} yuan"
        zh_most, en_most = f"{yuan_text(most)} 元", f"{yuan_text(most)} yuan"
    else:
        zh, en = f"{taken:,} 台", f"{taken:,} cars"
        zh_most, en_most = f"{most:,} 台", f"{most:,} cars"
    share = taken * 1000 // most / 10
    return Text(
        zh=f"{label.zh}已用 {zh}，占 {zh_most}的 {share:.1f}%",
        en=f"{label.en}: {en} taken, {share:.1f}% of {en_most}",
    )


def conflicts(waiting: int, oldest: date) -> Text:
    """Say how many sales wait for a person, and since when."""
    return Text(
        zh=f"{waiting:,} 笔销售与别家经销商重报同一辆车，待认定；最早售于 {oldest}",
        en=f"sales whose car another dealer claims too: {waiting:,}; the oldest was "
        f"sold on {oldest}",
    )


def unusual(found: UnusualDay) -> Text:
    """Say how far a day is from what is usual."""
    kind = ("工作日", "working days") if found.working else ("休息日", "days off")
    far = (
        ("明显偏多", "unusually many")
        if found.is_high
        else ("明显偏少", "unusually few")
    )
    chance = f"{found.chance:.2%}" if found.chance >= 0.0001 else "<0.01%"
    return Text(
        zh=f"{found.day} 售出 {found.cars:,} 台，{far[0]}：此前四周{kind[0]}日均 "
        f"{found.usual:.1f} 台，出现这样的数字可能性 {chance}",
        en=f"{found.day}: {found.cars:,} cars, {far[1]}: {found.usual:.1f} a day on "
        f"{kind[1]} of the four weeks before; chance {chance}",
    )


def late(dealers: list[tuple[str, Silence]]) -> Text:
    """Say which dealers have been silent for longer than usual."""
    zh = [
        f"{name}（{each.silent} 天未报，惯常间隔 {each.usual} 天）"
        for name, each in dealers[:_NAMED]
    ]
    en = [
        f"{name} ({each.silent} days silent, usually {each.usual})"
        for name, each in dealers[:_NAMED]
    ]
    if len(dealers) > _NAMED:
        zh.append("等")
        en.append("…")
    return Text(
        zh=f"{len(dealers)} 家经销商逾期未上报：" + "、".join(zh),
        en=f"dealers late to report: {len(dealers)}: " + ", ".join(en),
    )
