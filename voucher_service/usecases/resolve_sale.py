"""A person resolves which of two dealers sold a car, and the verdict is an event."""

import secrets
from dataclasses import dataclass
from typing import Any

from voucher_service.model.errors import BadParameter, RefusedByRule
from voucher_service.model.kinds import Verdict
from voucher_service.model.reports import SaleVersion
from voucher_service.model.text import Text
from voucher_service.store.database import Writing
from voucher_service.store.landing import begin_landing
from voucher_service.store.resolutions import claims_on_vehicle, record_resolution
from voucher_service.usecases.deciding import decide_touched
from voucher_service.usecases.receive_feed import shown_name
from voucher_service.usecases.service import Service
from voucher_service.usecases.show_sales import show_sale

LONGEST_REASON = 500


@dataclass(frozen=True)
class Resolution:
    """A verdict on a sale: who found it, and why."""

    sale_id: str
    verdict: Verdict
    who: str
    why: str


def resolve_sale(service: Service, resolution: Resolution) -> SaleVersion:
    """Uphold a sale against those of other dealers, or set it aside.

    Upholding sets the other dealers' sales of the car aside; a sale once set aside can
    be upheld again. All sales of the car are decided anew in the same transaction. ID
    and phone numbers in the grounds are masked.

    Raises NotFound, BadParameter without a reason or a name, and RefusedByRule where
    no other dealer sold this car.
    """
    show_sale(service, resolution.sale_id)
    _check_words(resolution)

    def job(writing: Writing) -> None:
        claims = claims_on_vehicle(writing.connection, resolution.sale_id)
        verdicts = _verdicts(resolution, claims)
        begin_landing(writing)
        event = {
            "resolution_id": f"res_{secrets.token_hex(8)}",
            "vin": claims[0]["vin"],
            "who": resolution.who.strip(),
            "why": shown_name(resolution.why.strip()),
        }
        record_resolution(writing, event, verdicts)
        writing.note(
            "resolve",
            resolution.sale_id,
            resolution=event["resolution_id"],
            who=event["who"],
            verdict=resolution.verdict.value,
        )
        decide_touched(writing)

    service.store.write("resolve", job)
    return show_sale(service, resolution.sale_id)


def _verdicts(resolution: Resolution, claims: list[dict[str, Any]]) -> dict[str, str]:
    """Give the verdict on each sale that the resolution is about."""
    own = next((c for c in claims if c["sale_id"] == resolution.sale_id), None)
    others = [
        claim
        for claim in claims
        if own is not None
        and claim["dealer_id"] != own["dealer_id"]
        and not claim["cancelled"]
    ]
    if own is None or own["cancelled"] or not others:
        raise _no_conflict(resolution.sale_id)
    verdicts = {resolution.sale_id: resolution.verdict.value}
    if resolution.verdict is Verdict.UPHOLD:
        aside = Verdict.SET_ASIDE.value
        verdicts |= {claim["sale_id"]: aside for claim in others}
    return verdicts


def _no_conflict(sale_id: str) -> RefusedByRule:
    return RefusedByRule(
        Text(
            zh=f"销售 {sale_id} 没有与其他经销商冲突，无须认定",
            en=f"sale {sale_id} is in no conflict with another dealer's",
        ),
        remedy=Text(
            zh="用 status=conflicted 查看待认定的销售",
            en="list those that wait with status=conflicted",
        ),
    )


def _check_words(resolution: Resolution) -> None:
    for name, words in (("who", resolution.who), ("why", resolution.why)):
        if not words.strip() or len(words) > LONGEST_REASON:
            raise BadParameter(
                Text(
                    zh=f"{name} 必须填写，最长 {LONGEST_REASON} 字",
                    en=f"{name} must be given, in {LONGEST_REASON} characters at most",
                ),
                remedy=Text(
                    zh="写明由谁认定、依据什么，例如“已核对发票原件”",
                    en="say who found it and on what grounds",
                ),
            )
