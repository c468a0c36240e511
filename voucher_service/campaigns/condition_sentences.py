"""What terms ask of a sale reads as sentences."""

from collections.abc import Iterator

from voucher_service.campaigns.terms import Terms
from voucher_service.campaigns.words import (
    BUYERS,
    DISPOSALS,
    IDENTITIES,
    OLD_FUELS,
    STAGES,
    USES,
    VEHICLES,
    WINDOWS,
    bounds,
    days,
    energies,
    listed,
    names,
    yuan,
)
from voucher_service.model.kinds import PRICE_BASIS_TEXT, VehicleUse
from voucher_service.model.text import Text


def sales_are_within_their_days(terms: Terms) -> Iterator[Text]:
    """Say on which days a sale counts."""
    window = terms.sales_window
    yield Text(
        zh=f"开票日期在 {window.start} 至 {window.end} 之间（含首尾）。",
        en=f"The invoice is of {window.start} to {window.end}, both days included.",
    )


def other_days_are_within_theirs(terms: Terms) -> Iterator[Text]:
    """Say on which days the contract, plate, claim and spending must lie."""
    for name, what in WINDOWS.items():
        window = getattr(terms.windows, name)
        if window.is_stated:
            told = days(window.start, window.end)
            zh, en = f"{what.zh}{told.zh}", f"{what.en} {told.en}"
            if name == "application":
                zh += "，未报的按首次上报之日"
                en += "; where no day is told, that of the first report counts"
            yield Text(zh=f"{zh}。", en=f"{en}.")


def price_is_on_a_basis(terms: Terms) -> Iterator[Text]:
    """Say which price is meant."""
    basis = PRICE_BASIS_TEXT[terms.price_basis]
    yield Text(zh=f"价格按{basis.zh}判断。", en=f"The price is the {basis.en}.")


def price_reaches_a_floor(terms: Terms) -> Iterator[Text]:
    """Say the least price, which itself passes."""
    if terms.price_floor_fen:
        floor = yuan(terms.price_floor_yuan)
        yield Text(
            zh=f"价格不低于 {floor} 元（含）。",
            en=f"The price is {floor} yuan or more.",
        )


def car_is_as_asked(terms: Terms) -> Iterator[Text]:
    """Say whether cars are new or used."""
    if terms.vehicle != "any":
        yield VEHICLES[terms.vehicle]


def use_is_as_asked(terms: Terms) -> Iterator[Text]:
    """Say for which use a car must be registered."""
    if terms.use != "any":
        use = USES[VehicleUse(terms.use)]
        yield Text(
            zh=f"使用性质为{use.zh}。", en=f"The car is registered for {use.en} use."
        )


def seats_are_as_asked(terms: Terms) -> Iterator[Text]:
    """Say how many seats a car may have."""
    if terms.seats.is_stated:
        run = bounds(terms.seats)
        yield Text(zh=f"座位数{run.zh}座。", en=f"The car has {run.en} seats.")


def emission_is_as_asked(terms: Terms) -> Iterator[Text]:
    """Say which emission standard a fuel car must meet."""
    stage = terms.emission_at_least
    if stage is not None:
        name = STAGES.get(stage, Text(zh=f"第{stage}阶段", en=f"stage {stage}"))
        yield Text(
            zh=f"燃油车排放标准不低于{name.zh}。",
            en=f"A fuel car meets {name.en} or a later standard.",
        )


def displacement_is_as_asked(terms: Terms) -> Iterator[Text]:
    """Say how large a fuel car's engine may be."""
    most = terms.displacement_at_most_ml
    if most is not None:
        yield Text(
            zh=f"燃油车排量不超过 {most} 毫升（含）。",
            en=f"A fuel car's engine has {most:,} ml at most.",
        )


def energy_is_as_asked(terms: Terms) -> Iterator[Text]:
    """Say which kinds of energy are covered."""
    if terms.energy:
        kinds = energies(terms.kinds)
        yield Text(zh=f"只限{kinds.zh}。", en=f"Only {kinds.en} are covered.")


def buyer_is_as_asked(terms: Terms) -> Iterator[Text]:
    """Say who may buy, and at which age."""
    if terms.buyer.kinds:
        who = listed([BUYERS[kind] for kind in terms.buyer.kinds])
        yield Text(zh=f"购车人为{who.zh}。", en=f"The buyer is {who.en}.")
    if terms.buyer.age.is_stated:
        run = bounds(terms.buyer.age)
        yield Text(
            zh=f"购车人在开票日的年龄{run.zh}周岁。",
            en=f"The buyer's age on the day of the invoice is {run.en}, in full years.",
        )


def place_is_as_asked(terms: Terms) -> Iterator[Text]:
    """Say where a sale must belong."""
    place = terms.place
    if place.districts:
        told = names(place.districts)
        yield Text(
            zh=f"销售所属区县为{told.zh}。", en=f"The sale belongs to {told.en}."
        )
    if place.tax_authorities:
        told = names(place.tax_authorities)
        yield Text(
            zh=f"发票的主管税务机关为{told.zh}（代码前几位或名称的一部分）。",
            en=f"The invoice's tax authority is {told.en} (the first digits of its"
            " code, or a part of its name).",
        )
    if place.plates:
        told = names(place.plates)
        yield Text(zh=f"号牌为{told.zh}。", en=f"The plate is of {told.en}.")


def dealer_is_as_asked(terms: Terms) -> Iterator[Text]:
    """Say at which dealers a car must be bought."""
    if terms.dealers:
        told = names(terms.dealers)
        yield Text(
            zh=f"在名单内经销商购车：{told.zh}。",
            en=f"The dealer is one of {told.en}.",
        )


def old_vehicle_is_as_asked(terms: Terms) -> Iterator[Text]:
    """Say which old car must be given up, how, when, and how old it must be."""
    old = terms.old_vehicle
    if old is None:
        return
    how = listed([DISPOSALS[way] for way in old.disposal])
    yield Text(zh=f"须{how.zh}旧车。", en=f"An old car is {how.en}.")
    if old.disposed.is_stated:
        told = days(old.disposed.start, old.disposed.end)
        yield Text(
            zh=f"旧车处置日期{told.zh}。", en=f"The old car was given up {told.en}."
        )
    for fuel, name in OLD_FUELS.items():
        last = getattr(old.registered_by, fuel)
        if last is not None:
            yield Text(
                zh=f"旧车为{name.zh}车的，注册登记不晚于 {last}（含）。",
                en=f"An old {name.en} car was registered on {last} or before.",
            )


def identities_are_required(terms: Terms) -> Iterator[Text]:
    """Say without which identity a sale cannot be eligible."""
    if terms.requires:
        named = [IDENTITIES[identity] for identity in terms.requires]
        told = listed(named, "和", "and")
        yield Text(zh=f"须上报{told.zh}。", en=f"The sale tells {told.en}.")
