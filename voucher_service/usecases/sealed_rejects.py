"""Rows that did not land are sealed under the home's key before they are kept.

AES-256-GCM under a key of each feed's own, derived from the home's key: without that
key, which lies outside the database, nobody reads them, and no row can be moved to
another feed or sheet.
"""

import secrets
import zlib
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from voucher_service.feeds.rejects import RejectedSheet, joined, rejected_sheet
from voucher_service.model.errors import HomeUnusable
from voucher_service.model.text import Text
from voucher_service.store.database import Writing
from voucher_service.store.queries import Connection
from voucher_service.store.rejects import fallen_rows, record_rejects, sealed_rejects

_LABEL = b"voucher-service/rejected-rows/1"
_NONCE_BYTES = 12


def keep_rejects(
    writing: Writing, key: bytes, feed_id: str, rejects: Sequence[RejectedSheet]
) -> None:
    """Keep, sealed, the rows of a feed that did not land.

    ``rejects`` may hold rows that landed after all: those are left out.
    """
    fallen = fallen_rows(writing.connection, feed_id)
    kept = (sheet.only(fallen.get(sheet.sheet, ())) for sheet in rejects)
    sealed = [
        (sheet.sheet, _seal(key, feed_id, sheet)) for sheet in kept if sheet.rows.height
    ]
    record_rejects(writing, feed_id, sealed)


def kept_rejects(
    connection: Connection, key: bytes, feed_id: str
) -> tuple[RejectedSheet, ...]:
    """Give the rows of a feed that did not land, as they came.

    Raises HomeUnusable where what is kept was not sealed under this key.
    """
    return joined(
        [
            _open(key, feed_id, sheet, blob)
            for sheet, blob in sealed_rejects(connection, feed_id)
        ]
    )


def _cipher(key: bytes, feed_id: str) -> AESGCM:
    derive = HKDF(algorithm=SHA256(), length=32, salt=feed_id.encode(), info=_LABEL)
    return AESGCM(derive.derive(key))


def _place(feed_id: str, sheet: str) -> bytes:
    return f"{feed_id}\x00{sheet}".encode()


def _seal(key: bytes, feed_id: str, sheet: RejectedSheet) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    packed = zlib.compress(sheet.as_text().encode("utf-8", "surrogatepass"))
    place = _place(feed_id, sheet.sheet)
    return nonce + _cipher(key, feed_id).encrypt(nonce, packed, place)


def _open(key: bytes, feed_id: str, sheet: str, sealed: bytes) -> RejectedSheet:
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        packed = _cipher(key, feed_id).decrypt(nonce, rest, _place(feed_id, sheet))
    except (InvalidTag, ValueError) as error:
        raise HomeUnusable(
            Text(
                zh=f"收件 {feed_id} 的退回行无法解密：内容已损坏，"
                "或不是用本目录的密钥加密",
                en=f"the rejected rows of feed {feed_id} cannot be opened: they are "
                "damaged, or were not sealed under this home's key",
            ),
            remedy=Text(
                zh="从备份恢复数据库和密钥，或请经销商重新发送原文件",
                en="restore database and key from backup, or have the file sent again",
            ),
        ) from error
    return rejected_sheet(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
