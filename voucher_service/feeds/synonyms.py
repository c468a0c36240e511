"""The words feeds are written in: headers, units, totals rows, kinds of energy."""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from voucher_service.model.text import Text

Unit = Literal["yuan", "wan_yuan"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldWords(_Frozen):
    """A field's name in both languages and the headers it goes by."""

    zh: str
    en: str
    exact: tuple[str, ...]
    loose: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        """Give the field's name in both languages."""
        return Text(zh=self.zh, en=self.en)


class Synonyms(_Frozen):
    """The content of synonyms.yaml; each part is explained there."""

    fields: dict[str, FieldWords]
    decisive: frozenset[str]
    bracket_remarks: tuple[str, ...]
    units: dict[Unit, tuple[str, ...]]
    foreign_groups: str
    old_car: str
    seller_groups: str
    not_ours: tuple[str, ...]
    answers: tuple[str, ...]
    surplus: str
    personal: str
    surnames: str
    header_signs: str
    totals: tuple[str, ...]
    blanks: tuple[str, ...]
    synthetic: str
    taking_back: str
    words: dict[str, dict[str, tuple[str, ...]]]


@lru_cache
def synonyms() -> Synonyms:
    """Give the words, read once."""
    text = (files("voucher_service.feeds") / "synonyms.yaml").read_text("utf-8")
    return Synonyms.model_validate(yaml.safe_load(text))


def plain(text: str) -> str:
    """Give a header without case, width, blanks and the marks ``* _ - : .``."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s*_\-:.。\u200b\ufeff]+", "", folded)
