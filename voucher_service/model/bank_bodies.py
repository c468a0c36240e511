"""What banks send: bodies of requests, held to their form before anything is judged."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from voucher_service.model.text import Text
from voucher_service.model.vouchers import Mode, ReversalReason

MOST_FEN = 10**12
_NO_OFFSET = Text(
    zh="时间应为带时区的 RFC 3339 格式，例如 2023-01-10T18:00:00+08:00",
    en="A time is written as RFC 3339 with its offset: 2023-01-10T18:00:00+08:00",
)


def _read_time(value: object) -> object:
    """Read an instant that carries its offset; anything else is no time."""
    if value is None or isinstance(value, datetime):
        return value
    if isinstance(value, str) and len(value) > len("2023-01-10"):
        try:
            instant = datetime.fromisoformat(value)
            if instant.tzinfo is not None:
                return instant.astimezone(UTC)
        except (ValueError, OverflowError):
            pass  # an hour 25 is as unreadable as a word
    context = {"zh": _NO_OFFSET.zh, "en": _NO_OFFSET.en, "choices": ()}
    raise PydanticCustomError("bad_time", "{en}", context)


OutRequestNo = Annotated[
    str,
    Field(
        pattern=r"^[0-9A-Za-z_.:/@|*-]{1,64}$",
        description="银行流水号，永久唯一 · the bank's own number, unique for ever",
        examples=["ZJJ20230110000001"],
    ),
]
Place = Annotated[str, Field(min_length=1, max_length=64)]
Time = Annotated[
    datetime,
    BeforeValidator(_read_time),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Amount(_Body):
    """An amount in integer fen."""

    total: Annotated[
        int,
        Field(
            strict=True,
            ge=1,
            le=MOST_FEN,
            description="单位分 · fen",
            examples=[50_000],
        ),
    ]
    currency: Literal["CNY"]


class RedeemBody(_Body):
    """A redemption: of which voucher, how much, where and when.

    ``capture`` takes the money at once; ``authorize`` promises it for ``ttl_seconds``.
    """

    voucher_code: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            description="券码，不分大小写，可含空格和连字符 · in any case, with blanks "
            "or hyphens",
            examples=["7KQ2MZ9XH4TBWC3N"],
        ),
    ]
    amount: Amount
    out_request_no: OutRequestNo
    mode: Mode = Mode.CAPTURE
    redeemed_at: Time | None = Field(
        None,
        description="交易时间，默认为受理时间 · when it was used; by default now",
        examples=["2023-01-10T18:00:00+08:00"],
    )
    station: Place | None = Field(
        None, description="加油站或网点 · the station", examples=["ZJJ-S01"]
    )
    terminal: Place | None = Field(
        None, description="终端号 · the terminal", examples=["POS-0007"]
    )
    ttl_seconds: Annotated[int, Field(strict=True, ge=1, le=900)] | None = Field(
        None,
        description="预授权有效秒数，至多 900（默认）· how long an authorization holds",
    )


class ReverseBody(_Body):
    """That a captured redemption is given back, and why."""

    out_request_no: OutRequestNo
    reason: ReversalReason


class ValidateBody(_Body):
    """What is asked of a voucher: nothing, or whether it is good for an amount."""

    amount: Amount | None = None


class NoBody(_Body):
    """A request that says all it has to say by its address."""
