"""A missing value is refused once, and never passes."""

import pytest
from hypothesis import given, settings

from tests.eligibility.known_sales import (
    TERMS,
    known,
    sale,
    sales_frames,
    terms_of_any_kind,
)
from voucher_service.eligibility.rules import RULES, refused_by
from voucher_service.model.kinds import Identity, PriceBasis
from voucher_service.model.reasons import EligibilityReason


@settings(deadline=None)
@given(sales=sales_frames(), terms=terms_of_any_kind)
def test_a_rule_refuses_or_not_and_is_never_in_doubt(sales, terms) -> None:
    asked = {reason: refused_by(reason, terms) for reason in RULES}
    stated = {reason: rule for reason, rule in asked.items() if rule is not None}
    judged = sales.with_columns(rule.alias(reason) for reason, rule in stated.items())
    assert judged.select(list(stated)).null_count().sum_horizontal().item() == 0
    price = terms.price_basis.column
    unpriced = judged.filter(judged[price].is_null())
    assert unpriced[EligibilityReason.VALUE_MISSING].all()
    assert not unpriced[EligibilityReason.PRICE_BELOW_FLOOR].any()


@pytest.mark.parametrize("basis", list(PriceBasis))
def test_only_the_price_that_the_terms_name_is_asked(basis) -> None:
    terms = TERMS.model_copy(update={"price_basis": basis})
    other = {each.column: 1 for each in PriceBasis if each is not basis}
    refused = refused_by(EligibilityReason.PRICE_BELOW_FLOOR, terms)
    assert known(sale(**other)).select(refused).item() is False
    assert known(sale(**{basis.column: 1})).select(refused).item() is True


@pytest.mark.parametrize("identity", list(Identity))
def test_each_identity_can_be_required(identity) -> None:
    terms = TERMS.model_copy(update={"requires": (identity,)})
    refused = refused_by(EligibilityReason.IDENTITY_REQUIRED, terms)
    others = {each.value: None for each in Identity if each is not identity}
    assert known(sale(**others)).select(refused).item() is False
    assert known(sale(**{identity.value: None})).select(refused).item() is True
