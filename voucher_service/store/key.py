"""The key of a home lies beside its database, and neither is used without the other."""

import hashlib
import os
import secrets
import stat
from pathlib import Path

import duckdb

from voucher_service.model.errors import HomeUnusable
from voucher_service.model.text import Text
from voucher_service.store.home import Home, unusable
from voucher_service.store.queries import fetch_one

_BYTES = 32
_FINGERPRINT = "SELECT value FROM facts_of_home WHERE name = 'key_fingerprint'"


def read_or_make_key(home: Home) -> bytes:
    """Give the home's HMAC key; only a home that never had a database gets a new one.

    A new key is on trial until a database has recorded its fingerprint, so that a
    process killed on the way leaves a home that opens. Raises HomeUnusable when the
    key of a database is missing, damaged or readable by others, for buyers already
    recorded could not be recognised again; and when a key has lost its database,
    which is never begun anew in silence.
    """
    begun = home.database.exists() and home.database.stat().st_size > 0
    if home.key_file.exists():
        if not begun:
            raise _lost_database(home)
        return _read(home.key_file)
    if home.key_on_trial.exists():
        return _read(home.key_on_trial)
    if begun:
        raise _lost_key(home)
    _write_key(home.key_on_trial)
    return _read(home.key_on_trial)


def hold_to_key(connection: duckdb.DuckDBPyConnection, home: Home, key: bytes) -> None:
    """Record the key's fingerprint in a new database; refuse a key of another.

    Raises HomeUnusable.
    """
    kept = fetch_one(connection, _FINGERPRINT)
    if kept is None:
        if home.key_file.exists():
            raise _lost_database(home)
        connection.execute(
            "INSERT INTO facts_of_home VALUES ('key_fingerprint', ?)",
            [key_fingerprint(key)],
        )
    elif kept[0] != key_fingerprint(key):
        raise _another_key(home)
    if home.key_on_trial.exists():
        home.key_on_trial.replace(home.key_file)


def key_fingerprint(key: bytes) -> str:
    """Give what the database keeps of the key, to notice another key's file."""
    return hashlib.sha256(b"voucher-service key fingerprint\0" + key).hexdigest()[:16]


def _read(path: Path) -> bytes:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        key = path.read_bytes()
    except OSError as error:
        raise unusable(path, error) from error
    if mode & 0o077:
        raise HomeUnusable(
            Text(
                zh=f"密钥文件 {path} 可被其他用户读取（权限 {mode:o}）",
                en=f"other users can read the key file {path} (mode {mode:o})",
            ),
            remedy=Text(zh=f"执行 chmod 600 {path}", en=f"run chmod 600 {path}"),
        )
    if len(key) != _BYTES:
        raise HomeUnusable(
            Text(zh=f"密钥文件 {path} 已损坏", en=f"the key file {path} is damaged"),
            remedy=Text(zh="从备份恢复密钥文件", en="restore it from backup"),
        )
    return key


def _write_key(path: Path) -> None:
    """Make a key whole or not at all: a kill or a full disk leaves no half of one."""
    part = path.with_suffix(".part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise unusable(path, error) from error


def _lost_key(home: Home) -> HomeUnusable:
    path = home.key_file
    return HomeUnusable(
        Text(
            zh=f"数据库存在，但密钥文件 {path} 不见了",
            en=f"the database exists but its key file {path} is missing",
        ),
        remedy=Text(
            zh="从备份恢复密钥文件；没有它无法识别已登记的购车人",
            en="restore the key file from backup: buyers already recorded "
            "cannot be recognised without it",
        ),
    )


def _lost_database(home: Home) -> HomeUnusable:
    database, key = home.database, home.key_file
    return HomeUnusable(
        Text(
            zh=f"密钥文件 {key} 存在，但数据库 {database} 不见了或是空的",
            en=f"the key file {key} exists but its database {database}"
            " is missing or empty",
        ),
        remedy=Text(
            zh=f"从备份恢复数据库；确要从头开始的，先移走 {key}，"
            "或用 --home 指定新目录",
            en="restore the database from backup; to begin anew on purpose, first move"
            f" {key} away or name a new --home",
        ),
    )


def _another_key(home: Home) -> HomeUnusable:
    return HomeUnusable(
        Text(
            zh=f"密钥文件 {home.key_file} 不是这个数据库的密钥",
            en=f"{home.key_file} is not this database's key",
        ),
        remedy=Text(
            zh="从备份恢复原密钥；密钥不能更换，否则无法识别已登记的购车人",
            en="restore its own key from backup; a key cannot be exchanged, for buyers"
            " already recorded could not be recognised with another",
        ),
    )
