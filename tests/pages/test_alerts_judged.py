"""The desk says on which day its alerts judge: today, unless a day is asked for."""

import pytest

from tests.api.conftest import CAMPAIGN

PATH = f"/campaigns/{CAMPAIGN}"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("as_of=2023-01-06", "文件和消费券按 2023-01-06 判断，销售按 2023-01-06 判断"),
        (
            "as_of=2023-01-06&lang=en",
            "Files and vouchers judged on 2023-01-06, sales on 2023-01-06",
        ),
    ],
)
def test_a_day_that_is_asked_for_judges_files_vouchers_and_sales(officer, asked, said):
    assert said in officer.get(f"{PATH}?{asked}").text


def test_without_a_day_files_and_vouchers_are_judged_today(officer):
    told = officer.get(f"/v1{PATH}/alerts").json()
    assert told["judged_on"] > told["as_of"]
    said = f"文件和消费券按 {told['judged_on']} 判断，销售按 {told['as_of']} 判断"
    assert said in officer.get(PATH).text
