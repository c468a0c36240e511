"""What each operation is asked with, as it travels over the socket."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from voucher_service.model.days import parse_instant
from voucher_service.model.kinds import Breakdown, Outcome, Role, SaleStatus, Verdict
from voucher_service.model.text import Language
from voucher_service.usecases.choose_profile import ProfileChoice
from voucher_service.usecases.render_figure import ChartFormat


def _instant(value: object) -> object:
    return parse_instant(value) if isinstance(value, str) else value


Instant = Annotated[datetime, BeforeValidator(_instant)]


class Request(BaseModel):
    """What an operation is asked with; it has no field besides its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Nothing(Request):
    """Ask for nothing in particular."""


class Ingest(Request):
    """Take in the files sent along."""

    profile: ProfileChoice = ProfileChoice()
    dry_run: bool = False


class Receive(Request):
    """Take in the one file sent along, found in a dealer's folder or the bureau's."""

    profile: ProfileChoice = ProfileChoice()
    dealer: str | None = None


class Decide(Request):
    """Name a campaign."""

    campaign: str


class Redecide(Request):
    """Name a campaign whose sales are decided again, or only shown so."""

    campaign: str
    dry_run: bool = False


class Amend(Request):
    """Amend a campaign by the terms sent along, or only show who would flip."""

    apply: bool = False
    rewrite_past: bool = False


class Reveal(Request):
    """Name a campaign and the seed of its draw."""

    campaign: str
    seed: str


class Explain(Request):
    """Name a campaign and a sale, by its id, VIN or invoice number."""

    campaign: str
    sale: str
    known_at: Instant | None = None


class Decisions(Request):
    """Name a campaign, the file to write, and which decisions it is to hold."""

    campaign: str
    out: Path
    as_of: date | None = None
    known_at: Instant | None = None
    outcome: Outcome | None = None


class Feed(Request):
    """Name a feed by its id."""

    feed: str


class Sale(Request):
    """Name a sale by its id, VIN or invoice number."""

    sale: str


class Totals(Request):
    """Name a campaign, a day, an instant and a breakdown."""

    campaign: str
    as_of: date | None = None
    known_at: Instant | None = None
    by: Breakdown | None = None


class Bridge(Request):
    """Name a campaign and two instants, and the day until which sales count."""

    campaign: str
    since: Instant | None = None
    until: Instant | None = None
    as_of: date | None = None


class Quality(Request):
    """Name the days of receipt and an instant."""

    first_day: date | None = None
    last_day: date | None = None
    known_at: Instant | None = None


class Chart(Request):
    """Name a chart and the format to give it in."""

    campaign: str
    chart: str
    as_of: date | None = None
    known_at: Instant | None = None
    since: Instant | None = None
    language: Language = Language.ZH
    format: ChartFormat = ChartFormat.JSON


class WhatIf(Request):
    """Name a campaign, and the terms to try on its sales."""

    campaign: str
    set: tuple[str, ...] = ()
    terms: str | None = None
    as_written: bool = False
    as_of: date | None = None
    known_at: Instant | None = None


class OpenCampaign(Request):
    """Open the terms sent along, or those that come with the program."""

    campaign: str


class Resolve(Request):
    """Say what a person found of a sale, named as in Sale."""

    sale: str
    verdict: Verdict
    who: str
    why: str


class Sales(Request):
    """Say which sales are listed."""

    status: SaleStatus | None = None
    dealer: str | None = None
    limit: int = 50


class Audit(Request):
    """Say whether losses found so far are taken note of."""

    accept: bool = False


class Backup(Request):
    """Name the directory that is to be the backup, by its whole path."""

    directory: Path


class Publish(Request):
    """Say whether to publish though nothing has changed."""

    anew: bool = False


class StatementOfDay(Request):
    """Name a bank, a day and how the CSV is to be encoded."""

    day: date
    bank: str
    encoding: Literal["utf-8", "gb18030"] = "utf-8"


class Endpoint(Request):
    """Name an address that events are sent to by its id."""

    endpoint: str


class RevokeToken(Request):
    """Name a token by its id."""

    token_id: str


class LoginLink(Request):
    """Say for whom the link is."""

    role: Role = Role.BUREAU
    name: str | None = None
    dealer: str | None = None
