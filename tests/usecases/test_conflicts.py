"""Two dealers sold one car: both sales are kept, and a person says whose it is."""

import pytest

from tests.audits import audits_hold
from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER
from tests.return_texts import feed, red, row
from voucher_service.model.errors import BadParameter, NotFound, RefusedByRule
from voucher_service.model.kinds import Role, SaleStatus, Verdict
from voucher_service.model.reports import Principal
from voucher_service.usecases.explain_sale import explain_sale
from voucher_service.usecases.report_totals import TotalsQuery, report_totals
from voucher_service.usecases.resolve_sale import Resolution, resolve_sale
from voucher_service.usecases.show_sales import (
    SalesQuery,
    find_sale,
    list_sales,
    sale_history,
)


@pytest.fixture
def dealt(desk):
    desk.ingest(REGISTER, "dealers.csv")
    return desk


def cars(desk) -> int:
    return report_totals(desk.service, TotalsQuery(SEED_CAMPAIGN)).cars_sold


@pytest.fixture
def contested(dealt):
    dealt.ingest(feed(row(1)), "one.csv")
    report = dealt.ingest(feed(row(2, dealer="T-02", day="2023-01-06")), "two.csv")
    assert (report.accepted, report.conflicts) == (1, 1)
    return dealt


def ids(desk) -> tuple[str, str]:
    return find_sale(desk.service, "00000001"), find_sale(desk.service, "00000002")


def status_of(desk) -> list[str]:
    return [sale_history(desk.service, each)[-1].status.value for each in ids(desk)]


def test_a_car_of_two_dealers_waits_with_both_sales_kept(contested):
    one, two = ids(contested)
    page = list_sales(contested.service, SalesQuery(status=SaleStatus.CONFLICTED))
    assert {sale.sale_id for sale in page.items} == {one, two}
    assert sale_history(contested.service, one)[-1].conflicts_with == (two,)
    [sale] = explain_sale(contested.service, SEED_CAMPAIGN, "00000001")
    assert sale.reasons == ("vehicle_in_conflict",)
    assert two in sale.verdict.zh
    assert cars(contested) == 0
    audits_hold(contested)


def test_a_person_upholds_one_and_the_other_is_set_aside(contested):
    _, two = ids(contested)
    shown = resolve_sale(
        contested.service, Resolution(two, Verdict.UPHOLD, "值班员", "已核对发票原件")
    )
    assert shown.status is SaleStatus.VALID
    [event] = shown.resolutions
    assert (event.verdict, event.who, event.why) == (
        Verdict.UPHOLD,
        "值班员",
        "已核对发票原件",
    )
    assert status_of(contested) == ["set_aside", "valid"]
    [sale] = explain_sale(contested.service, SEED_CAMPAIGN, "00000001")
    assert sale.reasons == ("sale_set_aside",)
    assert cars(contested) == 1
    audits_hold(contested)


def test_a_verdict_can_be_turned_and_the_earlier_stays_on_record(contested):
    one, two = ids(contested)
    for sale_id in (two, one):
        resolve_sale(
            contested.service, Resolution(sale_id, Verdict.UPHOLD, "甲", "依据")
        )
    assert status_of(contested) == ["valid", "set_aside"]
    events = sale_history(contested.service, one)[-1].resolutions
    assert [event.verdict.value for event in events] == ["set_aside", "uphold"]
    assert cars(contested) == 1


def test_a_sale_set_aside_alone_leaves_the_other_standing(contested):
    one, _ = ids(contested)
    resolve_sale(contested.service, Resolution(one, Verdict.SET_ASIDE, "甲", "依据"))
    assert status_of(contested) == ["set_aside", "valid"]


def test_a_third_dealer_makes_a_new_conflict(contested):
    contested.ingest(
        REGISTER.splitlines()[0] + "\nT-03,测试三号汽车（合成）,,,合成数据\n"
    )
    one, _ = ids(contested)
    resolve_sale(contested.service, Resolution(one, Verdict.UPHOLD, "甲", "依据"))
    contested.ingest(feed(row(3, dealer="T-03")))
    assert status_of(contested) == ["conflicted", "set_aside"]


def test_a_mistyped_vin_mended_ends_the_conflict(contested):
    contested.ingest(feed(row(2, car=8, dealer="T-02", day="2023-01-06")))
    assert status_of(contested) == ["valid", "valid"]
    assert cars(contested) == 2


def test_a_return_ends_the_conflict(contested):
    contested.ingest(feed(red(5, original="00000001")))
    assert status_of(contested) == ["cancelled", "valid"]
    assert cars(contested) == 1


def test_a_sale_without_a_rival_is_not_resolved(contested):
    contested.ingest(feed(row(7, car=7)))
    with pytest.raises(RefusedByRule, match="冲突"):
        resolve_sale(
            contested.service,
            Resolution(
                find_sale(contested.service, "00000007"), Verdict.SET_ASIDE, "甲", "无"
            ),
        )


@pytest.mark.parametrize(
    ("who", "why"), [("", "依据"), ("甲", " "), ("甲", "长" * 501)]
)
def test_a_verdict_needs_a_name_and_grounds(contested, who, why):
    with pytest.raises(BadParameter):
        resolve_sale(
            contested.service, Resolution(ids(contested)[0], Verdict.UPHOLD, who, why)
        )


def test_an_unknown_sale_is_not_resolved(contested):
    with pytest.raises(NotFound):
        resolve_sale(
            contested.service, Resolution("sal_none", Verdict.UPHOLD, "甲", "依据")
        )


def test_a_dealer_learns_of_a_conflict_but_not_whose_sale_it_is_with(contested):
    asker = Principal(name="T-01", role=Role.DEALER, dealer="T-01")
    [sale] = list_sales(contested.service, SalesQuery(), asker).items
    assert (sale.status, sale.conflicts_with) == (SaleStatus.CONFLICTED, ())
    assert (
        sale_history(contested.service, sale.sale_id, asker)[-1].status == "conflicted"
    )


def test_an_analyst_reads_conflicts_in_sql(contested):
    with contested.service.store.read() as connection:
        rows = connection.execute(
            "SELECT sale_id, others FROM sale_conflicts ORDER BY sold_on"
        ).fetchall()
    one, two = ids(contested)
    assert rows == [(one, [two]), (two, [one])]


def test_numbers_of_people_in_the_grounds_are_masked(contested):
    why = "电话13812345678核对，身份证430800199001010011"
    shown = resolve_sale(
        contested.service, Resolution(ids(contested)[0], Verdict.UPHOLD, "甲", why)
    )
    [event] = shown.resolutions
    assert "13812345678" not in event.why
    assert "430800199001010011" not in event.why
