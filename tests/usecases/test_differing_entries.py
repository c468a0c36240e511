"""What dated entries say differently is told entry by entry, and nothing else."""

import pytest

from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.usecases.differing_entries import differing_entries


def campaign(name):
    return parse_campaign(shipped_campaigns()[name], name)


def test_one_entry_differs_from_nothing():
    assert differing_entries(campaign("zhangjiajie-2022-new-year")) == {}


@pytest.mark.parametrize(
    ("floors", "told"), [((30000, 30000), False), ((30000, 40000), True)]
)
def test_entries_are_named_where_they_differ(floors, told):
    ours = campaign("zhangjiajie-2022-new-year")
    entries = tuple(
        ours.current.model_copy(update={"price_floor_yuan": floor}) for floor in floors
    )
    found = differing_entries(ours.model_copy(update={"terms": entries}))
    said = [("2022-12-16", float(floor)) for floor in floors]
    assert found == ({"price_floor_yuan": said} if told else {})
