"""A sentence is filled in both languages at once."""

from voucher_service.model.text import Text


def test_blanks_are_filled_with_values_and_with_texts_each_in_its_language():
    said = Text(zh="{name}共{n:,}台", en="{n:,} cars of {name}")
    filled = said.filled(name=Text(zh="永定区", en="Yongding"), n=1460)
    assert filled == Text(zh="永定区共1,460台", en="1,460 cars of Yongding")
