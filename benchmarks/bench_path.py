"""From feeds to decisions, beside DuckDB only reading the same CSV into tables.

Both sides are whole processes on an empty home or database file. The reference
neither checks a row nor decides a sale: the ratio says what doing both costs.
"""

import sys
import tempfile
from pathlib import Path

from pairs import compare, whole_process

ROOT = Path(__file__).parents[1]
COMMAND = str(Path(sys.executable).with_name("voucher-service"))
CAMPAIGN = "zhangjiajie-2022-new-year"
READ_CSV = """
import sys
import duckdb

database, *files = sys.argv[1:]
with duckdb.connect(database) as connection:
    for number, file in enumerate(files):
        connection.execute(
            f"CREATE TABLE feed_{number} AS FROM read_csv(?, all_varchar = true)",
            [file],
        )
"""


def utf8_feeds() -> list[str]:
    """Name the sample's CSV feeds that DuckDB can read as they are."""
    found = []
    for file in sorted((ROOT / "sample_data" / "feeds").rglob("*.csv")):
        try:
            file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found.append(str(file))
    return found


def from_feeds_to_decisions(feeds: list[str]) -> None:
    dealers = str(ROOT / "sample_data" / "dealers.csv")
    with tempfile.TemporaryDirectory() as home:
        whole_process(COMMAND, "ingest", dealers, *feeds, "--home", home)()
        whole_process(COMMAND, "decide", CAMPAIGN, "--home", home)()


def into_tables(feeds: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "feeds.duckdb")
        whole_process(sys.executable, "-c", READ_CSV, database, *feeds)()


if __name__ == "__main__":
    feeds = utf8_feeds()
    print(
        compare(
            f"ingest and decide {len(feeds)} CSV feeds / read_csv of the same",
            lambda: from_feeds_to_decisions(feeds),
            lambda: into_tables(feeds),
            rounds=5,
        )
    )
