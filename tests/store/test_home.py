"""A home is refused with a remedy rather than damaged, and held by one process."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.conftest import SEED_CAMPAIGN, Clock
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.model.errors import HomeHeld, HomeUnusable
from voucher_service.store.database import Writing
from voucher_service.usecases.report_totals import TotalsQuery, report_totals


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_home_and_its_files_are_for_the_owner_alone(desk):
    home = desk.service.store.home
    assert mode(home.path) == 0o700
    assert mode(home.key_file) == 0o600
    assert mode(home.database) == 0o600
    assert home.inbox.is_dir()
    assert home.published.is_dir()


def test_a_second_process_is_told_who_holds_the_home(open_desk):
    open_desk()
    with pytest.raises(HomeHeld, match=r"PID \d+"):
        open_desk()


def test_a_closed_home_opens_again_with_all_it_held(open_desk, tmp_path):
    first = open_desk()
    first.ingest(REGISTER)
    first.ingest(feed(sale_row(1)))
    first.service.close()
    again = open_desk()
    assert report_totals(again.service, TotalsQuery(SEED_CAMPAIGN)).cars_sold == 1


def closed_home(open_desk) -> Path:
    desk = open_desk()
    desk.service.close()
    return desk.service.store.home.path


def test_a_missing_key_is_refused_and_never_made_anew(open_desk):
    home = closed_home(open_desk)
    (home / "hmac.key").unlink()
    with pytest.raises(HomeUnusable, match="密钥"):
        open_desk()
    assert not (home / "hmac.key").exists()


@pytest.mark.parametrize(
    ("content", "permission", "said"),
    [
        (b"x" * 32, 0o600, "不是这个数据库的密钥"),
        (b"x" * 31, 0o600, "已损坏"),
        (None, 0o640, "可被其他用户读取"),
    ],
)
def test_a_wrong_key_is_refused(open_desk, content, permission, said):
    key = closed_home(open_desk) / "hmac.key"
    if content is not None:
        key.write_bytes(content)
    key.chmod(permission)
    with pytest.raises(HomeUnusable, match=said):
        open_desk()


@pytest.mark.parametrize("content", [b"", b"not a database", b"\0" * 20000])
def test_a_damaged_database_is_refused_and_left_as_it_is(open_desk, content):
    database = closed_home(open_desk) / "voucher.duckdb"
    if not content:
        content = b"\xff" + database.read_bytes()[1:5000]
    database.write_bytes(content)
    with pytest.raises(HomeUnusable, match="无法使用") as refusal:
        open_desk()
    assert "备份" in str(refusal.value.remedy)
    assert database.read_bytes() == content


def test_a_newer_database_is_refused_and_left_as_it_is(open_desk):
    database = closed_home(open_desk) / "voucher.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "INSERT INTO schema_migrations"
            " VALUES (9999, 'later', 'x', now()::TIMESTAMP)"
        )
    before = database.read_bytes()
    with pytest.raises(HomeUnusable, match="9999"):
        open_desk()
    assert database.read_bytes() == before


def test_a_migration_that_was_changed_is_refused(open_desk):
    database = closed_home(open_desk) / "voucher.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE schema_migrations SET sha256 = 'other'")
    with pytest.raises(HomeUnusable, match="不一致"):
        open_desk()


def test_a_job_that_fails_leaves_nothing_behind(desk):
    store = desk.service.store
    before = store.data_version()

    def job(writing: Writing) -> None:
        writing.connection.execute(
            "INSERT INTO token_revocations VALUES ('tok_x', ?)", [writing.stamp]
        )
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.write("ingest", job)
    with store.read() as connection:
        rows = connection.execute("FROM token_revocations").fetchall()
    assert rows == []
    assert store.data_version() == before


def test_commits_are_stamped_increasing_though_the_clock_goes_back(open_desk):
    clock = Clock()
    desk = open_desk(clock=clock)
    desk.ingest(REGISTER)
    before = desk.service.store.data_version()
    clock.instant = datetime(2022, 1, 1, tzinfo=UTC)
    desk.ingest(feed(sale_row(1, day="2021-12-20")))
    assert desk.service.store.data_version() > before


def test_a_reader_sees_one_committed_state_while_the_writer_writes(desk):
    store = desk.service.store
    count = "SELECT count(*) FROM token_revocations"

    def job(writing: Writing) -> list[tuple[int]]:
        writing.connection.execute(
            "INSERT INTO token_revocations VALUES ('tok_x', ?)", [writing.stamp]
        )
        with store.read() as other:
            return other.execute(count).fetchall()

    assert store.write("revoke", job) == [(0,)]
    with store.read() as connection:
        assert connection.execute(count).fetchall() == [(1,)]


@pytest.mark.parametrize("left", [None, b""])
def test_a_key_without_its_database_is_refused_and_nothing_begins_anew(open_desk, left):
    home = closed_home(open_desk)
    database, key = home / "voucher.duckdb", (home / "hmac.key").read_bytes()
    database.unlink()
    if left is not None:
        database.write_bytes(left)
    with pytest.raises(HomeUnusable, match="不见了或是空的") as refusal:
        open_desk()
    assert "备份" in str(refusal.value.remedy)
    assert "backup" in str(refusal.value.remedy)
    assert (home / "hmac.key").read_bytes() == key
    assert (database.read_bytes() if database.exists() else None) == left


def test_another_homes_database_is_refused_with_its_key_left_as_it_is(
    open_desk, tmp_path
):
    home = closed_home(open_desk)
    other = open_desk(tmp_path / "other")
    other.service.close()
    (home / "voucher.duckdb").write_bytes(
        (tmp_path / "other" / "voucher.duckdb").read_bytes()
    )
    with pytest.raises(HomeUnusable, match="不是这个数据库的密钥") as refusal:
        open_desk()
    assert "密钥不能更换" in str(refusal.value.remedy)


def test_both_key_and_database_gone_is_a_new_home(open_desk):
    home = closed_home(open_desk)
    first = (home / "hmac.key").read_bytes()
    (home / "hmac.key").unlink()
    (home / "voucher.duckdb").unlink()
    open_desk().service.close()
    assert (home / "hmac.key").read_bytes() != first


@pytest.mark.parametrize("recorded", [False, True])
def test_a_home_whose_making_was_cut_short_opens_with_the_key_it_began_with(
    open_desk, recorded
):
    home = closed_home(open_desk)
    key = (home / "hmac.key").read_bytes()
    (home / "hmac.key").rename(home / "hmac.key.new")
    if not recorded:
        (home / "voucher.duckdb").unlink()
    open_desk().service.close()
    assert (home / "hmac.key").read_bytes() == key
    assert not (home / "hmac.key.new").exists()


def test_a_key_that_is_no_file_is_refused(open_desk):
    key = closed_home(open_desk) / "hmac.key"
    key.unlink()
    key.mkdir(mode=0o700)
    with pytest.raises(HomeUnusable, match="无法使用"):
        open_desk()
