"""One condition held against one sale: what is asked, what was found, what mends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from voucher_service.model.reasons import ELIGIBILITY_REASONS, EligibilityReason
from voucher_service.model.text import Language, Text

Row = Mapping[str, object]


@dataclass(frozen=True)
class RuleOutcome:
    """One condition held against one sale.

    ``rule`` is the reason that the condition gives where it does not hold, ``reason``
    what stands against the sale: value_missing where the condition is left without an
    answer. ``field`` is the column of KnownSale that was asked, ``found`` its value and
    ``required`` what the terms ask, both as machines write them, with ``found_text``
    and ``required_text`` as people do (null where there is no value). ``applies`` is
    false where the condition did not come to be asked of this sale. ``remedy`` and
    ``instead``, what would have to be different, are null where the condition holds.
    """

    rule: EligibilityReason
    reason: EligibilityReason
    holds: bool
    applies: bool
    required: str
    required_text: Text
    found: str | None
    found_text: Text | None
    field: str
    sentence: Text
    remedy: Text | None
    instead: Text | None


@dataclass(frozen=True)
class Shown:
    """A value as machines and as people write it."""

    code: str
    text: Text

    @classmethod
    def plain(cls, value: object) -> "Shown":
        """Show a value that is written alike by all."""
        return cls(str(value), Text(zh=str(value), en=str(value)))


@dataclass(frozen=True)
class Wording:
    """The sentences of one condition, with blanks such as ``{found}``."""

    holds: Text
    fails: Text
    missing: Text


@dataclass(frozen=True)
class Question:
    """What a condition asks of a sale, before it is answered."""

    rule: EligibilityReason
    field: str
    required: Shown
    found: Shown | None
    wording: Wording

    def answer(
        self, holds: bool | None, instead: Text | None = None, **blanks: object
    ) -> RuleOutcome:
        """Give the outcome; None is a rule left without an answer.

        ``found`` and ``required`` fill the blanks of these names.
        """
        sentence = {
            True: self.wording.holds,
            False: self.wording.fails,
            None: self.wording.missing,
        }[holds]
        filled = {
            "found": self.found.text if self.found else "—",
            "required": self.required.text,
            **blanks,
        }
        missing = EligibilityReason.VALUE_MISSING
        return self.outcome(
            said(sentence, **filled),
            holds=holds is True,
            reason=missing if holds is None else self.rule,
            instead=instead,
        )

    def passed_over(self, sentence: Text) -> RuleOutcome:
        """Give the outcome of a condition that did not come to be asked."""
        return self.outcome(sentence, holds=True, applies=False)

    def outcome(
        self,
        sentence: Text,
        *,
        holds: bool,
        applies: bool = True,
        reason: EligibilityReason | None = None,
        instead: Text | None = None,
    ) -> RuleOutcome:
        """Give the outcome in words of its own."""
        against = reason or self.rule
        remedy = ELIGIBILITY_REASONS[against].remedy
        return RuleOutcome(
            rule=self.rule,
            reason=against,
            holds=holds,
            applies=applies,
            required=self.required.code,
            required_text=self.required.text,
            found=self.found.code if self.found else None,
            found_text=self.found.text if self.found else None,
            field=self.field,
            sentence=sentence,
            remedy=None if holds else remedy,
            instead=None if holds else instead or remedy,
        )


def said(sentence: Text, **blanks: object) -> Text:
    """Fill a sentence's blanks; a Text among them is said in each language."""

    def of(language: Language) -> str:
        words = {
            name: value.of(language) if isinstance(value, Text) else value
            for name, value in blanks.items()
        }
        return sentence.of(language).format(**words)

    return Text(zh=of(Language.ZH), en=of(Language.EN))


def listed(texts: list[Text]) -> Text:
    """Write several words in a row."""
    return Text(
        zh="、".join(text.zh for text in texts),
        en=", ".join(text.en for text in texts),
    )


def day_of(value: object) -> date | None:
    """Give a value that is a day; None where there is none."""
    return value if isinstance(value, date) else None


def whole(value: object) -> int | None:
    """Give a value that is a whole number; None where there is none."""
    return value if isinstance(value, int) else None


def word(value: object) -> str | None:
    """Give a value as text; None where there is none."""
    return None if value is None else str(value)
