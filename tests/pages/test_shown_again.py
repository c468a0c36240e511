"""What a desk offers asks for what the desk shows: the same days and instants."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.pages.reports import desk, figures, headline
from tests.pages.test_campaign_page import EN, ZH, Marks, text_of
from voucher_service.model.figures import FigureName
from voucher_service.pages.campaign_page import campaign_page


@pytest.mark.parametrize("named", [None, date(2023, 1, 10)])
def test_the_bulletin_the_form_and_the_print_ask_for_what_the_page_shows(named):
    last = datetime(2023, 2, 20, 4, 5, 6, tzinfo=UTC)
    figures = tuple(
        each.model_copy(update={"known_at": last})
        if each.figure is FigureName.VOUCHERS_ISSUED
        else each
        for each in headline().figures
    )
    moved = headline().model_copy(update={"figures": figures})
    shown = desk(bulletin=("docx", "md"), top=moved)
    marks = Marks(campaign_page(shown, replace(EN, as_of=named))).tags
    links = [a["href"] for tag, a in marks if "/bulletin?" in a.get("href", "")]
    start = "/v1/campaigns/example-2022/bulletin?"
    day = f"as_of={named}&" if named else ""
    known = "known_at=2023-02-20T04%3A05%3A06.000000Z"
    assert links == [
        f"{start}{day}{known}&lang=en&format={kind}" for kind in ("docx", "md")
    ]
    field = next(a for tag, a in marks if a.get("id") == "as_of")
    assert field["value"] == (str(named) if named else "")


def test_vouchers_that_were_counted_to_another_day_say_to_which():
    moved = [
        each.model_copy(update={"as_of": date(2023, 2, 20)})
        if "vouchers-" in each.figure
        else each
        for each in figures()
    ]
    said = text_of(campaign_page(desk(top=headline(figures=tuple(moved))), ZH))
    assert "已发券 （截至 2023-02-20）" in said
    assert "已发券 0 张" in text_of(campaign_page(desk(), ZH))
