"""A person suspends, resumes or voids a voucher; who did and why is kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from voucher_service.ledger.codes import normal_code
from voucher_service.ledger.follow import Bearing, Standing
from voucher_service.ledger.moves import clawed_back, resumed, suspended, voided
from voucher_service.model.errors import BadParameter, RefusedByRule
from voucher_service.model.kinds import Outcome
from voucher_service.model.text import Text
from voucher_service.model.voucher_reports import VoucherDetail
from voucher_service.model.vouchers import (
    STATUS_TEXT,
    Event,
    Operation,
    Voucher,
    VoucherState,
)
from voucher_service.store.database import Writing
from voucher_service.store.following import follow_one
from voucher_service.store.voucher_reading import read_voucher
from voucher_service.store.vouchers import AppendedEvent, append_events
from voucher_service.usecases.answer_once import answer_once
from voucher_service.usecases.bank_requests import BankAnswer
from voucher_service.usecases.follow_decisions import bearings_on, standing_of
from voucher_service.usecases.receive_feed import shown_name
from voucher_service.usecases.redeem import Asker
from voucher_service.usecases.service import Service
from voucher_service.usecases.show_vouchers import (
    no_such_voucher,
    show_voucher,
    voucher_detail,
)

LONGEST_REASON = 500


@dataclass(frozen=True)
class Change:
    """What a person does to a voucher: who, and on what grounds.

    ``claw_back`` claims what was spent of a voucher that is voided.
    """

    operation: Operation
    code: str
    who: str
    why: str
    claw_back: bool = False


def change_voucher(service: Service, change: Change) -> VoucherDetail:
    """Suspend, resume or void a voucher, and give it as it then stands.

    ID and phone numbers in the grounds are masked. Raises NotFound, BadParameter
    without a name or grounds, and RefusedByRule where it cannot be.
    """
    check_words(change)

    def job(writing: Writing) -> None:
        change_in(writing, change)

    service.store.write(f"voucher-{change.operation.value}", job)
    return show_voucher(service, change.code)


def change_once(service: Service, change: Change, asker: Asker) -> BankAnswer:
    """Change a voucher once for an asker's key, as ``change_voucher`` does.

    Raises IdempotencyKeyReused for a key of another request.
    """
    check_words(change)

    def work(writing: Writing) -> VoucherDetail:
        change_in(writing, change)
        return voucher_detail(writing.connection, change.code, writing.recorded_at)

    asked = (normal_code(change.code), change.why, change.claw_back)
    return answer_once(service, asker, change.operation, asked, work)


def change_in(writing: Writing, change: Change) -> None:
    """Change a voucher within a transaction under way."""
    voucher = read_voucher(writing.connection, normal_code(change.code))
    if voucher is None:
        raise no_such_voucher(change.code)
    why = shown_name(change.why.strip())
    if change.operation is Operation.SUSPEND:
        events = _suspended(voucher, why, writing)
    elif change.operation is Operation.VOID:
        events = tuple(_voided(voucher, change, why, writing))
    else:
        events = _resumed(voucher, why, writing)
    who = f"person:{change.who.strip()}"
    append_events(writing, [AppendedEvent(event, who) for event in events])
    writing.note(f"voucher-{change.operation.value}", voucher.code, who=who, why=why)


def check_words(change: Change) -> None:
    """Raise BadParameter where a name or grounds are missing or too long."""
    for name, words in (("who", change.who), ("why", change.why)):
        if not words.strip() or len(words) > LONGEST_REASON:
            raise BadParameter(
                Text(
                    zh=f"{name} 必须填写，最长 {LONGEST_REASON} 字",
                    en=f"{name} must be given, in {LONGEST_REASON} characters at most",
                ),
                remedy=Text(
                    zh="写明由谁操作、依据什么",
                    en="say who does it and on what grounds",
                ),
            )


def _suspended(voucher: Voucher, why: str, writing: Writing) -> tuple[Event, ...]:
    if voucher.state is not VoucherState.OPEN:
        raise _refused(voucher, writing, "暂停", "suspended")
    return (suspended(voucher, why, writing.recorded_at),)


def _voided(
    voucher: Voucher, change: Change, why: str, writing: Writing
) -> Iterator[Event]:
    """Void what is left; of one that is over only what was spent can be claimed."""
    now, claim = writing.recorded_at, voucher.captured_fen - voucher.clawed_fen
    wants_claim = change.claw_back and claim > 0
    if voucher.state is not VoucherState.OPEN and not wants_claim:
        raise _refused(voucher, writing, "作废", "voided")
    if voucher.state is VoucherState.OPEN:
        event = voided(voucher, why, now)
        voucher = event.after
        yield event
    if wants_claim:
        yield clawed_back(voucher, claim, why, now)


def _resumed(voucher: Voucher, why: str, writing: Writing) -> tuple[Event, ...]:
    if voucher.state is not VoucherState.OPEN or not voucher.held:
        raise _refused(voucher, writing, "恢复", "resumed")
    row = follow_one(writing, voucher.voucher_no)
    assert row is not None, "an open voucher without its sale"
    [bearing] = bearings_on(writing, [row])
    sale_id = _standing_sale(voucher, standing_of(row), bearing)
    return (resumed(voucher, why, writing.recorded_at, sale_id),)


def _standing_sale(
    voucher: Voucher, standing: Standing, bearing: Bearing
) -> str | None:
    """Give the sale that a voucher is resumed for, None for its own.

    Raises RefusedByRule where no sale stands that earns as much.
    """
    stands = standing
    if standing.cancel_reason is not None and bearing.anew is not None:
        stands = bearing.anew
    elif standing.cancel_reason is not None or not standing.holds:
        raise RefusedByRule(
            Text(
                zh="该券所属的销售目前不成立，不能恢复",
                en="the sale that the voucher stands for does not hold now",
            ),
            remedy=Text(
                zh=f"先处理销售 {standing.sale_id}：更正、认定或重新报送",
                en=f"mend the sale {standing.sale_id} first: correct it, or resolve it",
            ),
        )
    is_eligible = stands.outcome is Outcome.ELIGIBLE
    if is_eligible and stands.amount_fen != voucher.face_fen:
        raise RefusedByRule(
            Text(
                zh="该销售的应得金额已与券面额不同，不能恢复",
                en="the sale earns another amount than the voucher's face",
            ),
            remedy=Text(
                zh="作废该券，下次发放即按新的金额发新券",
                en="void it: the next issue gives a voucher of the new amount",
            ),
        )
    return None if stands is standing else stands.sale_id


def _refused(voucher: Voucher, writing: Writing, zh: str, en: str) -> RefusedByRule:
    state = STATUS_TEXT[voucher.status_at(writing.recorded_at)]
    return RefusedByRule(
        Text(
            zh=f"券 {voucher.code} 目前{state.zh}，不能{zh}",
            en=f"the voucher {voucher.code} is {state.en} and cannot be {en}",
        )
    )
