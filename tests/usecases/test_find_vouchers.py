"""A voucher is found by what names it, the newest first, as it stands now."""

import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import vin
from tests.teller import issued
from voucher_service.model.vouchers import Operation, VoucherStatus
from voucher_service.usecases.change_voucher import Change, change_voucher
from voucher_service.usecases.find_vouchers import find_vouchers
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.show_vouchers import VouchersQuery, show_voucher


@pytest.fixture
def voided(desk) -> str:
    """Give the code of a voucher that was voided and whose sale holds another."""
    code = issued(desk, 2)[0]
    change_voucher(desk.service, Change(Operation.VOID, code, "测试员", "测试"))
    assert issue_vouchers(desk.service, SEED_CAMPAIGN).issued == 1
    return code


def statuses(desk, named: str, query: VouchersQuery | None = None) -> list[str]:
    found = find_vouchers(desk.service, named, query or VouchersQuery())
    return [each.status for each in found.items]


def test_a_sale_and_a_car_name_all_their_vouchers_the_newest_first(desk, voided):
    sale = show_voucher(desk.service, voided).sale_id
    assert statuses(desk, sale) == ["active", "voided"]
    assert statuses(desk, vin(1).lower()) == ["active", "voided"]


def test_a_code_names_one_as_it_is_listed(desk, voided):
    [found] = find_vouchers(desk.service, voided.lower(), VouchersQuery()).items
    listed = find_vouchers(desk.service, None, VouchersQuery()).items
    assert found == next(each for each in listed if each.code == voided)


@pytest.mark.parametrize(
    ("query", "left"),
    [
        (VouchersQuery(status=VoucherStatus.VOIDED), ["voided"]),
        (VouchersQuery(campaign="another"), []),
    ],
)
def test_of_what_is_named_only_what_is_asked_for_is_given(desk, voided, query, left):
    assert statuses(desk, vin(1), query) == left
