"""What is wrong with a campaign this morning, the worst first, and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from voucher_service.analytics.desk import counted_by_day, oldest_in_review, waitlisted
from voucher_service.analytics.unusual_days import LEAST_CARS, UnusualDay, unusual_days
from voucher_service.model.days import business_day, shifted
from voucher_service.model.desk_reports import Alert, AlertKind, Alerts, Severity
from voucher_service.model.figures import Unit
from voucher_service.model.text import Text
from voucher_service.usecases import alert_words as said
from voucher_service.usecases.judged import Judged
from voucher_service.usecases.limit_progress import limit_progress
from voucher_service.usecases.receipt_alerts import receipt_alerts
from voucher_service.usecases.report_headline import DeskQuery
from voucher_service.usecases.report_totals import Picture, take_picture
from voucher_service.usecases.service import Service
from voucher_service.usecases.voucher_alerts import voucher_alerts

DAYS_JUDGED = 7
OVERDUE_DAYS = 7
NEARLY_SPENT = 0.9
_SEVERITIES = tuple(Severity)
_KINDS = tuple(AlertKind)


@dataclass(frozen=True)
class Morning:
    """What alerts are made of: the sales at hand, and the whole."""

    service: Service
    picture: Picture
    whole: Picture

    @property
    def filtered(self) -> bool:
        """Tell whether only some of the sales are looked at."""
        return not self.picture.part.is_whole

    @property
    def path(self) -> str:
        """Give the path of the campaign's page."""
        return f"/campaigns/{self.picture.campaign.id}"


def report_alerts(
    service: Service, query: DeskQuery, *, sales_until: date | None = None
) -> Alerts:
    """Give a campaign's alerts, the worst first.

    Files and vouchers are judged on the day that is named, where none is on that of
    ``known_at``, which without one is today; never on a later one than that.
    ``sales_until`` is the day of the sales where none is named. Raises NotFound for an
    unknown campaign and BadParameter for an instant to come.
    """
    known_at = query.known_at or service.now()
    today = business_day(known_at)
    judged_on = min(query.as_of or today, today)
    whole = take_picture(
        service, query.campaign, query.as_of or sales_until, query.known_at
    )
    picture = take_picture(
        service, query.campaign, whole.as_of, whole.known_at, query.part
    )
    morning = Morning(service, picture, whole)
    judged = Judged(on=judged_on, known_at=known_at)
    found = [
        *_money(morning),
        *_conflicts(morning),
        *_unusual(morning),
        *_waiting(morning),
        *receipt_alerts(service, judged, whole.campaign, query.part),
        *voucher_alerts(service, judged, whole.campaign.id),
    ]
    found.sort(
        key=lambda each: (_SEVERITIES.index(each.severity), _KINDS.index(each.kind))
    )
    return Alerts(
        campaign=query.campaign,
        as_of=picture.as_of,
        known_at=picture.known_at,
        judged_on=judged.on,
        filters=query.part.parameters,
        synthetic=picture.synthetic,
        alerts=tuple(found),
    )


def _money(morning: Morning) -> Iterator[Alert]:
    """Tell of each stated limit of which nine tenths are taken."""
    for limit in limit_progress(morning.service, morning.whole):
        if limit.share is None or limit.taken is None or limit.share < NEARLY_SPENT:
            continue
        spent = limit.taken >= limit.most
        yield Alert(
            kind=AlertKind.BUDGET,
            severity=Severity.URGENT if spent else Severity.ATTENTION,
            number=limit.taken,
            sentence=said.limit_taken(
                limit.label, limit.taken, limit.most, money=limit.unit is Unit.FEN
            ),
            todo=said.LIMIT_TODO,
            rule=said.LIMIT_RULE,
            page="/vouchers",
            parameters={"campaign": morning.picture.campaign.id},
        )


def _conflicts(morning: Morning) -> Iterator[Alert]:
    picture = morning.picture
    waiting, oldest = oldest_in_review(picture.decided, picture.as_of)
    if oldest is None:
        return
    overdue = picture.as_of - oldest > timedelta(days=OVERDUE_DAYS)
    yield Alert(
        kind=AlertKind.CONFLICTS,
        severity=Severity.URGENT if overdue else Severity.ATTENTION,
        number=waiting,
        sentence=said.conflicts(waiting, oldest),
        todo=said.CONFLICTS_TODO,
        rule=said.CONFLICTS_RULE.filled(days=OVERDUE_DAYS),
        page=f"{morning.path}/figures/needs-review",
        filtered=morning.filtered,
    )


def _unusual(morning: Morning) -> Iterator[Alert]:
    picture = morning.picture
    by_day = counted_by_day(picture.decided)
    cars = dict(by_day.select("sold_on", "cars_sold").iter_rows())
    last = min(picture.as_of, picture.campaign.last_day)
    days = tuple(shifted(last, -n) for n in range(DAYS_JUDGED))
    for each in unusual_days(cars, picture.campaign.first_day, days):
        yield _unusual_day(morning, each)


def _unusual_day(morning: Morning, found: UnusualDay) -> Alert:
    return Alert(
        kind=AlertKind.UNUSUAL_DAY,
        severity=Severity.ATTENTION,
        number=found.cars,
        sentence=said.unusual(found),
        todo=said.UNUSUAL_HIGH_TODO if found.is_high else said.UNUSUAL_LOW_TODO,
        rule=said.UNUSUAL_RULE.filled(days=DAYS_JUDGED, cars=LEAST_CARS),
        page=f"{morning.path}/figures/cars-sold",
        parameters={"as_of": found.day.isoformat()},
        filtered=morning.filtered,
    )


def _waiting(morning: Morning) -> Iterator[Alert]:
    picture = morning.picture
    waiting = waitlisted(picture.decided, picture.as_of)
    if waiting:
        yield Alert(
            kind=AlertKind.WAITLIST,
            severity=Severity.NOTE,
            number=waiting,
            sentence=Text(
                zh=f"{waiting:,} 笔销售在候补，等待名额、资金或抽签",
                en=f"sales on the waiting list for a place, money or the draw: "
                f"{waiting:,}",
            ),
            todo=said.WAITLIST_TODO,
            rule=said.WAITLIST_RULE,
            page=f"{morning.path}/figures/waitlisted",
            filtered=morning.filtered,
        )
