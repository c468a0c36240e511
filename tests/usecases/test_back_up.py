"""A backup is the home between two commits; a damaged one is refused."""

import json
import stat
import threading

import pytest

from tests.conftest import SEED_CAMPAIGN, Clock
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.model.errors import BadParameter, UnreadableInput
from voucher_service.resources import SQL
from voucher_service.usecases.back_up import MANIFEST, begin_backup, finish_backup
from voucher_service.usecases.open_service import Opening
from voucher_service.usecases.report_totals import TotalsQuery, report_totals
from voucher_service.usecases.restore_backup import restore_backup


def back_up(desk, folder):
    begun = begin_backup(desk.service, folder)
    return finish_backup(folder, begun, desk.service.audits)


def opening(home):
    return Opening(home=home, sql=SQL, wait_seconds=0.0, campaigns=(SEED_CAMPAIGN,))


def totals(desk, known_at=None):
    return report_totals(desk.service, TotalsQuery(SEED_CAMPAIGN, known_at=known_at))


@pytest.fixture
def full(desk):
    desk.ingest(REGISTER)
    desk.ingest(feed(sale_row(1), sale_row(2)))
    return desk


def test_a_restored_home_gives_the_same_totals(full, open_desk, tmp_path):
    made = back_up(full, tmp_path / "backup")
    assert made.audit.clean
    restored = restore_backup(tmp_path / "backup", opening(tmp_path / "new"), Clock())
    assert restored.audit.clean
    assert totals(open_desk(tmp_path / "new")) == totals(full)


def test_what_was_written_after_the_backup_is_not_in_it(full, open_desk, tmp_path):
    before = totals(full)
    back_up(full, tmp_path / "backup")
    full.ingest(feed(sale_row(3)))
    restore_backup(tmp_path / "backup", opening(tmp_path / "new"), Clock())
    assert totals(open_desk(tmp_path / "new")) == before
    assert totals(full) != before


def test_a_backup_under_writing_holds_whole_commits_alone(full, open_desk, tmp_path):
    stop, landed = threading.Event(), []

    def write():
        while not stop.is_set():
            number = 10 + 2 * len(landed)
            full.ingest(feed(sale_row(number), sale_row(number + 1)))
            landed.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [back_up(full, tmp_path / f"backup-{each}") for each in range(2)]
    finally:
        stop.set()
        writer.join()
    assert [each.audit.clean for each in made] == [True] * 2
    for number, each in enumerate(made):
        home = tmp_path / f"new-{number}"
        restore_backup(tmp_path / f"backup-{number}", opening(home), Clock())
        known_at = each.manifest.data_version
        assert totals(open_desk(home)) == totals(full, known_at)


def test_a_backup_is_for_its_owner_alone_and_holds_the_key(full, tmp_path):
    folder = tmp_path / "backup"
    back_up(full, folder)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {"voucher.duckdb": 0o600, "hmac.key": 0o600, MANIFEST: 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.with_name("backup.part").exists()


def test_backups_and_restorations_are_in_the_log(full, open_desk, tmp_path):
    back_up(full, tmp_path / "backup")
    restore_backup(tmp_path / "backup", opening(tmp_path / "new"), Clock())

    def last(desk):
        with desk.service.store.read() as connection:
            return connection.execute(
                "SELECT action FROM audit_log ORDER BY entry_no DESC LIMIT 1"
            ).fetchone()[0]

    assert (last(full), last(open_desk(tmp_path / "new"))) == ("backup", "restore")


def test_what_is_there_is_never_overwritten(full, tmp_path):
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "mine").touch()
    with pytest.raises(BadParameter, match="not empty"):
        begin_backup(full.service, tmp_path / "backup")
    back_up(full, tmp_path / "other")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine").touch()
    with pytest.raises(BadParameter, match="mine"):
        restore_backup(tmp_path / "other", opening(tmp_path / "new"), Clock())
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["mine"]


def test_a_backup_broken_off_is_no_backup_and_in_nobodys_way(full, tmp_path):
    begin_backup(full.service, tmp_path / "backup")  # and its command is killed
    assert not (tmp_path / "backup").exists()
    assert back_up(full, tmp_path / "backup").audit.clean


def test_an_unwritable_place_is_said_with_a_sentence(full, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadParameter, match="cannot write the backup"):
        begin_backup(full.service, tmp_path / "file" / "backup")


def _turn(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _rename(folder):
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["files"]["../other"] = manifest["files"].pop("hmac.key")
    (folder / MANIFEST).write_text(json.dumps(manifest))


DAMAGES = {
    "a bit turned": (lambda folder: _turn(folder / "voucher.duckdb"), "checksum"),
    "another key": (lambda folder: _turn(folder / "hmac.key"), "checksum"),
    "no database": (lambda folder: (folder / "voucher.duckdb").unlink(), "missing"),
    "no manifest": (lambda folder: (folder / MANIFEST).unlink(), "no backup"),
    "half a manifest": (
        lambda folder: (folder / MANIFEST).write_text("{"),
        "no backup",
    ),
    "a file elsewhere": (_rename, "no backup"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_and_nothing_restored(full, tmp_path, damage):
    folder = tmp_path / "backup"
    back_up(full, folder)
    harm, said = DAMAGES[damage]
    harm(folder)
    with pytest.raises(UnreadableInput, match=said):
        restore_backup(folder, opening(tmp_path / "new"), Clock())
    assert not (tmp_path / "new").exists()
