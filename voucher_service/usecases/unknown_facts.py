"""Terms can ask for facts that no feed tells; what is unknown is said, not guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from voucher_service.campaigns.conditions import Bounds, OldRegistered, OldVehicle
from voucher_service.campaigns.terms import Terms
from voucher_service.campaigns.windows import OpenWindow
from voucher_service.eligibility.rules import VALUE_RULES, needed_values
from voucher_service.model.kinds import PRICE_BASIS_TEXT, PriceBasis
from voucher_service.model.text import Text

PRICES = {basis.column: PRICE_BASIS_TEXT[basis] for basis in PriceBasis}
FACTS: Mapping[str, Text] = {
    **PRICES,
    "energy": Text(zh="能源类型", en="kind of energy"),
    "condition": Text(zh="新车或二手车", en="new or used"),
    "contract_on": Text(zh="订单（合同）日期", en="day of the contract"),
    "registered_on": Text(zh="注册登记日期", en="day of registration"),
    "buyer_kind": Text(zh="购车人类型", en="kind of buyer"),
    "buyer_age": Text(zh="购车人年龄", en="buyer's age"),
    "buyer_key": Text(zh="购车人证件号", en="buyer's ID"),
    "phone_key": Text(zh="手机号", en="phone number"),
    "vehicle_use": Text(zh="使用性质", en="vehicle use"),
    "seats": Text(zh="座位数", en="seats"),
    "emission_stage": Text(zh="排放标准", en="emission standard"),
    "displacement_ml": Text(zh="排量", en="displacement"),
    "district": Text(zh="区县", en="district"),
    "tax_authority": Text(zh="主管税务机关", en="tax authority"),
    "plate_region": Text(zh="号牌归属地", en="place of the plate"),
    "old_disposal": Text(zh="旧车处置方式", en="what became of the old car"),
    "old_fuel": Text(zh="旧车燃料", en="the old car's fuel"),
    "old_registered_on": Text(zh="旧车注册日期", en="the old car's registration"),
    "old_disposed_on": Text(zh="旧车处置日期", en="the day the old car was given up"),
}
"""The facts without which terms can be left without an answer, in words."""


@dataclass(frozen=True)
class Lack:
    """How many of some sales a fact leaves without an answer, and how many tell it."""

    fact: str
    sales: int
    told: int
    considered: int

    @property
    def is_a_price(self) -> bool:
        """Tell whether the fact is a price, which is never left out."""
        return self.fact in PRICES


def facts_asked(terms: Terms) -> dict[str, pl.Expr]:
    """Give the facts that terms ask for; each asks whether a sale lacks it.

    A sale lacks a fact that is null where a rule is left without an answer by it.
    """
    lacks: dict[str, pl.Expr] = {
        name: pl.col(name).is_null() for name in needed_values(terms)
    }
    for rule in VALUE_RULES.values():
        answer = rule(terms)
        if answer is None:
            continue
        for name in FACTS.keys() & answer.meta.root_names():
            lacking = pl.col(name).is_null() & answer.is_null()
            lacks[name] = lacks[name] | lacking if name in lacks else lacking
    return {name: lacks[name] for name in FACTS if name in lacks}


def lacks_of(sales: pl.DataFrame, terms: Terms) -> tuple[Lack, ...]:
    """Count what sales lack of the facts that terms ask for; KnownSale."""
    asked = facts_asked(terms)
    if not asked:
        return ()
    counts = sales.select(
        *(lacking.sum().alias(f"{name} lacks") for name, lacking in asked.items()),
        *(pl.col(name).count().alias(f"{name} told") for name in asked),
    ).row(0, named=True)
    return tuple(
        Lack(name, counts[f"{name} lacks"], counts[f"{name} told"], sales.height)
        for name in asked
    )


def without_fact(terms: Terms, fact: str) -> Terms | None:
    """Give terms that do not ask for a fact; None where they cannot do without it."""
    change = _WITHOUT.get(fact)
    return terms.model_copy(update=change(terms)) if change else None


def not_asked(fact: str) -> Text:
    """Say that a fact is left out because no sale tells it."""
    name = FACTS[fact]
    return Text(
        zh=f"未作要求：{name.zh}（在册销售均未上报）",
        en=f"not asked: {name.en} (no sale tells it)",
    )


Update = Mapping[str, object]


def _part(field: str, **change: object) -> Callable[[Terms], Update]:
    return lambda terms: {field: getattr(terms, field).model_copy(update=change)}


def _old(change: Update) -> Callable[[Terms], Update]:
    def update(terms: Terms) -> Update:
        old = terms.old_vehicle
        return {"old_vehicle": old and OldVehicle(**{**dict(old), **change})}

    return update


def _old_fuel(terms: Terms) -> Update:
    tiers = tuple(tier.model_copy(update={"old_fuel": ()}) for tier in terms.tiers)
    return {"tiers": tiers, **_old({"registered_by": OldRegistered()})(terms)}


def _energy(terms: Terms) -> Update:
    return {
        "energy": (),
        "bonuses": tuple(each for each in terms.bonuses if not each.energy),
        "quotas": tuple(each for each in terms.quotas if not each.energy),
        "sub_budgets": tuple(each for each in terms.sub_budgets if not each.energy),
    }


_WITHOUT: Mapping[str, Callable[[Terms], Update]] = {
    "energy": _energy,
    "condition": lambda _terms: {"vehicle": "any"},
    "contract_on": _part("windows", contract=OpenWindow()),
    "registered_on": _part("windows", registration=OpenWindow()),
    "buyer_kind": _part("buyer", kinds=()),
    "buyer_age": _part("buyer", age=Bounds()),
    "buyer_key": _part("caps", per_buyer=None),
    "phone_key": _part("caps", per_phone=None),
    "vehicle_use": lambda _terms: {"use": "any"},
    "seats": lambda _terms: {"seats": Bounds()},
    "emission_stage": lambda _terms: {"emission_at_least": None},
    "displacement_ml": lambda _terms: {"displacement_at_most_ml": None},
    "district": _part("place", districts=()),
    "tax_authority": _part("place", tax_authorities=()),
    "plate_region": _part("place", plates=()),
    "old_disposal": lambda _terms: {"old_vehicle": None},
    "old_fuel": _old_fuel,
    "old_registered_on": _old({"registered_by": OldRegistered()}),
    "old_disposed_on": _old({"disposed": OpenWindow()}),
}
