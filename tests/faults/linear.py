"""Is a history of concurrent requests one that could have happened one by one?

After Wing and Gong: an order is looked for that keeps to real time and in which the
pure ledger gives every answer that was given. Vouchers do not touch each other, so each
is looked at by itself.
"""

from dataclasses import dataclass
from datetime import datetime

from tests.ledger.standing import Bench, a_voucher


@dataclass(frozen=True)
class Call:
    """One request of a client: when it was sent, when answered, and what came of it.

    ``take`` names the redemption that it makes or changes.
    """

    began: float
    ended: float
    what: str
    take: int
    fen: int
    outcome: str


def linearized(calls: list[Call], at: datetime) -> list[Call] | None:
    """Give an order in which the ledger answers as was answered; None without one.

    All is taken to happen at one instant: no promise lapses and nothing expires.
    """
    calls = sorted(calls, key=lambda call: call.began)
    fresh = Bench(a_voucher(issued_at=at, expires_at=None))
    order: list[int] = []
    tried: set[tuple[frozenset[int], tuple]] = set()
    stack = [(frozenset(range(len(calls))), fresh, order)]
    while stack:
        left, bench, order = stack.pop()
        if not left:
            return [calls[number] for number in order]
        first_end = min(calls[number].ended for number in left)
        for number in sorted(left, reverse=True):
            call = calls[number]
            if call.began > first_end:
                continue
            after = _copy(bench)
            if _done(after, call, at) != call.outcome:
                continue
            rest = left - {number}
            if (rest, _state(after)) in tried:
                continue
            tried.add((rest, _state(after)))
            stack.append((rest, after, [*order, number]))
    return None


def _done(bench: Bench, call: Call, at: datetime) -> str:
    if call.what in {"redeem", "lock"}:
        return getattr(bench, call.what)(call.take, call.fen, at)
    if call.take not in bench.redemptions:
        return "REDEMPTION_NOT_FOUND"
    return getattr(bench, call.what)(call.take, at)


def _copy(bench: Bench) -> Bench:
    other = Bench(bench.voucher)
    other.redemptions = dict(bench.redemptions)
    return other


def _state(bench: Bench) -> tuple:
    statuses = ((no, made.status) for no, made in bench.redemptions.items())
    return (bench.voucher.balance_fen, bench.voucher.locked_fen, *sorted(statuses))
