"""Each condition has a sentence for holding, for failing and for a missing value."""

from voucher_service.eligibility.outcomes import Wording
from voucher_service.model.kinds import Condition, Identity
from voucher_service.model.text import Text

STANDS = Text(zh="未退车，发票未红冲或作废", en="The sale was not taken back")
CANCELLED = Text(zh="该销售已退车，或其发票已红冲、作废", en="The sale was taken back")
SET_ASIDE = Text(
    zh="经人工认定，该车由另一家经销商售出，本笔不成立",
    en="A person found that another dealer sold this car; this sale does not stand",
)

_NO_IDENTITY = Text(
    zh="未报{name}，条款要求必须填报",
    en="No {name} is given; the terms require one",
)
IDENTITY = Wording(
    holds=Text(
        zh="已报{name} {found}，符合条款要求",
        en="The {name} {found} is given, as the terms require",
    ),
    fails=_NO_IDENTITY,
    missing=_NO_IDENTITY,
)

_NO_NEEDED = Text(
    zh="未报{name}，而{use}要用到它，无法判断",
    en="No {name} is given, and {use} cannot be told without it",
)
NEEDED = Wording(
    holds=Text(
        zh="已报{name}，{use}可以判断",
        en="The {name} is given, as {use} needs",
    ),
    fails=_NO_NEEDED,
    missing=_NO_NEEDED,
)

_NO_DAY = Text(
    zh="未报开票日期，无法判断是否在活动期内",
    en="No invoice date is given, so the campaign's days cannot be checked",
)
START = Wording(
    holds=Text(
        zh="开票日期 {found}，不早于活动开始日 {bound}",
        en="Invoiced on {found}, not before the campaign's first day {bound}",
    ),
    fails=Text(
        zh="开票日期 {found}，早于活动开始日 {bound}",
        en="Invoiced on {found}, before the campaign's first day {bound}",
    ),
    missing=_NO_DAY,
)
END = Wording(
    holds=Text(
        zh="开票日期 {found}，不晚于活动截止日 {bound}",
        en="Invoiced on {found}, not after the campaign's last day {bound}",
    ),
    fails=Text(
        zh="开票日期 {found}，晚于活动截止日 {bound}",
        en="Invoiced on {found}, after the campaign's last day {bound}",
    ),
    missing=_NO_DAY,
)

WITHIN = Wording(
    holds=Text(
        zh="{name} {found}，符合要求（{required}）",
        en="The {name} is {found}, within what is asked ({required})",
    ),
    fails=Text(
        zh="{name} {found}，不符合要求（{required}）",
        en="The {name} is {found}, outside what is asked ({required})",
    ),
    missing=Text(
        zh="未报{name}，无法判断是否符合要求（{required}）",
        en="No {name} is given to hold against what is asked ({required})",
    ),
)
"""A day or a number against its bounds."""

ONE_OF = Wording(
    holds=Text(
        zh="{name}为{found}，在规定范围（{required}）内",
        en="The {name} is {found}, which is covered ({required})",
    ),
    fails=Text(
        zh="{name}为{found}，不在规定范围（{required}）内",
        en="The {name} is {found}; covered are: {required}",
    ),
    missing=Text(
        zh="未报{name}，无法判断是否在规定范围（{required}）内",
        en="No {name} is given; covered are: {required}",
    ),
)
"""A word against the words that the terms name."""

FUEL_CARS_ONLY = Text(
    zh="{energy}车不受{name}限制（{required}）",
    en="A car of this kind ({energy}) is not asked for its {name} ({required})",
)

CONDITION = Wording(
    holds=Text(
        zh="车辆为{found}，符合“仅限{required}”的规定",
        en="The car is {found}, as the terms ask",
    ),
    fails=Text(
        zh="车辆为{found}，不符合“仅限{required}”的规定",
        en="The car is {found}; the terms are for {required} cars only",
    ),
    missing=Text(
        zh="未注明新车或二手车，而本活动仅限{required}，无法判断",
        en="It is not stated whether the car is new or used; the terms are for "
        "{required} cars only",
    ),
)

DEALER = Wording(
    holds=Text(zh="经销商{found}在活动名单内", en="The dealer {found} is on the list"),
    fails=Text(
        zh="经销商{found}不在活动名单内",
        en="The dealer {found} is not on the campaign's list",
    ),
    missing=Text(
        zh="未报经销商，无法与名单核对", en="No dealer is given to find on the list"
    ),
)

PRICE = Wording(
    holds=Text(
        zh="{name} {found}，达到门槛 {floor} 元",
        en="The {name} of {found} reaches the floor of {floor} yuan",
    ),
    fails=Text(
        zh="{name} {found}，低于门槛 {floor} 元",
        en="The {name} of {found} is below the floor of {floor} yuan",
    ),
    missing=Text(
        zh="未报{name}，无法与门槛 {floor} 元比较",
        en="No {name} is given to compare with the floor of {floor} yuan",
    ),
)
TIERS = Wording(
    holds=Text(
        zh="{name} {found}，属于“{tier}”档（{bounds}）",
        en="The {name} of {found} lies in the tier “{tier}” ({bounds})",
    ),
    fails=Text(
        zh="{name} {found}（{energy}）不在任何一档之内（{required}）",
        en="The {name} of {found} ({energy}) lies in no tier ({required})",
    ),
    missing=Text(
        zh="未报{lacking}，无法确定档次（{required}）",
        en="Without the {lacking} no tier can be told ({required})",
    ),
)

IDENTITY_NAMES = {
    Identity.VIN: Text(zh="车架号", en="VIN"),
    Identity.INVOICE_NUMBER: Text(zh="发票号码", en="invoice number"),
    Identity.RECORD_NO: Text(zh="单据编号", en="record number"),
}

CONDITION_NAMES = {
    Condition.NEW.value: Text(zh="新车", en="new"),
    Condition.USED.value: Text(zh="二手车", en="used"),
}

FIELD_NAMES = {
    "vin": IDENTITY_NAMES[Identity.VIN],
    "sold_on": Text(zh="开票日期", en="day of the invoice"),
    "contract_on": Text(zh="合同（订单）日期", en="day of the contract"),
    "registered_on": Text(zh="注册登记（上牌）日期", en="day of registration"),
    "applied_on": Text(zh="申领日期", en="day of the application"),
    "submitted_at": Text(zh="首次上报日期", en="day of the first report"),
    "vehicle_use": Text(zh="使用性质", en="vehicle's use"),
    "seats": Text(zh="座位数", en="number of seats"),
    "emission_stage": Text(zh="排放标准", en="emission standard"),
    "displacement_ml": Text(zh="排量", en="displacement"),
    "energy": Text(zh="能源类型", en="kind of energy"),
    "buyer_kind": Text(zh="购车人类型", en="kind of buyer"),
    "buyer_age": Text(zh="购车人年龄", en="buyer's age"),
    "buyer_key": Text(zh="购车人证件号", en="buyer's ID number"),
    "phone_key": Text(zh="购车人手机号", en="buyer's phone number"),
    "district": Text(zh="所属区县", en="district"),
    "tax_authority": Text(zh="主管税务机关", en="tax authority"),
    "plate_region": Text(zh="号牌归属地", en="plate"),
    "old_disposal": Text(zh="旧车处置方式", en="old car's disposal"),
    "old_disposed_on": Text(zh="旧车处置日期", en="day of the old car's disposal"),
    "old_registered_on": Text(
        zh="旧车注册日期", en="day of the old car's registration"
    ),
    "old_fuel": Text(zh="旧车燃料类型", en="old car's fuel"),
}

BONUSES = Text(zh="加补", en="a bonus")
QUOTAS = Text(zh="名额", en="the quota")
SUB_BUDGETS = Text(zh="分项资金", en="the part of the budget")
KIND_OF_VOUCHER = Text(zh="券种", en="the kind of voucher")
ONE_A_VEHICLE = Text(zh="一车一券", en="one voucher a vehicle")
EXCLUSIONS = Text(zh="不可叠加", en="the exclusion of other campaigns")
CAP_OF_BUYERS = Text(zh="每人上限", en="the cap per buyer")
CAP_OF_PHONES = Text(zh="每号上限", en="the cap per phone number")
"""What a value can be needed for."""
