"""Each condition has a sentence for holding, for failing and for a missing value."""

from dataclasses import dataclass

from voucher_service.model.kinds import Condition, Identity
from voucher_service.model.text import Text


@dataclass(frozen=True)
class Wording:
    """The sentences of one condition, with blanks such as ``{found}``."""

    holds: Text
    fails: Text
    missing: Text


STANDS = Text(zh="未退车，发票未红冲或作废", en="The sale was not taken back")
CANCELLED = Text(zh="该销售已退车，或其发票已红冲、作废", en="The sale was taken back")
SET_ASIDE = Text(
    zh="经人工认定，该车由另一家经销商售出，本笔不成立",
    en="A person found that another dealer sold this car; this sale does not stand",
)
CONFLICT = Wording(
    holds=Text(
        zh="没有其他经销商上报车架号 {vin}",
        en="No other dealer reports VIN {vin}",
    ),
    fails=Text(
        zh="车架号 {vin} 另有经销商上报（{rival}），待人工认定",
        en="Another dealer reports VIN {vin} too ({rival}); a person must resolve it",
    ),
    missing=Text(
        zh="未报车架号，无法与其他经销商比对",
        en="Without a VIN it is compared with no other dealer's sale",
    ),
)

_NO_IDENTITY = Text(
    zh="未报{name_zh}，条款要求必须填报",
    en="No {name_en} is given; the terms require one",
)

IDENTITY = Wording(
    holds=Text(
        zh="已报{name_zh} {found}，符合条款要求",
        en="The {name_en} {found} is given, as the terms require",
    ),
    fails=_NO_IDENTITY,
    missing=_NO_IDENTITY,
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

CONDITION = Wording(
    holds=Text(
        zh="车辆为{is_zh}，符合“仅限{wanted_zh}”的规定",
        en="The car is {is_en}, as the terms ask",
    ),
    fails=Text(
        zh="车辆为{is_zh}，不符合“仅限{wanted_zh}”的规定",
        en="The car is {is_en}; the terms are for {wanted_en} cars only",
    ),
    missing=Text(
        zh="未注明新车或二手车，而本活动仅限{wanted_zh}，无法判断",
        en="It is not stated whether the car is new or used; the terms are for "
        "{wanted_en} cars only",
    ),
)

PRICE = Wording(
    holds=Text(
        zh="{name_zh} {found} 元，达到门槛 {floor} 元",
        en="The {name_en} of {found} yuan reaches the floor of {floor} yuan",
    ),
    fails=Text(
        zh="{name_zh} {found} 元，低于门槛 {floor} 元",
        en="The {name_en} of {found} yuan is below the floor of {floor} yuan",
    ),
    missing=Text(
        zh="未报{name_zh}，无法与门槛 {floor} 元比较",
        en="No {name_en} is given to compare with the floor of {floor} yuan",
    ),
)

VEHICLE = Wording(
    holds=Text(
        zh="一车一券：车架号 {vin} 此前没有其他合格销售",
        en="One voucher a vehicle: no earlier sale of VIN {vin} counts",
    ),
    fails=Text(
        zh="一车一券：车架号 {vin} 已计入更早的合格销售 {rival}",
        en="One voucher a vehicle: the earlier sale {rival} of VIN {vin} counts",
    ),
    missing=Text(
        zh="一车一券：未报车架号，不与其他销售比对",
        en="One voucher a vehicle: without a VIN it is compared with no other sale",
    ),
)

VEHICLE_NOT_REACHED = Text(
    zh="一车一券：其他条件未满足，本笔销售不占用名额",
    en="One voucher a vehicle: other conditions fail, so this sale takes none",
)

IDENTITY_NAMES = {
    Identity.VIN: Text(zh="车架号", en="VIN"),
    Identity.INVOICE_NUMBER: Text(zh="发票号码", en="invoice number"),
    Identity.RECORD_NO: Text(zh="单据编号", en="record number"),
}

CONDITION_NAMES = {
    Condition.NEW: Text(zh="新车", en="new"),
    Condition.USED: Text(zh="二手车", en="used"),
}
