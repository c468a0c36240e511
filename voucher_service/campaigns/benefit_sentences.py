"""What an eligible sale earns, and how far that goes, reads as sentences."""

from collections.abc import Iterator

from voucher_service.campaigns.benefits import Bonus, Tier
from voucher_service.campaigns.limits import Cell
from voucher_service.campaigns.terms import Terms
from voucher_service.campaigns.words import (
    DISPOSALS,
    EXCLUDED_BY,
    OLD_FUELS,
    PAYERS,
    PER,
    VOUCHERS,
    energies,
    listed,
    names,
    yuan,
)
from voucher_service.model.text import Text


def voucher_is_of_a_kind(terms: Terms) -> Iterator[Text]:
    """Say what an eligible sale earns: kind, face, pieces, and until when."""
    voucher = terms.voucher
    kind = VOUCHERS[voucher.kind]
    if voucher.face_yuan is not None:
        face = yuan(voucher.face_yuan)
        yield Text(
            zh=f"每台 {face} 元{kind.zh}。", en=f"Each car earns {face} yuan {kind.en}."
        )
    else:
        yield Text(
            zh=f"发放{kind.zh}，金额见分档。",
            en=f"The benefit is {kind.en}; the tiers say how much.",
        )
    if voucher.nev_kind is not None:
        other = VOUCHERS[voucher.nev_kind]
        yield Text(
            zh=f"新能源车改发{other.zh}。",
            en=f"New-energy cars get it {other.en} instead.",
        )
    yield from _spending(terms)


def amounts_are_tiered(terms: Terms) -> Iterator[Text]:
    """Say which prices earn how much."""
    for tier in terms.tiers:
        price, who, earns = _tier_price(tier), _tier_cars(tier), _tier_amount(tier)
        yield Text(
            zh=f"{who.zh}{price.zh}：{earns.zh}。",
            en=f"{_opening(who.en + price.en)}: {earns.en}.",
        )


def bonuses_come_on_top(terms: Terms) -> Iterator[Text]:
    """Say which cars earn more."""
    for bonus in terms.bonuses:
        who = _bonus_for(bonus)
        amount = yuan(bonus.amount_yuan)
        yield Text(
            zh=f"{who.zh}另加 {amount} 元。", en=f"{who.en}: {amount} yuan more."
        )


def vehicle_counts_once(terms: Terms) -> Iterator[Text]:
    """Say whether a car counts once."""
    if terms.per_vehicle is not None:
        yield Text(
            zh="每个车架号只计一次。", en="Each vehicle (by its VIN) counts once."
        )


def caps_are_kept(terms: Terms) -> Iterator[Text]:
    """Say how many sales a buyer, a phone or a dealer's day may count."""
    caps = terms.caps
    if caps.per_buyer is not None:
        yield Text(
            zh=f"每个购车人（按证件号）至多 {caps.per_buyer} 台，先开票的计入。",
            en=f"A buyer (by ID) counts {caps.per_buyer} at most, earlier invoices "
            "first.",
        )
    if caps.per_phone is not None:
        yield Text(
            zh=f"每个手机号至多 {caps.per_phone} 台，先开票的计入。",
            en=f"A phone number counts {caps.per_phone} at most, earlier invoices "
            "first.",
        )
    if caps.per_dealer_day is not None:
        yield Text(
            zh=f"每家经销商每天至多 {caps.per_dealer_day} 台，先开票的计入。",
            en=f"A dealer counts {caps.per_dealer_day} a day at most, earlier "
            "invoices first.",
        )


def quotas_run_out(terms: Terms) -> Iterator[Text]:
    """Say how many places there are, and for which sales."""
    for quota in terms.quotas:
        cell = _cell(quota)
        yield Text(
            zh=f"名额 {quota.name}：{cell.zh}共 {quota.count:,} 个，其余候补。",
            en=f"Quota {quota.name}: {quota.count:,} places{cell.en}; the rest wait.",
        )


def budget_runs_out(terms: Terms) -> Iterator[Text]:
    """Say how much money there is."""
    if terms.budget_yuan is not None:
        budget = yuan(terms.budget_yuan)
        yield Text(
            zh=f"总额 {budget} 元，用完后候补。",
            en=f"The budget is {budget} yuan; once it is spent, sales wait.",
        )


def parts_of_the_budget_run_out(terms: Terms) -> Iterator[Text]:
    """Say how much money there is for which sales."""
    for part in terms.sub_budgets:
        cell, amount = _cell(part), yuan(part.amount_yuan)
        yield Text(
            zh=f"分项资金 {part.name}：{cell.zh}共 {amount} 元。",
            en=f"Part of the budget {part.name}: {amount} yuan{cell.en}.",
        )


def queue_is_in_an_order(terms: Terms) -> Iterator[Text]:
    """Say who comes first where quota or money is short."""
    told = terms.allocation
    if not terms.is_limited:
        return
    if told.method == "lottery":
        yield Text(
            zh=f"截至 {told.entries_close}（含）上报的由抽取决定先后，种子哈希 "
            f"{told.seed_sha256}。",
            en=f"A draw among the sales reported by {told.entries_close} decides who"
            f" comes first; the seed's hash is {told.seed_sha256}.",
        )
    elif told.order == "invoice":
        yield Text(
            zh="名额或资金不足时按开票先后。",
            en="Where places or money are short, the earlier invoice comes first.",
        )
    else:
        yield Text(
            zh="名额或资金不足时按首次上报先后。",
            en="Where places or money are short, the earlier report comes first.",
        )


def other_campaigns_exclude(terms: Terms) -> Iterator[Text]:
    """Say which other campaigns' sales cannot count here too."""
    for other in terms.excludes:
        same = listed([EXCLUDED_BY[by] for by in other.same])
        yield Text(
            zh=f"同一{same.zh}已计入 {other.campaign} 的，不再计入；未报的不判通过。",
            en=f"The same {same.en} counted in {other.campaign} does not count here; "
            "a sale that does not tell it does not pass.",
        )


def returns_are_repaid(terms: Terms) -> Iterator[Text]:
    """Say who repays when a car is returned, and for how long."""
    told = terms.clawback
    if told is not None:
        payer = PAYERS[told.payer]
        zh = "不限期限" if told.days is None else f"开票后 {told.days} 天内"
        en = "at any time" if told.days is None else f"within {told.days} days"
        yield Text(
            zh=f"退车的由{payer.zh}退还（{zh}）。",
            en=f"For a car returned {en}, {payer.en} repays.",
        )


def _spending(terms: Terms) -> Iterator[Text]:
    voucher = terms.voucher
    if voucher.pieces_yuan:
        told = names([yuan(piece) for piece in voucher.pieces_yuan])
        yield Text(
            zh="分为 "
            + "、".join(yuan(p) for p in voucher.pieces_yuan)
            + " 元各一张。",
            en=f"It comes in pieces of {told.en.replace(' or ', ' and ')} yuan.",
        )
    if voucher.piece_yuan is not None:
        piece = yuan(voucher.piece_yuan)
        yield Text(zh=f"每张 {piece} 元。", en=f"Each piece is of {piece} yuan.")
    if voucher.spent_in_parts:
        yield Text(zh="可分次使用，用完为止。", en="It may be spent in parts.")
    elif voucher.partial_use is False:
        yield Text(zh="须整张一次用完。", en="Each piece is spent whole, at once.")
    if voucher.valid_days is not None:
        yield Text(
            zh=f"有效期 {voucher.valid_days} 天，发放当日为第一天。",
            en=f"It is valid for {voucher.valid_days} days, the day of issue being the"
            " first.",
        )
    if voucher.valid_until is not None:
        yield Text(
            zh=f"有效期至 {voucher.valid_until}（含）。",
            en=f"It is valid until {voucher.valid_until}, that day included.",
        )


def _tier_cars(tier: Tier) -> Text:
    zh, en = [], []
    if tier.energy:
        who = energies(tier.kinds)
        zh.append(who.zh)
        en.append(who.en)
    if tier.old_fuel:
        fuels = listed([OLD_FUELS[fuel] for fuel in tier.old_fuel])
        zh.append(f"替换{fuels.zh}旧车的")
        en.append(f"in place of an old {fuels.en} car")
    return Text(
        zh="".join(f"{part}，" for part in zh),
        en=" ".join(en) + ", " if en else "",
    )


def _tier_price(tier: Tier) -> Text:
    low, high = _low(tier), _high(tier)
    if low is None and high is None:
        return Text(zh="不论价格", en="at any price")
    parts = [part for part in (low, high) if part is not None]
    return Text(
        zh="、".join(part.zh for part in parts),
        en=" and ".join(part.en for part in parts),
    )


def _low(tier: Tier) -> Text | None:
    if tier.above_yuan is not None:
        bound = yuan(tier.above_yuan)
        return Text(zh=f"高于 {bound} 元（不含）", en=f"above {bound} yuan")
    if tier.at_least_yuan is not None:
        bound = yuan(tier.at_least_yuan)
        return Text(zh=f"{bound} 元起（含）", en=f"from {bound} yuan (included)")
    return None


def _high(tier: Tier) -> Text | None:
    if tier.below_yuan is not None:
        bound = yuan(tier.below_yuan)
        return Text(zh=f"低于 {bound} 元（不含）", en=f"below {bound} yuan")
    if tier.at_most_yuan is not None:
        bound = yuan(tier.at_most_yuan)
        return Text(zh=f"至 {bound} 元止（含）", en=f"up to {bound} yuan (included)")
    return None


def _tier_amount(tier: Tier) -> Text:
    if tier.amount_yuan is not None:
        amount = yuan(tier.amount_yuan)
        return Text(zh=f"{amount} 元", en=f"{amount} yuan")
    percent = f"{tier.percent:f}".rstrip("0").rstrip(".")
    zh, en = f"价格的 {percent}%", f"{percent} % of the price"
    if tier.cap_yuan is not None:
        cap = yuan(tier.cap_yuan)
        zh, en = f"{zh}，至多 {cap} 元", f"{en}, {cap} yuan at most"
    return Text(zh=f"{zh}（不足一分舍去）", en=f"{en} (a part of a fen is dropped)")


def _bonus_for(bonus: Bonus) -> Text:
    zh, en = [], []
    if bonus.energy:
        who = energies(bonus.kinds)
        zh.append(who.zh)
        en.append(who.en)
    if bonus.disposal is not None:
        zh.append(f"{DISPOSALS[bonus.disposal].zh}旧车的")
        en.append(f"with an old car {DISPOSALS[bonus.disposal].en}")
    return Text(zh="、".join(zh) or "每台", en=_opening(", ".join(en) or "every car"))


def _opening(words: str) -> str:
    return words[:1].upper() + words[1:]


def _cell(cell: Cell) -> Text:
    zh, en = [], []
    if cell.per != "campaign":
        zh.append(PER[cell.per].zh)
        en.append(f"in {PER[cell.per].en}")
    if cell.energy:
        who = energies(cell.kinds)
        zh.append(who.zh)
        en.append(f"for {who.en}")
    if cell.tiers:
        told = names(cell.tiers)
        zh.append(f"{told.zh} 档")
        en.append(f"in the tier {told.en}")
    return Text(
        zh="".join(f"{part}，" for part in zh), en="".join(f" {part}" for part in en)
    )
