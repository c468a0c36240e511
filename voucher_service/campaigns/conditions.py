"""What terms ask of the car, its buyer, its place and the car that it replaces."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from voucher_service.campaigns.values import WHOLE, Day, Frozen, Plate, Words
from voucher_service.campaigns.windows import OpenWindow
from voucher_service.campaigns.yaml_faults import told


class Bounds(Frozen):
    """A run of whole numbers, both ends included; an end not stated is open."""

    at_least: Annotated[int, Field(ge=0, le=10**6), WHOLE] | None = None
    at_most: Annotated[int, Field(ge=0, le=10**6), WHOLE] | None = None

    @model_validator(mode="after")
    def _forward(self) -> "Bounds":
        low, high = self.at_least, self.at_most
        if low is not None and high is not None and high < low:
            raise told(
                f"上限 {high} 低于下限 {low}",
                f"at_most {high} is below at_least {low}",
            )
        return self

    @property
    def is_stated(self) -> bool:
        """Tell whether either end is."""
        return self.at_least is not None or self.at_most is not None


class Buyer(Frozen):
    """Who may buy: no kind named means any, and ages are in full years."""

    kinds: tuple[Literal["person", "company"], ...] = ()
    age: Bounds = Bounds()


class Place(Frozen):
    """Where a sale must belong; what is empty asks nothing.

    ``districts`` are names of districts. A tax authority is named by the first digits
    of its code or by a part of its name. ``plates`` are the two characters of a
    place's plates, e.g. 湘G.
    """

    districts: tuple[Words, ...] = ()
    tax_authorities: tuple[Words, ...] = ()
    plates: tuple[Plate, ...] = ()


class OldRegistered(Frozen):
    """The last day by which an old car must have been registered, by its fuel.

    A fuel without a day is not covered, unless no fuel has one.
    """

    petrol: Day | None = None
    diesel: Day | None = None
    nev: Day | None = None

    @property
    def is_stated(self) -> bool:
        """Tell whether any fuel has a day."""
        return (self.petrol, self.diesel, self.nev) != (None, None, None)


class OldVehicle(Frozen):
    """The old car that must be given up for the new one."""

    disposal: tuple[Literal["scrapped", "transferred"], ...] = Field(min_length=1)
    disposed: OpenWindow = OpenWindow()
    registered_by: OldRegistered = OldRegistered()
