"""A voucher's whole life in sixty lines: what has to be answered, and no more."""

from collections import Counter
from datetime import timedelta

from voucher_service.model.vouchers import Mode, Operation

FACE, LATE, AHEAD = 150_000, timedelta(days=3), timedelta(minutes=5)
FORGOTTEN = {"VOUCHER_LOCKED", "REDEMPTION_NOT_FOUND", "PARAM_ERROR"}
SPENT = "VOUCHER_ALREADY_REDEEMED"
OVER = {"captured": SPENT, "reversed": "ALREADY_REVERSED"}


class Model:
    """Vouchers, their redemptions, and what was answered before."""

    def __init__(self, codes, issued_at, expires_at) -> None:
        self.issued_at, self.expires_at = issued_at, expires_at
        self.left, self.state = dict.fromkeys(codes, FACE), dict.fromkeys(codes, "open")
        self.held = dict.fromkeys(codes, False)
        self.takes = {}  # id: [code, fen, status, until]
        self.answered = {}  # ("key" or "number", text): (fingerprint, body)

    def remembered(self, asked):
        names = (("key", asked.key), ("number", asked.out_request_no))
        return next((self.answered[n] for n in names if n in self.answered), None)

    def judged(self, asked, now) -> str:
        self.lapse(now)
        if asked.operation is not Operation.REDEEM:
            status = self.takes.get(asked.redemption_id, [None] * 4)[2]
            is_reversal = asked.operation is Operation.REVERSE
            if status is None or status == (
                "captured" if is_reversal else "authorized"
            ):
                return "ok" if status else "REDEMPTION_NOT_FOUND"
            return OVER.get(status, "VOUCHER_NOT_ACTIVE")
        code, used = asked.voucher_code, asked.redeemed_at or now
        sums, state = self.sums(code), self.state[code]
        late = used >= self.expires_at or now >= self.expires_at + LATE
        stands_against = {
            "PARAM_ERROR": used > now + AHEAD,
            "VOUCHER_VOIDED": state == "voided",
            SPENT: sums["captured"] == FACE,
            "VOUCHER_EXPIRED": late or state == "expired",
            "VOUCHER_SUSPENDED": self.held[code],
            "VOUCHER_NOT_ACTIVE": used < self.issued_at - AHEAD,
            "ok": asked.amount_fen <= self.left[code],
            "VOUCHER_LOCKED": asked.amount_fen <= self.left[code] + sums["authorized"],
        }
        return next(
            (c for c, is_so in stands_against.items() if is_so), "AMOUNT_MISMATCH"
        )

    def keep(self, asked, its_id, now) -> None:
        if asked.operation is Operation.REDEEM:
            is_lock, fen = asked.mode is Mode.AUTHORIZE, asked.amount_fen
            status = "authorized" if is_lock else "captured"
            self.takes[its_id] = [asked.voucher_code, fen, status, now + asked.ttl]
            self.left[asked.voucher_code] -= fen
        elif asked.operation is Operation.CAPTURE:
            self.takes[its_id][2] = "captured"
        else:
            is_reversal = asked.operation is Operation.REVERSE
            self.end(self.takes[its_id], "reversed" if is_reversal else "cancelled")

    def lapse(self, now) -> None:
        for take in self.takes.values():
            if take[2] == "authorized" and take[3] <= now:
                self.end(take, "lapsed")

    def end(self, take, status) -> None:
        take[2] = status
        if self.state[take[0]] == "open":
            self.left[take[0]] += take[1]

    def sums(self, code) -> Counter:
        sums = Counter()
        for its_code, fen, status, _ in self.takes.values():
            sums[status] += fen * (its_code == code)
        return sums

    def close(self, code, state) -> None:
        self.state[code], self.left[code] = state, 0
