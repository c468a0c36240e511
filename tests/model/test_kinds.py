"""Each kind has a name, and each price a column."""

from voucher_service.model.frames import KnownSale, SaleRow
from voucher_service.model.kinds import (
    ENERGY_TEXT,
    PRICE_BASIS_TEXT,
    Energy,
    Identity,
    PriceBasis,
)
from voucher_service.model.text import Language, Text


def test_every_kind_of_energy_and_price_has_a_name() -> None:
    assert list(ENERGY_TEXT) == list(Energy)
    assert list(PRICE_BASIS_TEXT) == list(PriceBasis)


def test_a_sale_has_a_column_for_each_price_and_each_identity() -> None:
    prices = {basis.column for basis in PriceBasis}
    for frame in (SaleRow, KnownSale):
        assert prices <= set(frame.column_names())
    assert {identity.value for identity in Identity} <= set(KnownSale.column_names())


def test_a_text_speaks_one_language_or_both() -> None:
    text = Text(zh="门槛 {floor} 元", en="a floor of {floor} yuan").filled(floor=3)
    assert text.of(Language.ZH) == "门槛 3 元"
    assert text.of(Language.EN) == "a floor of 3 yuan"
    assert str(text) == "门槛 3 元 / a floor of 3 yuan"
