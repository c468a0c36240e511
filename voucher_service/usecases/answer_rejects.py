"""Every rejected row gets its answer: which cells, why, and what mends them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from voucher_service.feeds.corrections import Corrections, Finding, corrections
from voucher_service.feeds.rejects import RejectedSheet
from voucher_service.model.reasons import reason_text
from voucher_service.usecases.write_rejects import AnsweredRow, AnsweredSheet, Mark


def answered(
    sheets: Sequence[RejectedSheet], told: Iterable[Mapping[str, Any]]
) -> list[AnsweredSheet]:
    """Give the rows of each sheet with the cells to be mended and the reasons.

    ``told`` has a mapping a row: sheet, row_no and findings, as refused rows have it.
    """
    findings = {
        (row["sheet"], row["row_no"]): [
            (finding["code"], finding["field"])
            for finding in json.loads(row["findings"])
        ]
        for row in told
    }
    return [_answered(sheet, findings) for sheet in sheets]


def _answered(
    sheet: RejectedSheet, told: Mapping[tuple[str, int], list[Finding]]
) -> AnsweredSheet:
    found = {row_no: told[sheet.sheet, row_no] for row_no in sheet.rows["row_no"]}
    mended = corrections(sheet, [each for row in found.values() for each in row])
    rows = (
        _answered_row(row_no, cells, mended, found[row_no])
        for row_no, *cells in mended.sheet.rows.iter_rows()
    )
    return AnsweredSheet(sheet=mended.sheet, rows=tuple(rows))


def _answered_row(
    row_no: int,
    cells: Sequence[str | None],
    mended: Corrections,
    findings: Sequence[Finding],
) -> AnsweredRow:
    marks: dict[int, list[Mark]] = defaultdict(list)
    reasons, remedies = [], []
    for finding in findings:
        text = reason_text(finding[0])
        mark = Mark(text.severity, text.sentence.zh, text.remedy.zh)
        places = mended.places(finding, cells)
        for place in places:
            marks[place].append(mark)
        reasons.append(_named(mended, places) + mark.sentence)
        remedies.append(mark.remedy)
    return AnsweredRow(
        row_no=row_no,
        cells=tuple(cells),
        marks=dict(marks),
        reason=_numbered(reasons),
        remedy=_numbered(list(dict.fromkeys(remedies))),
    )


def _named(mended: Corrections, places: Sequence[int]) -> str:
    """Name the columns of some places, unless it is the whole row."""
    columns = mended.sheet.columns
    if len(places) >= len(columns):
        return ""
    words = [" ".join(columns[at].leaf.split()) for at in places]
    return f"【{'、'.join(words)}】"


def _numbered(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return lines[0]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
