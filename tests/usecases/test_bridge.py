"""A campaign as it may go: each line of the bridge names what happened."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.conftest import SEED_CAMPAIGN, Clock
from tests.usecases.histories import (
    BUYERS,
    TIGHT,
    Past,
    Row,
    feed,
    register,
    seed_document,
    tight_document,
)
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.kinds import Verdict
from voucher_service.usecases.amend_campaign import amend_campaign
from voucher_service.usecases.decide_sales import decide_sales
from voucher_service.usecases.draw_lots import digest_of, reveal_seed
from voucher_service.usecases.open_campaign import open_campaign
from voucher_service.usecases.report_bridge import BridgeQuery, report_bridge
from voucher_service.usecases.resolve_sale import Resolution, resolve_sale
from voucher_service.usecases.show_sales import find_sale

TENTH = datetime(2023, 1, 10, 1, tzinfo=UTC)  # nine o'clock in Zhangjiajie
WAN = 1_000_000
OTHER = BUYERS[1]
SEED = "0123456789abcdef" * 4


@pytest.fixture
def past(open_desk):
    return Past.begin(open_desk(clock=Clock(TENTH)))


def lines_of(past, deed, campaign=SEED_CAMPAIGN):
    """What a deed adds to the bridge: cause, sales, cars, sales_fen a line."""
    since = past.desk.service.store.data_version()
    deed()
    bridge = report_bridge(past.desk.service, BridgeQuery(campaign, since))
    return [(ln.cause.value, ln.sales, ln.cars, ln.sales_fen) for ln in bridge.lines]


def landing(past, *rows):
    return lambda: past.desk.ingest(feed(*rows), "news.csv")


def resolving(past, number, verdict=Verdict.UPHOLD):
    sale = find_sale(past.desk.service, f"{number:08d}")
    asked = Resolution(sale, verdict, "甲", "已核对发票")
    return lambda: resolve_sale(past.desk.service, asked)


def amending(past, document):
    return lambda: amend_campaign(
        past.desk.service, document, "amended.yaml", apply=True, rewrite_past=True
    )


def test_new_and_late_sales_are_told_apart(past):
    found = lines_of(past, landing(past, Row(1, day=7), Row(2, car=2, day=6)))
    assert found == [
        ("new_sale", 1, 1, 15 * WAN),
        ("late_sale", 1, 1, 15 * WAN),
    ]


def test_a_correction_names_the_facts_that_changed(past):
    landing(past, Row(1))()
    since = past.desk.service.store.data_version()
    landing(past, Row(1, yuan=80_000, day=6))()
    [line] = report_bridge(past.desk.service, BridgeQuery(SEED_CAMPAIGN, since)).lines
    assert (line.cause, line.cars, line.sales_fen) == ("correction", 0, -7 * WAN)
    assert line.changed == {"bare_price_fen": 1, "sold_on": 1}
    assert "更正（价格、开票日期）" in line.sentence.zh
    assert (line.file, line.dealers, line.command) == ("news.csv", ("T-01",), "ingest")
    assert line.sale_ids == (find_sale(past.desk.service, "00000001"),)


def test_a_correction_below_the_floor_takes_the_car_away(past):
    landing(past, Row(1))()
    since = past.desk.service.store.data_version()
    landing(past, Row(1, yuan=20_000))()
    [line] = report_bridge(past.desk.service, BridgeQuery(SEED_CAMPAIGN, since)).lines
    assert (line.cause, line.cars, line.sales_fen) == ("correction", -1, -15 * WAN)
    assert line.reasons == {"price_below_floor": 1}


def test_a_return_and_a_reissue_are_told_apart(past):
    landing(past, Row(1))()
    red = Row(21, original="00000001", red=True, day=8)
    anew = Row(11, original="00000001", day=9, yuan=80_000)
    assert lines_of(past, landing(past, red)) == [("returned", 1, -1, -15 * WAN)]
    assert lines_of(past, landing(past, anew)) == [("reissued", 1, 1, 8 * WAN)]


def test_a_conflict_opens_is_resolved_and_turned(past):
    landing(past, Row(1))()
    opened = lines_of(past, landing(past, Row(2, dealer="T-02", day=6)))
    assert opened == [("conflict_opened", 1, -1, -15 * WAN)]
    resolved = lines_of(past, resolving(past, 2))
    assert resolved == [("conflict_resolved", 1, 1, 15 * WAN)]
    turned = lines_of(past, resolving(past, 1))
    assert turned == [("conflict_resolved", 2, 0, 0)]


def test_a_verdict_that_turns_moves_the_car_to_the_other_price(past):
    landing(past, Row(1))()
    landing(past, Row(2, dealer="T-02", yuan=80_000, day=6))()
    resolving(past, 2)()
    turned = lines_of(past, resolving(past, 1))
    assert turned == [("conflict_resolved", 2, 0, 7 * WAN)]


def test_an_amendment_is_told_by_the_commit_that_made_it(past):
    landing(past, Row(1), Row(2, car=2, yuan=80_000))()
    found = lines_of(past, amending(past, seed_document(100_000)))
    assert found == [("terms_amended", 1, -1, -8 * WAN)]


def test_one_sale_displaces_another_and_its_return_lets_it_move_up(past):
    """The budget of two vouchers: an earlier invoice of the car takes the place."""
    landing(past, Row(2, day=8), Row(3, car=3, day=8, buyer=OTHER, dealer="T-02"))()
    arrived = lines_of(past, landing(past, Row(1, day=7)), TIGHT)
    assert arrived == [
        ("new_sale", 1, 1, 15 * WAN),
        ("displaced", 1, -1, -15 * WAN),
    ]
    returned = lines_of(
        past, landing(past, Row(21, original="00000001", red=True, day=9)), TIGHT
    )
    assert returned == [
        ("returned", 1, -1, -15 * WAN),
        ("promoted", 1, 1, 15 * WAN),
    ]


def test_money_that_runs_out_displaces_nobody_and_more_of_it_moves_up(past):
    rows = [
        Row(n, car=n, buyer=BUYERS[n % 2], dealer=f"T-0{1 + n % 2}") for n in (1, 2, 3)
    ]
    found = lines_of(past, landing(past, *rows), TIGHT)
    assert found == [("late_sale", 2, 2, 30 * WAN)]
    more = lines_of(past, amending(past, tight_document(budget=4500)), TIGHT)
    assert more == [("terms_amended", 1, 1, 15 * WAN)]


def test_a_changed_register_is_named(past):
    landing(past, Row(2, car=2, dealer="T-02"))()
    past.desk.ingest(register("桑植县"), "dealers.csv")
    found = lines_of(past, landing(past, Row(1)), TIGHT)
    assert found == [("late_sale", 1, 1, 15 * WAN), ("register", 1, -1, -15 * WAN)]


def test_deciding_anew_is_told_as_such(past):
    landing(past, Row(2, car=2, dealer="T-02"))()
    past.desk.ingest(register("桑植县"), "dealers.csv")
    found = lines_of(past, lambda: decide_sales(past.desk.service, TIGHT), TIGHT)
    assert found == [("program", 1, -1, -15 * WAN)]


def test_a_draw_lets_those_count_that_it_drew(past):
    landing(past, Row(1), Row(2, car=2, buyer=OTHER, dealer="T-02"))()
    allocation = (
        "\n    allocation: {method: lottery, entries_close: 2023-01-12,"
        f" seed_sha256: {digest_of(SEED)}}}\n"
    )
    amended = lines_of(past, amending(past, tight_document() + allocation), TIGHT)
    assert amended == [("terms_amended", 2, -2, -30 * WAN)]
    past.desk.clock.instant = TENTH + timedelta(days=3)
    drawn = lines_of(past, lambda: reveal_seed(past.desk.service, TIGHT, SEED), TIGHT)
    assert drawn == [("draw", 2, 2, 30 * WAN)]


def test_the_earlier_instant_is_by_default_the_end_of_the_day_before(past):
    landing(past, Row(1))()
    past.desk.clock.instant = TENTH + timedelta(days=1)
    landing(past, Row(2, car=2))()
    bridge = report_bridge(past.desk.service, BridgeQuery(SEED_CAMPAIGN))
    assert bridge.before.known_at == datetime(
        2023, 1, 10, 15, 59, 59, 999_999, tzinfo=UTC
    )
    assert (bridge.before.cars_sold, bridge.after.cars_sold) == (1, 2)
    whole = report_bridge(
        past.desk.service, BridgeQuery(SEED_CAMPAIGN, until=past.instants[0])
    )
    assert whole.before.known_at < past.instants[0]  # on its first day: the opening


def test_a_day_bounds_both_ends(past):
    landing(past, Row(1, day=5), Row(2, car=2, day=9))()
    query = BridgeQuery(SEED_CAMPAIGN, past.instants[0], as_of=date(2023, 1, 8))
    bridge = report_bridge(past.desk.service, query)
    assert (bridge.as_of, bridge.cars, len(bridge.lines)) == (date(2023, 1, 8), 1, 1)


def test_the_same_instants_give_the_same_bytes_after_more_has_happened(past):
    landing(past, Row(1), Row(2, car=2))()
    last = past.desk.service.store.data_version()
    query = BridgeQuery(TIGHT, past.instants[0], last)
    first = report_bridge(past.desk.service, query).model_dump_json()
    landing(past, Row(1, yuan=80_000), Row(3, car=1, dealer="T-02"))()
    past.desk.service.remembered.forget()
    assert report_bridge(past.desk.service, query).model_dump_json() == first


def test_between_an_instant_and_itself_nothing_changed(past):
    at = past.instants[0]
    bridge = report_bridge(past.desk.service, BridgeQuery(SEED_CAMPAIGN, at, at))
    assert (bridge.cars, bridge.lines, bridge.causes) == (0, (), ())


def test_before_the_opening_it_is_said_when_that_was(past):
    opened = past.instants[0]
    early = opened - timedelta(microseconds=1)
    assert report_bridge(past.desk.service, BridgeQuery(TIGHT, opened))
    for query in (BridgeQuery(TIGHT, early), BridgeQuery(TIGHT, until=early)):
        with pytest.raises(BadParameter) as refused:
            report_bridge(past.desk.service, query)
        assert opened.strftime("%Y-%m-%dT%H:%M:%S.%fZ") in refused.value.message.zh


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            BridgeQuery(SEED_CAMPAIGN, since=TENTH + timedelta(days=9)),
            "from .* 晚于现在",
        ),
        (BridgeQuery(SEED_CAMPAIGN, until=TENTH + timedelta(days=9)), "to .* 晚于现在"),
    ],
)
def test_an_instant_to_come_is_refused_by_its_name(past, query, said):
    with pytest.raises(BadParameter, match=said):
        report_bridge(past.desk.service, query)


def test_instants_the_wrong_way_round_are_refused(past):
    landing(past, Row(1))()
    last = past.desk.service.store.data_version()
    with pytest.raises(BadParameter, match="晚于 to"):
        report_bridge(past.desk.service, BridgeQuery(TIGHT, last, past.instants[0]))


def test_an_unknown_campaign_names_those_there_are(past):
    with pytest.raises(NotFound) as refused:
        report_bridge(past.desk.service, BridgeQuery("nosuch"))
    assert set(refused.value.choices) == {SEED_CAMPAIGN, TIGHT}


def test_what_was_open_before_plays_no_part_in_a_campaign_opened_later(desk):
    desk.ingest(register(), "dealers.csv")
    desk.ingest(feed(Row(1)), "sales.csv")
    open_campaign(desk.service, tight_document(), "tight.yaml")
    bridge = report_bridge(desk.service, BridgeQuery(TIGHT))
    assert (bridge.before.cars_sold, bridge.lines) == (1, ())
