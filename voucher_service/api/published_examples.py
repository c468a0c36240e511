"""What the list of publications looks like."""

from datetime import UTC, date, datetime

from voucher_service.model.publications import Publication, Publications

_KNOWN_AT = datetime(2023, 1, 10, 10, tzinfo=UTC)
_EXAMPLE = Publications(
    publications=(
        Publication(
            known_at=_KNOWN_AT,
            data_version=_KNOWN_AT,
            as_of=date(2023, 1, 10),
            published_at=datetime(2023, 1, 10, 10, 0, 6, tzinfo=UTC),
            schema_version=2,
            program_version="0.1.0",
            smallest_cell=3,
            synthetic=True,
            bytes=3_944_448,
            sha256="7dfca0b42af7d0c906c9da1f8e563cd2d91525d4ed4a9632e9e35bf944bba7ad",
            tables={"sales": 5137, "decisions": 5137, "daily_totals": 26},
        ),
    )
)
PUBLISHED_ANSWERS: dict[str, object] = {
    "/v1/published": _EXAMPLE.model_dump(mode="json")
}
