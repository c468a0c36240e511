"""The analysts' database is published whole, from one instant, while the service runs.

It is written under a name nobody is shown and renamed once it is on the disk. The
writer is never held: redemptions go on, and are in the next publication.
"""

import os
import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO

from voucher_service import __version__
from voucher_service.model.days import business_day
from voucher_service.model.errors import HomeUnusable, NotFound, why
from voucher_service.model.publications import Publication, Publications, Published
from voucher_service.model.text import Text
from voucher_service.store.publications import PublicationFolder
from voucher_service.store.published_parquet import write_parquet
from voucher_service.store.publishing import (
    SCHEMA_VERSION,
    Halt,
    NotWritten,
    Written,
    instants_of,
    write_published,
)
from voucher_service.usecases.published_facts import facts_of
from voucher_service.usecases.service import Service

_REMEDY = Text(
    zh="检查目录权限和磁盘空间；上一次发布的文件完好，下次变动后会再发布",
    en="check permissions and disk space; the last publication is untouched, and the"
    " next change is published again",
)
_NONE = Text(zh="还没有发布过分析库", en="nothing has been published yet")


@dataclass(frozen=True)
class PublishedFile:
    """A published file, opened; whoever takes it closes it."""

    content: IO[bytes]
    filename: str
    size: int
    sha256: str


def publish(
    service: Service, *, anew: bool = False, halt: Halt | None = None
) -> Published:
    """Publish what is known now, unless that is published already.

    With ``anew`` it is written in any case; ``halt`` breaks it off. Raises HomeUnusable
    where it cannot be written; what was published before is then as it was.
    """
    started = time.perf_counter()
    folder = _folder(service)
    with service.publication_guard:
        try:
            folder.prepare()
            folder.mend()
            last = folder.last()
            if last is not None and not anew and _is_good(service, folder, last):
                written = last
            else:
                written = _write(service, folder, halt or Halt())
            folder.prune(service.publishing.kept)
        except OSError as error:
            raise _unwritable(folder.path, why(error)) from error
    return Published(
        file=str(folder.latest),
        written=written is not last,
        seconds=round(time.perf_counter() - started, 3),
        publication=written,
    )


def tidy(service: Service) -> None:
    """Take away what a killed process left, and let the plain name be the latest.

    A last publication whose bytes have changed is taken away too: it is stale then.
    Raises HomeUnusable where the directory cannot be written.
    """
    folder = _folder(service)
    with service.publication_guard:
        try:
            folder.prepare()
            last = folder.last()
            if last is not None and not folder.is_intact(last):
                folder.remove(last)
            folder.mend()
        except OSError as error:
            raise _unwritable(folder.path, why(error)) from error


def is_stale(service: Service) -> bool:
    """Tell whether something is known, or set, that the last publication lacks."""
    last = _folder(service).last()
    return last is None or _is_stale(service, last)


def list_publications(service: Service) -> Publications:
    """Give the publications that are kept, the latest first."""
    return Publications(publications=_folder(service).kept())


def published_database(service: Service, on: date | None = None) -> PublishedFile:
    """Open the latest publication, or the last one of a day or before it.

    Raises NotFound where there is none.
    """
    found, path = _find(service, on)
    return _opened(path, _folder(service).latest.name, found.sha256)


def published_table(
    service: Service, table: str, on: date | None = None
) -> PublishedFile:
    """Open a table of a publication as Parquet; it is made when first asked for.

    Raises NotFound for what is no table or a day without a publication.
    """
    found, path = _find(service, on)
    if table not in found.tables:
        raise NotFound(
            Text(zh=f"没有可下载的表 {table}", en=f"there is no table {table}"),
            remedy=Text(
                zh="可用的表：" + "、".join(sorted(found.tables)),
                en="tables: " + ", ".join(sorted(found.tables)),
            ),
            choices=tuple(sorted(found.tables)),
        )
    folder = _folder(service)
    with service.publication_guard:
        made, digest = folder.table_file(found, table)
        if not digest:
            try:
                made.unlink(missing_ok=True)
                write_parquet(path, table, made)
                made, digest = folder.add_table(made)
            except (OSError, NotWritten) as error:
                made.unlink(missing_ok=True)
                raise _unwritable(made, _said(error)) from error
        return _opened(made, f"{table}.parquet", digest)


def _write(service: Service, folder: PublicationFolder, halt: Halt) -> Publication:
    """Write a publication and give it its names."""
    facts = replace(
        facts_of(service.publishing.smallest_cell),
        modest=service.address is not None,
        halt=halt,
    )
    part = folder.part()
    try:
        written = write_published(service.store, part, service.audits.parent, facts)
    except NotWritten as error:
        folder.part()  # and nothing of it is left
        raise _unwritable(folder.path, _said(error)) from error

    def described(digest: str, size: int) -> Publication:
        return _described(service, written, digest, size)

    return folder.add(part, described)


def _described(
    service: Service, written: Written, digest: str, size: int
) -> Publication:
    return Publication(
        known_at=written.instants.known_at,
        data_version=written.instants.data_version,
        as_of=written.as_of,
        published_at=service.now(),
        schema_version=SCHEMA_VERSION,
        program_version=__version__,
        smallest_cell=service.publishing.smallest_cell,
        synthetic=written.synthetic,
        bytes=size,
        sha256=digest,
        tables=dict(written.rows),
    )


def _is_good(service: Service, folder: PublicationFolder, last: Publication) -> bool:
    return not _is_stale(service, last) and folder.is_intact(last)


def _is_stale(service: Service, last: Publication) -> bool:
    with service.store.read() as connection:
        instants = instants_of(connection)
    return (
        instants.data_version,
        instants.known_at,
        SCHEMA_VERSION,
        __version__,
        service.publishing.smallest_cell,
    ) != (
        last.data_version,
        last.known_at,
        last.schema_version,
        last.program_version,
        last.smallest_cell,
    )


def _find(service: Service, on: date | None) -> tuple[Publication, Path]:
    folder = _folder(service)
    kept = folder.kept()
    for each in kept:
        if on is None or business_day(each.known_at) <= on:
            return each, folder.file_of(each)
    days = tuple(dict.fromkeys(str(business_day(each.known_at)) for each in kept))
    raise NotFound(
        Text(zh=f"没有 {on} 或更早的发布", en=f"nothing is kept of {on} or before")
        if kept
        else _NONE,
        remedy=Text(
            zh="保留的发布：" + "、".join(days), en="kept are: " + ", ".join(days)
        )
        if kept
        else Text(zh="运行 voucher-service publish", en="run voucher-service publish"),
        choices=days,
    )


def _opened(path: Path, filename: str, sha256: str) -> PublishedFile:
    """Open a file that may be taken off the list; its bytes stay while it is open."""
    try:
        content = path.open("rb")
    except OSError as error:
        raise NotFound(_NONE) from error
    return PublishedFile(content, filename, os.fstat(content.fileno()).st_size, sha256)


def _folder(service: Service) -> PublicationFolder:
    return PublicationFolder(service.store.home.published)


def _said(error: Exception) -> Text:
    first_line = str(error).partition("\n")[0][:200]
    return Text(zh=first_line, en=first_line)


def _unwritable(path: Path, reason: Text) -> HomeUnusable:
    return HomeUnusable(
        Text(
            zh=f"无法写入分析库 {path}：{reason.zh}",
            en=f"cannot publish to {path}: {reason.en}",
        ),
        remedy=_REMEDY,
    )
