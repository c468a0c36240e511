"""What came of reading the log of changes again is told in words."""

from typing import Final

from voucher_service.model.access_reports import LogCheck
from voucher_service.model.text import Text
from voucher_service.store.audit_log import NO_ENTRY, Head
from voucher_service.store.log_check import (
    ENTRY_HASH,
    MISSING,
    PREVIOUS_HASH,
    PUBLISHED_HASH,
    REQUESTS,
    verify_chain,
)
from voucher_service.store.queries import Connection

WHY: Final = {
    MISSING: Text(zh="该条目缺失", en="the entry is missing"),
    PREVIOUS_HASH: Text(
        zh="与前一条目的哈希不衔接", en="it does not follow from the entry before it"
    ),
    ENTRY_HASH: Text(
        zh="内容与其哈希不符", en="what it says does not fit its own hash"
    ),
    PUBLISHED_HASH: Text(
        zh="与已公布的哈希不符", en="its hash is not the one that was published"
    ),
    REQUESTS: Text(
        zh="其封存的请求记录被改动、增加或缺失",
        en="requests that it seals were altered, added or taken away",
    ),
}


def check_log(
    connection: Connection, known: Head | None = None, since: Head = NO_ENTRY
) -> LogCheck:
    """Read the log again, from behind ``since``, and hold it to a ``known`` head."""
    check = verify_chain(connection, known, since)
    broken = check.broken
    return LogCheck(
        entries=check.entries,
        head=check.head.entry_hash,
        read_from=since.entry_no + 1,
        sound=broken is None,
        broken_at=broken.entry_no if broken else None,
        why=WHY[broken.why] if broken else None,
    )
