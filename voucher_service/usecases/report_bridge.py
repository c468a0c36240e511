"""Why a campaign's totals are others now than they were: every cause, exactly."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl

from voucher_service.analytics.bridge import (
    MEASURES,
    bridge_causes,
    bridge_lines,
    changes_by_cause,
    restatement,
)
from voucher_service.campaigns.terms import Campaign
from voucher_service.model.bridge_reports import (
    CAUSE_MEANING,
    CAUSE_TEXT,
    LATE_AFTER_DAYS,
    Bridge,
    BridgeCause,
    BridgeEnd,
    BridgeLine,
    Cause,
    facts_text,
)
from voucher_service.model.days import SHANGHAI, business_day, instant_text
from voucher_service.model.errors import BadParameter
from voucher_service.model.money import yuan_from_fen, yuan_text
from voucher_service.model.reasons import reason_text
from voucher_service.model.text import Text
from voucher_service.store.bridge import (
    changes_between,
    commits_between,
    holds_made_up_sales,
    opened_at,
    totals_known,
)
from voucher_service.store.database import aware
from voucher_service.store.queries import Connection
from voucher_service.store.sales import last_sale_day
from voucher_service.usecases.report_totals import settled, unsold_day
from voucher_service.usecases.service import Service, find_campaign


@dataclass(frozen=True)
class BridgeQuery:
    """Between which instants a campaign's totals are compared, as of which day.

    No ``until`` means the last commit; no ``since`` the end of the business day before
    that of ``until``, or the campaign's opening if that is later; no ``as_of`` the day
    that totals at ``until`` have by default.
    """

    campaign: str
    since: datetime | None = None
    until: datetime | None = None
    as_of: date | None = None


@dataclass(frozen=True)
class Span:
    """The two instants of a bridge, both passed, with the campaign at each."""

    since: datetime
    until: datetime
    campaign_before: Campaign
    campaign: Campaign


def find_span(service: Service, query: BridgeQuery) -> Span:
    """Give the instants of a bridge, checked.

    Raises NotFound for an unknown campaign, BadParameter for an instant to come, for
    instants the wrong way round and for a beginning before the campaign was opened.
    """
    for name, instant in (("from", query.since), ("to", query.until)):
        _refuse_to_come(service, name, instant)
    until = settled(service, query.until or service.store.data_version())
    opened = _opened(service, query.campaign)
    if until < opened:
        raise _not_open_yet(query.campaign, ("to", until), opened)
    campaign = find_campaign(service, query.campaign, until)
    since = query.since or max(_end_of_day_before(until), opened)
    if since > until:
        raise _reversed(since, until)
    if since < opened:
        raise _not_open_yet(query.campaign, ("from", since), opened)
    return Span(since, until, find_campaign(service, query.campaign, since), campaign)


def report_bridge(service: Service, query: BridgeQuery) -> Bridge:
    """Give what leads from the totals at one instant to those at another.

    The two ends are what ``totals`` gives there, and the lines add up to their
    difference. Raises as ``find_span`` does.
    """
    span = find_span(service, query)

    def gather() -> Bridge:
        with service.store.read() as connection:
            day = query.as_of or last_sale_day(connection, query.campaign, span.until)
            as_of = day or unsold_day(span.campaign, span.until)
            return _gathered(connection, span, as_of)

    question = ("bridge", query.campaign, span.since, span.until, query.as_of)
    return service.remembered.answer(question, gather)


def steps_of(bridge: Bridge) -> pl.DataFrame:
    """Give the steps of a bridge's waterfall, see analytics.bridge.restatement."""
    causes = pl.DataFrame(
        [
            {
                "cause": each.cause.value,
                **{name: getattr(each, name) for name in MEASURES},
            }
            for each in bridge.causes
        ],
        schema={"cause": pl.String, **dict.fromkeys(MEASURES, pl.Int64)},
    )
    before, after = (
        {
            "cars": end.cars_sold,
            "sales_fen": end.sales_fen,
            "vouchers_fen": end.vouchers_fen,
        }
        for end in (bridge.before, bridge.after)
    )
    return restatement(before, causes, after)


def _gathered(connection: Connection, span: Span, as_of: date) -> Bridge:
    instants = (span.since, span.until)
    name = span.campaign.id
    commits = commits_between(connection, name, instants)
    caused = pl.concat(
        changes_by_cause(changes, commits)
        for changes in changes_between(connection, name, instants, as_of)
    )
    lines = bridge_lines(caused, commits)
    before = _end(connection, span.campaign_before, as_of, span.since)
    after = _end(connection, span.campaign, as_of, span.until)
    difference = {
        "cars": after.cars_sold - before.cars_sold,
        "sales_fen": after.sales_fen - before.sales_fen,
        "vouchers_fen": after.vouchers_fen - before.vouchers_fen,
    }
    added = {measure: int(lines[measure].sum()) for measure in MEASURES}
    assert added == difference, f"lines add up to {added}, not to {difference}"
    return Bridge(
        campaign=name,
        as_of=as_of,
        synthetic=holds_made_up_sales(connection, span.until),
        before=before,
        after=after,
        **difference,
        sales_yuan=yuan_from_fen(difference["sales_fen"]),
        causes=tuple(_cause(row) for row in bridge_causes(caused).to_dicts()),
        lines=tuple(_line(row) for row in lines.to_dicts()),
    )


def _end(
    connection: Connection, campaign: Campaign, as_of: date, known_at: datetime
) -> BridgeEnd:
    figures = totals_known(connection, campaign.id, as_of, known_at)
    terms = campaign.current
    return BridgeEnd(
        known_at=known_at,
        terms_version=terms.version,
        price_basis=terms.price_basis,
        **figures,
        sales_yuan=yuan_from_fen(figures["sales_fen"]),
    )


def _cause(row: dict[str, Any]) -> BridgeCause:
    return BridgeCause(
        **row,
        name=CAUSE_TEXT[Cause(row["cause"])],
        sales_yuan=yuan_from_fen(row["sales_fen"]),
    )


def _line(row: dict[str, Any]) -> BridgeLine:
    counts = {
        name: {each["code"]: each["n"] for each in row[name] or ()}
        for name in ("changed", "reasons")
    }
    told = {**row, **counts, "recorded_at": aware(row["recorded_at"])}
    told["dealers"] = tuple(row["dealers"] or ())
    told["sale_ids"] = tuple(row["sale_ids"])
    return BridgeLine(
        **told,
        sales_yuan=yuan_from_fen(row["sales_fen"]),
        sentence=_sentence(told),
    )


def _sentence(line: dict[str, Any]) -> Text:
    """Say what happened and what it adds or takes away."""
    facts, sayings = facts_text(line["changed"]), _sayings(line["reasons"])
    meaning = CAUSE_MEANING[Cause(line["cause"])]
    blanks = {"n": line["sales"], "days": LATE_AFTER_DAYS}
    zh = meaning.zh.format(**blanks, facts=facts.zh, reasons=sayings.zh)
    en = meaning.en.format(**blanks, facts=facts.en, reasons=sayings.en)
    sales, vouchers = (
        _signed_yuan(line["sales_fen"]),
        _signed_yuan(line["vouchers_fen"]),
    )
    cars = f"{line['cars']:+,}" if line["cars"] else "0"
    return Text(
        zh=f"{zh}：{cars} 台，销售额 {sales} 元，消费券 {vouchers} 元",
        en=f"{en}; cars {cars}, sales {sales} yuan, vouchers {vouchers} yuan",
    )


def _sayings(codes: dict[str, int]) -> Text:
    told = [reason_text(code).sentence for code in codes]
    return Text(
        zh="；".join(text.zh for text in told) or "理由未变",
        en="; ".join(text.en for text in told) or "the reasons are the same",
    )


def _signed_yuan(fen: int) -> str:
    return f"{'+' if fen > 0 else ''}{yuan_text(fen)}"


def _opened(service: Service, campaign_id: str) -> datetime:
    """Give when a campaign was opened; NotFound names those that are."""
    with service.store.read() as connection:
        stamp = opened_at(connection, campaign_id)
    if stamp is None:
        find_campaign(service, campaign_id, service.store.data_version())
    assert stamp is not None
    return aware(stamp)


def _end_of_day_before(instant: datetime) -> datetime:
    midnight = datetime.combine(business_day(instant), time(), SHANGHAI)
    return midnight - timedelta(microseconds=1)


def _refuse_to_come(service: Service, name: str, instant: datetime | None) -> None:
    if instant is None or instant <= service.store.data_version():
        return
    if instant > service.now():
        said = instant_text(instant)
        raise BadParameter(
            Text(zh=f"{name} {said} 晚于现在", en=f"{name} {said} is still to come"),
            remedy=Text(
                zh="请给出不晚于现在的时刻", en="give an instant that has passed"
            ),
        )


def _reversed(since: datetime, until: datetime) -> BadParameter:
    first, last = instant_text(since), instant_text(until)
    return BadParameter(
        Text(zh=f"from {first} 晚于 to {last}", en=f"from {first} is after to {last}"),
        remedy=Text(zh="请调换 from 与 to", en="exchange from and to"),
    )


def _not_open_yet(
    campaign: str, asked: tuple[str, datetime], opened: datetime
) -> BadParameter:
    name, first, then = asked[0], instant_text(asked[1]), instant_text(opened)
    return BadParameter(
        Text(
            zh=f"活动 {campaign} 于 {then} 开启，{name} {first} 时尚未开启",
            en=f"{campaign} was opened at {then}: at {first} ({name}) it was not open",
        ),
        remedy=Text(
            zh=f"{name} 请不早于 {then}", en=f"give a {name} of {then} or later"
        ),
    )
