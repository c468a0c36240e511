"""二、主要特点: what was bought, where, from whom and when."""

from collections.abc import Iterator

from voucher_service.analytics.price_bands import PriceBand
from voucher_service.bulletin.content import Block, Column
from voucher_service.model.kinds import ENERGY_TEXT, NEW_ENERGY, Energy
from voucher_service.model.money import yuan_text
from voucher_service.model.reports import TotalsGroup
from voucher_service.model.slices import UNKNOWN_KEY, UNKNOWN_TEXT
from voucher_service.model.text import Text
from voucher_service.usecases import bulletin_numbers as written
from voucher_service.usecases.bulletin_facts import RECENT_DAYS
from voucher_service.usecases.bulletin_teller import Fact, Teller

_TITLE = Text(zh="二、主要特点", en="2. What stands out")
_NOTHING = Text(
    zh="没有符合条件的销售，暂无特点可述。",
    en="No sale counts yet by that day: there is nothing to tell.",
)
_NOT_BEGUN = Text(
    zh="活动尚未开始，暂无特点可述。",
    en="The campaign has not begun: there is nothing to tell.",
)
_ENERGY = Text(zh="新能源车", en="New-energy cars")
_NEW_ENERGY = Text(
    zh="销售新能源车{cars}，占{share}，其中{kinds}。",
    en="{cars} are new-energy vehicles, {share} of all: {kinds}.",
)
_NO_NEW_ENERGY = Text(
    zh="没有销售注明为新能源车。", en="No sale is marked as of a new-energy vehicle."
)
_UNTOLD = Text(
    zh="另有{cars}未报能源类型，上述占比以全部台数为分母，因此可能偏低。",
    en="Of {cars} the kind of energy is not told: the share, which is of all cars, may "
    "be too low.",
)
_NEW_ENERGY_MEANING = Text(
    zh="新能源车：经销商所报能源类型为纯电动、插电混动或增程式的台数；油电混动不计。",
    en="New-energy vehicles: cars reported as battery electric, plug-in hybrid or "
    "range extender; plain hybrids are not among them.",
)
_PRICES = Text(zh="价格段", en="Prices")
_BAND = Text(
    zh="{band}的最多，{cars}，占{share}。各价格段见表1。",
    en="Most cars, {cars} or {share}, cost {band}. Table 1 has every band.",
)
_BANDS = Text(zh="各价格段销量", en="Cars by price")
_BAND_MEANING = Text(
    zh="价格段：按{basis}分段，含下限、不含上限。",
    en="Bands of the {basis}: the lower end included, the upper one not.",
)
_DISTRICTS = Text(zh="区县", en="Districts")
_FIRST_DISTRICT = Text(
    zh="{district}销售{cars}，占{share}，居首位{rest}。",
    en="{district} comes first with {cars}, {share} of all{rest}.",
)
_REST = Text(zh="；其后依次为{districts}", en="; then come {districts}")
_PLACED = Text(zh="{name}{cars}", en="{name} ({cars})")
_DISTRICT_MEANING = Text(
    zh="区县：销售所报区县，未报的按经销商登记的区县。",
    en="District: as reported with the sale, else that of the dealer's registration.",
)
_DEALERS = Text(zh="企业", en="Dealers")
_FIRST_DEALERS = Text(
    zh="共{all}有销售计入；销量前{n}合计{cars}，占{share}，居首位的是{first}（{most}）。",
    en="{all} sold cars that count; the first {n} sold {cars}, {share} of all. {first} "
    "comes first ({most}).",
)
_TEN_DEALERS = Text(zh="销量前十家企业", en="The ten dealers with most cars")
_DEALER_MEANING = Text(
    zh="企业：上报该销售的经销商，名称以名录为准。",
    en="Dealer: the one that reported the sale, named as in the register.",
)
_PACE = Text(zh="销售进度", en="Pace")
_MEAN = Text(
    zh="活动开始以来{days}日均{mean}；{busiest}最多，为{most}。",
    en="In {days} of the campaign {mean} were sold a day on average, most on "
    "{busiest}: {most}.",
)
_RECENT = Text(
    zh="近{n}共{cars}，日均{mean}。",
    en="In the last {n} days it was {cars}, {mean} a day.",
)
_LATEST = Text(
    zh="活动最后{n}共{cars}，日均{mean}。",
    en="In the campaign's last {n} days it was {cars}, {mean} a day.",
)
_MEAN_MEANING = Text(
    zh="日均：台数除以活动已进行的天数（含统计截止日和没有销售的日子）。",
    en="Mean: cars over the days gone by, the last one and days without sales too.",
)
_DAY_MEANING = Text(
    zh="每日台数按开票日期归日。", en="Cars of a day are those invoiced on it."
)
_BAND_COLUMNS = (
    Text(zh="价格段（{basis}）", en="Price ({basis})"),
    Text(zh="销量（台）", en="Cars"),
    Text(zh="占比", en="Share"),
    Text(zh="销售额（万元）", en="Sales (10,000 yuan)"),
)
DEALER_COLUMNS = (
    Text(zh="名次", en="Place"),
    Text(zh="企业", en="Dealer"),
    Text(zh="台数", en="Cars"),
    Text(zh="占比", en="Share"),
    Text(zh="销售额（万元）", en="Sales (10,000 yuan)"),
)
DEALER_SHARES = (12, 80, 14, 19, 31)
_RECENT_SPAN = Text(zh=f"{RECENT_DAYS}日", en=f"{RECENT_DAYS}")
_MOST_DISTRICTS = 8
_TEN = 10


def features(teller: Teller) -> Iterator[Block]:
    """Say what stands out among the sales that count."""
    yield teller.heading(_TITLE)
    if not teller.facts.totals.cars_sold:
        nothing = _NOTHING if teller.facts.has_begun else _NOT_BEGUN
        yield teller.paragraph(teller.runs(nothing))
        return
    yield from _new_energy(teller)
    yield from _prices(teller)
    yield from _districts(teller)
    yield from _dealers(teller)
    yield from _pace(teller)


def group_name(group: TotalsGroup) -> Text:
    """Name a group in both languages."""
    if group.key == UNKNOWN_KEY:
        return UNKNOWN_TEXT
    return written.plain(group.label)


def _new_energy(teller: Teller) -> Iterator[Block]:
    by_kind = {group.key: group.cars_sold for group in teller.facts.energies}
    whole = teller.facts.totals.cars_sold
    kinds = [kind for kind in Energy if kind in NEW_ENERGY and by_kind.get(kind.value)]
    sold = sum(by_kind[kind.value] for kind in kinds)
    yield teller.part(_ENERGY)
    said = [teller.runs(_NO_NEW_ENERGY)]
    if sold:
        each = [_placed(ENERGY_TEXT[kind], by_kind[kind.value]) for kind in kinds]
        said = [
            teller.runs(
                _NEW_ENERGY,
                cars=Fact(written.cars(sold), _NEW_ENERGY_MEANING),
                share=Fact(written.percent(sold, whole), _NEW_ENERGY_MEANING),
                kinds=Fact(written.listed(each), _NEW_ENERGY_MEANING),
            )
        ]
    if untold := by_kind.get(UNKNOWN_KEY):
        cars = Fact(written.cars(untold), _NEW_ENERGY_MEANING)
        said.append(teller.runs(_UNTOLD, cars=cars))
    yield teller.paragraph(*said)


def _prices(teller: Teller) -> Iterator[Block]:
    facts, basis = teller.facts, teller.basis
    whole = facts.totals.cars_sold
    most = max(facts.bands, key=lambda band: band.cars_sold)
    meaning = _BAND_MEANING.filled(basis=basis)
    yield teller.part(_PRICES)
    yield teller.paragraph(
        teller.runs(
            _BAND,
            band=Fact(_band(most), meaning),
            cars=Fact(written.cars(most.cars_sold), meaning),
            share=Fact(written.percent(most.cars_sold, whole), meaning),
        )
    )
    rows: list[tuple[str, ...]] = [
        (
            teller.word(_band(band)),
            str(band.cars_sold),
            teller.word(written.percent(band.cars_sold, whole)),
            written.wan(band.sales_fen),
        )
        for band in facts.bands
    ]
    rows.append(row_of_all(teller))
    columns = tuple(
        Column(teller.word(name, basis=basis), share, numbers=place > 0)
        for place, (name, share) in enumerate(
            zip(_BAND_COLUMNS, (3, 2, 2, 3), strict=True)
        )
    )
    yield teller.table(Fact(_BANDS, meaning), columns, rows, summed=True)
    yield teller.picture("price-distribution")


def _band(band: PriceBand) -> Text:
    low = _round_wan(band.from_fen)
    if band.to_fen is None:
        return Text(
            zh=f"{low}万元及以上", en=f"{_round_yuan(band.from_fen)} yuan and more"
        )
    high = _round_wan(band.to_fen)
    return Text(
        zh=f"{low}万至{high}万元",
        en=f"{_round_yuan(band.from_fen)} to {_round_yuan(band.to_fen)} yuan",
    )


def _round_wan(fen: int) -> str:
    return written.wan(fen).rstrip("0").rstrip(".") if fen else "0"


def _round_yuan(fen: int) -> str:
    return yuan_text(fen).removesuffix(".00")


def _districts(teller: Teller) -> Iterator[Block]:
    whole = teller.facts.totals.cars_sold
    first, *others = teller.facts.districts
    names = [_placed(group_name(each), each.cars_sold) for each in others]
    rest = (
        teller.runs(
            _REST,
            districts=Fact(written.listed(names[:_MOST_DISTRICTS]), _DISTRICT_MEANING),
        )
        if names
        else ()
    )
    yield teller.part(_DISTRICTS)
    yield teller.paragraph(
        teller.runs(
            _FIRST_DISTRICT,
            district=group_name(first),
            cars=Fact(written.cars(first.cars_sold), _DISTRICT_MEANING),
            share=Fact(written.percent(first.cars_sold, whole), _DISTRICT_MEANING),
            rest=rest,
        )
    )
    yield teller.picture("by-district")


def _dealers(teller: Teller) -> Iterator[Block]:
    dealers, whole = teller.facts.dealers, teller.facts.totals.cars_sold
    top = dealers[:_TEN]
    sold = sum(each.cars_sold for each in top)
    yield teller.part(_DEALERS)
    yield teller.paragraph(
        teller.runs(
            _FIRST_DEALERS,
            all=Fact(
                written.counted(len(dealers), "家", "dealer", "dealers"),
                _DEALER_MEANING,
            ),
            n=Fact(Text(zh=f"{len(top)}家", en=f"{len(top)}"), _DEALER_MEANING),
            cars=Fact(written.cars(sold), _DEALER_MEANING),
            share=Fact(written.percent(sold, whole), _DEALER_MEANING),
            first=group_name(top[0]),
            most=Fact(written.cars(top[0].cars_sold), _DEALER_MEANING),
        )
    )
    yield teller.table(
        Fact(_TEN_DEALERS, _DEALER_MEANING),
        dealer_columns(teller),
        [dealer_row(teller, place, each) for place, each in enumerate(top, 1)],
    )


def dealer_columns(teller: Teller) -> tuple[Column, ...]:
    """Give the columns of a table of dealers."""
    return tuple(
        Column(teller.word(name), share, numbers=place != 1)
        for place, (name, share) in enumerate(
            zip(DEALER_COLUMNS, DEALER_SHARES, strict=True)
        )
    )


def dealer_row(teller: Teller, place: int, dealer: TotalsGroup) -> tuple[str, ...]:
    """Give a dealer's row."""
    whole = teller.facts.totals.cars_sold
    return (
        str(place),
        teller.word(group_name(dealer)),
        str(dealer.cars_sold),
        teller.word(written.percent(dealer.cars_sold, whole)),
        written.wan(dealer.sales_fen),
    )


def row_of_all(teller: Teller) -> tuple[str, ...]:
    """Give the row of sums: cars, their share, and sales."""
    totals = teller.facts.totals
    return (
        teller.word(ALL),
        str(totals.cars_sold),
        teller.word(written.percent(totals.cars_sold, totals.cars_sold)),
        written.wan(totals.sales_fen),
    )


ALL = Text(zh="合计", en="Total")
"""The name of the row of sums."""


def _placed(name: Text, sold: int) -> Text:
    return _PLACED.filled(name=name, cars=written.cars(sold))


def _pace(teller: Teller) -> Iterator[Block]:
    facts = teller.facts
    elapsed, sold = facts.headline.days.elapsed, facts.totals.cars_sold
    busiest = max(facts.days, key=lambda each: each.cars_sold)  # the first such day
    yield teller.part(_PACE)
    said = [
        teller.runs(
            _MEAN,
            days=Fact(written.span(elapsed), _MEAN_MEANING),
            mean=Fact(written.mean(sold, elapsed), _MEAN_MEANING),
            busiest=written.day_of(busiest.key),
            most=Fact(written.cars(busiest.cars_sold), _DAY_MEANING),
        )
    ]
    if elapsed > RECENT_DAYS:
        said.append(
            teller.runs(
                _LATEST if facts.has_ended else _RECENT,
                n=Fact(_RECENT_SPAN, _DAY_MEANING),
                cars=Fact(written.cars(facts.recent_cars), _DAY_MEANING),
                mean=Fact(written.mean(facts.recent_cars, RECENT_DAYS), _DAY_MEANING),
            )
        )
    yield teller.paragraph(*said)
    yield teller.picture("daily-sales")
