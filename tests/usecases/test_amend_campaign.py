"""An amendment shows who flips first, and never alters what was decided before it."""

from datetime import UTC, datetime

import pytest

from tests.campaign_texts import campaign, entry
from tests.conftest import Clock
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.model.errors import BadParameter, NotFound, RefusedByRule
from voucher_service.store.decisions import decisions_known
from voucher_service.usecases.amend_campaign import amend_campaign
from voucher_service.usecases.decide_sales import decide_sales
from voucher_service.usecases.explain_sale import explain_sale
from voucher_service.usecases.open_campaign import open_campaign

NAME = "test-campaign"
FIRST = entry()
HIGHER_FLOOR = entry(effective_from="2023-01-10", floor="200000")
AMENDED = campaign(FIRST, HIGHER_FLOOR)
ON_PURPOSE = {"apply": True, "rewrite_past": True}  # the desk's clock is in February
DAYS = {1: "2023-01-05", 3: "2023-01-09", 5: "2023-01-10", 7: "2023-01-20"}


@pytest.fixture
def running(desk):
    """A desk whose campaign has decided a sale on either side of each day."""
    desk.ingest(REGISTER)
    open_campaign(desk.service, campaign(FIRST), "first.yaml")
    desk.ingest(feed(*(sale_row(number, day) for number, day in DAYS.items())))
    return desk


def recorded(desk):
    with desk.service.store.read() as connection:
        known_at = desk.service.store.data_version()
        return decisions_known(connection, NAME, known_at)


def test_without_apply_the_flips_are_shown_and_nothing_is_recorded(running):
    before, decided = running.service.store.data_version(), recorded(running)
    report = amend_campaign(running.service, AMENDED, "amended.yaml")
    assert not report.applied
    assert report.flipped == 2
    assert [flip.sold_on.isoformat() for flip in report.flips] == [DAYS[5], DAYS[7]]
    for flip in report.flips:
        assert (flip.outcome_before, flip.outcome_after) == ("eligible", "ineligible")
        assert (flip.amount_fen_before, flip.amount_fen_after) == (150_000, 0)
        assert flip.why.zh == "现在：价格低于活动门槛"
        assert flip.terms_version_before != flip.terms_version_after
    assert running.service.store.data_version() == before
    assert recorded(running).equals(decided)


def test_applied_it_holds_from_its_day_on_and_leaves_the_past_as_it_was(running):
    decided = recorded(running)
    report = amend_campaign(running.service, AMENDED, "amended.yaml", **ON_PURPOSE)
    assert report.applied
    assert report.changed == 2
    after = recorded(running)
    unchanged = after.join(decided, on=after.columns, how="semi", nulls_equal=True)
    assert unchanged.height == 2
    explained = {
        number: explain_sale(running.service, NAME, f"{number:08}")[0]
        for number in DAYS
    }
    assert [explained[number].eligible for number in DAYS] == [True, True, False, False]
    old, new = report.entries_after
    versions = [explained[number].terms_version for number in DAYS]
    assert versions == [old, old, new, new]
    assert report.entries_before == (old,)


def test_amending_to_the_same_changes_nothing(running):
    amend_campaign(running.service, AMENDED, "amended.yaml", **ON_PURPOSE)
    before = running.service.store.data_version()
    again = amend_campaign(running.service, AMENDED, "amended.yaml", apply=True)
    assert (again.flipped, again.changed) == (0, 0)
    assert decide_sales(running.service, NAME, dry_run=True).flipped == 0
    assert running.service.store.data_version() == before


@pytest.mark.parametrize(
    "document",
    [
        campaign(entry(floor="200000")),
        campaign(entry(floor="40000"), HIGHER_FLOOR),
        campaign(entry(effective_from="2022-12-17")),
    ],
)
def test_entries_in_force_are_not_changed_unless_on_purpose(running, document):
    before = running.service.store.data_version()
    with pytest.raises(RefusedByRule) as refused:
        amend_campaign(running.service, document, "past.yaml", apply=True)
    assert "--rewrite-past" in refused.value.remedy.zh
    assert running.service.store.data_version() == before
    report = amend_campaign(
        running.service, document, "past.yaml", apply=True, rewrite_past=True
    )
    assert report.applied
    assert set(report.entries_before) <= set(report.rewrites)


@pytest.mark.parametrize(
    ("day", "backwards"), [("2023-01-19", True), ("2023-01-20", False)]
)
def test_an_entry_of_a_day_that_has_passed_is_applied_on_purpose_alone(
    open_desk, day, backwards
):
    desk = open_desk(clock=Clock(datetime(2023, 1, 20, 4, tzinfo=UTC)))
    desk.ingest(REGISTER)
    open_campaign(desk.service, campaign(FIRST), "first.yaml")
    desk.ingest(feed(sale_row(1, "2023-01-19")))
    document = campaign(FIRST, entry(effective_from=day, floor="200000"))
    looked = amend_campaign(desk.service, document, "later.yaml")
    assert (looked.flipped, bool(looked.rewrites)) == (int(backwards), backwards)
    if backwards:
        with pytest.raises(RefusedByRule, match="生效日已过"):
            amend_campaign(desk.service, document, "later.yaml", apply=True)
    applied = amend_campaign(desk.service, document, "later.yaml", **ON_PURPOSE)
    assert applied.applied
    desk.clock.instant = datetime(2023, 1, 25, tzinfo=UTC)
    desk.ingest(feed(sale_row(3, "2023-01-21")), "new.csv")
    new = explain_sale(desk.service, NAME, "00000003")[0]
    assert new.reasons == ("price_below_floor",)


def test_opening_other_terms_under_an_open_id_points_to_amending(running):
    with pytest.raises(RefusedByRule) as refused:
        open_campaign(running.service, campaign(entry(floor="40000")), "other.yaml")
    assert "other.yaml：活动编号 test-campaign 已开启" in refused.value.message.zh
    assert "campaign amend" in refused.value.remedy.en


def test_a_campaign_that_is_not_open_is_not_amended(desk):
    with pytest.raises(NotFound):
        amend_campaign(desk.service, campaign(FIRST), "first.yaml")


@pytest.mark.parametrize("day", ["2022-12-16", "2022-12-01"])
def test_an_amendment_dated_before_the_start_is_refused_with_its_line(running, day):
    document = campaign(FIRST, entry(effective_from=day))
    with pytest.raises(BadParameter) as refused:
        amend_campaign(running.service, document, "early.yaml")
    assert "early.yaml 第 17 行 terms[2].effective_from：修订的生效日" in (
        refused.value.message.zh
    )
    assert refused.value.remedy is not None


def test_money_of_an_earlier_entry_is_spent_before_a_later_one_begins(desk):
    desk.ingest(REGISTER)
    money = "budget_yuan: 3000\n"
    document = campaign(
        entry(money),
        entry("budget_yuan: 4500\n", effective_from="2023-01-10"),
    )
    open_campaign(desk.service, document, "money.yaml")
    days = ["2023-01-05", "2023-01-06", "2023-01-07", "2023-01-10", "2023-01-11"]
    rows = [sale_row(2 * n + 1, day) for n, day in enumerate(days)]
    desk.ingest(feed(*rows))
    outcomes = (
        recorded(desk).join(sales_by_day(desk), on="sale_id").sort("sold_on")["outcome"]
    )
    assert outcomes.to_list() == [
        *("eligible", "eligible", "waitlisted"),
        *("eligible", "waitlisted"),
    ]


def sales_by_day(desk):
    with desk.service.store.read() as connection:
        return connection.sql("SELECT sale_id, sold_on FROM sales").pl()
