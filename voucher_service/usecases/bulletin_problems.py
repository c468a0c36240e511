"""三、存在问题 and 四、下步工作: what is wrong, and what follows from it."""

from collections.abc import Iterator
from typing import NamedTuple

from voucher_service.bulletin.content import Block, Manner, Runs
from voucher_service.model.desk_reports import AlertKind
from voucher_service.model.reasons import reason_text
from voucher_service.model.slices import UNKNOWN_KEY
from voucher_service.model.text import Text
from voucher_service.usecases import bulletin_numbers as written
from voucher_service.usecases.bulletin_teller import FILE_SOURCE, Fact, Teller

_TITLE = Text(zh="三、存在问题", en="3. What is wrong")
_NONE = Text(
    zh="按系统现有检查，未发现须通报的问题。",
    en="The checks that the system makes found nothing to report.",
)
_NEXT = Text(zh="四、下步工作", en="4. What to do next")
_DRAFT = Text(
    zh="以下为系统根据上述问题生成的建议稿，请经办人核改后使用。",
    en="Suggestions drawn from the problems above, for the officer in charge to edit.",
)
_CARRY_ON = Text(
    zh="【建议】继续按日收集、核对销售数据。",
    en="[Suggestion] Go on collecting and checking sales day by day.",
)
_PREPARE = Text(
    zh="【建议】活动开始前核对经销商名录，做好上报准备。",
    en="[Suggestion] Check the register of dealers before the campaign begins.",
)
_CLOSE = Text(
    zh="【建议】做好活动期销售数据的最后核对和归档。",
    en="[Suggestion] Check the campaign's sales a last time, and file them.",
)
_SUGGESTED = Text(zh="【建议】{todo}。", en="[Suggestion] {todo}.")
_SAID = Text(zh="{sentence}。", en="{sentence}.")
_REFUSED_ROWS = Text(
    zh="系统收到的全部文件（不限于本活动的销售，含往年）共{rows}，其中{refused}被退回"
    "未入库、{review}待核实{unreadable}{reasons}",
    en="Of {rows} in all files received (not of this campaign's sales alone, also of "
    "earlier years) {refused} were refused and {review} wait{unreadable}{reasons}",
)
_MAINLY = Text(zh="；主要原因：{reasons}", en="; mainly since: {reasons}")
_UNREADABLE = Text(
    zh="，另有{files}无法读取", en="; besides, {files} could not be read"
)
_ROWS_MEANING = Text(
    zh="上报行：截至{instant}收到的全部文件中的行，不按销售日期截取，同一行重报的重复"
    "计算；文件无法读取的另计。",
    en="Rows: those of all files received until {instant}, whatever day they tell of, "
    "reported again counted again; files that could not be read are counted apart.",
)
_ROWS_TODO = Text(
    zh="请有退回行的经销商下载退回表格，逐行改正后重新上报",
    en="Have dealers download the workbook of their refused rows, mend it and send it "
    "again",
)
_INELIGIBLE = Text(
    zh="活动期内的销售有{sales}不符合条件，未计入；原因居前的是{reasons}"
    "（一笔可有多个原因，各原因之和可大于笔数）",
    en="{sales} of the campaign's days are not eligible; the first reasons: {reasons} "
    "(a sale may have several reasons, so these may add up to more)",
)
_REASON = Text(zh="{sentence}（{n}）", en="{sentence} ({n})")
_INELIGIBLE_MEANING = Text(
    zh="不符合条件：开票日期在活动期内、按条款判定为不符合的销售。",
    en="Not eligible: sales invoiced in the campaign's window that the terms refuse.",
)
_INELIGIBLE_TODO = Text(
    zh="请经销商核对不符合条件的销售；确属填报有误的，更正后重新上报",
    en="Have dealers check the sales that are not eligible, and report again what "
    "was reported wrongly",
)
_IDLE_DISTRICTS = Text(
    zh="{n}没有计入的销售：{names}", en="{n} have no sale that counts: {names}"
)
_IDLE_DISTRICTS_TODO = Text(
    zh="请{names}了解当地经销商参与情况，核实是否漏报",
    en="Ask {names} whether their dealers take part, and whether sales went unreported",
)
_IDLE_DEALERS = Text(
    zh="名录内{n}没有计入的销售：{names}",
    en="{n} of the register have no sale that counts: {names}",
)
_IDLE_DEALERS_TODO = Text(
    zh="联系尚无销售的企业，核实是否停业、未参加或漏报",
    en="Ask the dealers without sales whether they closed, take no part, or failed to "
    "report",
)
_REGISTER = Text(zh="经销商名录", en="the register of dealers")
_REGISTER_MEANING = Text(
    zh="尚无销售：名录中在营、但没有一笔销售计入的。",
    en="Without sales: open by the register, with no sale that counts.",
)
_NO_DISTRICT = Text(
    zh="{cars}未报区县，经销商亦无登记区县，无法归入区县",
    en="{cars} cannot be placed in a district: neither the sale nor the register tells",
)
_NO_DISTRICT_TODO = Text(zh="补报缺少的区县", en="Have the missing districts reported")
_NO_ENERGY = Text(
    zh="{cars}未报能源类型，新能源占比可能偏低",
    en="Of {cars} the kind of energy is not told: the share of new energy may be low",
)
_NO_ENERGY_TODO = Text(
    zh="请有关经销商补报能源类型", en="Have dealers report the kind of energy too"
)
_UNTOLD_MEANING = Text(
    zh="已计入合计、但该项为空的台数。", en="Cars that count but lack this fact."
)
_ALERT_SOURCE = Text(zh="系统预警规则", en="the system's rules for alerts")
_TOLD_ANYWAY = {
    AlertKind.REFUSED_ROWS,
    AlertKind.ROWS_IN_REVIEW,
    AlertKind.UNREADABLE_FILES,
}
_MOST_REASONS = 5
_MOST_NAMES = 8


class Problem(NamedTuple):
    """Something wrong, in a sentence with its notes, and what mends it."""

    said: Runs
    todo: Runs


def problems_and_steps(teller: Teller) -> Iterator[Block]:
    """Say what is wrong, and for each problem what follows from it."""
    found = list(_found(teller))
    yield teller.heading(_TITLE)
    if not found:
        yield teller.paragraph(teller.runs(_NONE))
    for problem in found:
        said = teller.runs(_SAID, sentence=problem.said)
        yield teller.item(said)
    yield teller.heading(_NEXT)
    yield teller.paragraph(teller.runs(_DRAFT), manner=Manner.REMARK)
    for problem in found:
        todo = teller.runs(_SUGGESTED, todo=problem.todo)
        yield teller.item(todo)
    if not found:
        yield teller.item(teller.runs(_without_problems(teller)))


def _without_problems(teller: Teller) -> Text:
    if not teller.facts.has_begun:
        return _PREPARE
    return _CLOSE if teller.facts.has_ended else _CARRY_ON


def _found(teller: Teller) -> Iterator[Problem]:
    yield from _alerts(teller)
    yield from _rows(teller)
    if not teller.facts.has_begun:
        return
    yield from _ineligible(teller)
    yield from _idle(teller)
    yield from _untold(teller)


def _alerts(teller: Teller) -> Iterator[Problem]:
    for alert in teller.facts.alerts.alerts:
        if alert.kind not in _TOLD_ANYWAY:
            fact = Fact(written.unpointed(alert.sentence), alert.rule, _ALERT_SOURCE)
            said = teller.runs(Text(zh="{said}", en="{said}"), said=fact)
            yield Problem(said, teller.runs(written.unpointed(alert.todo)))


def _rows(teller: Teller) -> Iterator[Problem]:
    files = teller.facts.files
    if not (files.refused or files.review or files.unreadable):
        return
    reasons = [
        written.unpointed(reason_text(code).sentence)
        for code, _ in files.reasons[:_MOST_REASONS]
    ]
    lost = written.counted(files.unreadable, "份文件", "file", "files")
    meaning = _ROWS_MEANING.filled(instant=written.instant(teller.facts.known_at))
    why = Fact(written.joined(reasons), meaning, FILE_SOURCE)
    mainly = teller.runs(_MAINLY, reasons=why) if reasons else ()
    unreadable = (
        teller.runs(_UNREADABLE, files=Fact(lost, meaning, FILE_SOURCE))
        if files.unreadable
        else ()
    )
    said = teller.runs(
        _REFUSED_ROWS,
        rows=Fact(_counted_rows(files.rows), meaning, FILE_SOURCE),
        refused=Fact(_counted_rows(files.refused), meaning, FILE_SOURCE),
        review=Fact(_counted_rows(files.review), meaning, FILE_SOURCE),
        unreadable=unreadable,
        reasons=mainly,
    )
    yield Problem(said, teller.runs(_ROWS_TODO))


def _counted_rows(count: int) -> Text:
    return written.counted(count, "行", "row", "rows")


def _ineligible(teller: Teller) -> Iterator[Problem]:
    facts = teller.facts
    if not facts.refused:
        return
    reasons = [
        _REASON.filled(
            sentence=written.unpointed(reason_text(code).sentence), n=_sales(count)
        )
        for code, count in facts.reasons[:_MOST_REASONS]
    ]
    said = teller.runs(
        _INELIGIBLE,
        sales=Fact(_sales(facts.refused), _INELIGIBLE_MEANING),
        reasons=Fact(written.joined(reasons), _INELIGIBLE_MEANING),
    )
    yield Problem(said, teller.runs(_INELIGIBLE_TODO))


def _sales(count: int) -> Text:
    return written.counted(count, "笔", "sale", "sales")


def _idle(teller: Teller) -> Iterator[Problem]:
    facts = teller.facts
    if facts.idle_districts:
        names = _names(facts.idle_districts)
        count = written.counted(
            len(facts.idle_districts), "个区县", "district", "districts"
        )
        yield Problem(
            teller.runs(
                _IDLE_DISTRICTS,
                n=Fact(count, _REGISTER_MEANING, _REGISTER),
                names=names,
            ),
            teller.runs(_IDLE_DISTRICTS_TODO, names=names),
        )
    if facts.idle_dealers:
        count = written.counted(len(facts.idle_dealers), "家企业", "dealer", "dealers")
        yield Problem(
            teller.runs(
                _IDLE_DEALERS,
                n=Fact(count, _REGISTER_MEANING, _REGISTER),
                names=_names(facts.idle_dealers),
            ),
            teller.runs(_IDLE_DEALERS_TODO),
        )


def _untold(teller: Teller) -> Iterator[Problem]:
    facts = teller.facts
    for groups, sentence, todo in (
        (facts.districts, _NO_DISTRICT, _NO_DISTRICT_TODO),
        (facts.energies, _NO_ENERGY, _NO_ENERGY_TODO),
    ):
        untold = sum(each.cars_sold for each in groups if each.key == UNKNOWN_KEY)
        if untold:
            cars = Fact(written.cars(untold), _UNTOLD_MEANING)
            yield Problem(teller.runs(sentence, cars=cars), teller.runs(todo))


def _names(names: tuple[str, ...]) -> Text:
    told = written.listed([written.plain(name) for name in names[:_MOST_NAMES]])
    if len(names) <= _MOST_NAMES:
        return told
    return Text(zh=f"{told.zh}等", en=f"{told.en} and others")
