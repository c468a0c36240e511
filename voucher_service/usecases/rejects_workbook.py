"""Rows that did not land go back to their sender, to be mended and sent again."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from voucher_service.model.errors import NotFound
from voucher_service.model.reports import Document, Principal
from voucher_service.model.text import Text
from voucher_service.store.database import aware
from voucher_service.store.deliveries import find_delivery
from voucher_service.store.feeds import list_feeds, refused_rows
from voucher_service.store.queries import Connection
from voucher_service.usecases.answer_rejects import answered
from voucher_service.usecases.feed_reports import may_see
from voucher_service.usecases.sealed_rejects import kept_rejects
from voucher_service.usecases.service import Service
from voucher_service.usecases.write_rejects import write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def rejects_workbook(
    service: Service, feed_id: str, asker: Principal | None = None
) -> Document:
    """Give the rows of a feed that did not land, in a workbook that can be sent back.

    Sheets, titles, headers and cells are the sender's own, every cell as text; the
    cells to be mended are coloured and say why. ``feed_id`` may be the id of one of
    the feed's deliveries. Raises NotFound for an unknown feed, for another dealer's,
    and for one of which every row landed.
    """
    with service.store.read() as connection:
        feed = _feed_for(connection, feed_id, asker)
        fallen = feed["refused"] + feed["review"]
        sheets = kept_rejects(connection, service.store.key, feed["feed_id"])
        told = refused_rows(connection, feed["feed_id"], fallen)
    if not sheets:
        raise _nothing_kept(feed)
    body = write_workbook(answered(sheets, told), made_at=aware(feed["recorded_at"]))
    stem = PurePath(feed["file"]).name.split(".")[0] or feed["feed_id"]
    return Document(body=body, media_type=XLSX, filename=f"{stem}-退回.xlsx")


def _feed_for(
    connection: Connection, named: str, asker: Principal | None
) -> dict[str, Any]:
    delivery = find_delivery(connection, named)
    feed_id = delivery["feed_id"] if delivery else named
    feeds = list_feeds(connection, feed_id) if feed_id else []
    if not feeds or not may_see(asker, feeds[0]["dealer_id"]):
        raise NotFound(
            Text(zh=f"没有收件记录 {named}", en=f"there is no feed {named}"),
            remedy=Text(
                zh="核对回执上的收件编号", en="look at the id on the feed's receipt"
            ),
        )
    return feeds[0]


def _nothing_kept(feed: Mapping[str, Any]) -> NotFound:
    if feed["refused"] + feed["review"] == 0:
        return NotFound(
            Text(
                zh=f"文件 {feed['file']} 没有退回的行",
                en=f"no row of {feed['file']} was refused",
            )
        )
    return NotFound(
        Text(
            zh=f"文件 {feed['file']} 由旧版程序接收，未保存退回行的原文",
            en=f"{feed['file']} was received by an older program, which did not keep "
            "refused rows as they came",
        ),
        remedy=Text(
            zh="用 voucher-service feeds 查看退回原因，在原文件中更正",
            en="see the reasons with voucher-service feeds and mend the original file",
        ),
    )
