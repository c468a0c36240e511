"""A backup is copied while the service runs, audited, and only then given its name."""

import contextlib
import json
from datetime import datetime
from pathlib import Path

from pydantic import Field, ValidationError, field_serializer

from voucher_service import __version__
from voucher_service.model.days import instant_text
from voucher_service.model.errors import (
    BadParameter,
    HomeUnusable,
    UnreadableInput,
    VoucherServiceError,
    why,
)
from voucher_service.model.reports import Report
from voucher_service.model.text import Text
from voucher_service.store.backups import (
    copy_home,
    digest_of,
    fold,
    look_at,
    to_the_disk,
)
from voucher_service.store.home import Home
from voucher_service.usecases.audit_home import AuditReport, audit_connection
from voucher_service.usecases.service import Service

MANIFEST = "manifest.json"
FORMAT = 1


class BackupBegun(Report):
    """Where the home stood when its files were copied."""

    made_at: datetime
    data_version: datetime
    log_entries: int
    log_head: str
    held_seconds: float = Field(description="for how long nobody could write")

    @field_serializer("made_at", "data_version")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class BackedUpFile(Report):
    """A file of a backup, and what it must be."""

    sha256: str
    bytes: int


class Manifest(BackupBegun):
    """What a backup says of itself."""

    format: int = FORMAT
    program: str
    schema_version: int
    clean: bool = Field(description="the audits of the copy found nothing")
    files: dict[str, BackedUpFile]


class BackupReport(Report):
    """A backup that was made: where, what it says of itself, and its audit."""

    directory: str
    manifest: Manifest
    audit: AuditReport


def begin_backup(service: Service, folder: Path) -> BackupBegun:
    """Copy the home into the folder beside ``folder`` that is still to be checked.

    Raises BadParameter where there is something already, or nothing can be written.
    """
    part = _part(folder)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise _taken(folder)
        _clear(part)
        part.mkdir(mode=0o700, parents=True)
        copied = copy_home(service.store, part)
        service.store.write(None, lambda writing: writing.note("backup", str(folder)))
    except OSError as error:
        raise _unwritable(folder, error) from error
    return BackupBegun(
        made_at=service.now(),
        data_version=copied.data_version,
        log_entries=copied.log.entry_no,
        log_head=copied.log.entry_hash,
        held_seconds=round(copied.held_seconds, 3),
    )


def finish_backup(folder: Path, begun: BackupBegun, audits: Path) -> BackupReport:
    """Audit a copy, write down what it is, and give it its name.

    Raises HomeUnusable for a copy that is not what was copied.
    """
    part = _part(folder)
    try:
        data_version, head, schema = fold(part)
        if (data_version, *head) != (
            begun.data_version,
            begun.log_entries,
            begun.log_head,
        ):
            raise _unlike(part)
        with look_at(part) as connection:
            audit = audit_connection(connection, audits)
        manifest = Manifest(
            **dict(begun),
            program=__version__,
            schema_version=schema,
            clean=audit.clean,
            files={path.name: told_file(path) for path in sorted(part.iterdir())},
        )
        (part / MANIFEST).write_text(manifest.model_dump_json(indent=1) + "\n", "utf-8")
        (part / MANIFEST).chmod(0o600)
        to_the_disk(part)
        part.replace(folder)
        to_the_disk(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return BackupReport(directory=str(folder), manifest=manifest, audit=audit)


def read_manifest(folder: Path) -> Manifest:
    """Read what a backup says of itself, and hold its files to that.

    Raises UnreadableInput for what is no backup, or a damaged one.
    """
    try:
        document = json.loads((folder / MANIFEST).read_text("utf-8"))
        manifest = Manifest.model_validate(document)
    except (OSError, ValueError, ValidationError) as error:
        raise _no_backup(folder) from error
    if manifest.format != FORMAT or not _of_a_home(manifest):
        raise _no_backup(folder)
    for name, kept in manifest.files.items():
        try:
            found = told_file(folder / name)
        except OSError as error:
            raise _damaged(folder / name) from error
        if found != kept:
            raise _damaged(folder / name)
    return manifest


def _of_a_home(manifest: Manifest) -> bool:
    home = Home(Path())
    return set(manifest.files) == {home.database.name, home.key_file.name}


def told_file(path: Path) -> BackedUpFile:
    """Give what a file must be."""
    return BackedUpFile(sha256=digest_of(path), bytes=path.stat().st_size)


def _part(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.part")


def _clear(part: Path) -> None:
    """Take away what a backup that was broken off left."""
    with contextlib.suppress(FileNotFoundError):
        for path in part.iterdir():
            path.unlink()
        part.rmdir()


def _taken(folder: Path) -> BadParameter:
    return BadParameter(
        Text(
            zh=f"目录 {folder} 已存在且不为空，备份不会覆盖任何文件",
            en=f"{folder} is there and not empty; a backup overwrites nothing",
        ),
        remedy=Text(
            zh="指定一个新目录，例如以日期命名",
            en="name a new one, such as by the date",
        ),
    )


def _unwritable(folder: Path, error: OSError) -> BadParameter:
    reason = why(error)
    return BadParameter(
        Text(
            zh=f"无法写入备份 {folder}：{reason.zh}",
            en=f"cannot write the backup {folder}: {reason.en}",
        ),
        remedy=Text(
            zh="检查目录权限和磁盘空间，或指定其他目录",
            en="check permissions and disk space, or name another directory",
        ),
    )


def _unlike(part: Path) -> HomeUnusable:
    return HomeUnusable(
        Text(
            zh=f"副本 {part} 与所复制的数据不一致，不是有效备份",
            en=f"the copy {part} is not what was copied; it is no backup",
        ),
        remedy=Text(
            zh="检查磁盘后重新备份", en="check the disk, then make the backup again"
        ),
    )


def _no_backup(folder: Path) -> UnreadableInput:
    return UnreadableInput(
        Text(
            zh=f"{folder} 不是本程序的备份，或其 {MANIFEST} 已损坏",
            en=f"{folder} is no backup of ours, or its {MANIFEST} is damaged",
        ),
        remedy=Text(
            zh="指定由 voucher-service backup 生成的目录",
            en="name a directory that voucher-service backup made",
        ),
    )


def _damaged(path: Path) -> VoucherServiceError:
    return UnreadableInput(
        Text(
            zh=f"备份文件 {path} 缺失或已损坏（与清单的校验值不符），未恢复任何数据",
            en=f"{path} of the backup is missing or damaged (its checksum differs);"
            " nothing was restored",
        ),
        remedy=Text(zh="改用另一份备份", en="use another backup"),
    )
