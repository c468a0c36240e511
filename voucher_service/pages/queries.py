"""What a page's address asks for: language, business day, instant."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends

from voucher_service.model.days import instant_text, parse_day, parse_instant
from voucher_service.model.errors import BadParameter
from voucher_service.model.kinds import Role
from voucher_service.model.modes import Mode
from voucher_service.model.slices import ENERGY_CHOICES, WHOLE, Slice
from voucher_service.model.text import Language, Text
from voucher_service.usecases.explain_sale import DECISION_ROLES
from voucher_service.usecases.find_vouchers import VOUCHER_ROLES
from voucher_service.usecases.sign_in import FEED_ROLES, PAGE_ROLES


@dataclass(frozen=True)
class PageQuery:
    """The parameters of a page; blank ones count as absent.

    No ``mode`` leaves light or dark to the reader's system. ``part`` are the sales that
    a campaign's desk alone looks at.
    """

    language: Language
    as_of: date | None
    known_at: datetime | None
    role: Role = Role.BUREAU
    mode: Mode | None = None
    part: Slice = WHOLE

    @property
    def sees_figures(self) -> bool:
        """Tell whether the asker reaches the campaigns' pages."""
        return self.role in PAGE_ROLES

    @property
    def sees_feeds(self) -> bool:
        """Tell whether the asker reaches the pages of files and receipts."""
        return self.role in FEED_ROLES

    @property
    def sees_decisions(self) -> bool:
        """Tell whether the asker may look up decisions on single sales."""
        return self.role in DECISION_ROLES

    @property
    def sees_vouchers(self) -> bool:
        """Tell whether the asker may look vouchers up."""
        return self.role in VOUCHER_ROLES

    @property
    def start(self) -> str:
        """Give the path of the asker's first page."""
        return start_page(self.role)

    def address(self, path: str, **changes: str | None) -> str:
        """Give a path with these parameters, some changed or (None) left out.

        The mode goes along from page to page; what machines ask is told it on purpose.
        """
        known = None if self.known_at is None else instant_text(self.known_at)
        parameters = {
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "known_at": known,
            "lang": self.language.value,
            "mode": None if path.startswith("/v1/") else self.mode,
            **changes,
        }
        kept = {name: value for name, value in parameters.items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path

    def sliced(self, path: str, **changes: str | None) -> str:
        """Give a path with these parameters and what is filtered by."""
        return self.address(path, **{**self.part.parameters, **changes})


def start_page(role: Role) -> str:
    """Give the path of a role's first page."""
    return "/" if role in PAGE_ROLES else "/feeds"


def read_query(
    lang: str | None = None,
    as_of: str | None = None,
    known_at: str | None = None,
    mode: str | None = None,
) -> PageQuery:
    """Read a page's parameters; BadParameter names the one that cannot be used."""
    return PageQuery(
        language=_language(lang),
        as_of=read_day("as_of", as_of),
        known_at=read_instant("known_at", known_at),
        mode=_mode(mode),
    )


def read_part(
    district: str | None = None,
    dealer: str | None = None,
    brand: str | None = None,
    energy: str | None = None,
) -> Slice:
    """Read which sales alone a desk looks at; blank fields ask nothing."""
    asked = (district, dealer, brand, energy)
    part = Slice(*((value or "").strip()[:MOST_LETTERS] or None for value in asked))
    for name, value in part.parameters.items():
        if not value.isprintable():
            raise BadParameter(
                Text(
                    zh=f"{name} 含不可显示的字符",
                    en=f"{name} holds unprintable characters",
                )
            )
    if part.energy is not None and part.energy not in ENERGY_CHOICES:
        choices = ", ".join(ENERGY_CHOICES)
        raise BadParameter(
            Text(
                zh=f"energy 不能是“{part.energy}”", en=f"energy cannot be {part.energy}"
            ),
            remedy=Text(zh=f"可选值：{choices}", en=f"valid values: {choices}"),
            choices=ENERGY_CHOICES,
        )
    return part


Part = Annotated[Slice, Depends(read_part)]
MOST_LETTERS = 100
"""A longer value names nothing that a feed could have told."""


def _mode(value: str | None) -> Mode | None:
    if not value:
        return None
    if value in set(Mode):
        return Mode(value)
    raise BadParameter(
        Text(zh=f"mode 不能是“{value}”", en=f"mode cannot be {value!r}"),
        remedy=Text(zh="请用 light、dark 或 wall", en="use light, dark or wall"),
        choices=tuple(Mode),
    )


def _language(value: str | None) -> Language:
    if not value:
        return Language.ZH
    if value in set(Language):
        return Language(value)
    raise BadParameter(
        Text(zh=f"lang 不能是“{value}”", en=f"lang cannot be {value!r}"),
        remedy=Text(zh="请用 zh 或 en", en="use zh or en"),
        choices=tuple(Language),
    )


def held(instant: datetime | None, last: datetime) -> datetime | None:
    """Take back what a field rounded up beyond the last commit."""
    if instant is not None and last < instant < last + timedelta(milliseconds=1):
        return last
    return instant


def read_day(name: str, value: str | None) -> date | None:
    """Read a day; a blank one is none. BadParameter names the field."""
    if not value or not value.strip():
        return None
    try:
        return parse_day(value.strip())
    except ValueError:
        raise BadParameter(
            Text(zh=f"{name} 不是日期：“{value}”", en=f"{name} is no date: {value!r}"),
            remedy=Text(zh="请写成 2023-01-10", en="write it as 2023-01-10"),
        ) from None


def read_instant(name: str, value: str | None) -> datetime | None:
    """Read an instant; a blank one is none. BadParameter names the field."""
    if not value or not value.strip():
        return None
    try:
        return parse_instant(value)
    except (ValueError, OverflowError):
        raise BadParameter(
            Text(
                zh=f"{name} 不是时点：“{value}”",
                en=f"{name} is no instant: {value!r}",
            ),
            remedy=Text(
                zh="请写成 2023-01-11T09:30:00+08:00",
                en="write it as 2023-01-11T09:30:00+08:00",
            ),
        ) from None
