"""Each change of a sale's part in the totals has one cause, and they add up."""

from datetime import date, datetime, timedelta

import polars as pl
import pytest

from voucher_service.analytics.bridge import (
    CHANGE_SCHEMA,
    COMMIT_SCHEMA,
    MEASURES,
    bridge_causes,
    bridge_lines,
    changes_by_cause,
    restatement,
)
from voucher_service.model.days import SHANGHAI
from voucher_service.store.database import naive

AT = naive(datetime(2023, 1, 10, tzinfo=SHANGHAI))


def change(**told: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "sale_id": "sal_1",
        "recorded_at": AT,
        "dealer_id": "T-01",
        "sold_on": date(2023, 1, 9),
        "is_new": False,
        "retold": False,
        "taken_back": False,
        "anew": False,
        "changed": [],
        "gained": [],
        "lost": [],
        "cars": -1,
        "sales_fen": -15_000_000,
        "vouchers_fen": -150_000,
    }
    return plain | told


def commit(**told: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "recorded_at": AT,
        "command": "ingest",
        "amended": False,
        "drawn": False,
        "feed_id": "fed_1",
        "file": "sales.csv",
        "dealers": ["T-01"],
    }
    return plain | told


def changes(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=CHANGE_SCHEMA, orient="row")


def commits(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(rows or [commit()], schema=COMMIT_SCHEMA, orient="row")


NEW = {"is_new": True, "cars": 1, "sales_fen": 15_000_000, "vouchers_fen": 150_000}
RETOLD = {"retold": True}


@pytest.mark.parametrize(
    ("told", "done", "cause"),
    [
        ({**NEW, "sold_on": date(2023, 1, 7)}, {}, "new_sale"),  # three days
        ({**NEW, "sold_on": date(2023, 1, 6)}, {}, "late_sale"),  # four
        ({**NEW, "sold_on": date(2023, 1, 12)}, {}, "new_sale"),
        ({**RETOLD, "taken_back": True, "changed": ["cancelled"]}, {}, "returned"),
        ({**RETOLD, "anew": True, "changed": ["bare_price_fen"]}, {}, "reissued"),
        ({**RETOLD, "changed": ["bare_price_fen"]}, {}, "correction"),
        ({**RETOLD, "changed": ["brand", "sold_on"]}, {}, "correction"),
        ({**RETOLD, "changed": ["brand"], "gained": ["budget_spent"]}, {}, "displaced"),
        ({**RETOLD, "changed": [], "gained": ["quota_full"]}, {}, "displaced"),
        ({"gained": ["vehicle_in_conflict"]}, {}, "conflict_opened"),
        (
            {**RETOLD, "changed": ["vin"], "gained": ["vehicle_in_conflict"]},
            {},
            "correction",
        ),
        (
            {**RETOLD, "changed": ["brand"], "gained": ["vehicle_in_conflict"]},
            {},
            "conflict_opened",
        ),
        ({"lost": ["vehicle_in_conflict"], "cars": 1}, {}, "conflict_resolved"),
        ({"lost": ["sale_set_aside"], "cars": 1}, {}, "conflict_resolved"),
        ({"gained": ["sale_set_aside"]}, {"command": "resolve"}, "conflict_resolved"),
        ({"gained": ["quota_full"]}, {"command": "resolve"}, "displaced"),
        ({"gained": ["price_below_floor"]}, {"amended": True}, "terms_amended"),
        ({"gained": ["budget_spent"]}, {"amended": True}, "terms_amended"),
        ({"lost": ["draw_pending"], "cars": 1}, {"drawn": True}, "draw"),
        ({"gained": ["price_below_floor"]}, {"command": "decide"}, "program"),
        ({"gained": ["district_not_covered"]}, {}, "register"),
        ({"lost": ["dealer_not_listed"], "cars": 1}, {}, "register"),
        ({"lost": ["budget_spent"], "cars": 1}, {}, "promoted"),
        ({"gained": ["vehicle_already_counted"]}, {}, "displaced"),
        ({"cars": 0, "vouchers_fen": 100, "sales_fen": 0}, {}, "program"),
    ],
)
def test_a_change_has_the_cause(told, done, cause):
    caused = changes_by_cause(changes(change(**told)), commits(commit(**done)))
    assert caused["cause"].to_list() == [cause]


def test_a_line_is_a_commit_and_a_cause_and_lines_add_up():
    later = AT + timedelta(seconds=1)
    told = changes(
        change(sale_id="sal_2", **NEW),
        change(sale_id="sal_1", **NEW),
        change(sale_id="sal_3", gained=["quota_full"]),
        change(
            sale_id="sal_1",
            recorded_at=later,
            retold=True,
            changed=["bare_price_fen", "brand"],
            cars=0,
            sales_fen=-200,
            vouchers_fen=0,
        ),
    )
    done = commits(commit(), commit(recorded_at=later, file="more.csv"))
    lines = bridge_lines(changes_by_cause(told, done), done)
    assert lines.select("cause", "sales", "cars", "sales_fen", "file").rows() == [
        ("new_sale", 2, 2, 30_000_000, "sales.csv"),
        ("displaced", 1, -1, -15_000_000, "sales.csv"),
        ("correction", 1, 0, -200, "more.csv"),
    ]
    assert lines["sale_ids"].to_list() == [["sal_1", "sal_2"], ["sal_3"], ["sal_1"]]
    assert lines["reasons"].to_list()[1] == [{"code": "quota_full", "n": 1}]
    assert lines["changed"].to_list()[2] == [
        {"code": "bare_price_fen", "n": 1},
        {"code": "brand", "n": 1},
    ]
    for name in MEASURES:
        assert lines[name].sum() == told[name].sum()


def test_a_line_names_no_more_than_a_hundred_sales():
    told = changes(*(change(sale_id=f"sal_{at:03}", **NEW) for at in range(101)))
    lines = bridge_lines(changes_by_cause(told, commits()), commits())
    assert lines["sales"].to_list() == [101]
    assert lines["sale_ids"].list.len().to_list() == [100]


def test_a_cause_counts_a_sale_once_however_often_it_changed():
    later = AT + timedelta(seconds=1)
    told = changes(
        change(retold=True, changed=["sold_on"], sales_fen=-1, cars=0),
        change(retold=True, changed=["sold_on"], recorded_at=later, cars=0),
    )
    caused = changes_by_cause(told, commits(commit(), commit(recorded_at=later)))
    assert bridge_causes(caused).select("cause", "sales").rows() == [("correction", 1)]


def test_without_changes_there_are_no_lines_and_no_causes():
    caused = changes_by_cause(changes(), commits())
    assert bridge_lines(caused, commits()).is_empty()
    assert bridge_causes(caused).is_empty()


def test_the_steps_lead_from_one_total_to_the_other():
    caused = changes_by_cause(
        changes(
            change(sale_id="sal_1", **NEW),
            change(sale_id="sal_2", gained=["quota_full"], sales_fen=-9_000_000),
        ),
        commits(),
    )
    before = {"cars": 3, "sales_fen": 40_000_000, "vouchers_fen": 450_000}
    after = {"cars": 3, "sales_fen": 46_000_000, "vouchers_fen": 450_000}
    steps = restatement(before, bridge_causes(caused), after)
    assert steps.select("step", "cars", "sales_wan", "from_wan", "to_wan").rows() == [
        ("before", 3, 40.0, 0.0, 40.0),
        ("new_sale", 1, 15.0, 40.0, 55.0),
        ("displaced", -1, -9.0, 55.0, 46.0),
        ("after", 3, 46.0, 0.0, 46.0),
    ]
