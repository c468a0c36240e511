"""The words and phrases of which the sentences about terms are made."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from voucher_service.campaigns.conditions import Bounds
from voucher_service.model.kinds import (
    ENERGY_TEXT,
    NEW_ENERGY,
    Energy,
    Identity,
    VehicleUse,
)
from voucher_service.model.text import Text

VEHICLES: Mapping[str, Text] = {
    "new": Text(zh="只限新车。", en="The car is new."),
    "used": Text(zh="只限二手车。", en="The car is a used one."),
}
USES: Mapping[VehicleUse, Text] = {
    VehicleUse.NON_COMMERCIAL: Text(zh="非营运", en="non-commercial"),
    VehicleUse.COMMERCIAL: Text(zh="营运", en="commercial"),
}
STAGES: Mapping[int, Text] = {
    3: Text(zh="国三", en="China III"),
    4: Text(zh="国四", en="China IV"),
    5: Text(zh="国五", en="China V"),
    6: Text(zh="国六", en="China VI"),
}
BUYERS: Mapping[str, Text] = {
    "person": Text(zh="个人", en="a person"),
    "company": Text(zh="单位", en="an organisation"),
}
DISPOSALS: Mapping[str, Text] = {
    "scrapped": Text(zh="报废", en="scrapped"),
    "transferred": Text(zh="转让", en="transferred"),
}
OLD_FUELS: Mapping[str, Text] = {
    "petrol": Text(zh="汽油", en="petrol"),
    "diesel": Text(zh="柴油", en="diesel"),
    "nev": Text(zh="新能源", en="new-energy"),
}
VOUCHERS: Mapping[str, Text] = {
    "fuel": Text(zh="加油券", en="in fuel vouchers"),
    "general": Text(zh="通用消费券", en="in general vouchers"),
    "shopping": Text(zh="购物卡（券）", en="in shopping cards"),
    "cash": Text(zh="现金补贴", en="in money"),
}
WINDOWS: Mapping[str, Text] = {
    "contract": Text(zh="合同（订单）日期", en="The contract is made"),
    "registration": Text(zh="上牌日期", en="The car is registered"),
    "application": Text(zh="申领日期", en="The claim is made"),
    "redemption": Text(zh="消费券使用日期", en="Vouchers are spent"),
}
IDENTITIES: Mapping[Identity, Text] = {
    Identity.VIN: Text(zh="车架号", en="its VIN"),
    Identity.INVOICE_NUMBER: Text(zh="发票号码", en="its invoice number"),
    Identity.RECORD_NO: Text(zh="单据编号", en="its record number"),
}
EXCLUDED_BY: Mapping[str, Text] = {
    "vin": Text(zh="车", en="car"),
    "buyer": Text(zh="购车人", en="buyer"),
}
PAYERS: Mapping[str, Text] = {
    "dealer": Text(zh="经销商", en="the dealer"),
    "buyer": Text(zh="购车人", en="the buyer"),
}
PER: Mapping[str, Text] = {
    "day": Text(zh="每天", en="each day"),
    "district": Text(zh="每个区县", en="each district"),
    "dealer": Text(zh="每家经销商", en="each dealer"),
}

_FUEL = (Energy.ICE, Energy.HEV)
_NEV = Text(zh="新能源车", en="new-energy cars")
_FUEL_CAR = Text(zh="燃油车（含普通混动）", en="fuel cars (plain hybrids included)")


def listed(texts: Sequence[Text], zh: str = "或", en: str = "or") -> Text:
    """Join some words by a last conjunction, in each language's way."""
    *first, last = [text.en for text in texts]
    head = f"{', '.join(first)} {en} " if first else ""
    last_zh = texts[-1].zh
    head_zh = "、".join(text.zh for text in texts[:-1]) + zh if first else ""
    return Text(zh=head_zh + last_zh, en=head + last)


def energies(kinds: Sequence[Energy]) -> Text:
    """Name the cars of some kinds of energy, a whole group by its own name."""
    named = [_NEV] if set(NEW_ENERGY) <= set(kinds) else []
    named += [_FUEL_CAR] if set(_FUEL) <= set(kinds) else []
    grouped = {
        *(NEW_ENERGY if _NEV in named else ()),
        *(_FUEL if _FUEL_CAR in named else ()),
    }
    named += [
        Text(zh=f"{ENERGY_TEXT[kind].zh}车", en=f"{ENERGY_TEXT[kind].en} cars")
        for kind in kinds
        if kind not in grouped
    ]
    return listed(named)


def names(words: Sequence[str]) -> Text:
    """Join some names that are the same in both languages."""
    return listed([Text(zh=word, en=word) for word in words])


def days(start: date | None, end: date | None) -> Text:
    """Say a run of days, of which an end may be open."""
    if start is None:
        return Text(zh=f"不晚于 {end}", en=f"on {end} or before")
    if end is None:
        return Text(zh=f"不早于 {start}", en=f"on {start} or after")
    return Text(zh=f"在 {start} 至 {end} 之间", en=f"from {start} to {end}")


def bounds(run: Bounds) -> Text:
    """Say a run of whole numbers, of which an end may be open."""
    low, high = run.at_least, run.at_most
    if low is None:
        return Text(zh=f"不超过 {high} ", en=f"{high} at most")
    if high is None:
        return Text(zh=f"不低于 {low} ", en=f"{low} at least")
    return Text(zh=f"在 {low} 至 {high} ", en=f"{low} to {high}")


def yuan(amount: Decimal) -> str:
    """Write an amount with its fen only where it has some."""
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f}" if whole else f"{amount:,.2f}"
