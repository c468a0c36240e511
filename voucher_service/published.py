"""The published database from Python, without the service.

``open`` gives every table and view as a typed lazy frame of Polars::

    from voucher_service import published

    with published.open("published/voucher.duckdb") as campaign:
        sales = campaign.eligible_sales.filter(pl.col("energy") == "bev").collect()

The schemas stand in ``voucher_service.model.published_frames``.
"""

from pathlib import Path

from voucher_service.resources import SQL
from voucher_service.usecases.published_frames import Published

__all__ = ["Published", "open"]


def open(path: Path | str, *, memory_mb: int = 1024) -> Published:  # noqa: A001
    """Open a published database that can be read without the service.

    Raises NotPublished where there is no file, and UnreadablePublication for one that
    is no publication, or is newer than this program.
    """
    return Published(Path(path), SQL, memory_mb)
