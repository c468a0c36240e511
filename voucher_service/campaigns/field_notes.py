"""Every field of a campaign's file has a note, which an editor shows."""

from collections.abc import Mapping

_NAME = "名称，小写字母、数字和连字符 · its name: small letters, digits and hyphens"
_TIERS = "只限这些档次 · of these tiers alone"
_ENERGY = (
    "只限这些能源类型；nev 为插混、增程、纯电，fuel 为燃油和普通混动 · for these kinds"
    " of energy alone; nev is phev, erev and bev, fuel is ice and hev"
)
_PER = "每天、每个区县或每家经销商各有一份 · each day, district or dealer has its own"
_FROM = "第一天（含）· the first day, included"
_TO = "最后一天（含）· the last day, included"

FIELD_NOTES: Mapping[str, Mapping[str, str]] = {
    "Campaign": {
        "id": "活动编号，与文件名相同 · the campaign's id, the same as the file's name",
        "name": "活动名称 · the campaign's name",
        "area": "活动地区 · where it runs",
        "sponsors": "主办单位 · who runs it",
        "banks": "受理消费券的银行 · the banks that take its vouchers",
        "sources": "规则公布于何处 · where the rules were published",
        "incomplete": "尚不知、启用前须补上的 · what is still unknown and must be"
        " added before it can run",
        "terms": "条款，每次修订加一条 · the terms; each amendment adds an entry",
        "assumptions": "未公布而作的假定 · what nobody published and had to be assumed",
        "examples": "手工算好的例子 · sales worked out by hand",
    },
    "Text": {"zh": "中文 · in Chinese", "en": "英文 · in English"},
    "Bank": {"id": "银行编号 · the bank's id", "name": "银行名称 · its name"},
    "Source": {
        "title": "标题 · the title",
        "publisher": "发布者 · who published it",
        "published_on": "发布日期 · the day of publication",
        "url": "网址 · its address",
        "summary": "摘要；转载须注明 · a summary; says so where it is a repost",
    },
    "Assumption": {
        "field": "所涉字段 · the field it is about",
        "zh": "假定了什么，为什么 · what is assumed and why, in Chinese",
        "en": "英文 · the same in English",
    },
    "Example": {
        "name": "例子的名称 · what the example shows",
        "sale": "与普通一笔的不同之处 · the facts that differ from a plain sale",
        "earns_yuan": "应得金额（元）· what it earns, in yuan",
        "reasons": "全部不符合的理由 · all the reasons that stand against it",
    },
    "Terms": {
        "effective_from": "自这天起的销售适用 · holds for sales from this day on",
        "source": "本条的出处，不写则同活动 · where this entry was published",
        "sales_window": "开票日期的期间 · the days of the invoice that count",
        "windows": "其他日期的期间 · the other days that count",
        "price_basis": "价格口径：裸车价、价税合计、不含税价 · which price is meant",
        "price_floor_yuan": "价格门槛（元），含本数 · the least price, which passes",
        "vehicle": "新车、二手车或不限 · new, used, or any",
        "use": "非营运、营运或不限 · the use the car is registered for",
        "seats": "座位数 · the number of seats",
        "emission_at_least": "燃油车最低排放标准，6 为国六 · a fuel car's standard, 6"
        " for China VI",
        "displacement_at_most_ml": "燃油车最大排量（毫升）· its largest engine",
        "energy": _ENERGY,
        "buyer": "购车人 · the buyer",
        "place": "地区 · where the sale belongs",
        "dealers": "经销商编号或名称，不写则名录内均可 · dealers by id or name",
        "old_vehicle": "须处置的旧车 · the old car to be given up",
        "voucher": "消费券 · the voucher",
        "tiers": "按价格分档的金额 · amounts by runs of prices",
        "bonuses": "另加的金额 · amounts on top",
        "per_vehicle": "每个车架号一次；null 为不限 · once a VIN; null asks nothing",
        "caps": "每人、每号、每店每天上限 · caps",
        "quotas": "名额 · the number of places",
        "requires": "必须上报的识别项 · identities without which none is eligible",
        "budget_yuan": "总额（元）· the budget in yuan; null where none is stated",
        "sub_budgets": "分项资金 · parts of the budget",
        "allocation": "名额或资金不足时的先后 · who comes first where it is short",
        "excludes": "不可叠加的其他活动 · campaigns that exclude this one",
        "clawback": "退车退还 · who repays when a car is returned",
    },
    "Window": {"from": _FROM, "to": _TO},
    "OpenWindow": {"from": _FROM, "to": _TO},
    "Windows": {
        "contract": "合同（订单）日期 · the day of the contract",
        "registration": "上牌日期 · the day of the plate",
        "application": "申领日期，未报的按首次上报日 · the day of the claim",
        "redemption": "消费券使用日期 · the days on which vouchers are spent",
    },
    "Bounds": {
        "at_least": "至少（含）· at least, included",
        "at_most": "至多（含）· at most, included",
    },
    "Buyer": {
        "kinds": "个人、单位，不写则不限 · kinds of buyers; none means any",
        "age": "开票日的周岁年龄 · full years on the day of the invoice",
    },
    "Place": {
        "districts": "区县名称 · names of districts",
        "tax_authorities": "主管税务机关：代码前几位或名称的一部分 · the first digits"
        " of its code, or a part of its name",
        "plates": "号牌前两位，如 湘G · the first two characters of plates",
    },
    "OldVehicle": {
        "disposal": "报废或转让 · scrapped or transferred",
        "disposed": "处置日期 · when it was given up",
        "registered_by": "最晚登记日 · the last day of its registration",
    },
    "OldRegistered": {
        "petrol": "汽油车最晚登记日 · for petrol cars",
        "diesel": "柴油车最晚登记日 · for diesel cars",
        "nev": "新能源车最晚登记日 · for new-energy cars",
    },
    "Voucher": {
        "kind": "加油券、通用券、购物卡或现金 · fuel, general, shopping or cash",
        "face_yuan": "面额（元），有分档时不写 · its amount; none where tiers say it",
        "nev_kind": "新能源车改发的种类 · the kind for new-energy cars instead",
        "pieces_yuan": "拆成的各张面额 · the faces of its pieces",
        "piece_yuan": "每张面额，各张相同时 · the face of each piece, all alike",
        "partial_use": "可分次使用；不写则未分张的加油券可分次 · it may be spent in"
        " parts; a fuel voucher without pieces may where this is not said",
        "valid_days": "有效天数，发放当日为第一天 · days, the day of issue the first",
        "valid_until": "最后一天（含）· the last day, included",
    },
    "Tier": {
        "name": _NAME,
        "energy": _ENERGY,
        "old_fuel": "只限替换这些燃料的旧车 · in place of an old car of these fuels"
        " alone",
        "at_least_yuan": "价格从此起（含）· prices from here, included",
        "above_yuan": "价格高于此（不含）· prices above this, not included",
        "below_yuan": "价格低于此（不含）· prices below this, not included",
        "at_most_yuan": "价格至此止（含）· prices up to here, included",
        "amount_yuan": "定额（元）· a flat amount",
        "percent": "价格的百分比 · a share of the price in percent",
        "cap_yuan": "比例补贴的上限（元）· the most a share comes to",
    },
    "Bonus": {
        "name": _NAME,
        "energy": _ENERGY,
        "disposal": "旧车的处置方式 · what became of the old car",
        "amount_yuan": "另加（元）· the amount on top",
    },
    "Caps": {
        "per_buyer": "每个购车人至多几台 · sales a buyer counts at most",
        "per_phone": "每个手机号至多几台 · sales a phone number counts at most",
        "per_dealer_day": "每家经销商每天至多几台 · sales a dealer counts a day",
    },
    "Quota": {
        "name": _NAME,
        "tiers": _TIERS,
        "energy": _ENERGY,
        "per": _PER,
        "count": "几个名额 · how many places",
    },
    "SubBudget": {
        "name": _NAME,
        "tiers": _TIERS,
        "energy": _ENERGY,
        "per": _PER,
        "amount_yuan": "金额（元）· how much money",
    },
    "Allocation": {
        "method": "先到先得或抽取 · first come, or a draw",
        "order": "按首次上报或按开票 · by first report, or by invoice",
        "seed_sha256": "抽取种子的哈希，事先公布 · the hash of the draw's seed",
        "entries_close": "抽取报名截止日（含）· the last day of entries to the draw",
    },
    "Exclusion": {
        "campaign": "另一个活动的编号 · the other campaign's id",
        "same": "按车或按购车人认定相同 · known again by car or by buyer",
    },
    "Clawback": {
        "payer": "由谁退还 · who repays",
        "days": "开票后多少天内，不写则不限 · within how many days; none is for ever",
    },
}
"""The note on each field, by the kind of thing it belongs to and its key there."""
