"""May this redemption be made? Pure: a voucher and a request in, events or why not out.

Every function first gives up the promises whose time has passed, so that a request is
judged at its own instant whatever ran before.
"""

from datetime import datetime, timedelta

from voucher_service.ledger.moves import (
    captured,
    captured_of_lock,
    clawed_back,
    lapsed,
    locked,
    released,
    reversed_,
)
from voucher_service.ledger.pieces import pieces_for
from voucher_service.model.money import yuan_text
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import (
    AlreadyReversed,
    AmountMismatch,
    BankRefusal,
    VoucherAlreadyRedeemed,
    VoucherExpired,
    VoucherLocked,
    VoucherNotActive,
    VoucherSuspended,
    VoucherVoided,
)
from voucher_service.model.vouchers import (
    Event,
    Lock,
    Redemption,
    RedemptionStatus,
    Voucher,
    VoucherState,
    VoucherStatus,
)

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far a bank's clock, or one that was set, may be from the writer's."""
CAME_BACK = "sale_cancelled"
NOT_REISSUED = "not_reissued"
RESOLD = "sold_to_another"
_RETURNS = frozenset({CAME_BACK, NOT_REISSUED, RESOLD})
BANK_NOT_IN_CAMPAIGN = Text(
    zh="该券所属活动的合作银行不包括贵行",
    en="this bank takes no part in the voucher's campaign",
)


def redeem(
    voucher: Voucher, asked: Redemption, now: datetime, late: timedelta
) -> tuple[Redemption, tuple[Event, ...]]:
    """Redeem a part or all of a voucher, or promise it where a lock is asked for.

    ``asked`` has status captured, or authorized with ``lock_until``. A redemption made
    in time may arrive up to ``late`` after the voucher's last day. Raises BankRefusal.
    """
    events = lapsed(voucher, now)
    voucher = events[-1].after if events else voucher
    _hold_to_state(voucher, asked, now, late)
    _hold_to_money(voucher, asked, now)
    if voucher.pieces_left is not None:
        asked = asked._replace(pieces=_pieces(voucher, asked, now))
    is_lock = asked.status is RedemptionStatus.AUTHORIZED
    event = (locked if is_lock else captured)(voucher, asked, now)
    return asked, (*events, event)


def capture(
    voucher: Voucher, redemption: Redemption, now: datetime, void: str | None = None
) -> tuple[Redemption, tuple[Event, ...]]:
    """Take what a redemption was promised, once. Raises BankRefusal.

    A promise is kept though the voucher was suspended, voided or expired meanwhile.
    What is taken of one voided for ``void`` is to be repaid as what was spent before
    is: where nothing was, if the car came back.
    """
    events, voucher, _ = _of_lock(voucher, redemption, now)
    events = (*events, captured_of_lock(voucher, redemption, now))
    came_back = void in _RETURNS and voucher.captured_fen == 0
    if voucher.state is VoucherState.VOIDED and (voucher.clawed_fen or came_back):
        after, reason = events[-1].after, void or CAME_BACK
        events = (*events, clawed_back(after, redemption.amount_fen, reason, now))
    return redemption._replace(status=RedemptionStatus.CAPTURED), events


def cancel(
    voucher: Voucher, redemption: Redemption, now: datetime
) -> tuple[Redemption, tuple[Event, ...]]:
    """Give up what a redemption was promised, once. Raises BankRefusal."""
    events, voucher, lock = _of_lock(voucher, redemption, now)
    event = released(voucher, lock, "cancelled", now)
    cancelled = redemption._replace(status=RedemptionStatus.CANCELLED)
    return cancelled, (*events, event)


def reverse(
    voucher: Voucher, redemption: Redemption, reason: str, now: datetime
) -> tuple[Redemption, tuple[Event, ...]]:
    """Give a captured redemption back, once. Raises BankRefusal."""
    if redemption.status is RedemptionStatus.REVERSED:
        raise AlreadyReversed(
            Text(
                zh=f"核销 {redemption.redemption_id} 此前已冲正",
                en=f"redemption {redemption.redemption_id} was reversed before",
            ),
            remedy=Text(
                zh="无须再次冲正；误冲正的请重新核销",
                en="there is nothing more to reverse; to undo it redeem again",
            ),
            voucher_state=voucher.status_at(now),
            redemption=redemption.redemption_id,
        )
    if redemption.status is not RedemptionStatus.CAPTURED:
        raise _not_captured(voucher, redemption, now)
    events = lapsed(voucher, now)
    voucher = events[-1].after if events else voucher
    event = reversed_(voucher, redemption, reason, now)
    return redemption._replace(status=RedemptionStatus.REVERSED), (*events, event)


def status_now(redemption: Redemption, now: datetime) -> RedemptionStatus:
    """Give a redemption's status at an instant: a promise lapses by itself."""
    until = redemption.lock_until
    is_locked = redemption.status is RedemptionStatus.AUTHORIZED
    if is_locked and until is not None and until <= now:
        return RedemptionStatus.LAPSED
    return redemption.status


def spendable(voucher: Voucher, now: datetime) -> int:
    """Give what can be spent of a voucher at an instant, in fen."""
    if voucher.state is not VoucherState.OPEN:
        return 0
    over = sum(lock.amount_fen for lock in voucher.locks if lock.until <= now)
    return voucher.balance_fen + over


def standing_against(
    voucher: Voucher, redeemed_at: datetime, now: datetime, late: timedelta
) -> BankRefusal | None:
    """Give what stands against spending a voucher, leaving the amount aside."""
    state = voucher.status_at(now)
    if state is VoucherStatus.REDEEMED:
        told = Text(zh="该券已全部核销", en="the voucher has been redeemed in full")
        error = VoucherAlreadyRedeemed(told, voucher_state=state)
        error.spent_by = voucher.spent_by
        return error
    if voucher.state is VoucherState.VOIDED:
        told = Text(zh="该券已作废，不能使用", en="the voucher was voided")
        return VoucherVoided(told, voucher_state=state)
    if _is_too_late(voucher, redeemed_at, now, late):
        told = Text(zh="该券已过有效期", en="the voucher's last day has passed")
        return VoucherExpired(told, voucher_state=state)
    if voucher.held:
        told = Text(
            zh="该券已暂停使用，所涉销售正在核实",
            en="the voucher is suspended: its sale is being looked into",
        )
        return VoucherSuspended(told, voucher_state=state)
    issued_at = voucher.issued_at - CLOCKS_DIFFER
    if redeemed_at < max(issued_at, voucher.starts_at or issued_at):
        told = Text(
            zh="使用时间早于该券的生效时间",
            en="the time of use lies before the voucher's first instant",
        )
        return VoucherNotActive(told, field="redeemed_at", voucher_state=state)
    return None


def _hold_to_state(
    voucher: Voucher, asked: Redemption, now: datetime, late: timedelta
) -> None:
    error = standing_against(voucher, asked.redeemed_at, now, late)
    if error is not None:
        raise error


def _is_too_late(
    voucher: Voucher, redeemed_at: datetime, now: datetime, late: timedelta
) -> bool:
    if voucher.state is VoucherState.EXPIRED or voucher.has_expired(redeemed_at):
        return True
    return voucher.has_expired(now) and voucher.has_expired(now - late)


def _hold_to_money(voucher: Voucher, asked: Redemption, now: datetime) -> None:
    if asked.amount_fen <= voucher.balance_fen:
        return
    if asked.amount_fen <= voucher.balance_fen + voucher.locked_fen:
        raise _promised(voucher, now)
    balance = yuan_text(voucher.balance_fen)
    raise AmountMismatch(
        Text(
            zh=f"核销金额超过券的余额 {balance} 元",
            en=f"the amount is more than the balance of {balance} yuan",
        ),
        voucher_state=voucher.status_at(now),
        field="amount",
    )


def _promised(voucher: Voucher, now: datetime) -> VoucherLocked:
    """Say that what is asked for is promised, and when to ask again."""
    until = max(lock.until for lock in voucher.locks)
    error = VoucherLocked(
        Text(
            zh="该券的余额已被另一笔预授权冻结",
            en="the balance is promised to another redemption",
        ),
        remedy=Text(
            zh="待其请款、撤销或失效后用同一流水号重试",
            en="send the same request again once that one is over",
        ),
        voucher_state=voucher.status_at(now),
    )
    error.spent_by = voucher.locks[-1].redemption_no
    error.retry_after = max(1, int((until - now).total_seconds()) + 1)
    return error


def _pieces(
    voucher: Voucher, asked: Redemption, now: datetime
) -> tuple[int, ...] | None:
    if voucher.pieces_left is None:
        return None
    taken = pieces_for(asked.amount_fen, voucher.pieces_left)
    if taken is None:
        promised = [piece for lock in voucher.locks for piece in lock.pieces or ()]
        if pieces_for(asked.amount_fen, (*voucher.pieces_left, *promised)) is not None:
            raise _promised(voucher, now)
        left = ", ".join(yuan_text(piece) for piece in voucher.pieces_left)
        raise AmountMismatch(
            Text(
                zh=f"该券须整张使用，剩余各张面额：{left} 元",
                en=f"its pieces are spent whole; those left: {left} yuan",
            ),
            voucher_state=voucher.status_at(now),
            field="amount",
        )
    return taken


def _of_lock(
    voucher: Voucher, redemption: Redemption, now: datetime
) -> tuple[tuple[Event, ...], Voucher, Lock]:
    """Give a redemption's promise, those that are over given up before."""
    events = lapsed(voucher, now)
    voucher = events[-1].after if events else voucher
    mine = [lock for lock in voucher.locks if lock.redemption_no == redemption.number]
    if not mine:
        raise _not_locked(voucher, redemption, now)
    return events, voucher, mine[0]


def _not_locked(voucher: Voucher, redemption: Redemption, now: datetime) -> BankRefusal:
    status = status_now(redemption, now)
    state, its_id = voucher.status_at(now), redemption.redemption_id
    if status is RedemptionStatus.CAPTURED:
        told = Text(zh="该笔核销已完成", en="this redemption has been captured")
        return VoucherAlreadyRedeemed(told, voucher_state=state, redemption=its_id)
    if status is RedemptionStatus.REVERSED:
        told = Text(zh="该笔核销已冲正", en="this redemption has been reversed")
        return AlreadyReversed(told, voucher_state=state, redemption=its_id)
    told = Text(
        zh="该笔预授权已撤销或已失效",
        en="this authorization was cancelled or has lapsed",
    )
    return VoucherNotActive(told, voucher_state=state, redemption=its_id)


def _not_captured(
    voucher: Voucher, redemption: Redemption, now: datetime
) -> BankRefusal:
    status = status_now(redemption, now)
    state, its_id = voucher.status_at(now), redemption.redemption_id
    if status is RedemptionStatus.AUTHORIZED:
        told = Text(
            zh="该笔核销只有预授权，尚未请款",
            en="this redemption is only authorized, nothing was taken",
        )
        hint = Text(zh="请改用 /cancel 撤销预授权", en="cancel it instead: /cancel")
        return VoucherNotActive(
            told, remedy=hint, voucher_state=state, redemption=its_id
        )
    return _not_locked(voucher, redemption, now)
