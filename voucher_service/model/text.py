"""Sentences stand in Chinese and English side by side."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Language(StrEnum):
    """A language a reader can ask for; Chinese comes first."""

    ZH = "zh"
    EN = "en"


class Text(BaseModel):
    """One sentence or label, in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str

    def of(self, language: Language) -> str:
        """Give the sentence in one language."""
        return self.zh if language is Language.ZH else self.en

    def filled(self, **values: object) -> "Text":
        """Fill the named blanks of both sentences, with a text in its own language."""
        zh, en = (
            self.of(language).format_map(
                {
                    name: value.of(language) if isinstance(value, Text) else value
                    for name, value in values.items()
                }
            )
            for language in (Language.ZH, Language.EN)
        )
        return Text(zh=zh, en=en)

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"
