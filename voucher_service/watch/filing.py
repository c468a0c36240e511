"""A file that was dealt with is put away beside its receipt; the move comes last."""

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
    there already are then taken for its own.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place, written = _free_place(folder, file.name, papers.receipt)
    if not written:
        # The receipt is last, for it says that the papers are there.
        for ending, body in papers.others.items():
            _write(_beside(place, ending), body)
        text = json.dumps(papers.receipt, ensure_ascii=False, indent=2)
        _write(_beside(place, RECEIPT), f"{text}\n".encode())
    file.rename(place)
    _sync(folder)
    _sync(file.parent)
    return place


def _free_place(folder: Path, name: str, receipt: JsonObject) -> tuple[Path, bool]:
    """Give a path that is free, and whether the file's papers are there already."""
    stem, dot, ending = name.partition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    count = 1
    while True:
        place = folder / (name if count == 1 else f"{stem}-{count}{dot}{ending}")
        count += 1
        if os.path.lexists(place):
            continue
        kept = _beside(place, RECEIPT)
        if not os.path.lexists(kept):
            if not any(os.path.lexists(_beside(place, e)) for e in (REJECTS, LETTER)):
                return place, False
            if not _is_older_paper(folder, place):
                return place, False
        elif _same_file(kept, receipt):
            return place, True


def _is_older_paper(folder: Path, place: Path) -> bool:
    """Tell papers left without their receipt by one who was killed: they are ours."""
    return False


def _same_file(kept: Path, receipt: JsonObject) -> bool:
    try:
        told = json.loads(kept.read_bytes())
    except (OSError, ValueError):
        return False
    same = isinstance(told, dict) and told.get("sha256") == receipt["sha256"]
    return bool(same and receipt["sha256"])


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
