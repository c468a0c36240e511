"""Templates become pages; what is undefined in a template is an error, not a blank."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from voucher_service.model.days import instant_text
from voucher_service.model.modes import Mode
from voucher_service.model.money import yuan_text
from voucher_service.model.text import Language
from voucher_service.pages import amounts
from voucher_service.pages.assets import asset
from voucher_service.pages.words import Speaker

_HERE = Path(__file__).parent


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "wan": amounts.wan_text,
        "yuan": yuan_text,
        "short_yuan": amounts.short_yuan_text,
        "ratio": amounts.ratio_text,
        "shanghai": amounts.shanghai_text,
        "last_day": amounts.last_day_text,
        "instant": instant_text,
        "signed": amounts.signed,
        "percent": amounts.percent_text,
        "field": amounts.instant_field,
        "said": lambda text, say: say(text),
    }
    environment.globals |= {"asset": asset, "Language": Language, "Mode": Mode}
    return environment


def render(template: str, language: Language, **values: object) -> str:
    """Render a page in one language; ``t`` says words, ``say`` says data's texts."""
    speaker = Speaker(language)
    return (
        _environment()
        .get_template(template)
        .render(t=speaker, say=speaker.say, language=language, **values)
    )


def render_alone(template: str, **values: object) -> str:
    """Render a page that loads nothing and speaks both languages.

    ``zh`` and ``en`` say words; the styles stand inside the page.
    """
    return (
        _environment()
        .get_template(template)
        .render(
            zh=Speaker(Language.ZH),
            en=Speaker(Language.EN),
            style=(_HERE / "templates" / "alone.css").read_text("utf-8"),
            **values,
        )
    )
