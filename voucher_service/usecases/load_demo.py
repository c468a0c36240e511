"""The demo fills an empty home with the sample; real data never meets made-up data."""

from pathlib import Path

from voucher_service.feeds.profile import shipped_profiles
from voucher_service.model.errors import RefusedByRule
from voucher_service.model.feed_reports import FeedReport
from voucher_service.model.text import Text
from voucher_service.store.sales import REAL, natures
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.ingest_feed import ingest_feed
from voucher_service.usecases.service import Progress, Service, no_progress


def load_demo(
    service: Service, sample_data: Path, progress: Progress = no_progress
) -> tuple[FeedReport, ...]:
    """Ingest the sample's register and feeds; what is there already stays.

    Raises RefusedByRule in a home that holds real data and no synthetic data.
    """
    with service.store.read() as connection:
        if natures(connection) == {REAL}:
            raise RefusedByRule(
                Text(
                    zh="该目录已有真实数据，不能装入合成的示例数据",
                    en="this home holds real data; the synthetic sample stays out",
                ),
                remedy=Text(
                    zh="用 --home 指定一个空目录，或去掉 --demo",
                    en="name an empty --home, or leave out --demo",
                ),
            )
    files = [sample_data / "dealers.csv", *sample_feeds(sample_data)]
    profile = shipped_profiles()["standard"]
    reports = []
    for done, path in enumerate(files):
        name = path.relative_to(sample_data).as_posix()
        progress(name, done, len(files))
        reports.append(
            ingest_feed(service, Delivery.of(name, path.read_bytes()), profile)
        )
    progress("", len(files), len(files))
    return tuple(reports)


def sample_feeds(sample_data: Path) -> list[Path]:
    """Give the sample's feed files in a fixed order."""
    return sorted(path for path in (sample_data / "feeds").rglob("*") if path.is_file())
