"""A file that was dealt with is put away beside its receipt; the move comes last."""

import errno
import itertools
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voucher_service.model.reports import JsonObject

RECEIPT = ".receipt.json"
REJECTS = ".rejects.xlsx"
LETTER = ".回执.txt"
_LONGEST_NAME = 255


@dataclass(frozen=True)
class Papers:
    """What is put beside a file: a file a key, its name's ending."""

    receipt: JsonObject
    others: Mapping[str, bytes]


def put_away(file: Path, folder: Path, papers: Papers) -> Path:
    """Move a file into a folder with its papers and give where it lies now.

    Nothing there is overwritten: a second ``a.csv`` becomes ``a-2.csv``. Whoever is
    killed in between leaves the file where it was; papers of the same file that lie
    there already are then kept as its own, and those that lack are added.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = _free_place(folder, file.name, papers.receipt)
    text = json.dumps(papers.receipt, ensure_ascii=False, indent=2)
    # The receipt comes first: by it papers are known to be this file's.
    for ending, body in {RECEIPT: f"{text}\n".encode(), **papers.others}.items():
        paper = _beside(place, ending)
        if not os.path.lexists(paper):
            _write(paper, body)
    _move(file, place)
    _sync(folder)
    _sync(file.parent)
    return place


def _free_place(folder: Path, name: str, receipt: JsonObject) -> Path:
    """Give a path where neither a file lies nor the papers of another one."""
    stem, dot, ending = name.partition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    for count in itertools.count(1):
        place = folder / (name if count == 1 else f"{stem}-{count}{dot}{ending}")
        if os.path.lexists(place):
            continue
        papers = [_beside(place, each) for each in (RECEIPT, REJECTS, LETTER)]
        if not any(map(os.path.lexists, papers)) or _same_file(papers[0], receipt):
            return place
    raise AssertionError("there is always a next number")


def _same_file(kept: Path, receipt: JsonObject) -> bool:
    try:
        told = json.loads(kept.read_bytes())
    except (OSError, ValueError):
        return False
    same = isinstance(told, dict) and told.get("sha256") == receipt["sha256"]
    return bool(same and receipt["sha256"])


def _move(file: Path, place: Path) -> None:
    try:
        file.rename(place)
    except OSError as error:
        if error.errno != errno.EXDEV or not file.is_file():
            raise
        _write(place, file.read_bytes())  # the folders lie on disks of their own
        file.unlink()


def _beside(place: Path, ending: str) -> Path:
    """Name a paper by its file, cut where the file system takes no longer name."""
    room = _LONGEST_NAME - len(ending.encode())
    stem = os.fsencode(place.name)[:room].decode("utf-8", errors="ignore")
    return place.with_name(stem + ending)


def _write(path: Path, body: bytes) -> None:
    """Write a file whole or not at all, for its owner alone."""
    unfinished = path.with_name(f".{path.name[:60]}.part")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
