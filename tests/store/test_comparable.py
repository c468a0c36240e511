"""A sale is comparable when nothing but its day or what was left stands against it."""

import re

from tests.conftest import SEED_CAMPAIGN
from voucher_service.model.reasons import BESIDE_THE_CAR
from voucher_service.resources import SQL
from voucher_service.usecases.report_totals import take_picture


def test_the_view_asks_for_the_reasons_that_the_model_names(sample_desk):
    decided = take_picture(sample_desk.service, SEED_CAMPAIGN, None, None).decided
    beside = {reason.value for reason in BESIDE_THE_CAR}
    rows = decided.select("reasons", "comparable", "eligible").rows()
    assert all(comparable == (set(why) <= beside) for why, comparable, _ in rows)
    assert any(comparable and not eligible for _, comparable, eligible in rows)
    assert any(not comparable for _, comparable, _ in rows)


def test_the_view_names_every_reason_of_the_model_and_no_other():
    text = (SQL / "views" / "decided_sales_at.sql").read_text("utf-8")
    told = text[text.index("[") : text.index("]")]
    assert re.findall(r"'(\w+)'", told) == [reason.value for reason in BESIDE_THE_CAR]
