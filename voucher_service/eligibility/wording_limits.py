"""What is said of limits: caps, quotas, budgets, draws, and cars of two dealers."""

from voucher_service.eligibility.outcomes import Wording
from voucher_service.model.reasons import EligibilityReason
from voucher_service.model.text import Text

CONFLICT = Wording(
    holds=Text(
        zh="没有其他经销商上报车架号 {vin}",
        en="No other dealer reports VIN {vin}",
    ),
    fails=Text(
        zh="车架号 {vin} 另有经销商上报{rival}，待人工认定",
        en="Another dealer reports VIN {vin} too{rival}; a person must resolve it",
    ),
    missing=Text(
        zh="未报车架号，无法与其他经销商比对",
        en="Without a VIN it is compared with no other dealer's sale",
    ),
)
RIVAL = Text(zh="（{rival}）", en=" ({rival})")

CLAIMED = Wording(
    holds=Text(
        zh="没有计入不可叠加的活动（{required}）",
        en="It does not count in a campaign that excludes this one ({required})",
    ),
    fails=Text(
        zh="该车或购车人已计入不可叠加的活动（{required}）",
        en="This vehicle or buyer counts in a campaign that excludes this one "
        "({required})",
    ),
    missing=Text(zh="{required}", en="{required}"),
)

CLAIMED_BY = Wording(
    holds=CLAIMED.holds,
    fails=Text(
        zh="该车或购车人已计入不可叠加的活动：{claimed}",
        en="This vehicle or buyer counts in a campaign that excludes this one: "
        "{claimed}",
    ),
    missing=CLAIMED.missing,
)

VEHICLE = Wording(
    holds=Text(
        zh="{title}：车架号 {vin} 此前没有其他合格销售",
        en="{title}: no earlier sale of VIN {vin} counts",
    ),
    fails=Text(
        zh="{title}：车架号 {vin} 已计入更早的合格销售{rival}",
        en="{title}: an earlier sale of VIN {vin} counts{rival}",
    ),
    missing=Text(
        zh="{title}：未报车架号，不与其他销售比对",
        en="{title}: without a VIN it is compared with no other sale",
    ),
)
CAP = Wording(
    holds=Text(zh="{title}：本笔在内", en="{title}: this sale is within it"),
    fails=Text(
        zh="{title}：按开票先后已满{first}",
        en="{title}: earlier invoices have filled it{first}",
    ),
    missing=Text(zh="{title}", en="{title}"),
)
FIRST = Text(zh="，其中第一笔为 {rival}", en="; the first of them is {rival}")

ALLOCATED = Wording(
    holds=Text(
        zh="{title}：按{queue}，本笔在内", en="{title}: by {queue}, this sale is in"
    ),
    fails=Text(
        zh="{title}：按{queue}已满，本笔候补{place}",
        en="{title}: by {queue} it is filled; this sale waits{place}",
    ),
    missing=Text(zh="{title}", en="{title}"),
)
PLACE = Text(zh="，排第 {rank} 位", en=" at place {rank}")
WAITS_AT = Text(zh="候补第 {rank} 位", en="place {rank} of the waiting list")
DRAWN = Wording(
    holds=Text(
        zh="{title}：种子已公布，本笔已参加抽取",
        en="{title}: the seed is revealed and this sale was drawn among the rest",
    ),
    fails=Text(
        zh="{title}：种子尚未公布，等待抽取",
        en="{title}: its seed is not revealed yet; the sale waits",
    ),
    missing=Text(zh="{title}", en="{title}"),
)
NUMBERED = Wording(
    holds=Text(
        zh="{title}：种子已公布，本笔抽签号 {found}，即 SHA-256(种子:销售编号)，"
        "号小者在前",
        en="{title}: the seed is revealed; this sale drew {found}, "
        "SHA-256(seed:sale id), the lowest first",
    ),
    fails=DRAWN.fails,
    missing=DRAWN.missing,
)

NOT_REACHED = Text(
    zh="{title}：其他条件未满足，本笔销售不占用名额",
    en="{title}: other conditions fail, so this sale takes none",
)
NOT_ITS_KIND = Text(
    zh="{title}：本笔不属于这一类，不占用", en="{title}: this sale is of another kind"
)

TITLES = {
    EligibilityReason.VEHICLE_ALREADY_COUNTED: Text(
        zh="一车一券", en="One voucher a vehicle"
    ),
    EligibilityReason.BUYER_CAP_REACHED: Text(
        zh="每位购车人至多 {most} 笔", en="At most {most} for a buyer"
    ),
    EligibilityReason.PHONE_CAP_REACHED: Text(
        zh="每个手机号至多 {most} 笔", en="At most {most} for a phone number"
    ),
    EligibilityReason.DEALER_DAY_FULL: Text(
        zh="每家经销商每日至多 {most} 笔", en="At most {most} for a dealer a day"
    ),
    EligibilityReason.DRAW_PENDING: Text(zh="公开抽取", en="The draw"),
    EligibilityReason.QUOTA_FULL: Text(
        zh="名额“{name}”{per}{most} 个", en="Quota “{name}”: {most} places{per}"
    ),
    EligibilityReason.SUB_BUDGET_SPENT: Text(
        zh="分项资金“{name}”{per}{most} 元",
        en="Part “{name}” of the budget: {most} yuan{per}",
    ),
    EligibilityReason.BUDGET_SPENT: Text(
        zh="活动资金共 {most} 元", en="The budget of {most} yuan"
    ),
}
PER = {
    "campaign": Text(zh="共 ", en=" in all"),
    "day": Text(zh="每日 ", en=" a day"),
    "district": Text(zh="每区县 ", en=" a district"),
    "dealer": Text(zh="每家经销商 ", en=" a dealer"),
}
QUEUES = {
    "submission": Text(zh="首次上报先后", en="the order of first reports"),
    "invoice": Text(zh="开票先后", en="the order of invoices"),
    "lottery": Text(zh="抽签号先后", en="the order drawn"),
}

FREED = Text(
    zh="须前面的合格销售{first}退车或红冲，本笔随即自动重新判定",
    en="an earlier sale that counts{first} has to be taken back; this one is then "
    "decided again by itself",
)
PROMOTED = Text(
    zh="候补第 {rank} 位：前面还有 {ahead} 笔；有退车等腾出{what}时按顺序自动递补",
    en="place {rank} of the waiting list, {ahead} ahead; promoted in turn, by itself, "
    "when {what} returns",
)
A_PLACE = Text(zh="名额", en="a place")
MONEY = Text(zh="资金", en="enough money")
TO_BE_DRAWN = Text(
    zh="无须另行申请：种子公布后自动判定",
    en="nothing to be done: it is decided once the seed is revealed",
)
ELSEWHERE = Text(zh="{campaign}（同一{same}）", en="{campaign} (same {same})")
SAME = {
    "vin": Text(zh="车架号", en="vehicle"),
    "buyer": Text(zh="购车人", en="buyer"),
}
