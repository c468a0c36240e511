"""Runs of business days, both ends included, in Asia/Shanghai."""

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from voucher_service.campaigns.values import Day, Frozen


def _hold_forward(start: Day | None, end: Day | None) -> None:
    if start is not None and end is not None and end < start:
        raise PydanticCustomError(
            "window_reversed",
            "the window ends before it starts",
            {"start": str(start), "end": str(end)},
        )


class Window(Frozen):
    """A run of business days, both ends included."""

    start: Day = Field(alias="from")
    end: Day = Field(alias="to")

    @model_validator(mode="after")
    def _forward(self) -> "Window":
        _hold_forward(self.start, self.end)
        return self


class OpenWindow(Frozen):
    """A run of business days, both ends included; an end not stated is open."""

    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _forward(self) -> "OpenWindow":
        _hold_forward(self.start, self.end)
        return self

    @property
    def is_stated(self) -> bool:
        """Tell whether either end is."""
        return self.start is not None or self.end is not None


class Windows(Frozen):
    """The days that count beside the invoice's, which is the ``sales_window``.

    ``contract`` is the day of the order or contract, ``registration`` that of the
    plate, ``application`` that of the claim (where a feed states none, the day on which
    the sale was first reported), ``redemption`` those on which vouchers are spent.
    """

    contract: OpenWindow = OpenWindow()
    registration: OpenWindow = OpenWindow()
    application: OpenWindow = OpenWindow()
    redemption: OpenWindow = OpenWindow()
