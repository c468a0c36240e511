"""Settings come from the environment as VOUCHER_*, with safe defaults."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

from voucher_service.model.publications import Publishing
from voucher_service.model.sql_questions import SqlLimits
from voucher_service.resources import SQL
from voucher_service.usecases.open_service import Opening, feed_limits

Origin = Annotated[
    str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?$")
]
"""Where a page comes from: scheme, host and port, nothing more."""


class Settings(BaseSettings):
    """What can be set: VOUCHER_HOME, VOUCHER_PORT and so on."""

    model_config = SettingsConfigDict(env_prefix="VOUCHER_", extra="ignore")

    home: Path = Field(Path("var"), description="the directory that holds all data")
    host: str = Field("127.0.0.1", description="the address to serve on")
    port: int = Field(8000, ge=0, le=65535, description="the port; 0 takes a free one")
    lock_wait_seconds: float = Field(
        5.0,
        ge=0,
        le=3600,
        description="how long a command waits for another one to end",
    )
    session_hours: float = Field(
        12, gt=0, le=8760, description="how long a sign-in lasts"
    )
    login_link_minutes: float = Field(
        60, gt=0, le=525600, description="how long a one-time login link is good for"
    )
    max_feed_bytes: int = Field(
        512 * 1024 * 1024, gt=0, le=2**40, description="the largest feed file taken in"
    )
    large_feed_bytes: int = Field(
        8 * 1024 * 1024,
        ge=0,
        le=2**40,
        description="a larger feed is answered at once and taken in behind",
    )
    max_feed_rows: int = Field(
        10_000_000, gt=0, le=2**31 - 1, description="the most rows in a file"
    )
    max_feed_sheets: int = Field(
        200, gt=0, le=10_000, description="the most sheets in a file, or files in a zip"
    )
    max_feed_columns: int = Field(
        1_000, gt=0, le=16_384, description="the most columns in a sheet"
    )
    max_feed_cells: int = Field(
        25_000_000, gt=0, le=2**40, description="the most cells a sheet may span"
    )
    max_feed_unpacked_bytes: int = Field(
        2**30, gt=0, le=2**40, description="the most a packed file may unpack to"
    )
    max_feed_ratio: int = Field(
        200, gt=1, le=10_000, description="how many times its size it may unpack to"
    )
    late_redemption_days: float = Field(
        3,
        ge=0,
        le=366,
        description="how long after its last day a redemption made in time may arrive",
    )
    refresh_seconds: int = Field(
        60,
        ge=0,
        le=86400,
        description="how often a wall screen asks for news; 0: never",
    )
    max_batch_bytes: int = Field(
        32 * 1024 * 1024,
        gt=0,
        le=2**30,
        description="the largest file of redemptions a bank may send",
    )
    rate_per_second: float = Field(
        5_000, gt=0, le=1e6, description="how many requests a second a token may send"
    )
    rate_burst: int = Field(
        10_000, ge=1, le=10**7, description="how many it may send at once after a rest"
    )
    unknown_codes: int = Field(
        20,
        ge=1,
        le=10**7,
        description="how many unknown voucher codes a token may name in ten minutes",
    )
    signed_banks: tuple[str, ...] = Field(
        (), description="the banks whose requests must be signed, as a JSON list"
    )
    metrics_public: bool = Field(
        False,
        description="let a scrape of /metrics from this machine in without a token",
    )
    frame_origins: tuple[Origin, ...] = Field(
        (),
        description="the origins whose pages may show a chart in a frame, as a JSON "
        'list, e.g. ["https://www.example.gov.cn"]',
    )
    sandbox: bool = Field(
        False,
        description="answer the magic codes of docs/bank-api.md; refuses real sales",
    )
    publish: bool = Field(
        True, description="publish the analysts' database behind every change"
    )
    publish_after_seconds: float = Field(
        5,
        ge=0,
        le=86400,
        description="how long it has to be quiet before a change is published",
    )
    published_kept: int = Field(
        7,
        ge=1,
        le=10_000,
        description="how many of the latest publications are kept, and of how many of "
        "the latest days the last one",
    )
    smallest_cell: int = Field(
        3,
        ge=1,
        le=1000,
        description="the fewest cars published by district and day; 1 hides none",
    )
    sql_seconds: float = Field(
        30, gt=0, le=3600, description="how long an analyst's query may run"
    )
    sql_memory_mb: int = Field(
        512, ge=64, le=2**20, description="the memory that a query may use, in MB"
    )
    sql_rows: int = Field(
        100_000, ge=1, le=10_000_000, description="the most rows that a query gives"
    )
    sql_megabytes: int = Field(
        64, ge=1, le=2048, description="the largest answer to a query, in MB"
    )
    sql_at_once: int = Field(
        4, ge=1, le=100, description="how many queries may run at once"
    )
    sql_at_once_each: int = Field(
        2, ge=1, le=100, description="how many of them may be one person's or token's"
    )
    campaigns: tuple[str, ...] = Field(
        ("zhangjiajie-2022-new-year",),
        description="the campaigns opened in a new home, as a JSON list",
    )

    def opening(self) -> Opening:
        """Give how to open the home these settings name."""
        return Opening(
            home=self.home.absolute(),
            sql=SQL,
            wait_seconds=self.lock_wait_seconds,
            campaigns=self.campaigns,
            session_lifetime=timedelta(hours=self.session_hours),
            link_lifetime=timedelta(minutes=self.login_link_minutes),
            max_feed_bytes=self.max_feed_bytes,
            large_feed_bytes=self.large_feed_bytes,
            max_batch_bytes=self.max_batch_bytes,
            metrics_public=self.metrics_public,
            frame_origins=self.frame_origins,
            rate_per_second=self.rate_per_second,
            rate_burst=self.rate_burst,
            unknown_codes=self.unknown_codes,
            signed_banks=self.signed_banks,
            late_redemption=timedelta(days=self.late_redemption_days),
            refresh_seconds=self.refresh_seconds,
            sandbox=self.sandbox,
            publishing=Publishing(
                on=self.publish,
                after_seconds=self.publish_after_seconds,
                kept=self.published_kept,
                smallest_cell=self.smallest_cell,
            ),
            asking=SqlLimits(
                seconds=self.sql_seconds,
                memory_mb=self.sql_memory_mb,
                most_rows=self.sql_rows,
                most_megabytes=self.sql_megabytes,
                at_once=self.sql_at_once,
                at_once_each=self.sql_at_once_each,
            ),
            limits=feed_limits(
                rows=self.max_feed_rows,
                sheets=self.max_feed_sheets,
                columns=self.max_feed_columns,
                cells=self.max_feed_cells,
                unpacked_bytes=self.max_feed_unpacked_bytes,
                ratio=self.max_feed_ratio,
            ),
        )

    def address(self, port: int | None = None) -> str:
        """Give where the service is reached, at these settings' port or another."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port if port is None else port}"
