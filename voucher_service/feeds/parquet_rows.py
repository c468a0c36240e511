"""The rows of a Parquet file become the rows of a grid, every value as text."""

import io
from collections.abc import Iterator

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from voucher_service.feeds.grid import Grid, grid_of
from voucher_service.feeds.limits import Limits
from voucher_service.feeds.sniff import Delivery
from voucher_service.feeds.unreadable import unreadable

_INSTANT = "%Y-%m-%d %H:%M:%S"


def read_parquet(
    delivery: Delivery, limits: Limits, *, rows: int | None = None
) -> Iterator[Grid]:
    """Read a Parquet file; row numbers count its rows from 1.

    Dates come as 2023-01-05, a time with a zone with its offset. Raises
    UnreadableInput for a damaged file and one beyond the limits, before it unpacks.
    """
    name, content = delivery.name, delivery.content
    try:
        about = pq.ParquetFile(io.BytesIO(content)).metadata
        groups = [about.row_group(at) for at in range(about.num_row_groups)]
        unpacked = sum(group.total_byte_size for group in groups)
        limits.allow_columns(about.num_columns, name)
        limits.allow_rows(about.num_rows, name)
        limits.allow_unpacked(unpacked, len(content), name)
        limits.allow_area(about.num_rows, about.num_columns, name, size=unpacked)
        frame = pl.read_parquet(io.BytesIO(content), n_rows=rows)
    except (pa.ArrowException, OSError, pl.exceptions.PolarsError, ValueError):
        raise unreadable(name, "damaged") from None
    except BaseException as fault:
        # A damaged file can make the reader's own assertions fail, and those are
        # not Exceptions.
        if type(fault).__name__ != "PanicException":
            raise
        raise unreadable(name, "damaged") from None
    yield _grid(frame)


def _grid(frame: pl.DataFrame) -> Grid:
    if not frame.width:
        return grid_of("", [])
    header = pl.DataFrame([list(frame.columns)], orient="row")
    texts = frame.select(_text(key, kind) for key, kind in frame.schema.items())
    keys = {key: f"c{at}" for at, key in enumerate(frame.columns)}
    header.columns = list(keys.values())
    cells = pl.concat([header, texts.rename(keys)])
    return Grid(
        sheet="",
        cells=cells.select(pl.all().str.replace_all("\x00", "\ufffd", literal=True)),
        numbers=tuple(range(len(keys))),
        row_nos=pl.int_range(0, cells.height, dtype=pl.Int32, eager=True),
    )


def _text(key: str, kind: pl.DataType) -> pl.Expr:
    cell = pl.col(key)
    if isinstance(kind, pl.Datetime):
        return cell.dt.to_string(f"{_INSTANT}%z" if kind.time_zone else _INSTANT)
    if kind == pl.Date:
        return cell.dt.to_string("%Y-%m-%d")
    if kind.is_nested():
        return pl.struct(cell).struct.json_encode().alias(key)
    if isinstance(kind, pl.Binary):
        return pl.coalesce(cell.cast(pl.String, strict=False), cell.bin.encode("hex"))
    return cell.cast(pl.String)
