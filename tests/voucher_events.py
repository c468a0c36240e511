"""What banks do to vouchers, put straight into a home's events."""

from tests.feed_texts import vin
from voucher_service.model.vouchers import Event, EventKind
from voucher_service.store.voucher_reading import read_voucher
from voucher_service.store.vouchers import AppendedEvent, append_events


def spend(desk, car: int, fen: int = 150_000) -> None:
    """Redeem some of the voucher of a car, as a bank's request would."""

    def job(writing) -> None:
        writing.note("test")
        [(code,)] = writing.connection.execute(
            "SELECT code FROM vouchers WHERE vin = ?", [vin(car)]
        ).fetchall()
        voucher = read_voucher(writing.connection, code)
        after = voucher._replace(
            balance_fen=voucher.balance_fen - fen,
            captured_fen=voucher.captured_fen + fen,
            seq=voucher.seq + 1,
        )
        event = Event(EventKind.CAPTURED, fen, after, writing.recorded_at)
        append_events(writing, [AppendedEvent(event, "test")])

    desk.service.store.write("test", job)
