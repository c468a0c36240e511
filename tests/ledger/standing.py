"""Vouchers and redemptions as tests of the ledger want them."""

from datetime import UTC, datetime, timedelta

from voucher_service.ledger import decide
from voucher_service.ledger.moves import suspended, voided
from voucher_service.model.voucher_errors import BankRefusal
from voucher_service.model.vouchers import Event, Redemption, RedemptionStatus, Voucher

FACE = 150_000
MICROSECOND = timedelta(microseconds=1)
LATE = timedelta(days=3)
TTL = timedelta(minutes=15)
ISSUED = datetime(2023, 1, 10, 4, tzinfo=UTC)
EXPIRES = datetime.fromisoformat("2023-03-02T00:00:00+08:00")
"""The first instant after a last day of 2023-03-01 in Shanghai."""
NOON = datetime.fromisoformat("2023-02-01T12:00:00+08:00")


def a_voucher(**facts) -> Voucher:
    """Give a voucher of 1,500 yuan, all of it to be spent until EXPIRES."""
    face = facts.pop("face_fen", FACE)
    whole = Voucher(
        voucher_no=1,
        code="7KQ2MZ9XH4TBWC3N",
        campaign_id="test-campaign",
        sale_id="sale-1",
        face_fen=face,
        balance_fen=face,
        issued_at=ISSUED,
        expires_at=EXPIRES,
    )
    return whole._replace(**facts)


def a_redemption(
    number: int, amount_fen: int, at: datetime, ttl: timedelta | None = None
) -> Redemption:
    """Give what a bank asks for: a capture, or a lock where there is a ttl."""
    is_lock = ttl is not None
    return Redemption(
        number=number,
        redemption_id=f"rdm_{number}",
        voucher_no=1,
        voucher_code="7KQ2MZ9XH4TBWC3N",
        scope="bank:ccb-zjj",
        out_request_no=f"N{number}",
        amount_fen=amount_fen,
        status=RedemptionStatus.AUTHORIZED if is_lock else RedemptionStatus.CAPTURED,
        redeemed_at=at,
        recorded_at=at,
        lock_until=at + ttl if ttl is not None else None,
    )


class Bench:
    """A voucher with its redemptions, each asked for at an instant that is given."""

    def __init__(self, voucher: Voucher) -> None:
        self.voucher = voucher
        self.redemptions: dict[int, Redemption] = {}
        self.events: list[Event] = []

    def redeem(
        self,
        number: int,
        amount_fen: int,
        at: datetime,
        *,
        used: datetime | None = None,
    ) -> str:
        return self._redeem(
            a_redemption(number, amount_fen, at)._replace(redeemed_at=used or at), at
        )

    def lock(
        self, number: int, amount_fen: int, at: datetime, ttl: timedelta = TTL
    ) -> str:
        return self._redeem(a_redemption(number, amount_fen, at, ttl), at)

    def capture(self, number: int, at: datetime, void: str | None = None) -> str:
        def taken(voucher, redemption, now):
            return decide.capture(voucher, redemption, now, void)

        return self._change(taken, number, at)

    def cancel(self, number: int, at: datetime) -> str:
        return self._change(decide.cancel, number, at)

    def reverse(self, number: int, at: datetime) -> str:
        def other(voucher, redemption, now):
            return decide.reverse(voucher, redemption, "other", now)

        return self._change(other, number, at)

    def void(self, at: datetime) -> None:
        self._keep((voided(self.voucher, "test", at),))

    def suspend(self, at: datetime) -> None:
        self._keep((suspended(self.voucher, "test", at),))

    def _redeem(self, asked: Redemption, at: datetime) -> str:
        try:
            made, events = decide.redeem(self.voucher, asked, at, LATE)
        except BankRefusal as refusal:
            return refusal.code
        self.redemptions[made.number] = made
        self._keep(events)
        return "ok"

    def _change(self, change, number: int, at: datetime) -> str:
        try:
            made, events = change(self.voucher, self.redemptions[number], at)
        except BankRefusal as refusal:
            return refusal.code
        self.redemptions[number] = made
        self._keep(events)
        return "ok"

    def _keep(self, events: tuple[Event, ...]) -> None:
        self.events += events
        self.voucher = events[-1].after
