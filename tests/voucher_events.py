"""What banks do to vouchers, put straight into a home's events."""

from tests.feed_texts import vin


def spend(desk, car: int, fen: int = 150_000) -> None:
    """Redeem some of the voucher of a car, as a bank's request would."""

    def job(writing) -> None:
        writing.note("test")
        writing.connection.execute(
            "INSERT INTO voucher_events BY NAME SELECT * REPLACE ("
            " (SELECT max(event_no) + 1 FROM voucher_events) AS event_no,"
            " voucher_seq + 1 AS voucher_seq, 'captured' AS kind, $fen AS amount_fen,"
            " NULL AS reason, balance_fen - $fen AS balance_fen,"
            " captured_fen + $fen AS captured_fen, $stamp AS recorded_at)"
            " FROM voucher_events WHERE voucher_no ="
            " (SELECT voucher_no FROM vouchers WHERE vin = $vin)"
            " ORDER BY event_no DESC LIMIT 1",
            {"fen": fen, "stamp": writing.stamp, "vin": vin(car)},
        )

    desk.service.store.write("test", job)
