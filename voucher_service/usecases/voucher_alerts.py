"""Alerts about vouchers: money that is about to lapse, vouchers still to be issued."""

from collections.abc import Iterator

from voucher_service.model.days import shifted
from voucher_service.model.desk_reports import Alert, AlertKind, Severity
from voucher_service.model.money import yuan_text
from voucher_service.model.text import Text
from voucher_service.store.desk import cars_without_voucher, vouchers_expiring
from voucher_service.usecases import alert_words as said
from voucher_service.usecases.judged import Judged
from voucher_service.usecases.service import Service

DAYS_AHEAD = 7


def voucher_alerts(service: Service, judged: Judged, campaign: str) -> Iterator[Alert]:
    """Give the alerts about a campaign's vouchers, as they stood on a day."""
    until = shifted(judged.on, DAYS_AHEAD)
    with service.store.read() as connection:
        ending = vouchers_expiring(connection, campaign, judged.at, until)
        without = cars_without_voucher(connection, campaign, judged.at)
    if ending["vouchers"]:
        number, yuan = ending["vouchers"], yuan_text(ending["fen"])
        yield Alert(
            kind=AlertKind.EXPIRING,
            severity=Severity.ATTENTION,
            number=number,
            sentence=Text(
                zh=f"{number:,} 张券将在 {DAYS_AHEAD} 天内到期，余额共 {yuan} 元未核销",
                en=f"vouchers ending within {DAYS_AHEAD} days: {number:,}, with {yuan} "
                "yuan left",
            ),
            todo=said.EXPIRING_TODO,
            rule=said.EXPIRING_RULE.filled(days=DAYS_AHEAD),
            page="/vouchers",
            parameters={"campaign": campaign, "status": "active"},
        )
    if without:
        yield Alert(
            kind=AlertKind.NOT_ISSUED,
            severity=Severity.ATTENTION,
            number=without,
            sentence=Text(
                zh=f"{without:,} 笔符合条件的销售尚未发券",
                en=f"eligible sales without a voucher yet: {without:,}",
            ),
            todo=said.NOT_ISSUED_TODO,
            rule=said.NOT_ISSUED_RULE,
            page="/vouchers",
            parameters={"campaign": campaign},
        )
