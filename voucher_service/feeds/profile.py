"""A profile says how one sender's files differ from the ordinary."""

import difflib
import hashlib
import re
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from voucher_service.campaigns.yaml_document import read_document
from voucher_service.campaigns.yaml_faults import told, validated
from voucher_service.feeds.date_formats import format_fault
from voucher_service.feeds.headers import FIELDS

_ASSUMED = {"condition": "new"}  # the unified car invoice is for new cars only


class Profile(BaseModel):
    """How to read a sender's files: frozen, and part of what a feed is recorded with.

    ``headers`` names a field's columns and wins over the synonyms; an empty list
    says that the field has no column here. ``date_formats`` are strptime patterns
    tried after the built-in ones, ``date_drop`` a pattern removed from a date's text
    first. Business days are counted in ``time_zone``. Sales before ``sold_from`` or
    after ``sold_to`` are refused, and those sent more than
    ``reported_late_after_days`` after their day are noted. ``assume`` gives a field's
    value where its column is absent or its cell blank; it adds to what the standard
    profile assumes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "standard"
    headers: dict[str, tuple[str, ...]] = {}
    date_formats: tuple[str, ...] = ()
    date_drop: str | None = None
    time_zone: str = "Asia/Shanghai"
    price_unit: Literal["yuan", "wan_yuan"] = "yuan"
    sold_from: date | None = None
    sold_to: date | None = None
    reported_late_after_days: int | None = Field(None, ge=0, le=36_500)
    unknown_dealers: Literal["refuse", "register"] = "refuse"
    assume: dict[str, str] = _ASSUMED

    @field_validator("headers", "assume")
    @classmethod
    def _known_fields(cls, value: dict[str, object]) -> dict[str, object]:
        for field in value:
            if field not in FIELDS:
                raise _unknown(field)
        return value

    @field_validator("assume")
    @classmethod
    def _besides_the_standard(cls, value: dict[str, str]) -> dict[str, str]:
        return _ASSUMED | value

    @field_validator("date_formats")
    @classmethod
    def _formats(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for fmt in value:
            if fault := format_fault(fmt):
                raise told(
                    f"{fmt} 不能用作日期格式：{fault}",
                    f"{fmt} is no format of dates: {fault}",
                )
        return value

    @field_validator("date_drop")
    @classmethod
    def _a_pattern(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as fault:
            raise told(f"不是正则表达式：{fault}", f"not a pattern: {fault}") from None
        return value

    @field_validator("time_zone")
    @classmethod
    def _a_time_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise told(
                f"{value} 不是时区，例如 Asia/Shanghai",
                f"{value} is no time zone, e.g. Asia/Shanghai",
            ) from None
        return value

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.sold_from and self.sold_to and self.sold_to < self.sold_from:
            raise told("sold_to 早于 sold_from", "sold_to is before sold_from")
        return self

    @property
    def stated_unit(self) -> Literal["yuan", "wan_yuan"] | None:
        """Give the unit of prices where the profile itself states one."""
        return self.price_unit if "price_unit" in self.model_fields_set else None

    @property
    def content_hash(self) -> str:
        """Give the hash that tells this profile from any other content."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]


def parse_profile(text: str, origin: str) -> Profile:
    """Read a profile from YAML; ``origin`` names the file in every error.

    Raises UnreadableInput where it is no YAML, BadParameter where it is no profile:
    every fault with its line, its key, the nearest valid one and what mends it.
    """
    return validated(read_document(text, origin), Profile)


@lru_cache
def shipped_profiles() -> dict[str, Profile]:
    """Give the profiles that come with the service, by name; ``standard`` is one."""
    folder = files("voucher_service.feeds") / "profiles"
    shipped = [
        parse_profile(entry.read_text(encoding="utf-8"), entry.name)
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml")
    ]
    return {profile.name: profile for profile in shipped}


def _unknown(field: str) -> PydanticCustomError:
    near = difflib.get_close_matches(field, FIELDS, n=1, cutoff=0.5)
    valid = near[0] if near else "、".join(FIELDS)
    return told(
        f"没有字段 {field}，是否应为 {valid}？",
        f"there is no field {field}; did you mean {valid}?",
    )
