"""What is whole of a log is exactly what DuckDB replays of it, wherever it is torn."""

import random
import shutil

import duckdb
import pytest

from voucher_service.store.wal import cut_log, read_log

COMMITS = 12


@pytest.fixture(scope="module")
def logged(tmp_path_factory):
    """A database whose log holds a known number of commits, and where each ends."""
    folder = tmp_path_factory.mktemp("logged")
    connection = duckdb.connect(str(folder / "a.duckdb"))
    connection.execute("CREATE TABLE t (i BIGINT PRIMARY KEY, s VARCHAR, l BIGINT[])")
    connection.execute("CHECKPOINT")
    ends = []
    for number in range(COMMITS):
        connection.execute("BEGIN")
        connection.execute(
            "INSERT INTO t SELECT ?, repeat('x', ?), [1, 2]",
            [number, 7 * number + 700 * (number % 3)],
        )
        if number % 4 == 3:
            connection.execute("UPDATE t SET s = 'y' WHERE i = ?", [number - 1])
        connection.execute("COMMIT")
        ends.append((folder / "a.duckdb.wal").stat().st_size)
    kept = folder / "kept"
    kept.mkdir()
    for name in ("a.duckdb", "a.duckdb.wal"):
        shutil.copy(folder / name, kept / name)
    connection.close()
    return kept, ends


@pytest.fixture
def torn(logged, tmp_path):
    """Give a copy of that database with other bytes for its log."""
    kept, _ = logged

    def make(content):
        shutil.copy(kept / "a.duckdb", tmp_path / "a.duckdb")
        (tmp_path / "a.duckdb.wal").write_bytes(content)
        return tmp_path / "a.duckdb.wal"

    return make


def replayed(log):
    with duckdb.connect(str(log.with_suffix(""))) as connection:
        return connection.execute("SELECT count(*) FROM t").fetchone()[0]


def content_of(logged):
    return (logged[0] / "a.duckdb.wal").read_bytes()


def test_no_log_and_an_empty_one_are_not_torn(tmp_path):
    assert read_log(tmp_path / "none.wal") is None
    (tmp_path / "empty.wal").touch()
    assert read_log(tmp_path / "empty.wal") is None


def test_a_whole_log_is_whole(logged, torn):
    state = read_log(torn(content_of(logged)))
    assert (state.torn, state.commits, state.later) == (False, COMMITS, 0)


@pytest.mark.parametrize("number", range(0, COMMITS, 2))
@pytest.mark.parametrize("by", [-1, 0, 17])
def test_a_log_cut_about_a_commit_has_the_commits_before_the_cut(
    logged, torn, number, by
):
    end = logged[1][number]
    log = torn(content_of(logged)[: end + by])
    state = read_log(log)
    assert state.commits == number + (by >= 0)
    assert state.torn == (by != 0 and log.stat().st_size != logged[1][-1])
    assert replayed(log) == state.commits


@pytest.mark.parametrize("seed", range(20))
def test_a_log_cut_anywhere_or_with_a_bit_turned_opens_with_what_is_whole(
    logged, torn, seed
):
    chance = random.Random(seed)
    content = bytearray(content_of(logged))
    place = chance.randrange(40, len(content))
    if seed % 2:
        content = content[:place]
    else:
        content[place] ^= 1 << chance.randrange(8)
    log = torn(bytes(content))
    state = read_log(log)
    before = sum(end <= place for end in logged[1])
    assert state.commits == before
    if state.torn:
        rest = log.with_name("rest")
        cut_log(log, state.whole, rest)
        assert log.read_bytes() + rest.read_bytes() == content
        assert rest.stat().st_mode & 0o777 == 0o600
    assert replayed(log) == before


@pytest.mark.parametrize("place", [0, 2, 4, 8])
def test_a_log_whose_head_is_damaged_has_its_commits_behind_the_damage(
    logged, torn, place
):
    content = bytearray(content_of(logged))
    content[place] ^= 0x55
    state = read_log(torn(bytes(content)))
    assert (state.whole, state.commits, state.later) == (0, 0, COMMITS)


def test_room_that_was_never_written_is_torn_but_no_commit(logged, torn):
    log = torn(content_of(logged) + bytes(4096))
    state = read_log(log)
    assert (state.torn, state.commits, state.later) == (True, COMMITS, 0)


def test_a_log_of_another_version_is_left_to_duckdb(logged, torn):
    content = content_of(logged)
    assert content[:6] == b"\x64\x00\x62\x65\x00\x02"
    assert read_log(torn(content[:5] + b"\x03" + content[6:])) is None
