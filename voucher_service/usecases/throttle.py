"""A token may ask so often, and name so many vouchers that do not exist."""

import math
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from voucher_service.model.access_errors import FrequencyLimited
from voucher_service.model.reports import Principal
from voucher_service.model.text import Text

RATE_PER_SECOND: Final = 5_000.0
BURST: Final = 10_000
UNKNOWN_CODES: Final = 20
GUESS_WINDOW: Final = timedelta(minutes=10)
SAVES_PER_SECOND: Final = 0.2
SAVES_BURST: Final = 30


class Rates:
    """A bucket of tokens for each caller: one is spent a request, time fills it.

    Callers are known by token, so there are as many buckets as tokens that were used.
    """

    def __init__(self, per_second: float = RATE_PER_SECOND, burst: int = BURST) -> None:
        self._per_second = per_second
        self._burst = float(burst)
        self._buckets: dict[str, tuple[float, float]] = {}
        self._guard = threading.Lock()

    def take(self, caller: str, now: float) -> None:
        """Spend one of a caller's. Raises FrequencyLimited where none is left.

        ``now`` is in seconds of any clock that does not go back.
        """
        with self._guard:
            left, since = self._buckets.get(caller, (self._burst, now))
            now = max(now, since)
            left = min(self._burst, left + (now - since) * self._per_second)
            if left >= 1:
                self._buckets[caller] = (left - 1, now)
                return
            self._buckets[caller] = (left, now)
        raise _too_often((1 - left) / self._per_second)


class Guesses:
    """Counts the vouchers that do not exist by who named them, for a while each."""

    def __init__(
        self, most: int = UNKNOWN_CODES, window: timedelta = GUESS_WINDOW
    ) -> None:
        self._most = most
        self._window = window
        self._noted: dict[str, deque[datetime]] = {}
        self._guard = threading.Lock()

    def note(self, principal: Principal, now: datetime) -> None:
        """Count a voucher that does not exist."""
        with self._guard:
            noted = self._noted.setdefault(_caller(principal), deque(maxlen=self._most))
            noted.append(now)

    def check(self, principal: Principal, now: datetime) -> None:
        """Raise FrequencyLimited for who named too many, until the first is old."""
        if not self._noted:
            return
        with self._guard:
            noted = self._noted.get(_caller(principal))
            while noted and noted[0] + self._window <= now:
                noted.popleft()
            if not noted:
                self._noted.pop(_caller(principal), None)
                return
            if len(noted) < self._most:
                return
            left = noted[0] + self._window - now
        raise _too_many_guesses(left.total_seconds())


@dataclass(frozen=True)
class Throttle:
    """How often callers may ask, save what they ask, and guess."""

    rates: Rates = field(default_factory=Rates)
    guesses: Guesses = field(default_factory=Guesses)
    saves: Rates = field(default_factory=lambda: Rates(SAVES_PER_SECOND, SAVES_BURST))


def _caller(principal: Principal) -> str:
    return principal.token_id or f"{principal.role.value}:{principal.name}"


def _too_often(seconds: float) -> FrequencyLimited:
    return FrequencyLimited(
        Text(
            zh="请求过于频繁，本次请求未处理",
            en="this token asks too often; the request was not looked at",
        ),
        remedy=Text(
            zh="按 Retry-After 等待后以同样的内容重发",
            en="wait as Retry-After says and send the same again",
        ),
        retry_after=max(1, math.ceil(seconds)),
    )


def _too_many_guesses(seconds: float) -> FrequencyLimited:
    return FrequencyLimited(
        Text(
            zh="该令牌查询了过多不存在的券码，暂停受理",
            en="this token named too many vouchers that do not exist; it has to wait",
        ),
        remedy=Text(
            zh="核对券码；按 Retry-After 等待后再试",
            en="check the codes, and try again when Retry-After has passed",
        ),
        retry_after=max(1, math.ceil(seconds)),
    )
