"""A caption says of a chart what it shows, as of when, and on which price."""

from dataclasses import dataclass
from datetime import date, datetime

from voucher_service.model.days import SHANGHAI
from voucher_service.model.kinds import PRICE_BASIS_TEXT, PriceBasis
from voucher_service.model.modes import Mode
from voucher_service.model.slices import WHOLE, Slice
from voucher_service.model.text import Language, Text

_TO_THE_MINUTE = len("2023-01-10 18:00")

SYNTHETIC = Text(zh="合成数据 synthetic data", en="合成数据 synthetic data")
"""The mark of made-up data reads the same to every reader."""

_SOURCE = Text(
    zh="数据截至 {as_of} · 入库截至 {known_at} 北京时间<br>"
    "价格口径 {basis} · 来源：经销商上报",
    en="Data to {as_of} · known at {known_at} UTC+8<br>"
    "Price basis: {basis} · source: dealers' reports",
)
_FEEDS_SOURCE = Text(
    zh="入库截至 {known_at} 北京时间<br>来源：收件记录",
    en="Known at {known_at} UTC+8<br>Source: records of files received",
)
_VOUCHERS_SOURCE = Text(
    zh="数据截至 {as_of} · 入库截至 {known_at} 北京时间<br>"
    "来源：发券记录、银行核销记录",
    en="Data to {as_of} · known at {known_at} UTC+8<br>"
    "Source: vouchers issued and banks' redemptions",
)
_MONEY_SOURCE = Text(
    zh="数据截至 {as_of} · 入库截至 {known_at} 北京时间<br>"
    "来源：条款、资格认定、发券与核销记录",
    en="Data to {as_of} · known at {known_at} UTC+8<br>"
    "Source: terms, decisions, vouchers and redemptions",
)
_SPAN_SOURCE = Text(
    zh="{since} → {known_at} 北京时间<br>"
    "数据截至 {as_of} · 价格口径 {basis} · 来源：经销商上报",
    en="Known at {since} → {known_at} UTC+8<br>"
    "Data to {as_of} · {basis} · source: dealers' reports",
)


@dataclass(frozen=True)
class TierMark:
    """Where tiers of prices begin, and what each of them earns."""

    first_fen: int
    earns: tuple[Text, ...]


@dataclass(frozen=True)
class Caption:
    """What stands around a figure: campaign, both clocks, price basis, language.

    ``known_at`` is an instant with an offset; it is shown in Asia/Shanghai time. So is
    ``since``, of a figure that leads from one instant to another. ``part`` says which
    sales alone are drawn, ``mode`` in which light. ``tiers`` are where the terms' tiers
    begin, in order of prices.
    """

    campaign: Text
    as_of: date
    known_at: datetime
    price_basis: PriceBasis
    price_floor_fen: int
    sales_from: date
    sales_to: date
    synthetic: bool
    language: Language
    since: datetime | None = None
    part: Slice = WHOLE
    mode: Mode = Mode.LIGHT
    tiers: tuple[TierMark, ...] = ()

    def say(self, text: Text) -> str:
        """Give a text in the caption's language."""
        return text.of(self.language)

    @property
    def subject(self) -> str:
        """Name the campaign, and the part of it that alone is drawn."""
        names = [self.say(self.campaign)]
        if not self.part.is_whole:
            names.append(self.say(self.part.words))
        return " · ".join(names)

    @property
    def basis(self) -> str:
        """Name the price the amounts are counted on."""
        return self.say(PRICE_BASIS_TEXT[self.price_basis])

    @property
    def source_line(self) -> str:
        """Say until when, known when, on which price and from whom, in two lines."""
        return self.say(_SOURCE).format(
            as_of=self.as_of.isoformat(),
            known_at=self._known_at,
            basis=self.basis,
        )

    @property
    def feeds_line(self) -> str:
        """Say known when and from what, of figures that no day or price bounds."""
        return self.say(_FEEDS_SOURCE).format(known_at=self._known_at)

    @property
    def vouchers_line(self) -> str:
        """Say until when and known when, of figures of vouchers: they have no price."""
        return self.say(_VOUCHERS_SOURCE).format(
            as_of=self.as_of.isoformat(), known_at=self._known_at
        )

    @property
    def money_line(self) -> str:
        """Say until when, known when and from what, of where the money is."""
        return self.say(_MONEY_SOURCE).format(
            as_of=self.as_of.isoformat(), known_at=self._known_at
        )

    @property
    def span_line(self) -> str:
        """Say between which instants, as of which day and on which price."""
        return self.say(_SPAN_SOURCE).format(
            since=_shanghai(self.since or self.known_at),
            known_at=self._known_at,
            as_of=self.as_of.isoformat(),
            basis=self.basis,
        )

    @property
    def ends(self) -> tuple[str, str]:
        """Give both instants to the minute, or where need be to the second."""
        first, last = _shanghai(self.since or self.known_at), self._known_at
        minutes = first[:_TO_THE_MINUTE], last[:_TO_THE_MINUTE]
        return (first, last) if minutes[0] == minutes[1] else minutes

    @property
    def _known_at(self) -> str:
        return _shanghai(self.known_at)


def _shanghai(instant: datetime) -> str:
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
