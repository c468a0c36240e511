"""A backup becomes a home again: whole and audited, or not at all."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from voucher_service.model.errors import BadParameter, why
from voucher_service.model.reports import Report
from voucher_service.model.text import Text
from voucher_service.store.backups import copy_file, to_the_disk
from voucher_service.store.database import Store, Writing
from voucher_service.store.home import Home, HomeLock
from voucher_service.usecases.audit_home import AuditReport, audit_connection
from voucher_service.usecases.back_up import Manifest, read_manifest
from voucher_service.usecases.open_service import Opening

_PART = ".part"


class RestoreReport(Report):
    """A home that was restored: where, from what, and its audit."""

    home: str
    manifest: Manifest
    audit: AuditReport


def restore_backup(
    folder: Path, opening: Opening, clock: Callable[[], datetime]
) -> RestoreReport:
    """Make a home of a backup and audit it; that it was restored is in its log.

    Raises UnreadableInput for a backup that is none or is damaged, BadParameter for a
    home that is not empty.
    """
    manifest = read_manifest(folder)
    home = Home(opening.home)
    try:
        _refuse_used(home)
        home.create()
        lock = HomeLock(home)
        lock.acquire(opening.wait_seconds)
        try:
            _refuse_used(home)
            _bring(folder, manifest, home)
        finally:
            lock.release()
    except OSError as error:
        raise _unwritable(home.path, error) from error
    store = Store.open(home, sql=opening.sql, clock=clock)
    try:
        store.write(None, lambda writing: _note(writing, folder, manifest))
        with store.read() as connection:
            audit = audit_connection(connection, opening.sql / "audits")
    finally:
        store.close()
    return RestoreReport(home=str(home.path), manifest=manifest, audit=audit)


def _note(writing: Writing, folder: Path, manifest: Manifest) -> None:
    """Write into the log that its later entries, if there were any, are not here."""
    made_at = manifest.made_at.isoformat()
    writing.note(
        "restore", str(folder), made_at=made_at, log_entries=manifest.log_entries
    )


def _bring(folder: Path, manifest: Manifest, home: Home) -> None:
    """Copy a backup's files under other names, then give them theirs, the key first.

    A key without its database is refused when a home is opened, and so is the reverse:
    a restoration that is broken off is never taken for a home.
    """
    names = sorted(manifest.files, key=lambda name: name != home.key_file.name)
    for name in names:
        copy_file(folder / name, home.path / (name + _PART))
    for name in names:
        (home.path / (name + _PART)).replace(home.path / name)
    to_the_disk(home.path)


def _refuse_used(home: Home) -> None:
    """Raise BadParameter for a home that holds anything but its own empty folders."""
    if not home.path.exists():
        return
    for path in home.path.iterdir():
        empty = path.is_dir() and not any(path.iterdir())
        if not empty and path != home.lock_file and path.suffix != _PART:
            raise BadParameter(
                Text(
                    zh=f"目录 {home.path} 不为空（有 {path.name}），不会恢复到其中",
                    en=f"{home.path} is not empty ({path.name} is there);"
                    " nothing is restored into it",
                ),
                remedy=Text(
                    zh="用 --home 指定一个新目录", en="name a new directory by --home"
                ),
            )


def _unwritable(home: Path, error: OSError) -> BadParameter:
    reason = why(error)
    return BadParameter(
        Text(
            zh=f"无法恢复到 {home}：{reason.zh}",
            en=f"cannot restore into {home}: {reason.en}",
        )
    )
