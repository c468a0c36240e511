"""A profile says how one sender's files differ from the ordinary."""

import difflib
import hashlib
import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from voucher_service.feeds.headers import FIELDS
from voucher_service.model.errors import BadParameter
from voucher_service.model.text import Text


class Profile(BaseModel):
    """How to read a sender's files: frozen, and part of what a feed is recorded with.

    ``headers`` names a field's columns and wins over the synonyms; an empty list
    says that the field has no column here. ``date_formats`` are strptime patterns
    tried after the built-in ones, ``date_drop`` a pattern removed from a date's text
    first. Business days are counted in ``time_zone``. ``assume`` gives a field's
    value where its column is absent or its cell blank.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "standard"
    headers: dict[str, tuple[str, ...]] = {}
    date_formats: tuple[str, ...] = ()
    date_drop: str | None = None
    time_zone: str = "Asia/Shanghai"
    price_unit: Literal["yuan", "wan_yuan"] = "yuan"
    unknown_dealers: Literal["refuse", "register"] = "refuse"
    assume: dict[str, str] = {"condition": "new"}

    @field_validator("headers", "assume")
    @classmethod
    def _known_fields(cls, value: dict[str, object]) -> dict[str, object]:
        for field in value:
            if field not in FIELDS:
                raise ValueError(f"{field}: {_nearest(field, FIELDS)}")
        return value

    @field_validator("date_drop")
    @classmethod
    def _a_pattern(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as fault:
            raise ValueError(f"not a pattern: {fault}") from None
        return value

    @field_validator("time_zone")
    @classmethod
    def _a_time_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{value} is no time zone, e.g. Asia/Shanghai") from None
        return value

    @property
    def content_hash(self) -> str:
        """Give the hash that tells this profile from any other content."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]


def parse_profile(text: str, origin: str) -> Profile:
    """Read a profile from YAML.

    Raises BadParameter, naming the origin, each wrong key and the nearest valid one.
    """
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        raise _bad(origin, "不是有效的 YAML", f"not valid YAML: {fault}") from None
    if not isinstance(content, dict):
        raise _bad(origin, "应为键值对", "it must be a mapping of keys to values")
    try:
        return Profile.model_validate(content)
    except ValidationError as fault:
        found = "; ".join(_sentence(error) for error in fault.errors())
        raise _bad(origin, found, found) from None


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


def _nearest(key: str, valid: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(key, valid, n=1, cutoff=0.5)
    if near:
        return f"unknown, did you mean {near[0]}?"
    return f"unknown; valid: {', '.join(valid)}"


def _sentence(error: object) -> str:
    assert isinstance(error, dict)
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{place}: {_nearest(place, tuple(Profile.model_fields))}"
    return f"{place}: {str(error['msg']).removeprefix('Value error, ')}"


def _bad(origin: str, zh: str, en: str) -> BadParameter:
    return BadParameter(
        Text(zh=f"读取方案 {origin} 有误：{zh}", en=f"The profile {origin}: {en}"),
        remedy=Text(zh="按提示更正后再试。", en="Mend what is named and try again."),
        choices=tuple(Profile.model_fields),
    )
