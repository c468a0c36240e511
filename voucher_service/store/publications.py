"""Publications are kept beside each other; the latest has the plain name too.

``published/history`` holds each one under the instant it is known at, with what it says
of itself beside it, and ``published/voucher.duckdb`` is the latest. A name is given by
renaming a file that is whole and on the disk, so no reader ever meets half of one, and
who has an older one open keeps it.
"""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date
from pathlib import Path

from pydantic import ValidationError

from voucher_service.model.days import business_day
from voucher_service.model.publications import Publication
from voucher_service.store.backups import digest_of

_NAME = "voucher.duckdb"
_PART = ".part"
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_READ_ONLY = 0o444


class PublicationFolder:
    """The directory that analysts read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.history = path / "history"
        self.latest = path / _NAME

    def prepare(self) -> None:
        """Make the directories, and take away what a killed process left half done."""
        self.history.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.path, self.history):
            for stray in folder.glob(f"*{_PART}*"):
                stray.unlink(missing_ok=True)

    def part(self) -> Path:
        """Give the path of a new file that nobody is shown."""
        path = self.path / f"{_NAME}{_PART}"
        for stray in (path, path.with_name(f"{path.name}.wal")):
            stray.unlink(missing_ok=True)
        return path

    def file_of(self, publication: Publication) -> Path:
        """Give where a publication's database is."""
        return self.history / f"{_stem(publication)}.duckdb"

    def add(
        self, part: Path, described: Callable[[str, int], Publication]
    ) -> Publication:
        """Give a whole file its names; ``described`` is told its digest and size."""
        part.chmod(_READ_ONLY)
        _to_disk(part)
        told = described(digest_of(part), part.stat().st_size)
        place = self.file_of(told)
        self._write(place.with_suffix(".json"), told.model_dump_json() + "\n")
        part.replace(place)
        _to_disk(self.history)
        self._show(place)
        for older in self.history.glob(f"{_instant(told)}*.duckdb"):
            if older != place:
                self._forget(older.stem)
        return told

    def is_intact(self, publication: Publication) -> bool:
        """Tell whether the bytes of a publication are still those it tells of."""
        return digest_of(self.file_of(publication)) == publication.sha256

    def remove(self, publication: Publication) -> None:
        """Take a publication off the list; who has it open keeps it."""
        self._forget(_stem(publication))

    def kept(self) -> tuple[Publication, ...]:
        """Give the publications, the latest first; what is not whole is none."""
        return tuple(self._whole())

    def last(self) -> Publication | None:
        """Give the latest publication, without a look at those before it."""
        return next(self._whole(), None)

    def _whole(self) -> Iterator[Publication]:
        for path in sorted(self.history.glob("*.duckdb"), reverse=True):
            told = _told_of(path)
            if told is not None and path == self.file_of(told):
                yield told

    def mend(self) -> None:
        """Let the plain name be the latest publication, as after a kill between."""
        last = self.last()
        if last is not None and not _same(self.latest, self.file_of(last)):
            self._show(self.file_of(last))

    def prune(self, most: int) -> None:
        """Keep so many of the latest, and the last one of each of as many latest days.

        Readers of others are not hurt.
        """
        known = {path.stem for path in self.history.glob("*.duckdb")}
        latest = sorted(known, reverse=True)[: max(1, most)]
        of_days: dict[date, str] = {}
        for each in self._whole():
            of_days.setdefault(business_day(each.known_at), self.file_of(each).stem)
        for stem in known.difference(latest, [*of_days.values()][: max(1, most)]):
            self._forget(stem)

    def _forget(self, stem: str) -> None:
        for path in self.history.glob(f"{stem}.*"):
            path.unlink(missing_ok=True)

    def table_file(self, publication: Publication, table: str) -> tuple[Path, str]:
        """Give a table's Parquet file once it is made, and else where to make it.

        With it comes its digest, or nothing while it is not there.
        """
        stem = f"{_stem(publication)}.{table}"
        for path in self.history.glob(f"{stem}.*.parquet"):
            return path, path.name.removeprefix(f"{stem}.").removesuffix(".parquet")
        return self.history / f"{stem}{_PART}", ""

    def add_table(self, part: Path) -> tuple[Path, str]:
        """Give a whole Parquet file its name; give that and the file's digest."""
        digest = digest_of(part)
        part.chmod(_READ_ONLY)
        _to_disk(part)
        place = part.with_name(f"{part.name.removesuffix(_PART)}.{digest}.parquet")
        part.replace(place)
        return place, digest

    def _write(self, place: Path, text: str) -> None:
        part = place.with_name(f"{place.name}{_PART}")
        part.write_text(text, encoding="utf-8")
        _to_disk(part)
        part.replace(place)

    def _show(self, place: Path) -> None:
        part = self.path / f"{_NAME}.link{_PART}"
        part.unlink(missing_ok=True)
        try:
            part.hardlink_to(place)
        except OSError:  # where a file can have one name alone
            shutil.copy2(place, part)
            _to_disk(part)
        part.replace(self.latest)
        part.unlink(missing_ok=True)  # two names of one file are not renamed
        _to_disk(self.path)


def _instant(publication: Publication) -> str:
    return f"voucher-{publication.known_at:{_STAMP}}"


def _stem(publication: Publication) -> str:
    """Name a publication by what it knows, and by when that was written."""
    written = publication.published_at.astimezone(UTC)
    return f"{_instant(publication)}-{written:{_STAMP}}"


def _told_of(path: Path) -> Publication | None:
    try:
        text = path.with_suffix(".json").read_text(encoding="utf-8")
        told = Publication.model_validate_json(text)
        whole = told.bytes == path.stat().st_size
    except (OSError, ValidationError):
        return None
    return told if whole else None


def _same(one: Path, other: Path) -> bool:
    with contextlib.suppress(OSError):
        mine, others = one.stat(), other.stat()
        return os.path.samestat(mine, others) or (mine.st_size, mine.st_mtime_ns) == (
            others.st_size,
            others.st_mtime_ns,
        )
    return False


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
