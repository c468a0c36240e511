"""A page's address is read strictly and written back faithfully."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from voucher_service.model.errors import BadParameter
from voucher_service.model.text import Language
from voucher_service.pages.queries import PageQuery, read_query

INSTANT = datetime(2023, 1, 11, 1, 30, 5, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({}, PageQuery(Language.ZH, None, None)),
        (
            {"lang": "", "as_of": "", "known_at": ""},
            PageQuery(Language.ZH, None, None),
        ),
        ({"lang": "en"}, PageQuery(Language.EN, None, None)),
        ({"as_of": " 2023-01-10 "}, PageQuery(Language.ZH, date(2023, 1, 10), None)),
        (
            {"known_at": "2023-01-11T09:30:05.123456+08:00"},
            PageQuery(Language.ZH, None, INSTANT),
        ),
    ],
)
def test_blank_parameters_count_as_absent(given, read):
    assert read_query(**given) == read


@pytest.mark.parametrize(
    "given",
    [
        {"lang": "fr"},
        {"as_of": "2023-02-29"},
        {"as_of": "10 January"},
        {"known_at": "yesterday"},
        {"known_at": "0001-01-01T00:00:00+08:00"},
    ],
)
def test_a_parameter_that_cannot_be_used_is_named_in_both_languages(given):
    (name,) = given
    with pytest.raises(BadParameter) as refused:
        read_query(**given)
    assert name in refused.value.message.zh
    assert name in refused.value.message.en
    assert refused.value.remedy is not None


def test_an_address_reads_back_as_the_same_query():
    query = PageQuery(Language.EN, date(2023, 1, 10), INSTANT)
    parameters = parse_qs(urlsplit(query.address("/campaigns/x")).query)
    assert read_query(**{name: value for name, (value,) in parameters.items()}) == query


def test_an_address_can_change_or_leave_out_parameters():
    query = PageQuery(Language.ZH, date(2023, 1, 10), INSTANT)
    assert query.address("/", as_of=None, known_at=None, lang="en") == "/?lang=en"
