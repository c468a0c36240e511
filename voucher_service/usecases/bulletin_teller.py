"""Facts become sentences in one language, each number with its footnote."""

from datetime import date
from string import Formatter
from typing import NamedTuple

from voucher_service.bulletin.content import (
    Column,
    Heading,
    Manner,
    Paragraph,
    Picture,
    Run,
    Runs,
    Table,
)
from voucher_service.model.figures import (
    ELIGIBLE,
    FIGURES,
    LEFT_OUT,
    OF_VOUCHERS,
    FigureName,
    Meaning,
)
from voucher_service.model.kinds import PRICE_BASIS_TEXT
from voucher_service.model.text import Language, Text
from voucher_service.usecases import bulletin_numbers as written
from voucher_service.usecases.bulletin_charts import SHOWN_CHARTS
from voucher_service.usecases.bulletin_facts import Facts

SALES_SOURCE = Text(
    zh="经销商上报的销售，经系统按活动条款判定",
    en="dealers' reports, decided under the campaign's terms",
)
VOUCHER_SOURCE = Text(
    zh="系统发券记录和银行上报的核销记录",
    en="the record of vouchers issued and of what banks redeemed",
)
FILE_SOURCE = Text(zh="收件记录", en="the record of files received")
_OVER = Text(
    zh="数据截至{day}24时，入库截至{known_at}",
    en="Data to the end of {day}, known at {known_at}",
)
_NOT_OVER = Text(
    zh="数据截至{day}，入库截至{known_at}，当日数据尚未完整",
    en="Data to {day}, known at {known_at}, before that day was over",
)
_COMMON = Text(
    zh="除另有说明外，{cut_off}；来源：{source}。",
    en="{cut_off}, unless stated otherwise; source: {source}.",
)
_THESE = Text(zh="上述计入的销售", en="the sales that count, as above")
_ELSEWHERE = Text(zh="{meaning}来源：{source}。", en="{meaning} Source: {source}.")
_UNTIL = Text(zh="{source}，截至{day}", en="{source}, to {day}")


class Fact(NamedTuple):
    """A number in words, what it counts, and from where it is."""

    text: Text
    meaning: Text
    source: Text = SALES_SOURCE


Value = Fact | Text | Runs


def _shortened(name: FigureName, meaning: Meaning) -> Meaning:
    """Say once alone, with the cars, which sales it is that count."""
    if name is FigureName.CARS_SOLD:
        return meaning
    zh, en = meaning.definition.zh, meaning.definition.en
    zh = zh.replace(ELIGIBLE.zh, _THESE.zh).replace(LEFT_OUT.zh, "")
    en = en.replace(ELIGIBLE.en, _THESE.en).replace(LEFT_OUT.en, "").rstrip()
    return Meaning(meaning.name, meaning.unit, Text(zh=zh, en=en))


class Teller:
    """Says things of one campaign's facts in one language."""

    def __init__(self, facts: Facts, language: Language) -> None:
        self.facts = facts
        self.language = language
        self._basis = PRICE_BASIS_TEXT[facts.totals.price_basis]
        self._pictures = 0
        self._tables = 0
        self._parts = 0
        self._items = 0

    def word(self, text: Text, /, **values: Value) -> str:
        """Give a text in the teller's language, its blanks filled."""
        return "".join(run.text for run in self.runs(text, **values))

    def figure(self, name: FigureName, text: Text) -> Fact:
        """Give a figure of the desk with the definition that it has there."""
        meaning = _shortened(name, FIGURES[name].on(self._basis))
        source = self._voucher_source if name in OF_VOUCHERS else SALES_SOURCE
        told = Text(
            zh=f"{meaning.name.zh}：{meaning.definition.zh}",
            en=f"{meaning.name.en}: {meaning.definition.en}",
        )
        return Fact(text, told, source)

    @property
    def basis(self) -> Text:
        """Name the price that amounts are counted on."""
        return self._basis

    @property
    def cut_off(self) -> Text:
        """Say until when and known when."""
        sentence = _OVER if self.facts.day_is_over else _NOT_OVER
        return sentence.filled(
            day=written.day(self.facts.as_of),
            known_at=written.instant(self.facts.known_at),
        )

    @property
    def moved_on(self) -> date:
        """Give the day until which vouchers are told of, which go on after sales."""
        return self.facts.headline.figure(FigureName.VOUCHERS_ISSUED).as_of

    @property
    def _voucher_source(self) -> Text:
        return _UNTIL.filled(source=VOUCHER_SOURCE, day=written.day(self.moved_on))

    def dated(self) -> Runs:
        """Write the day of all figures with the note that they have in common."""
        common = _COMMON.filled(cut_off=self.cut_off, source=SALES_SOURCE)
        day = written.day(self.facts.as_of)
        return (Run(day.of(self.language), note=common.of(self.language)),)

    def note(self, meaning: Text, source: Text = SALES_SOURCE) -> str:
        """Give a footnote: what is counted, and from where if not as the others."""
        if source != SALES_SOURCE:
            meaning = _ELSEWHERE.filled(meaning=meaning, source=source)
        return meaning.of(self.language)

    def runs(self, sentence: Text, /, **values: Value) -> Runs:
        """Give a sentence whose blanks are filled, with the notes of its facts."""
        runs: list[Run] = []
        for literal, name, _, _ in Formatter().parse(sentence.of(self.language)):
            if literal:
                runs.append(Run(literal))
            if name is not None:
                runs += self._runs(values[name])
        return tuple(runs)

    def _runs(self, value: Value) -> Runs:
        match value:
            case Text():
                return (Run(value.of(self.language)),)
            case Fact(text, meaning, source):
                note = self.note(meaning, source)
                return (Run(text.of(self.language), note=note),)
            case _:
                return value

    def paragraph(self, *sentences: Runs, manner: Manner = Manner.BODY) -> Paragraph:
        """Put sentences one after the other."""
        runs: list[Run] = []
        for sentence in sentences:
            if runs and self.language is Language.EN:
                runs.append(Run(" "))
            runs += sentence
        return Paragraph(tuple(runs), manner)

    def item(self, said: Runs) -> Paragraph:
        """Give the next numbered item of a part."""
        self._items += 1
        end = "．" if self.language is Language.ZH else ". "
        return Paragraph((Run(f"{self._items}{end}"), *said), Manner.ITEM)

    def heading(self, text: Text, *, new_page: bool = False) -> Heading:
        """Give a heading of the first level."""
        self._parts = self._items = 0
        return Heading(text.of(self.language), new_page=new_page)

    def part(self, text: Text) -> Heading:
        """Give a numbered heading of the second level."""
        self._parts += 1
        self._items = 0
        number = "一二三四五六七八九"[self._parts - 1]
        mark = f"（{number}）" if self.language is Language.ZH else f"({self._parts}) "
        return Heading(mark + text.of(self.language), level=2)

    def picture(self, name: str) -> Picture:
        """Give the place of a chart, numbered, for its image to be put in."""
        shown = SHOWN_CHARTS[name]
        self._pictures += 1
        label = Text(zh=f"图{self._pictures}　", en=f"Figure {self._pictures}. ")
        title = shown.title.of(self.language)
        colon = "：" if self.language is Language.ZH else ": "
        return Picture(
            (Run(label.of(self.language) + title),),
            description=title + colon + shown.shows.of(self.language),
            instead=shown.instead.of(self.language),
            chart=name,
        )

    def table(
        self,
        title: Fact,
        columns: tuple[Column, ...],
        rows: list[tuple[str, ...]],
        *,
        summed: bool = False,
        label: Text | None = None,
    ) -> Table:
        """Give a table under its caption, numbered unless it has a label."""
        if label is None:
            self._tables += 1
            label = Text(zh=f"表{self._tables}　", en=f"Table {self._tables}. ")
        caption = Run(
            label.of(self.language) + title.text.of(self.language),
            note=self.note(title.meaning, title.source),
        )
        return Table((caption,), columns, tuple(rows), summed)

    def days_between(self, first: date, last: date) -> Text:
        """Write two days with what lies between."""
        start, end = written.day(first), written.day(last)
        return Text(zh=f"{start.zh}至{end.zh}", en=f"{start.en} to {end.en}")
