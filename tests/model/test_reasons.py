"""Every reason has its sentence and its remedy, in both languages."""

import pytest

from voucher_service.model.reasons import (
    ELIGIBILITY_REASONS,
    FEED_REASONS,
    EligibilityReason,
    FeedReason,
    reason_text,
)


def is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


EVERY_REASON = [*FeedReason, *EligibilityReason]


def test_the_two_books_hold_every_reason_in_order() -> None:
    assert list(FEED_REASONS) == list(FeedReason)
    assert list(ELIGIBILITY_REASONS) == list(EligibilityReason)


def test_no_code_means_two_things() -> None:
    codes = [reason.value for reason in EVERY_REASON]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("reason", EVERY_REASON)
def test_a_reason_says_what_is_wrong_and_what_mends_it(reason) -> None:
    text = reason_text(reason.value)
    for words in (text.sentence, text.remedy):
        assert any(is_han(character) for character in words.zh)
        assert sum(map(str.isalpha, words.en)) > 2 * sum(map(is_han, words.en))
    assert text.sentence.en.isascii()  # a remedy may quote the word to be written


def test_no_two_reasons_of_a_book_read_alike() -> None:
    for book in (FEED_REASONS, ELIGIBILITY_REASONS):
        assert len({text.sentence for text in book.values()}) == len(book)


def test_an_unknown_code_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="no_such_reason"):
        reason_text("no_such_reason")
