"""What an eligible sale earns: a voucher, by tiers of price, with bonuses on top."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from voucher_service.campaigns.values import (
    NOT_ZERO,
    WHOLE,
    Day,
    EarnedYuan,
    EnergyWord,
    Flag,
    Frozen,
    Name,
    OldFuelWord,
    PositiveYuan,
    Yuan,
    energy_kinds,
    fen,
    number_schema,
    written_as_number,
)
from voucher_service.campaigns.yaml_faults import told
from voucher_service.model.days import SHANGHAI
from voucher_service.model.kinds import Energy

BASIS_POINTS = 10_000
VoucherKind = Literal["fuel", "general", "shopping", "cash"]


def _whole_basis_points(percent: Decimal) -> Decimal:
    if percent * 100 != int(percent * 100):
        raise PydanticCustomError("finer_than_basis_point", "finer than 0.01 %")
    return percent.quantize(Decimal("0.01"))


Percent = Annotated[
    Decimal,
    Field(gt=0, le=100),
    BeforeValidator(written_as_number),
    AfterValidator(_whole_basis_points),
    number_schema(
        {"exclusiveMinimum": 0},
        100,
        rf"{NOT_ZERO}0*([0-9]{{1,2}}(\.[0-9]{{1,2}})?|100(\.00?)?)$",
    ),
]
"""A share of the price in percent, with at most two decimals."""


class Voucher(Frozen):
    """The voucher: of which kind, how much, in which pieces and until when.

    ``face_yuan`` is stated unless tiers say the amount. ``nev_kind`` is the kind for
    new-energy cars where it differs. ``pieces_yuan`` are the faces of the pieces it is
    split into, none for one piece; ``piece_yuan`` is the face of each where all are
    alike, however many. With ``partial_use`` a piece may be spent in parts; where it is
    not said a fuel voucher without pieces is, because any sum is filled at a pump.
    ``valid_days`` counts the day of issue as the first; ``valid_until`` is the last
    day; of both the earlier holds.
    """

    kind: VoucherKind
    face_yuan: EarnedYuan | None = None
    nev_kind: VoucherKind | None = None
    pieces_yuan: tuple[Yuan, ...] = ()
    piece_yuan: PositiveYuan | None = None
    partial_use: Flag | None = None
    valid_days: Annotated[int, Field(ge=1, le=3660), WHOLE] | None = None
    valid_until: Day | None = None

    @property
    def face_fen(self) -> int | None:
        """Give the face value in fen; None where tiers say it."""
        return fen(self.face_yuan)

    @property
    def piece_fen(self) -> int | None:
        """Give the face of each piece in fen where all are alike."""
        return fen(self.piece_yuan)

    @property
    def spent_in_parts(self) -> bool:
        """Tell whether any part of it can be spent, else it is spent whole by piece."""
        return self.in_parts(self.kind)

    def in_parts(self, kind: VoucherKind) -> bool:
        """Tell whether any part can be spent of a voucher issued as of some kind."""
        if self.partial_use is not None:
            return self.partial_use
        return kind == "fuel" and not self.pieces_yuan and self.piece_yuan is None

    def pieces_fen(self, kind: VoucherKind, amount_fen: int) -> tuple[int, ...] | None:
        """Give the pieces of an amount in fen, each spent whole; None: in any parts.

        The pieces stated hold where they add up to the amount, else it is one piece. Of
        pieces that are all alike the last is what is left.
        """
        if self.in_parts(kind):
            return None
        stated = tuple(fen(piece) or 0 for piece in self.pieces_yuan)
        if sum(stated) == amount_fen:
            return stated
        if self.piece_fen is None:
            return (amount_fen,)
        count, rest = divmod(amount_fen, self.piece_fen)
        return (self.piece_fen,) * count + ((rest,) if rest else ())

    def last_day(self, issued_on: date) -> date | None:
        """Give the last day on which a voucher issued on a day can be spent."""
        ends = [self.valid_until] if self.valid_until else []
        if self.valid_days is not None:
            ends.append(issued_on + timedelta(days=self.valid_days - 1))
        return min(ends, default=None)

    def expires_at(self, issued_on: date) -> datetime | None:
        """Give the first instant at which it can no longer be spent.

        The last day is included whole, in Asia/Shanghai: it ends at midnight there.
        """
        last = self.last_day(issued_on)
        if last is None:
            return None
        return datetime.combine(last + timedelta(days=1), time.min, SHANGHAI)


class Tier(Frozen):
    """A run of prices and what it earns: a flat amount, or a share with a cap.

    Each bound says for itself whether it is included: ``at_least_yuan`` and
    ``at_most_yuan`` are, ``above_yuan`` and ``below_yuan`` are not. No bound is open.
    With ``energy`` the tier is for these kinds alone; with ``old_fuel`` for cars that
    replace an old car of such a fuel alone.
    """

    name: Name
    energy: tuple[EnergyWord, ...] = ()
    old_fuel: tuple[OldFuelWord, ...] = ()
    at_least_yuan: Yuan | None = None
    above_yuan: Yuan | None = None
    below_yuan: Yuan | None = None
    at_most_yuan: Yuan | None = None
    amount_yuan: EarnedYuan | None = None
    percent: Percent | None = None
    cap_yuan: EarnedYuan | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Tier":
        if self.at_least_yuan is not None and self.above_yuan is not None:
            raise told(
                "at_least_yuan 与 above_yuan 只能写一个",
                "state one of at_least_yuan and above_yuan",
            )
        if self.below_yuan is not None and self.at_most_yuan is not None:
            raise told(
                "below_yuan 与 at_most_yuan 只能写一个",
                "state one of below_yuan and at_most_yuan",
            )
        if (self.amount_yuan is None) == (self.percent is None):
            raise told(
                "amount_yuan（定额）与 percent（比例）必须且只能写一个",
                "state one of amount_yuan and percent",
            )
        if self.cap_yuan is not None and self.percent is None:
            raise told(
                "cap_yuan 只用于比例补贴", "cap_yuan belongs to a tier with a percent"
            )
        if self.first_fen > self.last_fen:
            raise told(
                "这一档的价格区间为空：上限低于下限",
                "the tier holds no price: it ends below its start",
            )
        return self

    @property
    def kinds(self) -> tuple[Energy, ...]:
        """Give the kinds of energy the tier is for; none means all."""
        return energy_kinds(self.energy)

    @property
    def first_fen(self) -> int:
        """Give the lowest price inside the tier."""
        above = fen(self.above_yuan)
        return above + 1 if above is not None else fen(self.at_least_yuan) or 0

    @property
    def last_fen(self) -> int:
        """Give the highest price inside the tier."""
        below, at_most = fen(self.below_yuan), fen(self.at_most_yuan)
        if below is not None:
            return below - 1
        return NO_END if at_most is None else at_most

    @property
    def amount_fen(self) -> int | None:
        """Give the flat amount; None for a share of the price."""
        return fen(self.amount_yuan)

    @property
    def cap_fen(self) -> int | None:
        """Give the most that a share of the price comes to, where it has a cap."""
        return fen(self.cap_yuan)

    @property
    def most_fen(self) -> int | None:
        """Give the most that one sale of the tier earns; None without a bound."""
        return self.cap_fen if self.amount_yuan is None else self.amount_fen

    @property
    def basis_points(self) -> int | None:
        """Give the share in hundredths of a percent; None for a flat amount."""
        return None if self.percent is None else int(self.percent * 100)


NO_END = 10**14 + 1
"""A price in fen beyond any that terms can name."""


class Bonus(Frozen):
    """An amount on top for certain cars: all that is stated must hold."""

    name: Name
    energy: tuple[EnergyWord, ...] = ()
    disposal: Literal["scrapped", "transferred"] | None = None
    amount_yuan: EarnedYuan

    @property
    def kinds(self) -> tuple[Energy, ...]:
        """Give the kinds of energy it is for; none means all."""
        return energy_kinds(self.energy)

    @property
    def amount_fen(self) -> int:
        """Give the amount in fen."""
        return fen(self.amount_yuan) or 0
