"""A publication that is kept stays whole until there is a better one of its instant."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.model.days import SHANGHAI
from voucher_service.model.errors import NotFound
from voucher_service.model.publications import Publication, Publishing
from voucher_service.store.backups import digest_of
from voucher_service.store.publications import PublicationFolder
from voucher_service.usecases.publish import (
    is_stale,
    list_publications,
    publish,
    published_database,
    tidy,
)


def folder_of(desk) -> PublicationFolder:
    return PublicationFolder(desk.service.store.home.published)


def test_one_that_fails_at_the_last_leaves_the_one_of_the_same_instant(desk):
    desk.ingest(REGISTER, "dealers.csv")
    first = publish(desk.service).publication
    folder = folder_of(desk)
    again = first.model_copy(
        update={"published_at": first.published_at + timedelta(seconds=9)}
    )
    file = folder.file_of(again)
    assert file != folder.file_of(first)
    (file.with_name(file.with_suffix(".json").name + ".part")).mkdir()
    part = folder.part()
    part.write_bytes(b"another file of the same instant")
    with pytest.raises(IsADirectoryError):
        folder.add(part, lambda *_: again)
    folder.mend()
    assert folder.kept() == (first,)
    assert folder.latest.stat().st_size == first.bytes


def test_one_of_the_same_instant_takes_the_place_of_the_last(desk):
    desk.ingest(REGISTER, "dealers.csv")
    first = publish(desk.service).publication
    second = publish(desk.service, anew=True).publication
    assert second.known_at == first.known_at
    assert second.published_at > first.published_at
    assert list_publications(desk.service).publications == (second,)
    assert len(list(folder_of(desk).history.glob("*.duckdb"))) == 1


def test_one_whose_bytes_have_changed_is_published_again(desk):
    desk.ingest(REGISTER, "dealers.csv")
    folder = folder_of(desk)
    spoil(folder.file_of(publish(desk.service).publication))
    made = publish(desk.service)
    assert made.written
    assert folder.kept() == (made.publication,)
    assert digest_of(folder.latest) == made.publication.sha256
    assert not publish(desk.service).written


def test_one_whose_bytes_have_changed_is_not_kept_by_a_service_that_starts(desk):
    desk.ingest(REGISTER, "dealers.csv")
    first = publish(desk.service).publication
    desk.ingest(feed(sale_row(1)))
    folder = folder_of(desk)
    spoil(folder.file_of(publish(desk.service).publication))
    tidy(desk.service)
    assert folder.kept() == (first,)
    assert digest_of(folder.latest) == first.sha256
    assert is_stale(desk.service)


def test_a_plain_name_whose_bytes_have_changed_is_given_anew(desk):
    desk.ingest(REGISTER, "dealers.csv")
    first = publish(desk.service).publication
    folder = folder_of(desk)
    content = folder.latest.read_bytes()
    folder.latest.unlink()
    folder.latest.write_bytes(content)  # as where a file has one name alone
    spoil(folder.latest)
    assert not publish(desk.service).written
    assert digest_of(folder.latest) == first.sha256


def test_one_under_a_name_that_is_not_its_own_is_none(desk):
    desk.ingest(REGISTER, "dealers.csv")
    folder = folder_of(desk)
    file = folder.file_of(publish(desk.service).publication)
    for ending in (".duckdb", ".json"):
        file.with_suffix(ending).rename(folder.history / f"voucher-2999{ending}")
    assert folder.kept() == ()
    assert publish(desk.service).written
    assert len(folder.kept()) == 1


def spoil(file: Path) -> None:
    file.chmod(0o644)
    with file.open("r+b") as opened:
        opened.seek(12_288)
        opened.write(b"x" * 100)


def test_the_last_of_each_of_the_latest_days_is_kept_beyond_the_latest(desk):
    desk.ingest(REGISTER, "dealers.csv")
    service = replace(desk.service, publishing=Publishing(kept=3))
    made: dict[int, list[Publication]] = {}
    for day in range(4):
        desk.clock.instant = datetime(2023, 2, 21 + day, 23, 30, tzinfo=SHANGHAI)
        for number in range(4):
            desk.clock.instant += timedelta(minutes=2)
            desk.ingest(feed(sale_row(10 * day + number + 1)))
            made.setdefault(day, []).append(publish(service).publication)
    kept = [*made[3][:0:-1], made[2][-1], made[1][-1]]
    assert list(list_publications(service).publications) == kept
    with pytest.raises(NotFound) as refused:
        published_database(service, date(2023, 2, 21))
    assert refused.value.choices == ("2023-02-24", "2023-02-23", "2023-02-22")
    assert refused.value.remedy
    assert refused.value.remedy.en == "kept are: 2023-02-24, 2023-02-23, 2023-02-22"
    published_database(service, date(2023, 2, 22)).content.close()
