"""The closed lists of kinds that sales, terms and people come in."""

from enum import StrEnum

from voucher_service.model.text import Text


class PriceBasis(StrEnum):
    """Which of a sale's prices the terms mean."""

    BARE_PRICE = "bare_price"
    INVOICE_TOTAL = "invoice_total"
    INVOICE_NET = "invoice_net"

    @property
    def column(self) -> str:
        """Name the column of a sale that holds this price, in fen."""
        return f"{self.value}_fen"


PRICE_BASIS_TEXT = {
    PriceBasis.BARE_PRICE: Text(zh="裸车价", en="bare price"),
    PriceBasis.INVOICE_TOTAL: Text(zh="价税合计", en="invoice total incl. VAT"),
    PriceBasis.INVOICE_NET: Text(zh="不含税价", en="invoice price excl. VAT"),
}


class Energy(StrEnum):
    """What drives the car."""

    ICE = "ice"
    HEV = "hev"
    PHEV = "phev"
    EREV = "erev"
    BEV = "bev"


ENERGY_TEXT = {
    Energy.ICE: Text(zh="燃油", en="petrol or diesel"),
    Energy.HEV: Text(zh="油电混动", en="hybrid (HEV)"),
    Energy.PHEV: Text(zh="插电混动", en="plug-in hybrid"),
    Energy.EREV: Text(zh="增程式", en="range extender"),
    Energy.BEV: Text(zh="纯电动", en="battery electric"),
}


NEW_ENERGY = (Energy.PHEV, Energy.EREV, Energy.BEV)
"""The kinds that count as new-energy vehicles in China; a plain hybrid does not."""


class BuyerKind(StrEnum):
    """Whether a person or an organisation bought the car."""

    PERSON = "person"
    COMPANY = "company"


BUYER_KIND_TEXT = {
    BuyerKind.PERSON: Text(zh="个人", en="a person"),
    BuyerKind.COMPANY: Text(zh="单位", en="an organisation"),
}


class VehicleUse(StrEnum):
    """What the car is registered to be used for."""

    NON_COMMERCIAL = "non_commercial"
    COMMERCIAL = "commercial"


VEHICLE_USE_TEXT = {
    VehicleUse.NON_COMMERCIAL: Text(zh="非营运", en="non-commercial"),
    VehicleUse.COMMERCIAL: Text(zh="营运", en="commercial"),
}


class OldDisposal(StrEnum):
    """What became of the car that the new one replaces."""

    SCRAPPED = "scrapped"
    TRANSFERRED = "transferred"
    NONE = "none"


OLD_DISPOSAL_TEXT = {
    OldDisposal.SCRAPPED: Text(zh="报废旧车", en="an old car scrapped"),
    OldDisposal.TRANSFERRED: Text(zh="转让旧车", en="an old car transferred"),
    OldDisposal.NONE: Text(zh="无旧车", en="no old car"),
}


class OldFuel(StrEnum):
    """What drove the old car."""

    PETROL = "petrol"
    DIESEL = "diesel"
    NEV = "nev"


OLD_FUEL_TEXT = {
    OldFuel.PETROL: Text(zh="汽油车", en="petrol"),
    OldFuel.DIESEL: Text(zh="柴油车", en="diesel"),
    OldFuel.NEV: Text(zh="新能源车", en="new-energy"),
}


class Outcome(StrEnum):
    """What a campaign decides of a sale."""

    ELIGIBLE = "eligible"
    WAITLISTED = "waitlisted"
    NEEDS_REVIEW = "needs_review"
    INELIGIBLE = "ineligible"


OUTCOME_TEXT = {
    Outcome.ELIGIBLE: Text(zh="符合条件", en="eligible"),
    Outcome.WAITLISTED: Text(zh="候补中", en="on the waiting list"),
    Outcome.NEEDS_REVIEW: Text(zh="待人工认定", en="waits for a person"),
    Outcome.INELIGIBLE: Text(zh="不符合条件", en="not eligible"),
}


class Condition(StrEnum):
    """Whether the car is sold for the first time."""

    NEW = "new"
    USED = "used"


class CancelReason(StrEnum):
    """Why a sale was taken back."""

    RETURNED = "returned"
    INVOICE_ERROR = "invoice_error"
    ALLOWANCE = "allowance"
    VOIDED = "voided"
    UNSTATED = "unstated"


CANCEL_REASON_TEXT = {
    CancelReason.RETURNED: Text(zh="退车（销货退回）", en="car returned"),
    CancelReason.INVOICE_ERROR: Text(zh="开票有误", en="error in the invoice"),
    CancelReason.ALLOWANCE: Text(zh="销售折让", en="sales allowance"),
    CancelReason.VOIDED: Text(zh="发票作废", en="invoice voided"),
    CancelReason.UNSTATED: Text(zh="未注明原因", en="no reason given"),
}


class SaleStatus(StrEnum):
    """Where a sale stands."""

    VALID = "valid"
    CONFLICTED = "conflicted"
    CANCELLED = "cancelled"
    SET_ASIDE = "set_aside"


SALE_STATUS_TEXT = {
    SaleStatus.VALID: Text(zh="有效", en="valid"),
    SaleStatus.CONFLICTED: Text(
        zh="与其他经销商冲突，待人工认定",
        en="claimed by two dealers, waits for a person",
    ),
    SaleStatus.CANCELLED: Text(zh="已退车或红冲", en="cancelled"),
    SaleStatus.SET_ASIDE: Text(zh="经人工认定不成立", en="set aside by a person"),
}


class FeedKind(StrEnum):
    """What a delivered file holds."""

    SALES = "sales"
    DEALERS = "dealers"
    UNREADABLE = "unreadable"


class FeedOutcome(StrEnum):
    """What became of a delivery."""

    LANDED = "landed"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"


class Verdict(StrEnum):
    """What a person decides of a sale that another dealer's contradicts."""

    UPHOLD = "uphold"
    SET_ASIDE = "set_aside"


class Identity(StrEnum):
    """By what a sale can be known."""

    VIN = "vin"
    INVOICE_NUMBER = "invoice_number"
    RECORD_NO = "record_no"


class Role(StrEnum):
    """Who someone is to the service."""

    OPERATOR = "operator"
    BUREAU = "bureau"
    BANK = "bank"
    DEALER = "dealer"
    ANALYST = "analyst"


ROLE_TEXT = {
    Role.OPERATOR: Text(zh="系统管理员", en="operator"),
    Role.BUREAU: Text(zh="商务局", en="bureau"),
    Role.BANK: Text(zh="银行", en="bank"),
    Role.DEALER: Text(zh="经销商", en="dealer"),
    Role.ANALYST: Text(zh="分析人员", en="analyst"),
}


class Breakdown(StrEnum):
    """By what totals can be split."""

    DAY = "day"
    DISTRICT = "district"
    DEALER = "dealer"
    BRAND = "brand"
    ENERGY = "energy"
