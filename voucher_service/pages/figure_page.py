"""The page on which a number is opened: its definition, its SQL, and its rows."""

from dataclasses import replace

from voucher_service.model.desk_reports import FigureDetail
from voucher_service.model.figures import OF_VOUCHERS
from voucher_service.model.kinds import ENERGY_TEXT
from voucher_service.model.reports import CampaignDetail
from voucher_service.model.slices import SLICE_TEXT
from voucher_service.pages.decision_page import decision_path
from voucher_service.pages.queries import PageQuery
from voucher_service.pages.rendering import render


def figure_page(
    campaign: CampaignDetail,
    detail: FigureDetail,
    query: PageQuery,
    cursor: str | None,
) -> str:
    """Write a figure in full; further rows are asked for at the very same instant."""
    home = f"/campaigns/{campaign.id}"
    path = f"{home}/figures/{detail.figure.value}"
    shown = replace(query, as_of=detail.as_of, known_at=detail.known_at)
    following = detail.next_cursor
    window = {"from": detail.since.isoformat() if detail.since else None}
    return render(
        "figure.html",
        query.language,
        campaign=campaign,
        detail=detail,
        rows=[
            (row, _decision(campaign.id, row.sale_id, query))
            for row in detail.rows or ()
        ],
        moves=detail.figure in OF_VOUCHERS,
        energies={energy.value: text for energy, text in ENERGY_TEXT.items()},
        slices=SLICE_TEXT,
        part=query.part,
        machine=shown.sliced(f"/v1{path}", lang=None, **window),
        first=shown.sliced(path, **window) if cursor else None,
        following=shown.sliced(path, cursor=following, **window) if following else None,
        back=query.sliced(home),
        synthetic=detail.synthetic,
        query=query,
        kept={**query.part.parameters, **window},
        path=path,
    )


def _decision(campaign_id: str, sale_id: str, query: PageQuery) -> str | None:
    """Give where a sale's decision is explained, to who may see it."""
    if not query.sees_decisions:
        return None
    return query.address(decision_path(campaign_id, sale_id))
