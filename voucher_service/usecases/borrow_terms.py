"""Another campaign's terms are taken to our sales, days and places fitted.

What another city's terms say of its own days, districts, plates and dealers would
refuse every sale of ours. Each thing that is not asked as it is written is said in a
sentence.
"""

from voucher_service.campaigns.conditions import OldVehicle, Place
from voucher_service.campaigns.limits import Allocation
from voucher_service.campaigns.terms import Campaign, Terms
from voucher_service.campaigns.windows import OpenWindow, Window
from voucher_service.model.kinds import PRICE_BASIS_TEXT, PriceBasis
from voucher_service.model.text import Text


def borrowed(ours: Campaign, other: Campaign) -> tuple[Campaign, tuple[Text, ...]]:
    """Give another campaign with its last entry fitted to our days and places."""
    terms, said = other.current, [*_unknown(other), *_entries(other)]
    days = {"from": ours.first_day, "to": ours.last_day}
    window = Window.model_validate(days)
    terms = terms.model_copy(
        update={
            "effective_from": ours.terms[0].effective_from,
            "sales_window": window,
            "windows": ours.current.windows,
            "voucher": terms.voucher.model_copy(update={"valid_until": None}),
        }
    )
    said.append(
        Text(
            zh=f"销售期改为本活动的 {window.start} 至 {window.end}，"
            "订单、登记、申领日期的要求也改用本活动的",
            en=f"sold from {window.start} to {window.end} as here; days of contract, "
            "registration and application are asked as here",
        )
    )
    for fit in (_places, _dealers, _exclusions, _draw, _disposal):
        terms, sentence = fit(terms)
        said += [sentence] if sentence else []
    return other.model_copy(update={"terms": (terms,)}), tuple(said)


def on_our_price(terms: Terms, basis: PriceBasis) -> tuple[Terms, Text]:
    """Judge by a price on our basis, as it stands: nothing is converted."""
    theirs, used = PRICE_BASIS_TEXT[terms.price_basis], PRICE_BASIS_TEXT[basis]
    said = Text(
        zh=f"在册销售均无{theirs.zh}，改按{used.zh}判定，金额未作换算",
        en=f"no sale has the {theirs.en}: judged by the {used.en} as it stands, "
        "without conversion",
    )
    return terms.model_copy(update={"price_basis": basis}), said


def _unknown(other: Campaign) -> tuple[Text, ...]:
    if other.incomplete is None:
        return ()
    return (
        Text(
            zh=f"该活动的条款尚有未知：{other.incomplete.zh}",
            en=f"not all of that campaign's terms is known: {other.incomplete.en}",
        ),
    )


def _entries(other: Campaign) -> tuple[Text, ...]:
    if len(other.terms) == 1:
        return ()
    day = other.current.effective_from
    return (
        Text(
            zh=f"该活动分期修订，只取最后一条（{day} 起）",
            en=f"of its dated entries only the last is taken (from {day})",
        ),
    )


def _places(terms: Terms) -> tuple[Terms, Text | None]:
    if terms.place == Place():
        return terms, None
    named = [*terms.place.districts, *terms.place.tax_authorities, *terms.place.plates]
    return terms.model_copy(update={"place": Place()}), Text(
        zh=f"未作要求：该活动的区县、税务机关或号牌（{'、'.join(named)}）",
        en="not asked: that campaign's districts, tax authorities or plates "
        f"({', '.join(named)})",
    )


def _dealers(terms: Terms) -> tuple[Terms, Text | None]:
    if not terms.dealers:
        return terms, None
    return terms.model_copy(update={"dealers": ()}), Text(
        zh=f"未作要求：该活动的经销商名单（{len(terms.dealers)} 家）",
        en=f"not asked: that campaign's list of {len(terms.dealers)} dealers",
    )


def _exclusions(terms: Terms) -> tuple[Terms, Text | None]:
    if not terms.excludes:
        return terms, None
    named = [excluded.campaign for excluded in terms.excludes]
    return terms.model_copy(update={"excludes": ()}), Text(
        zh=f"未作要求：与其他活动不可叠加（{'、'.join(named)}）",
        en=f"not asked: that campaigns exclude it ({', '.join(named)})",
    )


def _draw(terms: Terms) -> tuple[Terms, Text | None]:
    if terms.allocation.method == "first_come":
        return terms, None
    return terms.model_copy(update={"allocation": Allocation()}), Text(
        zh="该活动以抽取分配，此处没有种子，改按上报先后",
        en="that campaign draws lots; without its seed sales queue "
        "as they were reported",
    )


def _disposal(terms: Terms) -> tuple[Terms, Text | None]:
    old = terms.old_vehicle
    if old is None or not old.disposed.is_stated:
        return terms, None
    kept = OldVehicle(**{**dict(old), "disposed": OpenWindow()})
    return terms.model_copy(update={"old_vehicle": kept}), Text(
        zh="未作要求：该活动规定的旧车处置日期",
        en="not asked: that campaign's days for giving up the old car",
    )
